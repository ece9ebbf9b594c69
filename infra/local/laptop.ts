/**
 * The whole service on a laptop, from npm packages alone: the same functions that run in the cloud, with the database,
 * the state machines, the mail server, the issuer of tokens and the schedules beside them. Everything that has to last
 * is in one folder; stopping, killing and starting again loses nothing. Nothing is ever sent to the outside.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createApi, type ApiDependencies } from "../../functions/api/app.ts";
import { handleBounces, type BouncesDependencies } from "../../functions/bounces/bounces.ts";
import { apiOf } from "../../functions/container/api.ts";
import { bouncesOf } from "../../functions/container/bounces.ts";
import { digestsOf } from "../../functions/container/digests.ts";
import { groundOf } from "../../functions/container/ground.ts";
import { guardOf } from "../../functions/container/guard.ts";
import { pagesOf } from "../../functions/container/pages.ts";
import { registerOf } from "../../functions/container/register.ts";
import { tasksOf } from "../../functions/container/tasks.ts";
import { nextDigest, sendDigests, type DigestDependencies } from "../../functions/digest/digests.ts";
import { readDirectoryFile, type DirectoryFile } from "../../functions/directory/file.ts";
import { importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import { accept } from "../../functions/guard/guard.ts";
import { heldOf } from "../../functions/guard/held.ts";
import { createPages, type PagesDependencies } from "../../functions/pages/app.ts";
import { createRegister, type RegisterDependencies } from "../../functions/register/app.ts";
import { executionEnded, reconcile, type ReconcileDependencies } from "../../functions/reconcile/reconcile.ts";
import type { Measure } from "../../functions/measure.ts";
import { dynamoDBCursor } from "../../functions/reconcile/cursor.ts";
import { movedSince } from "../../functions/record/feed.ts";
import type { RecordTables } from "../../functions/record/dynamodb-record.ts";
import type { Witnessed } from "../../functions/verify/witnesses.ts";
import { verify, type Verified } from "../../functions/verify/verify.ts";
import { witness } from "../../functions/verify/witness.ts";
import { alertMachineName } from "../../functions/workflow/workflow.ts";
import { addMinutes, dayOf } from "../../policies/calendar/instant.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { alertStateMachine, filledIn, stateMachineFor, stateMachineName, type Definition } from "../state-machine.ts";
import { textOf } from "../command-line.ts";
import { instantToMs, openClock, type LocalClock } from "./clock.ts";
import { createTables } from "./create-tables.ts";
import { startDynamoDb } from "./dynamodb.ts";
import { invoke } from "./invoke.ts";
import { openIssuer } from "./issuer.ts";
import { startMailbox, type LocalMailbox } from "./mailbox.ts";
import { openSecrets } from "./secrets.ts";
import { cameBack, type WayBack } from "./came-back.ts";
import { startStepFunctions, type LocalStepFunctions } from "./step-functions/index.ts";
import { createTimeMachine } from "./time-machine.ts";
import { fileWitness } from "./witness.ts";
import { createWorkbench } from "./workbench/app.ts";

/** Nowhere in AWS, and nobody's account there. */
const region = "laptop";
/** Everything before the name of a state machine in its ARN. */
export const machinePrefix = `arn:local:states:${region}:nobody:stateMachine:`;
const tables = { record: "record", working: "working" };
const audience = "safeguarding-escalation";
const sender = "Safeguarding escalation <no-reply@escalation.example>";
const reconcileEveryMs = 5 * 60_000;

/** The parts of the service, wired as each is in a function of its own. */
interface Container {
  readonly dynamoDB: DynamoDBDocumentClient;
  readonly tasks: ReconcileDependencies;
  readonly api: ApiDependencies;
  readonly pages: PagesDependencies;
  readonly register: RegisterDependencies;
  readonly digests: DigestDependencies;
  readonly bounces: BouncesDependencies;
}

export interface LaptopOptions {
  /** Where everything that has to last is kept. */
  readonly folder: string;
  /** The port of the service, and of the workbench (mailbox, clock, tokens). 0 takes any free one. */
  readonly ports: { readonly service: number; readonly workbench: number };
  /** In memory it is gone when the laptop stops, for whoever starts one once and not again. On disk if left out. */
  readonly database?: "on disk" | "in memory";
  /** A directory file to import; the invented sample if none is given. */
  readonly directory?: string;
  /** Where the clock stands when the folder is new. The real time if none is given. */
  readonly start?: string;
  /** Hears of every figure about the service’s own working; nobody does if none is given. */
  readonly measure?: Measure;
  /** Is given each call that a state machine makes, to carry it out: for whoever wants to know what it does or how long it takes. */
  readonly around?: <T>(name: string, call: () => Promise<T>) => Promise<T>;
}

