/**
 * Every alarm: what it watches, and what harm follows if nobody does anything. What to do stands in README.md beside
 * this, under the alarm's own title; a test holds the two together.
 */
import { Duration } from "aws-cdk-lib";
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
  type AlarmProps,
  type IMetric,
} from "aws-cdk-lib/aws-cloudwatch";
import { metricsNamespace, type Metric as Own } from "../../functions/measure.ts";
import type { ServiceFunction } from "../constructs/service-function.ts";
import type { AddressStack } from "../stacks/address.ts";
import type { DataStack, TableInUse } from "../stacks/data.ts";
import type { NotificationsStack } from "../stacks/notifications.ts";
import type { SchedulesStack } from "../stacks/schedules.ts";
import type { ServiceStack } from "../stacks/service.ts";
import type { WorkflowStack } from "../stacks/workflow.ts";

/** What is watched. */
export interface Watched {
  readonly data: DataStack;
  readonly address: AddressStack;
  readonly workflow: WorkflowStack;
  readonly notifications: NotificationsStack;
  readonly service: ServiceStack;
  readonly schedules: SchedulesStack;
}

export interface AlarmDefinition {
  readonly id: string;
  /** The runbook's heading. Alarms of one kind, such as one for each function, share it. */
  readonly title: string;
  /** What happens to whom if it is ignored. */
  readonly harm: string;
  readonly metric: IMetric;
  /** It rings at this figure and beyond. */
  readonly from: number;
  /** `fall`: rings at this figure and below. */
  readonly when?: "fall";
  /** How many periods in a row; one unless it is given. */
  readonly periods?: number;
  /** It rings too when nothing is heard at all. */
  readonly silenceRings?: true;
}

const fiveMinutes = Duration.minutes(5);

/** A figure of the service's own (functions/measure.ts). */
export const own = (metricName: Own, statistic = "Sum", period = fiveMinutes) =>
  new Metric({ namespace: metricsNamespace, metricName, dimensionsMap: { service: "escalations" }, statistic, period });

/** Every function by the name that people know it by. */
export function functionsOf({
  workflow,
  notifications,
  service,
  schedules,
}: Watched): Readonly<Record<string, ServiceFunction>> {
  return { ...workflow.functions, bounces: notifications.bounces, ...service.functions, ...schedules.functions };
}

export function alarmsOf(watched: Watched): AlarmDefinition[] {
  return [...ofEscalations(watched), ...ofMail(watched), ...ofRecord(watched), ...ofMachinery(watched)];
}

function ofEscalations({ schedules }: Watched): AlarmDefinition[] {
  const { reconcile, digest } = schedules.functions;
  return [
    {
      id: "EscalationsOverdue",
      title: "Escalations are overdue",
      harm: "A deadline has passed and nothing has happened: a concern about a child or an adult stands still, and whoever should now decide has not heard of it.",
      metric: own("EscalationsOverdue", "Maximum"),
      from: 1,
      periods: 3,
    },
    {
      id: "EscalationsUnreconciled",
      title: "Escalations cannot be reconciled",
      harm: "Reconcile cannot look at an escalation, so nothing heals it: a lost signal or an execution that died stays unnoticed, and its next stage does not open.",
      metric: own("EscalationsUnreconciled", "Maximum"),
      from: 1,
      periods: 3,
    },
    {
      id: "ReconcileStandsStill",
      title: "Reconcile stands still",
      harm: "What nothing else wakes stays undone: an escalation whose execution died is neither climbed nor chased.",
      metric: reconcile.lambda.metricInvocations({ period: Duration.minutes(15) }),
      from: 0,
      when: "fall",
      silenceRings: true,
    },
    {
      id: "ExecutionsEndBadly",
      title: "Executions end badly",
      harm: "The execution that waited for an escalation is gone. Reconcile replaces it; should that fail again and again, its deadlines pass unseen.",
      metric: new Metric({
        namespace: "AWS/Events",
        metricName: "TriggeredRules",
        dimensionsMap: { RuleName: schedules.endedBadly.ruleName },
        statistic: "Sum",
        period: fiveMinutes,
      }),
      from: 1,
    },
    {
      id: "DigestsFail",
      title: "Digests fail",
      harm: "A partnership’s manager does not learn which escalations are overdue or nobody answered, and believes that there are none.",
      metric: own("DigestsFailed"),
      from: 1,
    },
    {
      id: "DigestsStandStill",
      title: "Digests stand still",
      harm: "No partnership gets a digest, and a Monday without one looks like a Monday with nothing to report.",
      metric: digest.lambda.metricInvocations({ period: Duration.hours(3) }),
      from: 0,
      when: "fall",
      silenceRings: true,
    },
    {
      id: "HolidaysEnd",
      title: "Bank holidays are known for less than 120 days",
      harm: "Deadlines beyond the last published bank holiday are counted without it, so that people are asked a day earlier than their policy says.",
      metric: own("HolidaysKnownForDays", "Minimum", Duration.days(1)),
      from: 119,
      when: "fall",
    },
  ];
}

