/**
 * What the rule packs (findings.ts) find fault with and stays as it is all the same, each with the reason and with what
 * protects instead. They are given for constructs one by one, so that the same fault elsewhere is a finding again.
 *
 * Synthesizing fails on a finding that is not here. One that is here and is not found any more fails a test, and is to
 * be taken away.
 */
import type { Environment } from "./environment.ts";

export interface Acknowledgement {
  /** As the packs name them, pack first; a rule that finds several things in one place has the thing in brackets. */
  readonly rules: readonly string[];
  /** The resources, by construct path. All of them must be there. */
  readonly at: readonly string[] | ((environment: Environment) => readonly string[]);
  readonly reason: string;
}

/** Called and waited for: by Step Functions, by API Gateway, or by Lambda itself out of a queue. */
const tasks = ["Open", "Await", "Tick", "Settle", "AlertOpen", "AlertAwait", "AlertTick", "AlertSettle"].map(
  (name) => `EscalationWorkflow/Waiting/${name}`,
);
const waitedFor = [
  ...tasks,
  "EscalationNotifications/Bounces",
  "EscalationService/Api",
  "EscalationService/Pages",
  "EscalationService/Register",
];
/** Called by an event, a schedule or a deployment, and waited for by nobody. */
const asynchronous = [
  "EscalationWorkflow/Guard",
  "EscalationSchedules/Reconcile",
  "EscalationSchedules/Digest",
  "EscalationSchedules/Daily",
];
const functions = [...waitedFor, ...asynchronous];
const stateMachines = "EscalationWorkflow/Waiting/StateMachineRole/DefaultPolicy/Resource";

const lambdaOf = (path: string) => `${path}/Function/Resource`;
const permissionsOf = (path: string) => `${path}/Role/DefaultPolicy/Resource`;

const hasCognito = ({ clients }: Environment) => "cognito" in clients;
const hasEdge = ({ address }: Environment) => address?.edge !== undefined;
const only = (condition: (environment: Environment) => boolean, path: string) => (environment: Environment) =>
  condition(environment) ? [path] : [];