/** A laptop that was started (`startLaptop`): by `npm start`, the demo, and tests that live what people live. */
export interface Laptop {
  /** When its folder was first used, by its own clock, UTC: no record is older. */
  readonly began: string;
  /** What was imported into its directory. */
  readonly directory: DirectoryFile;
  readonly service: string;
  readonly workbench: string;
  readonly clock: LocalClock;
  readonly mailbox: LocalMailbox;
  readonly stepFunctions: LocalStepFunctions;
  readonly container: Container;
  /** Moves the service's time forward, by way of everything that falls due. */
  moveTo(instant: string): Promise<void>;
  /** Resolves once nothing is under way: everything that could happen at this time has. */
  quiet(): Promise<void>;
  /**
   * Lets an e-mail come back, and whoever is to hear of it hear.
   * @throws Error when the mailbox has no such e-mail, or the service could not put it on record
   */
  bounce(mailId: string, way: WayBack): Promise<void>;
  /** What `npm run operate -- … --laptop` works on: where the database answers, its tables, and the folder of this laptop. */
  readonly operated: { readonly endpoint: string; readonly tables: RecordTables; readonly folder: string };
  /** What was witnessed of a record. */
  witnessed(reference: string): Promise<readonly Witnessed[]>;
  readonly tokenFor: (client: string) => Promise<string>;
  /** Walks the chain of every record and compares it with what was witnessed. */
  verifyAll(): Promise<Verified[]>;
  /** Stops everything. Nothing has to be saved first: `kill -9` loses no more. */
  close(): Promise<void>;
}

const sampleDirectory = new URL("./samples/directory.yaml", import.meta.url);

