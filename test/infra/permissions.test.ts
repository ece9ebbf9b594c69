/** Least privilege, read from the policies that the stacks come to: what each role may do, and what none may. */
import { beforeAll, describe, expect, it } from "vitest";
import { functionEntries, type FunctionName } from "../../infra/bundle/index.ts";
import { synthesized, type Cloud } from "../support/cloud.ts";
import { live, trial } from "../support/environments.ts";

let cloud: Cloud;
let tried: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
  tried = synthesized(trial);
});

const names = Object.keys(functionEntries) as FunctionName[];

/** What a role may do, as short lines: to what, under which condition, and which actions. */
function may(role: string, { idLike, permissionsOf }: Cloud = cloud): string[] {
  const known: [string, string][] = [
    [idLike("AWS::DynamoDB::Table", "Record"), "record"],
    [idLike("AWS::DynamoDB::Table", "Working"), "working"],
    [idLike("AWS::KMS::Key", "RecordKey"), "record key"],
    [idLike("AWS::KMS::Key", "WorkingKey"), "working key"],
    [idLike("AWS::KMS::Key", "ServiceKey"), "service key"],
    [idLike("AWS::S3::Bucket", "Witnesses"), "witnesses"],
    [idLike("AWS::SQS::Queue", "ReportsQueue"), "reports"],
    [idLike("AWS::Backup::BackupVault", "RecordBackups"), "backups"],
  ];
  const lines = new Map<string, Set<string>>();
  for (const { action, resource, condition } of permissionsOf(role)) {
    const [service = "", what = ""] = action.split(":");
    const to = known
      .reduce((text, [id, name]) => text.replace(`<${id}>`, name), resource)
      .replace(new RegExp(`^<${role.replace(/Role\w+$/, "")}DeadLetters\\w+>$`), "its own dead letters")
      .replace(new RegExp(`^<${role.replace(/Role\w+$/, "")}Logs\\w+>$`), "its own log")
      .replace(/^arn:\{AWS::Partition\}:\w+:\{AWS::Region\}:\{AWS::AccountId\}:/, "");
    const line = `${service} ${to}${inWords(condition)}`;
    lines.set(line, (lines.get(line) ?? new Set()).add(what));
  }
  return [...lines].map(([line, actions]) => `${line}: ${[...actions].toSorted().join(", ")}`).toSorted();
}

/** @throws Error for a condition that is not one of ours */
function inWords(condition: unknown): string {
  if (condition === undefined) return "";
  const text = JSON.stringify(condition);
  const keys = /^\{"ForAllValues:StringLike":\{"dynamodb:LeadingKeys":\[(.*)\]\}\}$/.exec(text)?.[1];
  if (keys) return ` of ${keys.replaceAll('"', "").replaceAll(",", ", ")}`;
  const via =
    /"kms:ViaService":\{"Fn::Join":\["",\["(\w+)\.",\{"Ref":"AWS::Region"\},"\.",\{"Ref":"AWS::URLSuffix"\}\]\]\}\}\}$/.exec(
      text,
    )?.[1];
  if (via) return ` by way of ${via}`;
  const mail =
    /^\{"StringEquals":\{"ses:FromAddress":"([^"]+)"\}(?:,"ForAllValues:StringEquals":\{"ses:Recipients":\["([^"]+)"\]\})?\}$/.exec(
      text,
    );
  if (mail) return ` from ${mail[1]}${mail[2] ? ` to ${mail[2]}` : ""}`;
  throw new Error(`This condition is not one of ours: ${text}`);
}

/** Every role, with every action on every resource. */
const everything = (of: Cloud = cloud) =>
  of.ofType("AWS::IAM::Role").flatMap(([role]) => of.permissionsOf(role).map((each) => ({ ...each, role })));
/** The functions whose role is among these. */
const functionsAmong = (found: readonly { readonly role: string }[]) =>
  names.filter((name) => found.some(({ role }) => role === cloud.functions[name].role));

