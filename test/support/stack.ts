/**
 * The service's own parts over real local ones: DynamoDB (dynalite, in memory), the mailbox, Step Functions. Started once
 * a file; every test takes fresh tables. Nothing is patched: what should fail or die is passed in (doubles.ts).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient, type SendRawEmailCommand } from "@aws-sdk/client-ses";
import { ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { createApi, type ApiDependencies } from "../../functions/api/app.ts";
import { policiesInForce } from "../../functions/api/policies.ts";
import type { SubmitDependencies } from "../../functions/api/submit.ts";
import { createAlerts } from "../../functions/alerts/alerts.ts";
import { alertEventSchema } from "../../functions/alerts/core/events.ts";
import { submitAlert } from "../../functions/alerts/submit.ts";
import { dynamoDBAlertSummaries } from "../../functions/alerts/summaries.ts";
import { rulesOf } from "../../functions/container/writing.ts";
import type { DigestDependencies } from "../../functions/digest/digests.ts";
import { dynamoDBProgress } from "../../functions/digest/progress.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import { eventSchema } from "../../functions/core/events.ts";
import { dynamoDBDirectory, importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import type { DirectoryFile } from "../../functions/directory/file.ts";
import { createEscalations } from "../../functions/escalations/escalations.ts";
import { dynamoDBLimits } from "../../functions/limits/limits.ts";
import { dynamoDBLinks } from "../../functions/links/dynamodb-links.ts";
import { dynamoDBRegisterLinks } from "../../functions/links/dynamodb-register-links.ts";
import type { Links } from "../../functions/links/links.ts";
import type { Log } from "../../functions/log.ts";
import type { Measure, Metric } from "../../functions/measure.ts";
import { dynamoDBClaims } from "../../functions/mail/claims.ts";
import { sesMail } from "../../functions/mail/mail.ts";
import { dynamoDBCursor } from "../../functions/reconcile/cursor.ts";
import type { ReconcileDependencies } from "../../functions/reconcile/reconcile.ts";
import { dynamoDBRecord } from "../../functions/record/dynamodb-record.ts";
import { dynamoDBSummaries } from "../../functions/summaries/summaries.ts";
import { alertMachineName, machineName, stepFunctionsWorkflow } from "../../functions/workflow/workflow.ts";
import { openClock } from "../../infra/local/clock.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { startMailbox, type LocalMailbox, type Mail } from "../../infra/local/mailbox.ts";
import { startStepFunctions, type LocalStepFunctions } from "../../infra/local/step-functions/index.ts";
import { tableDefinitions } from "../../infra/tables.ts";
import { choosePolicy } from "../../policies/choose.ts";
import { areasHeld, ownPolicyInForce, policyInForce, publishedPolicies } from "../../policies/published.ts";
import { clockAt, type Process, type TestClock } from "./doubles.ts";
import { memoryDatabase } from "./memory-tables.ts";

const local = { region: "eu-west-2", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
/** What stands before the name of a state machine in its ARN: the account of the local Step Functions of tests. */
export const stateMachinePrefix = "arn:aws:states:eu-west-2:000000000000:stateMachine:";

/** Agencies and people of tests. Every domain is nobody's. */
export const directoryFile: DirectoryFile = {
  partnerships: [
    {
      id: "knowsley",
      name: "Knowsley Safeguarding Children Partnership",
      inbox: "partnership@kscp.example",
      roles: {
        "business-manager": [{ name: "Bernadette Marsh", email: "business.manager@kscp.example" }],
        chair: [{ name: "Amara Okoye", email: "chair@kscp.example" }],
      },
    },
    { id: "milton-keynes", name: "MK Together", inbox: "partnership@mk.example", roles: {} },
  ],
  agencies: [
    {
      id: "whitebeam-school",
      name: "Whitebeam School",
      kind: "education",
      areas: ["knowsley"],
      domains: ["whitebeam.example"],
      inbox: "office@whitebeam.example",
      roles: {
        "line-manager": [{ name: "Helen Ashworth", email: "h.ashworth@whitebeam.example" }],
        "senior-manager": [{ name: "Colin Prescott", email: "c.prescott@whitebeam.example" }],
      },
    },
    {
      id: "social-care",
      name: "Children’s Social Care",
      kind: "childrens-social-care",
      areas: ["knowsley"],
      domains: ["care.example"],
      inbox: "front.door@care.example",
      roles: {
        practitioner: [{ name: "Priya Nair", email: "p.nair@care.example" }],
        "line-manager": [
          { name: "Derek Stott", email: "d.stott@care.example" },
          { name: "Della Hume", email: "d.hume@care.example" },
        ],
        "senior-manager": [{ name: "Anita Rao", email: "a.rao@care.example" }],
        director: [{ name: "Stephen Lyle", email: "s.lyle@care.example" }],
      },
    },
    {
      id: "lone-clinic",
      name: "Lone Clinic",
      kind: "health",
      areas: ["knowsley"],
      domains: ["clinic.example"],
      inbox: "desk@clinic.example",
      roles: {},
    },
  ],
  clients: [
    { id: "whitebeam-system", agency: "whitebeam-school" },
    { id: "care-system", agency: "social-care" },
    { id: "clinic-system", agency: "lone-clinic" },
    { id: "stray-system", agency: "not-in-the-directory" },
  ],
};

