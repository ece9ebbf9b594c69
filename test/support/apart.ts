/**
 * The service as it stands in the cloud, each function apart: told what the template tells it and nothing else, run by
 * the state machines that the stack deploys, every call to AWS heard under its name. One function runs at a time, since
 * the SDK's variables that lead its clients to their own endpoints are those of the whole process.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { serve } from "@hono/node-server";
import type { CloudFormationCustomResourceEvent } from "aws-lambda";
import { askGroup, awaitGroup, settleAlert, tickAlert } from "../../functions/alerts/tasks/tasks.ts";
import { handleBounces } from "../../functions/bounces/bounces.ts";
import { createApi } from "../../functions/api/app.ts";
import { apiOf } from "../../functions/container/api.ts";
import { bouncesOf } from "../../functions/container/bounces.ts";
import { dailyOf } from "../../functions/container/daily.ts";
import { digestsOf } from "../../functions/container/digests.ts";
import { groundOf, type Ground } from "../../functions/container/ground.ts";
import { guardOf } from "../../functions/container/guard.ts";
import { pagesOf } from "../../functions/container/pages.ts";
import { registerOf } from "../../functions/container/register.ts";
import { tasksOf } from "../../functions/container/tasks.ts";
import { waitingOf } from "../../functions/container/waiting.ts";
import { sendDigests } from "../../functions/digest/digests.ts";
import { importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../functions/directory/file.ts";
import { guard, type Verdict } from "../../functions/guard/guard.ts";
import { dynamoDBRegisterLinks } from "../../functions/links/dynamodb-register-links.ts";
import type { RegisterLinks } from "../../functions/links/register-links.ts";
import { createPages } from "../../functions/pages/app.ts";
import { createRegister } from "../../functions/register/app.ts";
import { executionEnded, reconcile } from "../../functions/reconcile/reconcile.ts";
import { awaitAnswer, open, settle, tick, type AwaitInput, type TaskInput } from "../../functions/stages/tasks.ts";
import { transiently } from "../../functions/stages/transient.ts";
import { daily } from "../../functions/verify/daily.ts";
import type { FunctionName } from "../../infra/bundle/index.ts";
import { openClock, type LocalClock } from "../../infra/local/clock.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { startMailbox, type LocalMailbox } from "../../infra/local/mailbox.ts";
import { startStepFunctions } from "../../infra/local/step-functions/index.ts";
import { createTimeMachine } from "../../infra/local/time-machine.ts";
import { apiPaths, openApiPaths, registerPath } from "../../infra/stacks/service.ts";
import { tableDefinitions } from "../../infra/tables.ts";
import { listen, type Listener } from "./calls.ts";
import type { Cloud, Permission } from "./cloud.ts";

const tables = { record: "record", working: "working" };
/** Those that are called with an event; the others are asked by HTTP. */
type Called = Exclude<FunctionName, "api" | "pages" | "register">;