const always = [
  "logs its own log: CreateLogStream, PutLogEvents",
  // Traces cannot be limited to a resource.
  "xray *: PutTelemetryRecords, PutTraceSegments",
];
const reads = (table: string) => `kms ${table} key by way of dynamodb: Decrypt, DescribeKey`;
const writes = (table: string) =>
  `kms ${table} key by way of dynamodb: Decrypt, DescribeKey, Encrypt, GenerateDataKey, ReEncryptFrom, ReEncryptTo`;
const append = ["dynamodb record: PutItem, Query", writes("record")];
const get = (items: string) => `dynamodb working of ${items}: GetItem`;
const getSeveral = (items: string) => `dynamodb working of ${items}: BatchGetItem`;
const find = (items: string) => `dynamodb working of ${items}: Query`;
const put = (items: string) => `dynamodb working of ${items}: PutItem`;
const summaries = "dynamodb working/index/summaries: Query";
const feed = "dynamodb record/index/feed: Query";
const start = "states stateMachine:escalation-*: StartExecution";
const wake = "states stateMachine:escalation-*: SendTaskSuccess";
const startAndWake = "states stateMachine:escalation-*: SendTaskSuccess, StartExecution";
const mail = [
  ...["configuration-set/escalations", "identity/example.org", "identity/no-reply@example.org"].map(
    (each) => `ses ${each} from no-reply@example.org: SendRawEmail`,
  ),
  "dynamodb working of RATE#mail: UpdateItem",
];
const deadLetters = "sqs its own dead letters: SendMessage";

const tell = [
  ...append,
  get("KEY#*, TOKEN#*, DIRECTORY#*, CLAIM#*"),
  getSeveral("DIRECTORY#*"),
  put("LINK#*, CODE#*, CLAIM#*, SUMMARY#*, AGENCY#*"),
  writes("working"),
  ...mail,
  wake,
];
const keepToken = ["dynamodb record: Query", reads("record"), get("KEY#*"), put("TOKEN#*"), writes("working"), wake];

const expected: Readonly<Record<FunctionName, readonly string[]>> = {
  open: tell,
  tick: tell,
  settle: tell,
  alertOpen: tell,
  alertTick: tell,
  alertSettle: tell,
  await: keepToken,
  alertAwait: keepToken,
  api: [
    ...append,
    get("KEY#*, DIRECTORY#*"),
    getSeveral("DIRECTORY#*"),
    find("DIRECTORY#*, AGENCY#*"),
    put("KEY#*"),
    "dynamodb working of RATE#*: UpdateItem",
    summaries,
    writes("working"),
    start,
    // What was witnessed, to hand out with a bundle: it adds none.
    "s3 witnesses/*: GetObjectVersion",
    "s3 witnesses: ListBucketVersions",
    "kms record key by way of s3: Decrypt",
  ],
  pages: [
    ...append,
    get("KEY#*, TOKEN#*, DIRECTORY#*, LINK#*, CODE#*, RAISE#*, DRAFT#*"),
    "dynamodb working of DIRECTORY#*: BatchGetItem, Query",
    "dynamodb working of RATE#*: UpdateItem",
    put("KEY#*, LINK#*, CODE#*, RAISE#*, RAISE-ASKED#*, DRAFT#*"),
    writes("working"),
    ...mail,
    startAndWake,
  ],
  // Nothing of the record, nor of the keys that seal it: what a register shows is in the summaries (ALL-13).
  register: [
    summaries,
    get("REGISTER#*, DIRECTORY#*"),
    find("DIRECTORY#*"),
    put("REGISTER#*"),
    "dynamodb working of RATE#register-*: UpdateItem",
    writes("working"),
    ...mail,
  ],
  reconcile: [
    ...append,
    feed,
    summaries,
    get("KEY#*, TOKEN#*, DIRECTORY#*, CLAIM#*, SUMMARY#*, CURSOR"),
    getSeveral("DIRECTORY#*"),
    put("LINK#*, CODE#*, CLAIM#*, SUMMARY#*, AGENCY#*, CURSOR"),
    writes("working"),
    ...mail,
    startAndWake,
    "states execution:escalation-*: StopExecution",
    deadLetters,
  ],
  // Of the record it reads nothing: what a digest says is in the summaries (ALL-13).
  digest: [
    summaries,
    get("DIRECTORY#*, CLAIM#*, CURSOR"),
    find("DIRECTORY#*"),
    put("REGISTER#*, CLAIM#*, CURSOR"),
    writes("working"),
    ...mail,
    deadLetters,
  ],
  daily: [
    "dynamodb record: Query",
    feed,
    reads("record"),
    "dynamodb working of CURSOR: GetItem, PutItem",
    writes("working"),
    "s3 witnesses/*: GetObjectVersion, PutObject",
    "s3 witnesses: ListBucketVersions",
    "kms record key by way of s3: Decrypt, GenerateDataKey",
    deadLetters,
  ],
  guard: [summaries, "dynamodb working of GUARD: GetItem, PutItem", writes("working"), deadLetters],
  bounces: [
    ...append,
    get("KEY#*, TOKEN#*, DIRECTORY#*"),
    reads("working"),
    wake,
    "sqs reports: ChangeMessageVisibility, DeleteMessage, GetQueueAttributes, GetQueueUrl, ReceiveMessage",
    "kms service key: Decrypt",
  ],
};