function ofMail({ notifications }: Watched): AlarmDefinition[] {
  const reputation = (metricName: string) =>
    new Metric({ namespace: "AWS/SES", metricName, statistic: "Maximum", period: Duration.hours(1) });
  return [
    {
      id: "NoticesRefused",
      title: "E-mails are refused",
      harm: "Somebody who has to act was not told. The record says so and the partnership was told instead; until the cause is mended, others may go unheard.",
      metric: own("NoticesRefused"),
      from: 1,
    },
    {
      id: "NoticesBounce",
      title: "Many e-mails come back",
      harm: "People who have to act are not reached. Each bounce went to a stand-in or the partnership; many at once mean that a whole agency is cut off.",
      metric: own("NoticesBounced", "Sum", Duration.hours(1)),
      from: 5,
    },
    {
      id: "MailsBounceElsewhere",
      title: "E-mails come back and nobody hears of it",
      harm: "A digest, a link to raise a concern by, or an e-mail to a partnership’s own inbox did not arrive. Whoever would otherwise be told is whom it did not reach: nobody but you knows.",
      metric: own("MailsBouncedElsewhere"),
      from: 1,
    },
    {
      id: "MailsDelayed",
      title: "E-mails are delayed",
      harm: "Somebody hears late of what is asked of them while their deadline runs.",
      metric: own("MailsDelayed", "Sum", Duration.hours(1)),
      from: 3,
    },
    {
      id: "MailsHeldBack",
      title: "E-mails are held back",
      harm: "More is due than the pace allows: people hear late, and the longer it lasts the later.",
      metric: own("MailsHeldBack"),
      from: 1,
      periods: 3,
    },
    {
      id: "BounceRate",
      title: "The account’s reputation with SES falls",
      harm: "At a bounce rate of 10 % SES may stop the account: then nobody is told anything any more.",
      metric: reputation("Reputation.BounceRate"),
      from: 0.04,
    },
    {
      id: "ComplaintRate",
      title: "The account’s reputation with SES falls",
      harm: "At a complaint rate of 0.5 % SES may stop the account: then nobody is told anything any more.",
      metric: reputation("Reputation.ComplaintRate"),
      from: 0.0008,
    },
    {
      id: "ReportsWait",
      title: "Reports of bounces wait",
      harm: "A bounce that is not on the record yet looks like silence: the deadline runs against somebody who was never told.",
      metric: notifications.reports.metricApproximateAgeOfOldestMessage({ period: fiveMinutes }),
      from: 600,
    },
  ];
}

function ofRecord({ data, schedules }: Watched): AlarmDefinition[] {
  const vault = (metricName: string) =>
    new Metric({
      namespace: "AWS/Backup",
      metricName,
      dimensionsMap: { BackupVaultName: data.backups.backupVaultName },
      statistic: "Sum",
      period: Duration.days(1),
    });
  const throttled = ({ tableName }: TableInUse) =>
    new MathExpression({
      label: "Throttled reads and writes",
      // Neither is there where there was none.
      expression: "FILL(reads, 0) + FILL(writes, 0)",
      usingMetrics: Object.fromEntries(
        (["Read", "Write"] as const).map((what) => [
          `${what.toLowerCase()}s`,
          new Metric({
            namespace: "AWS/DynamoDB",
            metricName: `${what}ThrottleEvents`,
            dimensionsMap: { TableName: tableName },
            statistic: "Sum",
          }),
        ]),
      ),
      period: fiveMinutes,
    });
  return [
    {
      id: "RecordsBroken",
      title: "A record does not hold together",
      harm: "Somebody changed, removed or added what nobody may: the record is no longer proof of what was done for a child or an adult.",
      metric: own("RecordsBroken", "Maximum"),
      from: 1,
    },
    {
      id: "RecordsUnread",
      title: "Records cannot be verified",
      harm: "Nobody knows whether these records are whole, and their newest entries have no witness.",
      metric: own("RecordsUnread", "Maximum"),
      from: 1,
    },
    {
      id: "WitnessStandsStill",
      title: "The daily witness stands still",
      harm: "A record whose end was cut off, or that was written anew, would not be noticed.",
      metric: schedules.functions.daily.lambda.metricInvocations({ period: Duration.days(1) }),
      from: 0,
      when: "fall",
      silenceRings: true,
    },
    {
      id: "BackupsFail",
      title: "A backup of the record failed or is missing",
      harm: "Were the table lost now, everything since the last backup would be gone beyond its own 35 days of recovery.",
      metric: vault("NumberOfBackupJobsFailed"),
      from: 1,
    },
    {
      id: "BackupsMissing",
      title: "A backup of the record failed or is missing",
      harm: "Were the table lost now, everything since the last backup would be gone beyond its own 35 days of recovery.",
      metric: vault("NumberOfBackupJobsCompleted"),
      from: 0,
      when: "fall",
      silenceRings: true,
    },
    ...(
      [
        ["Record", data.record],
        ["Working", data.working],
      ] as const
    ).map(([name, table]): AlarmDefinition => ({
      id: `${name}Throttled`,
      title: "A table is throttled",
      harm: "Answers and concerns are refused for now; whoever pressed the button has to press it again.",
      metric: throttled(table),
      from: 1,
    })),
  ];
}

