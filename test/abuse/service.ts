/**
 * The whole service as abusers meet it: API, pages and registers behind one Node server, wired by the same containers as in
 * the cloud, over a real local database, mailbox and issuer of tokens. State machines only wait: what an escalation's
 * execution would do is done when a test says so, so that nothing else writes while a request is looked at.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { serve } from "@hono/node-server";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { askGroup, settleAlert } from "../../functions/alerts/tasks/tasks.ts";
import { createApi } from "../../functions/api/app.ts";
import { apiOf } from "../../functions/container/api.ts";
import { digestsOf } from "../../functions/container/digests.ts";
import { groundOf, type Ground } from "../../functions/container/ground.ts";
import { pagesOf } from "../../functions/container/pages.ts";
import { registerOf } from "../../functions/container/register.ts";
import { tasksOf } from "../../functions/container/tasks.ts";
import { importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../functions/directory/file.ts";
import { createPages } from "../../functions/pages/app.ts";
import type { ReconcileDependencies } from "../../functions/reconcile/reconcile.ts";
import { verifyChain } from "../../functions/record/chain.ts";
import { isAlert } from "../../functions/record/reference.ts";
import { createRegister } from "../../functions/register/app.ts";
import { open, settle, tick } from "../../functions/stages/tasks.ts";
import { alertMachineName, machineName } from "../../functions/workflow/workflow.ts";
import { openClock } from "../../infra/local/clock.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { startMailbox, type Mail } from "../../infra/local/mailbox.ts";
import { startStepFunctions } from "../../infra/local/step-functions/index.ts";
import { apiPaths, openApiPaths, registerPath } from "../../infra/stacks/service.ts";
import { tableDefinitions } from "../../infra/tables.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { clockAt, type TestClock } from "../support/doubles.ts";

/** When it begins: a Tuesday without a holiday near it, GMT. */
export const begins = "2026-11-17T10:00:00.000Z";
export const issuer = "https://issuer.example";
export const audience = "safeguarding-escalation";
const prefix = "arn:aws:states:eu-west-2:000000000000:stateMachine:";
const tables = { record: "record", working: "working" };
/** Seconds since 1970 that no run of this will see: tokens are good until then. */
export const in2100 = 4_102_444_800;

export type Item = Readonly<Record<string, unknown>>;

/** Everything that both tables hold, by table and key, as text; what only counts requests is left out. */
export type Held = ReadonlyMap<string, string>;

export interface Write {
  readonly table: string;
  readonly pk: string;
  /** It was not there before. */
  readonly isNew: boolean;
}

export interface Service {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly clock: TestClock;
  readonly tasks: ReconcileDependencies;
  readonly digests: ReturnType<typeof digestsOf>;
  readonly ground: Ground;
  readonly key: { readonly private: CryptoKey; readonly public: JWK };
  /** Lines of the functions' log. */
  readonly logged: readonly { readonly level: string; readonly message: string; readonly about: object }[];
  /** What ended in an error page or a problem of the kind “defect”. */
  readonly defects: readonly string[];
  /** What was put into a table, changed or deleted there, in order; what only counts requests is left out. */
  readonly writes: readonly Write[];
  mails(): readonly Mail[];
  tokenFor(client: string): Promise<string>;
  items(table: "record" | "working"): Promise<Item[]>;
  held(): Promise<Held>;
  /** What an execution would do now: opens, ticks and settles until there is nothing more to do. */
  carryOn(reference: string): Promise<void>;
  /** The number of commits of a record. @throws ChainBroken where it does not hold */
  verified(reference: string): Promise<number>;
  close(): Promise<void>;
}

interface Written {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
}

/** How often somebody asked is not what anybody asked for. */
const countsOnly = (pk: string) => pk.startsWith("RATE#") || pk.startsWith("RAISE-ASKED#");

/** Which function is asked, as API Gateway has it. */
const matching = (path: string) => new RegExp(`^${path.replace("{proxy+}", ".+")}$`);
const ofApi = [...apiPaths, ...openApiPaths].map(matching);

export const isOfApi = (pathname: string) => ofApi.some((each) => each.test(pathname));

interface Options {
  /** Changes the sample directory (YAML) before it is imported. */
  readonly directory?: (text: string) => string;
}