describe("who may do what", () => {
  it.each(names)("%s may do what it does and nothing else", (name) => {
    expect(may(cloud.functions[name].role)).toEqual([...always, ...expected[name]].toSorted());
  });

  it("every function has a role of its own, which only Lambda takes, and nobody else has one but AWS's own services", () => {
    const roles = names.map((name) => cloud.functions[name].role);
    expect(new Set(roles).size).toBe(names.length);
    const others = cloud.ofType("AWS::IAM::Role").filter(([role]) => !roles.includes(role));
    expect(others.map(([role]) => role.replace(/[0-9A-F]{8}$/, "")).toSorted()).toEqual([
      "data/BackupRole",
      "schedules/SchedulesRole",
      "workflow/WaitingStateMachineRole",
    ]);
    for (const [role, { Properties }] of cloud.ofType("AWS::IAM::Role")) {
      const { Statement: trust } = Properties["AssumeRolePolicyDocument"] as { Statement: Record<string, unknown>[] };
      expect(trust).toHaveLength(1);
      expect(trust[0]).toMatchObject({ Action: "sts:AssumeRole", Effect: "Allow" });
      // Those that a service takes on for others too are taken for this account alone.
      if (/SchedulesRole|StateMachineRole/.test(role))
        expect(trust[0]?.["Condition"]).toEqual({ StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } });
      if (roles.includes(role)) expect(trust[0]?.["Principal"]).toEqual({ Service: "lambda.amazonaws.com" });
    }
  });

  it("in a trial SES may be asked for the one recipient's identity too, as its sandbox wants, and for no other's", () => {
    const elsewhere = synthesized({ ...trial, mode: { trial: { everyMailGoesTo: "team@council.example" } } });
    const identities = may(elsewhere.functions.tick.role, elsewhere).filter((each) => each.startsWith("ses identity/"));
    expect(identities).toEqual(
      ["council.example", "example.org", "team@council.example", "trial@example.org"].map(
        (each) => `ses identity/${each} from trial@example.org to team@council.example: SendRawEmail`,
      ),
    );
  });

  it("AWS Backup may copy the record, read its name, and no more", () => {
    expect(may(cloud.idLike("AWS::IAM::Role", "BackupRole"))).toEqual([
      "backup backups: CopyIntoBackupVault, DescribeBackupVault",
      "dynamodb record: DescribeTable, ListTagsOfResource, StartAwsBackupJob",
      "kms record key: CreateGrant, Decrypt, DescribeKey, GenerateDataKey",
    ]);
  });

  it("state machines may invoke their own tasks, and schedules what they wake", () => {
    const invoked = (role: string) =>
      cloud
        .permissionsOf(cloud.idLike("AWS::IAM::Role", role))
        .filter(({ action }) => action === "lambda:InvokeFunction")
        .map(({ resource }) => names.find((name) => `<${cloud.functions[name].id}>` === resource) ?? resource);
    expect(invoked("WaitingStateMachineRole").toSorted()).toEqual([
      "alertAwait",
      "alertOpen",
      "alertSettle",
      "alertTick",
      "await",
      "open",
      "settle",
      "tick",
    ]);
    expect(invoked("SchedulesRole").toSorted()).toEqual(["daily", "digest", "reconcile"]);
  });
});