/**
 * Starts it, imports the directory, and has every open escalation's execution run again.
 * @throws Error that says which port is taken, what is wrong with the directory file, or which policy version is missing or was changed while something open
 *   goes by it (ALL-14)
 */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const { folder, ports } = options;
  mkdirSync(folder, { recursive: true });
  const clock = openClock(folder, options.start ? { start: options.start } : {});
  const secrets = openSecrets(folder, clock.now());

  let busy = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    busy++;
    try {
      return await work();
    } finally {
      busy--;
    }
  };

  const file = options.directory ?? sampleDirectory;
  const directory = readDirectoryFile(textOf(file), String(file));
  const dynamoDB = await startDynamoDb(options.database === "in memory" ? {} : { folder });
  const mailbox = await startMailbox({ folder, clock });
  const machines = Object.fromEntries([
    ...publishedPolicies().map((policy) => [
      `${machinePrefix}${stateMachineName(policy)}`,
      withFunctions(stateMachineFor(policy)),
    ]),
    [`${machinePrefix}${alertMachineName}`, withFunctions(alertStateMachine())],
  ]) as Record<string, object>;

  const stepFunctions = await startStepFunctions({
    clock,
    machines,
    invoke: (name, payload) => {
      const call = () => invoke(name, payload, container.tasks);
      return options.around ? options.around(name, call) : call();
    },
    onStatusChange: async ({ name, status }) => {
      // What EventBridge tells reconcile in the cloud.
      if (status === "FAILED" || status === "ABORTED" || status === "TIMED_OUT")
        await executionEnded(name, status, container.tasks);
    },
  });

  // The SDK's own variables point its clients at the local servers; the functions cannot tell the difference.
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "laptop",
    AWS_SECRET_ACCESS_KEY: "laptop",
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDB.endpoint,
    AWS_ENDPOINT_URL_SFN: stepFunctions.endpoint,
    AWS_ENDPOINT_URL_SES: mailbox.endpoint,
  });
  const client = new DynamoDBClient({});
  await createTables(client, tables, folder);
  client.destroy();
  // As a deployment is refused: what is open goes by its own policy version to the end, and without it no deadline of it would ever pass.
  const guarding = guardOf(groundOf({ WORKING_TABLE: tables.working }, clock, () => undefined));
  const missed = await accept(heldOf(publishedPolicies()), guarding);
  if (missed.length > 0) {
    await Promise.all([stepFunctions.close(), mailbox.close(), dynamoDB.close()]);
    clock.close();
    throw new Error([...missed, `Or begin anew: delete ${folder}.`].join("\n"));
  }

  const serviceApp = new Hono();
  const workbenchApp = new Hono();
  const service = await listen(
    (request) => counted(async () => serviceApp.fetch(request)),
    ports.service,
    "the service",
  );
  const workbench = await listen(
    (request) => workbenchApp.fetch(request),
    ports.workbench,
    "the mailbox and the clock",
  );
  const issuer = await openIssuer(secrets, { issuer: workbench.url, audience });

  const ground = groundOf(
    {
      RECORD_TABLE: tables.record,
      WORKING_TABLE: tables.working,
      STATE_MACHINE_PREFIX: machinePrefix,
      SENDER: sender,
      CONFIGURATION_SET: "laptop",
      // Nothing leaves the laptop, and its clock may stand still.
      MAILS_PER_SECOND: "100000",
      MAIL_GOES_TO: "recipients",
      SERVICE_URL: service.url,
      REFERENCE_SECRET: secrets.referenceSecret,
      CODE_SECRET: secrets.codeSecret,
      // Here the witnesses are in a file, and no bucket is ever asked.
      WITNESS_BUCKET: "witness.jsonl",
      JWT_ISSUER: workbench.url,
      JWT_AUDIENCE: audience,
      JWKS_URL: `${workbench.url}/.well-known/jwks.json`,
    },
    clock,
    options.measure ?? (() => undefined),
  );
  const witnesses = fileWitness(join(folder, "witness.jsonl"));
  const container: Container = {
    dynamoDB: ground.dynamoDB,
    tasks: tasksOf(ground),
    api: { ...apiOf(ground), witnesses },
    pages: pagesOf(ground),
    register: registerOf(ground),
    digests: digestsOf(ground),
    bounces: bouncesOf(ground),
  };
  const { tasks } = container;

  // In the cloud the schedule looks every hour; here the clock stops on its way exactly where a digest falls due.
  let digestDue: string | undefined;
  const runDigests = () =>
    counted(async () => {
      const now = clock.now();
      if (digestDue !== undefined && now < digestDue) return;
      const { failed, held } = await sendDigests(container.digests);
      digestDue = failed + held > 0 ? addMinutes(now, 10) : await nextDigest(now, container.digests);
    });
  const timeMachine = createTimeMachine({
    clock,
    stepFunctions,
    busy: () => busy,
    between: runDigests,
    nextSchedule: () => (digestDue === undefined ? undefined : instantToMs(digestDue)),
  });
  let witnessedOn = "";
  const runReconcile = (everything: boolean) =>
    counted(async () => {
      // At a start every summary is made anew, as a later version of the service may ask more of them.
      await reconcile(tasks, everything ? { everything, since: secrets.began.slice(0, 10) } : {});
      const today = dayOf(clock.now());
      if (today === witnessedOn) return;
      const cursor = dynamoDBCursor(container.dynamoDB, tables.working, "witness");
      await witness({ ...tasks, clock, witnesses, cursor, began: secrets.began });
      witnessedOn = today;
    });
  const laptop: Laptop = {
    began: secrets.began,
    directory,
    service: service.url,
    workbench: workbench.url,
    clock,
    mailbox,
    stepFunctions,
    container,
    async moveTo(instant) {
      await timeMachine.moveTo(instant);
      await runReconcile(false);
      await stepFunctions.quiet();
    },
    async quiet() {
      do await stepFunctions.quiet();
      while (busy > 0 || stepFunctions.inFlight().length > 0);
    },
    async bounce(mailId, way) {
      const mail = mailbox.mails().find((each) => each.id === mailId);
      if (!mail) throw new Error(`The mailbox has no e-mail ${mailId}`);
      const text = JSON.stringify(cameBack(mail, way, clock.now()));
      const failed = await counted(() => handleBounces([{ id: mailId, text }], container.bounces));
      if (failed.length > 0) throw new Error(`That ${mailId} came back could not be put on record; the log says why`);
      await laptop.quiet();
      // What is closed has no execution any more: reconcile tells.
      await runReconcile(false);
      await laptop.quiet();
    },
    operated: { endpoint: dynamoDB.endpoint, tables, folder },
    witnessed: (reference) => witnesses.entries(reference),
    tokenFor: (client) => issuer.tokenFor(client),
    async verifyAll() {
      const references = await movedSince(secrets.began, clock.now(), tasks);
      return Promise.all([...references].map((each) => verify(each, { record: tasks.record, witnesses })));
    },
    async close() {
      clearInterval(schedule);
      await Promise.all([service.close(), workbench.close()]);
      await stepFunctions.close();
      await Promise.all([mailbox.close(), dynamoDB.close()]);
      clock.close();
    },
  };

  const api = createApi(container.api);
  for (const path of [
    "/openapi.json",
    "/policies",
    "/escalations",
    "/escalations/*",
    "/partnerships/*",
    "/practice-alerts",
  ])
    serviceApp.all(path, (context) => api.fetch(context.req.raw));
  const register = createRegister(container.register);
  serviceApp.all("/register/*", (context) => register.fetch(context.req.raw));
  const pages = createPages(container.pages);
  serviceApp.all("*", (context) => pages.fetch(context.req.raw));
  const bench = createWorkbench(laptop, issuer);
  workbenchApp.all("*", (context) => bench.fetch(context.req.raw));

  await importDirectory(container.dynamoDB, tables.working, directory);

  // Executions live in memory only: what is open is started again from the record.
  await runReconcile(true);
  await runDigests();
  const schedule = setInterval(() => void runReconcile(false).then(runDigests), reconcileEveryMs);
  schedule.unref();
  return laptop;
}

/** The definition that the cloud deploys, with the names of the laptop's functions in the places of theirs. */
const withFunctions = (definition: Definition) => filledIn(definition, "aws", (name) => name);

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
  what: string,
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, (address: AddressInfo) =>
      resolve({
        url: `http://localhost:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      }),
    );
    server.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${port}, for ${what}, is taken by another program. Stop that, or choose other ports: PORT=4000 npm start`,
            )
          : error,
      ),
    );
  });
}