export const acknowledgements: readonly Acknowledgement[] = [
  // Who gets in
  {
    rules: ["AwsSolutions-APIG4"],
    at: ["EscalationService/Route --openapi.json/Resource"],
    reason:
      "The description of the API is the same for everybody and says nothing of any escalation. Every other path of the API asks for a token, which a test of the routes holds (infra/stacks/service.ts, openApiPaths).",
  },
  {
    rules: ["AwsSolutions-APIG4"],
    at: ["EscalationService/Route of pages/Resource", "EscalationService/Route of registers/Resource"],
    reason:
      "Practitioners have no account here: what lets them in is the link in their e-mail, a secret of 32 random bytes that is stored hashed, for one party and one purpose, and that shows no case detail until they press Continue (functions/pages/README.md; for registers functions/register/README.md). The stage is throttled, and its log has no paths, since the path of a link is its secret.",
  },
  {
    rules: ["AwsSolutions-COG8"],
    at: only(hasCognito, "EscalationAddress/Clients/Resource"),
    reason:
      "What the Plus plan adds protects people who sign in. Nobody does: the pool holds the clients of agencies’ systems, which get tokens by their secret alone, and it has no users and no sign-up (infra/stacks/address.ts).",
  },
  {
    rules: ["AwsSolutions-CFR1"],
    at: only(hasEdge, "EscalationAddress/Edge/Resource"),
    reason:
      "A professional who is abroad, or whose employer’s network comes out abroad, must be able to answer before a deadline about a child or an adult at risk. Who may come in is decided by the secret in a link or by a token, not by country; the web ACL that the environment names can still refuse countries.",
  },
  {
    rules: ["AwsSolutions-CFR3"],
    at: only(hasEdge, "EscalationAddress/Edge/Resource"),
    reason:
      "CloudFront’s access logs contain every path, and the path of a link is its secret: whoever could read the logs could answer in somebody’s name. Each request that reaches the service is in the log of the HTTP API, without its path (infra/README.md, Security decisions).",
  },

  // What roles may do
  {
    rules: ["AwsSolutions-IAM5[Resource::*]"],
    at: [...functions.map(permissionsOf), stateMachines],
    reason:
      "Sending traces to X-Ray, and for state machines the delivery of their logs, are actions that IAM lets nobody limit to a resource. A test holds that no other action in any template is allowed on everything (test/infra/security.test.ts).",
  },
  {
    rules: [
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:escalation-*]",
    ],
    at: [
      ...tasks,
      "EscalationNotifications/Bounces",
      "EscalationService/Api",
      "EscalationService/Pages",
      "EscalationSchedules/Reconcile",
    ].map(permissionsOf),
    reason:
      "There is a state machine for each version of each policy, known by its name, and all names begin alike (infra/README.md, Security decisions). What is allowed on them is to start an execution and to wake one, and neither carries more than a reference.",
  },
  {
    rules: [
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:escalation-*]",
    ],
    at: [permissionsOf("EscalationSchedules/Reconcile")],
    reason:
      "Reconcile stops an execution that should no longer be there, and executions get their names while the service runs. Only StopExecution is allowed on them; what was stopped by mistake is started again from the record at the next round.",
  },
  {
    rules: ["AwsSolutions-IAM5[Resource::EscalationData:ExportsOutputFnGetAttWitnessesA194C18EArnBA26752B/*]"],
    at: [permissionsOf("EscalationSchedules/Daily")],
    reason:
      "Witnesses are named by reference, number and hash, which nobody knows beforehand. It may put and read, and delete nothing; versions and Object Lock in compliance mode keep what was there from being written over (infra/permissions.ts, witness).",
  },
  {
    rules: ["AwsSolutions-IAM5[Resource::EscalationData:ExportsOutputFnGetAttWitnessesA194C18EArnBA26752B/*]"],
    at: [permissionsOf("EscalationService/Api")],
    reason:
      "The bundle for an inspection compares a record with what was witnessed of it, and whose record that will be nobody knows beforehand. It may read witnesses and neither put nor delete one; they hold references, numbers and hashes and nothing of a person (infra/permissions.ts, readWitnesses).",
  },
  {
    rules: ["NIST.800.53.R5-IAMNoInlinePolicy"],
    at: [
      ...functions.map(permissionsOf),
      stateMachines,
      "EscalationSchedules/SchedulesRole/DefaultPolicy/Resource",
      "EscalationData/BackupRole/DefaultPolicy/Resource",
    ],
    reason:
      "Each role has one policy, written out for it alone, that exists and goes with it (infra/permissions.ts). As a managed policy it could be attached to somebody else too, which is what a role for each function is there to prevent; nothing is easier to review, since both stand side by side in one template.",
  },

  // Keys, secrets and backups
  {
    rules: ["AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled"],
    at: ["EscalationData/ReferenceSecret/Resource"],
    reason:
      "References are derived from it, so with another one a repeated submission would no longer be known and a concern would be raised twice (infra/README.md, Security decisions). It opens nothing by itself: it is 64 random characters, made in the account, encrypted with the service’s key, and no person needs to read it.",
  },
  {
    rules: ["AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled"],
    at: ["EscalationData/CodeSecret/Resource"],
    reason:
      "Codes are kept hashed under it, so under another one every code that was sent would open nothing, and whoever cannot open links at work could no longer answer. It opens nothing by itself: without the table there is nothing to try a code against, and without the secret the table says none. It is 64 random characters, made in the account, encrypted with the service’s key, and no person needs to read it.",
  },
  {
    rules: ["AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled"],
    at: only(hasEdge, "EscalationAddress/EdgeSecret/Resource"),
    reason:
      "CloudFront and the functions get it when they are deployed. Changed on its own, it would have every request refused until the next deployment, so it is changed with one, by hand. It only keeps people from going round the edge: a token or a link’s secret is needed all the same.",
  },
  {
    rules: ["NIST.800.53.R5-DynamoDBInBackupPlan"],
    at: ["EscalationData/Working/Resource"],
    reason:
      "Left out on purpose: the working table has the keys that seal each escalation in the record, and deleting one is how people are erased. An erasure must become complete, and does once point-in-time recovery (35 days, held by a test) has run out; in long backups the key would live on. All that lasts is in the record, which is in the backup plan (infra/stacks/data.ts).",
  },
  {
    rules: ["NIST.800.53.R5-DynamoDBInBackupPlan"],
    at: only(({ restoredTables }) => restoredTables !== undefined, "EscalationData/Record/Resource"),
    reason:
      "After a restore the record that is written is the restored one, and that is in the backup plan. This one stays as it was, untouched, with the backups that were made of it and its point-in-time recovery (infra/environment.ts, restoredTables).",
  },
  {
    rules: ["NIST.800.53.R5-S3BucketReplicationEnabled"],
    at: ["EscalationData/Witnesses/Resource"],
    reason:
      "It holds the numbers and hashes of the record’s heads, which nobody can delete or write over, and which S3 keeps in several places of the region. They prove that the record is whole, and are not needed to restore it: were the region lost, heads would be witnessed anew from the record’s backup. Nothing leaves the region that the partnership agreed to.",
  },
  {
    rules: ["NIST.800.53.R5-S3BucketReplicationEnabled"],
    at: ["EscalationData/WitnessAccessLogs/Resource"],
    reason:
      "Logs of who reached for the witnesses, kept for some months. Losing them with a whole region loses no record and no proof; copying them elsewhere would take administrators’ names and addresses out of the region that the partnership agreed to.",
  },
  {
    rules: ["NIST.800.53.R5-S3DefaultEncryptionKMS"],
    at: ["EscalationData/WitnessAccessLogs/Resource"],
    reason:
      "S3 delivers its access logs only to a bucket that is encrypted with S3’s own keys (AES-256), which this one is. No public access, TLS alone, and no function has any permission on it.",
  },

  // Functions
  {
    rules: ["NIST.800.53.R5-LambdaInsideVPC"],
    at: functions.map(lambdaOf),
    reason:
      "Functions talk to AWS’s own services by TLS and with a role that names what may be done to what, and besides only to CloudFormation and the issuer of tokens; there is nothing in a private network for them to reach (infra/README.md, Security decisions). In a VPC they would need endpoints or a way out to the internet, which is more to guard and one more thing to fail between a deadline and its e-mail. Nothing can connect to a function but by its own API of AWS.",
  },
  {
    rules: ["NIST.800.53.R5-LambdaConcurrency"],
    at: functions.map(lambdaOf),
    reason:
      "A limit of its own would have a function refused at the very moment when many deadlines fall on one evening, and reserving takes from what the account’s other functions may use; in a new account the deployment would fail. Load is limited where it comes in: the stage is throttled, each client has its requests and submissions per minute, and sending is paced. An alarm rings when a function is throttled (infra/observability; infra/README.md, Security decisions).",
  },
  {
    rules: ["NIST.800.53.R5-LambdaDLQ", "Serverless-LambdaDLQ"],
    at: waitedFor.map(lambdaOf),
    reason:
      "Lambda uses a dead-letter queue for asynchronous calls alone, and this function is only called by someone who waits for its answer. Step Functions tries a failed task again and then ends in a state that raises an alarm and wakes reconcile; API Gateway’s caller sees the error; reports of bounces go back to their queue, which has a dead-letter queue of its own.",
  },
  {
    rules: ["Serverless-LambdaAsyncFailureDestination"],
    at: asynchronous.map((path) => `${path}/Function/EventInvokeConfig/Resource`),
    reason:
      "The function has a dead-letter queue with an alarm, which the same packs ask for and which takes what failed for good. A destination beside it would keep each failure twice.",
  },
  {
    rules: ["Serverless-LambdaEventSourceMappingDestination"],
    at: [
      "EscalationNotifications/Bounces/Function/SqsEventSource:EscalationNotificationsReportsQueue88609BA6/Resource",
    ],
    reason:
      "Lambda has such destinations for streams and not for queues. What cannot be dealt with goes, after ten attempts, from the queue to its own dead-letter queue, which has an alarm (infra/stacks/notifications.ts).",
  },

  // Queues and topics
  {
    rules: ["Serverless-SQSRedrivePolicy"],
    at: [...asynchronous.map((path) => `${path}/DeadLetters/Resource`), "EscalationNotifications/DeadLetters/Resource"],
    reason:
      "It is itself the dead-letter queue, where things wait for a person for two weeks; nothing takes them out, so there is nothing that could fail to. An alarm rings as soon as one has anything in it (infra/observability).",
  },
  {
    rules: ["Serverless-SNSRedrivePolicy"],
    at: ({ alarmsGoTo }) => [...new Set(alarmsGoTo)].map((to) => `EscalationObservability/Alarms/${to}/Resource`),
    reason:
      "E-mail about an alarm. SNS goes on trying for hours, and the alarm itself stays as it is, in CloudWatch and on the dashboard, until its cause is gone. A copy of the e-mail in a queue would tell nobody: another alarm about it would go to the same people by the same way.",
  },
];