function ofMachinery(watched: Watched): AlarmDefinition[] {
  const { address, notifications } = watched;
  const http = (metricName: string, statistic: string) =>
    new Metric({
      namespace: "AWS/ApiGateway",
      metricName,
      dimensionsMap: { ApiId: address.httpApi.apiId },
      statistic,
      period: fiveMinutes,
    });
  const functions = Object.entries(functionsOf(watched));
  const queues = [
    ...functions.flatMap(([name, { deadLetters }]) => (deadLetters ? [[name, deadLetters] as const] : [])),
    ["bounceReports", notifications.deadLetters] as const,
  ];
  return [
    ...functions.map(([name, { lambda }]): AlarmDefinition => ({
      id: `Fails-${name}`,
      title: "A function fails",
      harm: failing[name] ?? failing["task"],
      metric: lambda.metricErrors({ period: fiveMinutes }),
      from: 1,
    })),
    ...queues.map(([name, queue]): AlarmDefinition => ({
      id: `DeadLetters-${name}`,
      title: "Dead letters",
      harm: "Something that should have been done was tried again and again and then put aside. Nobody tries it any more until you do.",
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: "Maximum" }),
      from: 1,
    })),
    {
      id: "FunctionsThrottled",
      title: "Functions are throttled",
      harm: "The account’s limit of functions at once is reached: links do not open and stages climb late.",
      metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", statistic: "Sum", period: fiveMinutes }),
      from: 1,
    },
    {
      id: "HttpFails",
      title: "Pages or API fail",
      harm: "Somebody who wanted to raise a concern or to answer one could not, and may not try again.",
      metric: http("5xx", "Sum"),
      from: 1,
    },
    {
      id: "HttpRefusesMuch",
      title: "Unusually much is refused",
      harm: "Either an agency’s system is set up wrongly and its concerns do not arrive, or somebody is trying links and tokens.",
      metric: http("4xx", "Sum"),
      from: 200,
      periods: 2,
    },
    {
      id: "HttpSlow",
      title: "Pages or API are slow",
      harm: "People between two visits give up before the page is there.",
      metric: http("Latency", "p95"),
      from: 5000,
      periods: 3,
    },
    ...(address.certificate
      ? [
          {
            id: "CertificateEnds",
            title: "The certificate ends",
            harm: "When it has ended, no link opens: nobody can answer, and deadlines run on.",
            metric: address.certificate.metricDaysToExpiry({ period: Duration.days(1) }),
            from: 30,
            when: "fall",
          } as const,
        ]
      : []),
  ];
}

/** What it means that a function fails, by its name. */
const failing: Readonly<Record<string, string>> & { readonly task: string } = {
  task: "A stage may open late or a notice go out late. The state machine tries again for eight minutes; after that the execution ends and reconcile takes over.",
  api: "An agency’s system could not raise a concern or read its list, and may not try again.",
  pages: "Somebody pressed a button and saw an error; their answer may not be on the record.",
  register: "A partnership could not see its register or its report. Nothing that runs is changed by it.",
  reconcile: "What nothing else wakes stays undone until its next run succeeds.",
  digest: "A partnership may not get its digest.",
  daily: "A record that does not hold together, or one that could not be witnessed, waits for you.",
  bounces: "A bounce is not on the record yet, and looks like silence.",
  guard: "A deployment may have been let wait or fail; nothing that runs is changed by it.",
};

/**
 * A figure that is nothing where it is missing. Told only to take missing for breaching, CloudWatch looks some periods
 * back for one that is there, and rings days late.
 */
const orNothing = (metric: IMetric) =>
  new MathExpression({
    expression: "FILL(heard, 0)",
    usingMetrics: { heard: metric },
    ...(metric instanceof Metric ? { period: metric.period } : {}),
  });

/** How CloudWatch is told. */
export function alarmProps({
  title,
  harm,
  metric,
  from,
  when,
  periods = 1,
  silenceRings,
}: AlarmDefinition): AlarmProps {
  return {
    alarmDescription: `${title}. If ignored: ${harm} What to do: infra/observability/README.md#${anchorOf(title)}`,
    metric: silenceRings ? orNothing(metric) : metric,
    threshold: from,
    evaluationPeriods: periods,
    comparisonOperator:
      when === "fall"
        ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: silenceRings ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  };
}

/** Where a heading is found on a page of Markdown. */
export const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