/** Words that stand nowhere but in what people typed, so that finding one anywhere else is a leak. */
export const personal = {
  name: "Oona Tregarthen",
  dateOfBirth: "2014-05-30",
  circumstances: "Oona has lived with her aunt Quillon since March",
  issue: "The referral of Xanthe Street was closed without a visit",
  natureOfDisagreement: "We say the threshold is met; they say gallimaufry",
  risk: "Nightly quarrels at home with a man called Jabberwick",
  evidence: "A drawing of a zarf, and what her friend Ottoline told us",
  resolutionSought: "A visit before Sunday by somebody who knows sphinxes",
  raiser: { name: "Imogen Fairweather", email: "i.fairweather@whitebeam.example" },
  receiver: { name: "Priya Nair", email: "p.nair@care.example" },
} as const;

/** A concern as an agency's system posts it: complete, under Knowsley's policy, without immediate risk. */
export function concern(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const body: Record<string, unknown> = {
    area: "knowsley",
    subject: "child",
    person: { name: personal.name, dateOfBirth: personal.dateOfBirth, circumstances: personal.circumstances },
    typeOfDisagreement: "level-of-need",
    issue: personal.issue,
    natureOfDisagreement: personal.natureOfDisagreement,
    risk: personal.risk,
    evidence: personal.evidence,
    resolutionSought: personal.resolutionSought,
    arose: "2026-11-16",
    raising: { practitioner: personal.raiser },
    receiving: { agency: "social-care", practitioner: personal.receiver },
    ...changes,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** What a local database can be asked beside what the service asks it. */
export interface Database {
  readonly dynamoDB: DynamoDBDocumentClient;
  /** Makes the two tables, named as no others are. */
  freshTables(): Promise<{ readonly record: string; readonly working: string }>;
  /** Every item of a table. */
  items(table: string): Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

/** The local database. `endpoint` is where another process finds it. */
export async function startDatabase(): Promise<Database & { readonly endpoint: string }> {
  const server = await startDynamoDb({});
  const client = new DynamoDBClient({ ...local, endpoint: server.endpoint });
  const dynamoDB = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  let made = 0;
  return {
    dynamoDB,
    endpoint: server.endpoint,
    async freshTables() {
      made++;
      const names = { record: `record-${made}`, working: `working-${made}` };
      for (const definition of tableDefinitions(names)) await client.send(new CreateTableCommand(definition));
      // A table can be used a moment after it was made.
      for (const name of Object.values(names))
        while ((await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== "ACTIVE");
      return names;
    },
    async items(table) {
      const items: Record<string, unknown>[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await dynamoDB.send(
          new ScanCommand({ TableName: table, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }),
        );
        items.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from);
      return items;
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

/** Where the service's mail goes. */
interface PostOffice {
  readonly ses: SESClient;
  readonly mailbox: LocalMailbox;
  close(): Promise<void>;
}

/** What a test file starts once, and `stack` builds the service on. By `npm run test:quick` tables and mail are in memory, unless it asks for the real ones. */
export interface Services extends Database {
  readonly mailbox: LocalMailbox;
  /** Each policy's machine only waits, so what the service itself does is all that happens. */
  readonly stepFunctions: LocalStepFunctions;
  readonly ses: SESClient;
  readonly sfn: SFNClient;
  /** The names of the executions of a record that run. @param machine the name of their state machine */
  runningOf(reference: string, machine: string): Promise<string[]>;
  /** The service over tables of its own, or over those of another. */
  stack(options?: StackOptions): Promise<Stack>;
}

export interface StackOptions {
  readonly clock?: TestClock;
  /** The stack over whose tables it runs; its own by default. */
  readonly over?: Stack;
  /** The process in which it runs; one that lives by default. */
  readonly process?: Process;
  /** What stands in for each client, made of the real one. */
  readonly ses?: (client: SESClient) => SESClient;
  readonly sfn?: (client: SFNClient) => SFNClient;
  readonly dynamoDB?: (client: DynamoDBDocumentClient) => DynamoDBDocumentClient;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly about: Record<string, unknown>;
}

interface Measured {
  readonly metric: Metric;
  readonly value: number;
}

/** The service over one pair of tables. Nothing of it happens by itself: a test sets the clock, and calls the task that it is about. */
export interface Stack {
  readonly clock: TestClock;
  readonly tables: { readonly record: string; readonly working: string };
  readonly tasks: ReconcileDependencies;
  readonly api: ApiDependencies & SubmitDependencies;
  readonly digests: DigestDependencies;
  readonly links: Links;
  readonly logged: LogLine[];
  /** Every figure that was noted, in order. */
  readonly measured: Measured[];
  /** Posts a concern as a client of the directory: its bearer token is `token-<client>`. */
  post(body: unknown, options?: { client?: string; key?: string; headers?: Record<string, string> }): Promise<Response>;
  get(reference: string, client?: string): Promise<Response>;
  /** Raises the complete concern, with these changes, and gives its reference. */
  raise(changes?: Record<string, unknown>, key?: string): Promise<string>;
  /** The mails about a reference so far, the oldest first. */
  mailsOf(reference: string): Mail[];
}

const waitsForEver = {
  StartAt: "Wait",
  States: { Wait: { Type: "Wait", Seconds: 31_536_000, Next: "Done" }, Done: { Type: "Succeed" } },
};

/** When the tests' concerns are raised unless a test says otherwise: a Tuesday without a holiday near it, GMT. */
export const tuesday = "2026-11-17T10:00:00.000Z";

/** The real local parts. @param database the local one unless a test has one of its own */
export async function startServices(database?: Database): Promise<Services> {
  return isQuick && !database ? startServicesInMemory() : startRealServices(database);
}

/** The same, never in memory: for what asks the tables or the mail service something that no adapter asks. */
export async function startRealServices(database?: Database): Promise<Services> {
  return servicesOver(database ?? (await startDatabase()), realPostOffice);
}

/** A database for what adapters ask. */
export const openDatabase = (): Promise<Database> => (isQuick ? Promise.resolve(memoryDatabase()) : startDatabase());

/** `npm run test:quick` is for while one writes: what it can have in memory it has there. `npm test` has the real ones. */
const isQuick = process.env["MODE"] === "quick";

/**
 * The service over tables and a mail service in memory, and the real interpreter of state machines: for tests that live one thing again and again, and cut it off at
 * another place each time. The tables are as good as the local database's (memory-tables.test.ts).
 */
export const startServicesInMemory = (): Promise<Services> => servicesOver(memoryDatabase(), memoryPostOffice);

type OpenPostOffice = (clock: { now(): string }) => PostOffice | Promise<PostOffice>;

/** The laptop's mail server. */
const realPostOffice: OpenPostOffice = async (clock) => {
  const folder = mkdtempSync(join(tmpdir(), "mailbox-"));
  const mailbox = await startMailbox({ folder, clock });
  const ses = new SESClient({ ...local, endpoint: mailbox.endpoint, maxAttempts: 1 });
  return {
    ses,
    mailbox,
    async close() {
      ses.destroy();
      await mailbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

async function servicesOver(database: Database, openPostOffice: OpenPostOffice): Promise<Services> {
  let mailTime: TestClock = clockAt(tuesday);
  const postOffice = await openPostOffice({ now: () => mailTime.now() });
  const { ses, mailbox } = postOffice;
  const held = openClock(undefined, { start: tuesday });
  held.hold();
  const names = publishedPolicies().map((policy) => machineName({ id: policy.policy, version: policy.version }));
  const machines = Object.fromEntries(
    [...names, alertMachineName].map((name) => [`${stateMachinePrefix}${name}`, waitsForEver]),
  );
  const stepFunctions = await startStepFunctions({ clock: held, machines, invoke: async () => undefined });
  const sfn = new SFNClient({ ...local, endpoint: stepFunctions.endpoint, maxAttempts: 1 });
  let keys = 0;
  /** When each execution was first started, by the clock of the stack that started it: the server's own stands still. */
  const started = new Map<string, Date>();
  const withStartDates = (client: SFNClient, clock: TestClock): SFNClient =>
    new Proxy(client, {
      get: (target, property, receiver): unknown =>
        property === "send"
          ? async (command: never) => {
              const answer: object = await target.send(command);
              if (!("executionArn" in answer && typeof answer.executionArn === "string")) return answer;
              const startDate = started.get(answer.executionArn) ?? new Date(clock.now());
              started.set(answer.executionArn, startDate);
              return { ...answer, startDate };
            }
          : Reflect.get(target, property, receiver),
    });

  return {
    ...database,
    mailbox,
    stepFunctions,
    ses,
    sfn,
    async runningOf(reference, machine) {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({
          stateMachineArn: `${stateMachinePrefix}${machine}`,
          statusFilter: "RUNNING",
          maxResults: 1000,
        }),
      );
      return executions.flatMap((each) => (each.name?.startsWith(`${reference}-`) ? [each.name] : []));
    },
    async stack(options = {}) {
      const clock = options.clock ?? options.over?.clock ?? clockAt(tuesday);
      mailTime = clock;
      const tables = options.over?.tables ?? (await database.freshTables());
      if (!options.over) await importDirectory(database.dynamoDB, tables.working, directoryFile);
      const parts = wire(
        {
          dynamoDB: options.dynamoDB?.(database.dynamoDB) ?? database.dynamoDB,
          ses: options.ses?.(ses) ?? ses,
          sfn: options.sfn?.(withStartDates(sfn, clock)) ?? withStartDates(sfn, clock),
        },
        tables,
        clock,
        options.process,
      );
      const api = createApi(parts.api);
      const stack: Stack = {
        ...parts,
        clock,
        tables,
        async post(body, { client = "whitebeam-system", key = `key-${++keys}`, headers = {} } = {}) {
          return api.request("/escalations", {
            method: "POST",
            headers: {
              authorization: `Bearer token-${client}`,
              "content-type": "application/json",
              "idempotency-key": key,
              ...headers,
            },
            body: typeof body === "string" ? body : JSON.stringify(body),
          });
        },
        async get(reference, client = "whitebeam-system") {
          return api.request(`/escalations/${reference}`, { headers: { authorization: `Bearer token-${client}` } });
        },
        async raise(changes, key) {
          const response = await stack.post(concern(changes), key === undefined ? {} : { key });
          const text = await response.text();
          if (response.status !== 201) throw new Error(`The concern was not raised: ${text}`);
          return (JSON.parse(text) as { reference: string }).reference;
        },
        mailsOf: (reference) => mailbox.mails().filter((each) => each.tags["reference"] === reference),
      };
      return stack;
    },
    async close() {
      sfn.destroy();
      await stepFunctions.close();
      await postOffice.close();
      await database.close();
      held.close();
    },
  };
}

/** Takes whatever it is given, raw as the service sends it, and can refuse nothing. */
const memoryPostOffice: OpenPostOffice = (clock) => {
  const mails: Mail[] = [];
  const send = async ({ input }: SendRawEmailCommand) => {
    const { Destinations: to = [], Source: from = "", Tags: tags = [], RawMessage: raw } = input;
    const header = Buffer.from(raw?.Data ?? []).toString("utf8");
    const [, subject = ""] = /^Subject: (.*(?:\r?\n .*)*)/m.exec(header) ?? [];
    const id = `message-${mails.length + 1}`;
    const nameless = { cc: [], bcc: [], replyTo: [], attachments: [] };
    const tagged = Object.fromEntries(tags.map(({ Name = "", Value = "" }) => [Name, Value]));
    mails.push({ id, at: clock.now(), from, to, subject, tags: tagged, ...nameless });
    return { MessageId: id };
  };
  const cannot = () => {
    throw new Error("The mail service in memory cannot do that: a test that needs it takes the real one");
  };
  return {
    // The service sends, and does nothing else with a client.
    ses: { send } as unknown as SESClient,
    mailbox: { endpoint: "", mails: () => mails, onMail: cannot, refuse: cannot, close: async () => undefined },
    close: async () => undefined,
  };
};

/** The service's parts over what they are given. */
export type Parts = Pick<Stack, "tasks" | "api" | "digests" | "links" | "logged" | "measured">;

/** The policies that a service holds. */
export interface HeldPolicies {
  readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules;
  readonly choose: SubmitDependencies["policies"]["choose"];
  /** Whose policies they are, by id. */
  readonly partnerships: () => readonly string[];
}

const publishedOnes: HeldPolicies = {
  rulesOf,
  choose: (choosing) => choosePolicy(choosing, { policyInForce, ownPolicyInForce, areasHeld }),
  partnerships: () => [...new Set(publishedPolicies().map((each) => each.partnership.id))],
};

/** What functions/container wires from the environment, from what it is given. */
export function wire(
  clients: {
    readonly dynamoDB: DynamoDBDocumentClient;
    readonly ses: SESClient;
    readonly sfn: SFNClient;
  },
  tables: Stack["tables"],
  clock: Pick<TestClock, "now">,
  process?: Process,
  { rulesOf, choose, partnerships }: HeldPolicies = publishedOnes,
): Parts {
  const dynamoDB = process?.run(clients.dynamoDB) ?? clients.dynamoDB;
  const ses = process?.run(clients.ses) ?? clients.ses;
  const sfn = process?.run(clients.sfn) ?? clients.sfn;
  const logged: LogLine[] = [];
  const noted: Measured[] = [];
  const measure: Measure = (metric, value = 1) => void noted.push({ metric, value });
  const log: Log = (level, message, about = {}) => void logged.push({ level, message, about });

  const record = dynamoDBRecord(dynamoDB, tables, eventSchema);
  const directory = dynamoDBDirectory(dynamoDB, tables.working);
  const workflow = stepFunctionsWorkflow(sfn, dynamoDB, { workingTable: tables.working, stateMachinePrefix }, log);
  const escalations = createEscalations({ record, rulesOf, signal: (reference) => workflow.signal(reference) });
  const alertRecord = dynamoDBRecord(dynamoDB, tables, alertEventSchema);
  const alerts = createAlerts({
    record: alertRecord,
    rulesOf,
    signal: (reference) => workflow.signal(reference),
  });
  const links = dynamoDBLinks(dynamoDB, tables.working, "a code secret of at least thirty-two characters");
  const serviceUrl = "https://escalations.example";
  const summaries = dynamoDBSummaries(dynamoDB, tables.working, partnerships);
  const figures = { summaries, directory, publishedPolicies };
  const common = {
    clock,
    directory,
    links,
    workflow,
    claims: dynamoDBClaims(dynamoDB, tables.working),
    mail: sesMail(ses, {
      sender: "Safeguarding escalation <no-reply@escalations.example>",
      configurationSet: "escalations",
    }),
    serviceUrl,
    log,
  };
  return {
    logged,
    measured: noted,
    links,
    digests: {
      clock,
      ...figures,
      directory,
      areasHeld,
      alertSummaries: dynamoDBAlertSummaries(dynamoDB, tables.working),
      progress: dynamoDBProgress(dynamoDB, tables.working),
      registerLinks: dynamoDBRegisterLinks(dynamoDB, tables.working),
      serviceUrl,
      claims: common.claims,
      mail: common.mail,
      measure,
      log,
    },
    tasks: {
      ...common,
      measure,
      record,
      escalations,
      practiceAlerts: { ...common, alerts, summaries: dynamoDBAlertSummaries(dynamoDB, tables.working) },
      summaries,
      cursor: dynamoDBCursor(dynamoDB, tables.working),
      partnerships,
    },
    api: {
      submitAlert: (submission) =>
        submitAlert(submission, {
          ...common,
          record: alertRecord,
          alerts,
          inForce: (day) => policiesInForce({ publishedPolicies, policyInForce, ownPolicyInForce, areasHeld }, day),
          rulesOf,
          referenceSecret: "a secret of at least thirty-two characters",
        }),
      clock,
      record,
      escalations,
      directory,
      workflow,
      policies: {
        choose,
        rulesOf,
        inForce: (day) => policiesInForce({ publishedPolicies, policyInForce, ownPolicyInForce, areasHeld }, day),
      },
      summaries,
      figures,
      // Nothing is witnessed unless a test does so.
      witnesses: { entries: () => Promise.resolve([]) },
      // The clock of tests may stand still for hundreds of requests.
      limits: dynamoDBLimits(dynamoDB, tables.working, { requests: 1_000_000, submissions: 1_000_000 }, log),
      referenceSecret: "a secret of at least thirty-two characters",
      clientOf: async (token) => /^token-(.+)$/.exec(token)?.[1],
      serviceUrl,
      log,
    },
  };
}
