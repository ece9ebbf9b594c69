/**
 * What a function may do, in statements that name an action and what it is done to. Written out, because CDK's own
 * grants give more: on the record nobody may do anything but append and read, and of the working table each function
 * has only the kinds of items that it uses.
 */
import { Aws, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Environment } from "./environment.ts";
import { domainOf } from "../functions/directory/directory.ts";
import { configurationSetName, stateMachines, states } from "./names.ts";
import type { DataStack, TableInUse } from "./stacks/data.ts";
import { recordKeys, workingKeys } from "./tables.ts";

const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });
const indexOf = (table: TableInUse, name: string) => `${table.tableArn}/index/${name}`;

/** By way of DynamoDB alone, a table's key opens what the table's own permissions let through. */
function key(
  { recordKey, workingKey }: DataStack,
  of: "record" | "working",
  actions: readonly string[],
): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((each) => `kms:${each}`),
    resources: [(of === "record" ? recordKey : workingKey).keyArn],
    conditions: { StringEquals: { "kms:ViaService": `dynamodb.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
  });
}
const toRead = ["Decrypt", "DescribeKey"];
const toWrite = [...toRead, "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo"];

/** Commits by their reference. Neither the feed nor the keys that unseal what is personal are among it. */
export const readRecord = (data: DataStack) => [
  allow(["dynamodb:Query"], data.record.tableArn),
  key(data, "record", toRead),
];

/** Reading is part of it: the one who appends must have read what came before. */
export const appendToRecord = (data: DataStack) => [
  allow(["dynamodb:PutItem", "dynamodb:Query"], data.record.tableArn),
  key(data, "record", toWrite),
];

/** Which records moved, and when: the index has no text of a commit. */
export const readFeed = (data: DataStack) => [
  allow(["dynamodb:Query"], indexOf(data.record, recordKeys.index)),
  key(data, "record", toRead),
];

/** The kinds of items in the working table, by how their keys begin. */
export type Items =
  | "KEY#*"
  | "TOKEN#*"
  | "LINK#*"
  | "CODE#*"
  | "RAISE#*"
  | "RAISE-ASKED#*"
  | "DRAFT#*"
  | "REGISTER#*"
  | "CLAIM#*"
  | "SUMMARY#*"
  | "AGENCY#*"
  | "DIRECTORY#*"
  | "CURSOR"
  | "GUARD";

/**
 * Of the working table, only these kinds of items: to get one by its key or several by theirs, to find all of one
 * partition, to put one.
 * Nothing here is deleted: what lapses does so by itself.
 */
export function useWorking(
  data: DataStack,
  {
    get = [],
    getSeveral = [],
    find = [],
    put = [],
  }: Readonly<Partial<Record<"get" | "getSeveral" | "find" | "put", readonly Items[]>>>,
): PolicyStatement[] {
  // No statement for no items: one without a leading key would be for all of them.
  const only = (action: string, items: readonly Items[]) => {
    if (items.length === 0) return [];
    const statement = allow([action], data.working.tableArn);
    statement.addCondition("ForAllValues:StringLike", { "dynamodb:LeadingKeys": [...items] });
    return [statement];
  };
  return [
    ...only("dynamodb:GetItem", get),
    ...only("dynamodb:BatchGetItem", getSeveral),
    ...only("dynamodb:Query", find),
    ...only("dynamodb:PutItem", put),
    key(data, "working", put.length > 0 ? toWrite : toRead),
  ];
}

/** Counting is the only change of an item in place: requests of a client, presses of a link, or e-mails of a second. */
export function count(data: DataStack, what: "RATE#*" | "RATE#register-*" | "RATE#mail"): PolicyStatement[] {
  const statement = allow(["dynamodb:UpdateItem"], data.working.tableArn);
  statement.addCondition("ForAllValues:StringLike", { "dynamodb:LeadingKeys": [what] });
  return [statement, key(data, "working", toWrite)];
}

/** By partnership and state, in the index; one by its own key is for `useWorking`. */
export const readSummaries = (data: DataStack) => [
  allow(["dynamodb:Query"], indexOf(data.working, workingKeys.index)),
  key(data, "working", toRead),
];

/** Of every policy version and of practice alerts. */
export const startExecutions = (scope: Construct) => [allow(["states:StartExecution"], stateMachines(scope))];
/** For reconcile, which ends an execution that it has another take the place of. */
export const stopExecutions = (scope: Construct) => [
  allow(["states:StopExecution"], states(scope, "execution", "escalation-*")),
];
/** To end a wait by its token. Reading and keeping tokens (`TOKEN#*`) is for `useWorking`. */
export const wakeExecutions = (scope: Construct) => [allow(["states:SendTaskSuccess"], stateMachines(scope))];

/**
 * Only as the service's own sender, at the service's own pace, and in a trial to its one address. The identity is either
 * the address or its domain, so both are named.
 */
export function sendMail(scope: Construct, data: DataStack, { mail, mode }: Environment): PolicyStatement[] {
  const ses = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ service: "ses", resource, resourceName });
  const identities = (address: string) => [address, domainOf(address)].map((each) => ses("identity", each));
  // In its sandbox SES asks for the recipient's identity too.
  const recipient = mode === "live" ? [] : identities(mode.trial.everyMailGoesTo);
  const statement = allow(
    ["ses:SendRawEmail"],
    ...new Set([...identities(mail.sender), ...recipient]),
    ses("configuration-set", configurationSetName),
  );
  statement.addCondition("StringEquals", { "ses:FromAddress": mail.sender });
  if (mode !== "live")
    statement.addCondition("ForAllValues:StringEquals", { "ses:Recipients": [mode.trial.everyMailGoesTo] });
  return [statement, ...count(data, "RATE#mail")];
}

/** Reading what was witnessed, for whoever hands out what a record is checked by. */
export const readWitnesses = (data: DataStack) => [
  allow(["s3:GetObjectVersion"], data.witnesses.arnForObjects("*")),
  allow(["s3:ListBucketVersions"], data.witnesses.bucketArn),
  new PolicyStatement({
    actions: ["kms:Decrypt"],
    resources: [data.recordKey.keyArn],
    conditions: { StringEquals: { "kms:ViaService": `s3.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
  }),
];

/** Adding to the witnesses and reading them. What is there is locked by the bucket itself. */
export const witness = (data: DataStack) => [
  allow(["s3:PutObject", "s3:GetObjectVersion"], data.witnesses.arnForObjects("*")),
  allow(["s3:ListBucketVersions"], data.witnesses.bucketArn),
  new PolicyStatement({
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [data.recordKey.keyArn],
    conditions: { StringEquals: { "kms:ViaService": `s3.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
  }),
];