describe("what nobody may", () => {
  it("do more to the record than append and read: not change, not delete, not by PartiQL, in whichever stack", () => {
    const record = cloud.idLike("AWS::DynamoDB::Table", "Record");
    const touching = everything().filter(({ action, resource }) => {
      // A pattern of resources could cover the record, so none is allowed for what DynamoDB does.
      if (/^(dynamodb:|\*)/.test(action)) expect(resource).not.toContain("*");
      return resource.includes(record);
    });
    expect([...new Set(touching.map(({ action }) => action))].toSorted()).toEqual([
      "dynamodb:DescribeTable",
      "dynamodb:ListTagsOfResource",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:StartAwsBackupJob",
    ]);
    const backup = cloud.idLike("AWS::IAM::Role", "BackupRole");
    for (const { role, action } of touching)
      expect(/DescribeTable|ListTags|StartAwsBackupJob/.test(action)).toBe(role === backup);
  });

  it("delete an item anywhere, write many at once, or read a whole table", () => {
    const dynamoDB = new Set(everything().flatMap(({ action }) => (action.startsWith("dynamodb:") ? [action] : [])));
    expect(
      [...dynamoDB].filter((each) => /Delete|BatchWrite|Transact|PartiQL|Scan|Export|Restore|Create/.test(each)),
    ).toEqual([]);
  });

  it("change an item in place but to count: requests of a client, presses of a link, and e-mails of a second", () => {
    const updates = everything().filter(({ action }) => action === "dynamodb:UpdateItem");
    const working = `<${cloud.idLike("AWS::DynamoDB::Table", "Working")}>`;
    for (const { resource, condition, role } of updates) {
      expect(resource).toBe(working);
      const counted = (condition as { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": string[] } })[
        "ForAllValues:StringLike"
      ]["dynamodb:LeadingKeys"];
      // What comes from outside is counted by whom it comes from.
      const outside = [cloud.functions.api.role, cloud.functions.pages.role].includes(role);
      const register = role === cloud.functions.register.role ? ["RATE#register-*"] : [];
      expect(outside ? ["RATE#*", "RATE#mail"] : ["RATE#mail", ...register]).toEqual(expect.arrayContaining(counted));
    }
  });

  it("write the directory, which only an operator imports", () => {
    const keysOf = (condition: unknown) =>
      (condition as { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": string[] } })["ForAllValues:StringLike"][
        "dynamodb:LeadingKeys"
      ];
    const working = `<${cloud.idLike("AWS::DynamoDB::Table", "Working")}>`;
    const writing = everything().filter(({ action, resource }) => resource === working && /Put|Update/.test(action));
    expect(writing.length).toBeGreaterThan(0);
    for (const { condition } of writing)
      for (const key of keysOf(condition)) {
        expect(key).not.toMatch(/^DIRECTORY/);
        // Nor is there one that covers it.
        expect(key).toMatch(/^[A-Z-]+(#.*)?$/);
      }
  });

  it("read the keys that open what is sealed, but those who read records", () => {
    const opening = everything().filter(
      ({ action, condition }) => /Get|Query/.test(action) && JSON.stringify(condition ?? "").includes("KEY#"),
    );
    const reading = everything().filter(
      ({ action, resource }) => action === "dynamodb:Query" && /\/Record\w+>$/.test(resource),
    );
    expect(functionsAmong(opening)).toEqual(
      names.filter((name) => !["register", "digest", "guard", "daily"].includes(name)),
    );
    // The daily run walks chains, which it does without opening anything.
    expect(functionsAmong(reading)).toEqual(names.filter((name) => !["register", "digest", "guard"].includes(name)));
  });

  it("read a secret: CloudFormation puts them in", () => {
    expect(everything().filter(({ action }) => /^(secretsmanager|ssm):/.test(action))).toEqual([]);
  });

  it("do anything by a wildcard: no action has one, and only traces and the delivery of logs know no resource", () => {
    expect(everything().filter(({ action }) => action.includes("*"))).toEqual([]);
    const anywhere = everything().filter(({ resource }) => resource === "*");
    expect(anywhere.filter(({ action }) => !/^(xray|logs):/.test(action))).toEqual([]);
    const inFunctions = anywhere.filter(({ role }) => names.some((name) => cloud.functions[name].role === role));
    expect([...new Set(inFunctions.map(({ action }) => action))].toSorted()).toEqual([
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
    const patterns = everything().filter(({ resource }) => resource !== "*" && resource.includes("*"));
    expect(
      [
        ...new Set(patterns.map(({ resource }) => resource.replace(/^.*(?=:(stateMachine|execution):)|^<[^>]+>/, ""))),
      ].toSorted(),
    ).toEqual(["/*", ":execution:escalation-*", ":stateMachine:escalation-*"]);
  });

  it("be given more by other ways: managed policies, inline ones, users, groups, policies of tables", () => {
    for (const [, role] of cloud.ofType("AWS::IAM::Role")) {
      expect(role.Properties).not.toHaveProperty("ManagedPolicyArns");
      expect(role.Properties).not.toHaveProperty("Policies");
    }
    for (const type of ["AWS::IAM::ManagedPolicy", "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::UserPolicy"])
      expect(cloud.ofType(type)).toEqual([]);
    for (const [, table] of cloud.ofType("AWS::DynamoDB::Table"))
      expect(table.Properties).not.toHaveProperty("ResourcePolicy");
  });
});

describe("who may send e-mail", () => {
  const mails = (of: Cloud) => everything(of).filter(({ action }) => action.startsWith("ses:"));

  it("is whoever tells people, as the service's own sender, with the configuration set that reports bounces", () => {
    expect(functionsAmong(mails(cloud))).toEqual(names.filter((name) => expected[name].includes(mail[0]!)));
    for (const { action, condition } of mails(cloud)) {
      expect(action).toBe("ses:SendRawEmail");
      expect(condition).toEqual({ StringEquals: { "ses:FromAddress": "no-reply@example.org" } });
    }
    for (const name of functionsAmong(mails(cloud))) expect(may(cloud.functions[name].role)).toContain(mail[0]);
  });

  it("writes in a trial to one address and no other, whatever the code says", () => {
    expect(mails(tried)).toHaveLength(mails(cloud).length);
    for (const { condition } of mails(tried))
      expect(condition).toEqual({
        StringEquals: { "ses:FromAddress": "trial@example.org" },
        "ForAllValues:StringEquals": { "ses:Recipients": ["trial@example.org"] },
      });
  });

  it("is in a trial who it is in earnest: nothing else differs", () => {
    const without = (lines: readonly string[]) => lines.filter((line) => !line.startsWith("ses "));
    for (const name of names)
      expect(without(may(tried.functions[name].role, tried))).toEqual(without(may(cloud.functions[name].role)));
  });
});