export interface Apart {
  readonly service: string;
  readonly clock: LocalClock;
  readonly mailbox: LocalMailbox;
  readonly listener: Listener;
  /** Makes links to registers, as a digest does. */
  readonly registerLinks: Pick<RegisterLinks, "issue">;
  /** What a function may do, with the local names of tables and bucket in the places of the cloud's. */
  readonly permissionsOf: (name: FunctionName) => readonly Permission[];
  /** Calls a function as whoever calls it in the cloud does. */
  readonly invoke: (name: Called, payload: unknown) => Promise<unknown>;
  /** The guard's verdict on a deployment that holds these policies. */
  readonly verdictOn: (held: unknown) => Promise<Verdict | undefined>;
  /** Stops an execution from outside, as somebody in the console can. */
  readonly stop: (machine: string, execution: string) => Promise<void>;
  readonly moveTo: (instant: string) => Promise<void>;
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param start where the clock begins, UTC */
export async function startApart(cloud: Cloud, start: string): Promise<Apart> {
  const folder = mkdtempSync(join(tmpdir(), "apart-"));
  const clock = openClock(undefined, { start });
  const dynamoDB = await startDynamoDb({});
  const mailbox = await startMailbox({ folder, clock });
  const attempts = process.env["AWS_MAX_ATTEMPTS"];
  Object.assign(process.env, {
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    // What is refused on purpose stays refused: the SDK would try again by the machine's own clock, and half a minute passes.
    AWS_MAX_ATTEMPTS: "1",
  });

  const idOf = (type: string, begins: string) => `<${cloud.idLike(type, begins)}>`;
  const record = idOf("AWS::DynamoDB::Table", "Record");
  const working = idOf("AWS::DynamoDB::Table", "Working");
  const witnesses = idOf("AWS::S3::Bucket", "Witnesses");
  /** What CloudFormation would put into an expression when it deploys. */
  const deployed = (text: string) =>
    text
      .replaceAll(record, tables.record)
      .replaceAll(working, tables.working)
      .replaceAll(witnesses, "witnesses")
      .replaceAll("{AWS::Partition}", "aws")
      .replaceAll("{AWS::Region}", "eu-west-2")
      .replaceAll("{AWS::AccountId}", "000000000000")
      .replaceAll("{AWS::URLSuffix}", "amazonaws.com")
      .replaceAll(/\{\{resolve:secretsmanager:[^}]*\}\}/g, "a".repeat(64))
      .replaceAll(/<address\/[^>]+>/g, "https://identity.example.org")
      .replaceAll(/<\w+\/\w+>/g, "of-the-cloud");
  const toldOf = (name: FunctionName): Record<string, string> => {
    const { id } = cloud.functions[name];
    const variables = cloud.resources[id]?.Properties["Environment"].Variables as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(variables).map(([each, value]) => [each, deployed(cloud.writtenIn(id)(value))]),
    );
  };

  // One function at a time.
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = <T>(name: FunctionName, work: () => Promise<T> | T): Promise<T> => {
    waiting++;
    const result = turn.then(() => {
      Object.assign(process.env, listener.endpointsOf(name));
      return work();
    });
    turn = result.then(
      () => void waiting--,
      () => void waiting--,
    );
    return result;
  };

  const functionOf = new Map(Object.entries(cloud.functions).map(([name, { id }]) => [`<${id}>`, name as Called]));
  const machines = Object.fromEntries(
    cloud.ofType("AWS::StepFunctions::StateMachine").map(([id, { Properties }]) => {
      const name = String(Properties["StateMachineName"]);
      const definition = cloud.definitionOf(name);
      const substitutions = Object.entries(Properties["DefinitionSubstitutions"] as Record<string, unknown>);
      const filled = substitutions.reduce((text, [placeholder, value]) => {
        const written = cloud.writtenIn(id)(value);
        return text.replaceAll(`\${${placeholder}}`, functionOf.get(written) ?? deployed(written));
      }, definition);
      return [`arn:aws:states:eu-west-2:000000000000:stateMachine:${name}`, JSON.parse(filled) as object];
    }),
  );
  const stepFunctions = await startStepFunctions({
    clock,
    machines,
    invoke: (name, payload) => invoke(name as Called, payload),
    onStatusChange: async ({ name, status }) => {
      if (status === "FAILED" || status === "ABORTED" || status === "TIMED_OUT")
        await invoke("reconcile", { detail: { name, status } });
    },
  });
  const listener = await listen({ dynamodb: dynamoDB.endpoint, sfn: stepFunctions.endpoint, ses: mailbox.endpoint });

  // Those who set the scene are nobody's function.
  Object.assign(process.env, listener.endpointsOf("nobody"));
  const admin = new DynamoDBClient({ endpoint: dynamoDB.endpoint });
  for (const definition of tableDefinitions(tables)) await admin.send(new CreateTableCommand(definition));
  const directory = new URL("../../infra/local/samples/directory.yaml", import.meta.url);
  const nobodys = DynamoDBDocumentClient.from(admin, { marshallOptions: { removeUndefinedValues: true } });
  await importDirectory(nobodys, tables.working, readDirectoryFile(readFileSync(directory, "utf8"), String(directory)));

  const groundFor = (name: FunctionName): Ground => ({
    // The local clock stands still while everything happens, and would count it all in one second.
    ...groundOf(
      { ...toldOf(name), ...(toldOf(name)["MAILS_PER_SECOND"] ? { MAILS_PER_SECOND: "100000" } : {}) },
      clock,
      () => undefined,
    ),
    log: () => undefined,
  });
  let verdict: Verdict | undefined;
  const task = <D>(name: Called, partOf: (ground: Ground) => D, run: (input: never, part: D) => Promise<unknown>) => {
    const part = partOf(groundFor(name));
    return (payload: unknown) => transiently(() => run(payload as never, part));
  };
  const reconciling = tasksOf(groundFor("reconcile"));
  const digests = digestsOf(groundFor("digest"));
  const bouncing = bouncesOf(groundFor("bounces"));
  const keeping = dailyOf(groundFor("daily"));
  const guarding = guardOf(groundFor("guard"));
  const handlers: Record<Called, (payload: unknown) => Promise<unknown>> = {
    open: task("open", tasksOf, (input: TaskInput, part) => open(input, part)),
    await: task("await", waitingOf, (input: AwaitInput, part) => awaitAnswer(input, part)),
    tick: task("tick", tasksOf, (input: TaskInput, part) => tick(input, part)),
    settle: task("settle", tasksOf, (input: TaskInput, part) => settle(input, part)),
    alertOpen: task("alertOpen", tasksOf, (input: TaskInput, part) => askGroup(input, part.practiceAlerts)),
    alertAwait: task("alertAwait", waitingOf, (input: AwaitInput, part) => awaitGroup(input, part)),
    alertTick: task("alertTick", tasksOf, (input: TaskInput, part) => tickAlert(input, part.practiceAlerts)),
    alertSettle: task("alertSettle", tasksOf, (input: TaskInput, part) => settleAlert(input, part.practiceAlerts)),
    async reconcile(event) {
      const { detail } = event as { detail?: { name: string; status: string } };
      if (detail) return executionEnded(detail.name, detail.status, reconciling);
      const { failed } = await reconcile(reconciling, event as object);
      if (failed.length > 0) throw new Error(`${failed.length} could not be reconciled`);
    },
    async digest() {
      const { failed } = await sendDigests(digests);
      if (failed > 0) throw new Error(`${failed} digests could not be sent`);
    },
    async bounces(reports) {
      const failed = await handleBounces(
        (reports as object[]).map((each, index) => ({ id: String(index), text: JSON.stringify(each) })),
        bouncing,
      );
      if (failed.length > 0) throw new Error(`${failed.length} reports could not be dealt with`);
    },
    daily: (event) => daily(event, keeping),
    guard: (event) =>
      guard(event as CloudFormationCustomResourceEvent, {
        ...guarding,
        respond: (_, found) => Promise.resolve(void (verdict = found)),
      }),
  };
  const invoke: Apart["invoke"] = (name, payload) => inTurn(name, () => handlers[name](payload));

  // Who a token is for is not AWS's to say.
  const api = createApi({ ...apiOf(groundFor("api")), clientOf: (token) => Promise.resolve(token) });
  const pages = createPages(pagesOf(groundFor("pages")));
  const register = createRegister(registerOf(groundFor("register")));
  const matching = (path: string) => new RegExp(`^${path.replace("{proxy+}", ".+")}$`);
  const ofApi = [...apiPaths, ...openApiPaths].map(matching);
  const server = serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      const [name, app] = ofApi.some((each) => each.test(pathname))
        ? (["api", api] as const)
        : matching(registerPath).test(pathname)
          ? (["register", register] as const)
          : (["pages", pages] as const);
      return inTurn(name, () => app.fetch(request));
    },
  });
  await once(server, "listening");
  const timeMachine = createTimeMachine({ clock, stepFunctions, busy: () => waiting });

  return {
    service: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    mailbox,
    listener,
    registerLinks: dynamoDBRegisterLinks(nobodys, tables.working),
    permissionsOf: (name) =>
      cloud.permissionsOf(cloud.functions[name].role).map((each) => ({ ...each, resource: deployed(each.resource) })),
    invoke,
    async verdictOn(held) {
      verdict = undefined;
      await invoke("guard", { RequestType: "Create", ResourceProperties: { held } });
      return verdict;
    },
    async stop(machine, execution) {
      const client = new SFNClient({ endpoint: stepFunctions.endpoint });
      await client.send(
        new StopExecutionCommand({
          executionArn: `arn:aws:states:eu-west-2:000000000000:execution:${machine}:${execution}`,
        }),
      );
      client.destroy();
    },
    moveTo: (instant) => timeMachine.moveTo(instant),
    async quiet() {
      do await stepFunctions.quiet();
      while (waiting > 0 || stepFunctions.inFlight().length > 0);
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await stepFunctions.close();
      await listener.close();
      admin.destroy();
      await Promise.all([mailbox.close(), dynamoDB.close()]);
      clock.close();
      if (attempts === undefined) delete process.env["AWS_MAX_ATTEMPTS"];
      else process.env["AWS_MAX_ATTEMPTS"] = attempts;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