/** The SDK's variables that point at local servers are those of the process: one service at a time. */
export async function startService({ directory: changed = (text) => text }: Options = {}): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), "abuse-"));
  const clock = clockAt(begins);
  const dynamo = await startDynamoDb({});
  const mailbox = await startMailbox({ folder, clock });
  const held = openClock(undefined, { start: begins });
  held.hold();
  const waits = {
    StartAt: "Wait",
    States: { Wait: { Type: "Wait", Seconds: 31_536_000, Next: "Done" }, Done: { Type: "Succeed" } },
  };
  const names = publishedPolicies().map((policy) => machineName({ id: policy.policy, version: policy.version }));
  const stepFunctions = await startStepFunctions({
    clock: held,
    machines: Object.fromEntries([...names, alertMachineName].map((name) => [`${prefix}${name}`, waits])),
    invoke: async () => undefined,
  });
  const pair = await generateKeyPair("ES256", { extractable: true });
  const key = {
    private: pair.privateKey,
    public: { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "ES256", use: "sig" },
  };
  const keys = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: [key.public] }));
  });
  await new Promise<void>((resolve) => keys.listen(0, "127.0.0.1", resolve));

  Object.assign(process.env, {
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_SFN: stepFunctions.endpoint,
    AWS_ENDPOINT_URL_SES: mailbox.endpoint,
  });
  const admin = new DynamoDBClient({});
  for (const definition of tableDefinitions(tables)) await admin.send(new CreateTableCommand(definition));
  for (const name of Object.values(tables))
    while ((await admin.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== "ACTIVE");
  admin.destroy();

  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => answer(request) });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const logged: { level: string; message: string; about: object }[] = [];
  const defects: string[] = [];
  const ground: Ground = {
    ...groundOf(
      {
        RECORD_TABLE: tables.record,
        WORKING_TABLE: tables.working,
        STATE_MACHINE_PREFIX: prefix,
        SENDER: "Safeguarding escalation <no-reply@escalation.example>",
        CONFIGURATION_SET: "local",
        MAILS_PER_SECOND: "100000",
        MAIL_GOES_TO: "recipients",
        SERVICE_URL: url,
        REFERENCE_SECRET: "a secret of at least thirty-two characters",
        CODE_SECRET: "another secret of at least thirty-two characters",
        WITNESS_BUCKET: "witnesses",
        JWT_ISSUER: issuer,
        JWT_AUDIENCE: audience,
        JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys`,
        // Abuse is many requests; that they are limited is proved where the limits are.
        REQUESTS_PER_MINUTE: "999999999",
        SUBMISSIONS_PER_MINUTE: "999999999",
      },
      clock,
      () => undefined,
    ),
    log: (level, message, about = {}) => {
      logged.push({ level, message, about });
      if (message === "A request to the API failed") defects.push(`${message}: ${JSON.stringify(about)}`);
    },
  };
  const writes: Write[] = [];
  ground.dynamoDB.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      const { TableName: table = "", Item, Key, ConditionExpression = "" } = args.input as Written;
      const pk = String((Item ?? Key)?.["pk"]);
      const isWrite =
        /^(?:Put|Update|Delete|Batch|Transact)/.test(String(context.commandName)) &&
        !/Get/.test(String(context.commandName));
      if (isWrite && !countsOnly(pk))
        writes.push({ table, pk, isNew: ConditionExpression.startsWith("attribute_not_exists") });
      return answer;
    },
    { step: "initialize", name: "writes", priority: "high" },
  );
  const report = (defect: Error) => void defects.push(defect.stack ?? String(defect));
  const witnesses = { entries: () => Promise.resolve([]) };
  const api = createApi({ ...apiOf(ground), witnesses });
  const register = createRegister({ ...registerOf(ground), report });
  const pages = createPages({ ...pagesOf(ground), report });
  answer = (request) => {
    const { pathname } = new URL(request.url);
    if (isOfApi(pathname)) return api.fetch(request);
    return matching(registerPath).test(pathname) ? register.fetch(request) : pages.fetch(request);
  };
  const directory = new URL("../../infra/local/samples/directory.yaml", import.meta.url);
  await importDirectory(
    ground.dynamoDB,
    tables.working,
    readDirectoryFile(changed(readFileSync(directory, "utf8")), "directory.yaml"),
  );

  const tasks = tasksOf(ground);
  const items = async (table: keyof typeof tables) => {
    const found: Item[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await ground.dynamoDB.send(
        new ScanCommand({
          TableName: tables[table],
          ConsistentRead: true,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      found.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };
  return {
    url,
    port,
    clock,
    tasks,
    digests: digestsOf(ground),
    ground,
    key,
    logged,
    defects,
    writes,
    mails: () => mailbox.mails(),
    tokenFor: (client) =>
      new SignJWT({ client_id: client })
        .setProtectedHeader({ alg: "ES256", kid: "one" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setExpirationTime(in2100)
        .sign(key.private),
    items,
    async held() {
      const all = new Map<string, string>();
      for (const table of ["record", "working"] as const)
        for (const item of await items(table)) {
          const pk = String(item["pk"]);
          if (countsOnly(pk)) continue;
          all.set(`${table} ${pk} ${String(item["sk"])}`, JSON.stringify(item));
        }
      return all;
    },
    async carryOn(reference) {
      if (isAlert(reference)) {
        const story = await tasks.practiceAlerts.alerts.read(reference);
        if (!story) throw new Error(`There is no ${reference}`);
        const input = { reference, execution: story.state.execution };
        await (story.state.phase === "submitted"
          ? askGroup(input, tasks.practiceAlerts)
          : settleAlert(input, tasks.practiceAlerts));
        return;
      }
      for (let step = 0; step < 12; step++) {
        const story = await tasks.escalations.read(reference);
        if (!story) throw new Error(`There is no ${reference}`);
        const input = { reference, execution: story.state.execution };
        if (story.state.phase === "opening") await open(input, tasks);
        else {
          await tick(input, tasks);
          await settle(input, tasks);
        }
        const after = await tasks.escalations.read(reference);
        if (after?.commits.length === story.commits.length) return;
      }
      throw new Error(`${reference} does not come to rest`);
    },
    async verified(reference) {
      // The chain of a practice alert is read alike.
      const stored = await tasks.record.stored(reference);
      verifyChain(stored);
      return stored.length;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      keys.close();
      keys.closeAllConnections();
      await stepFunctions.close();
      await Promise.all([mailbox.close(), dynamo.close()]);
      held.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
