/** What whoever is on call looks at, and what calls them. */
import { Aws, Stack, type StackProps } from "aws-cdk-lib";
import {
  Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  Metric,
  TextWidget,
  type IMetric,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { states } from "../names.ts";
import { alarmProps, alarmsOf, functionsOf, own, type Watched } from "./alarms.ts";

interface ObservabilityStackProps extends StackProps, Watched {
  readonly environment: Environment;
}

export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const topic = new Topic(this, "Alarms", {
      displayName: "Escalation service alarms",
      masterKey: Key.fromKeyArn(this, "ServiceKey", props.data.serviceKey.keyArn),
      enforceSSL: true,
    });
    // A topic with a policy of its own has lost the one by which its account's alarms could write to it.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
    for (const address of props.environment.alarmsGoTo) topic.addSubscription(new EmailSubscription(address));
    const action = new SnsAction(topic);
    const alarms = alarmsOf(props).map((definition) => {
      const alarm = new Alarm(this, definition.id, alarmProps(definition));
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
    this.#dashboard(props, alarms);
  }

  #dashboard(watched: Watched, alarms: readonly Alarm[]): void {
    const { address, data, workflow } = watched;
    const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: 8 });
    const functions = Object.values(functionsOf(watched)).map((each) => each.lambda);
    const dashboard = new Dashboard(this, "Dashboard", { dashboardName: "Escalations" });
    dashboard.addWidgets(
      new TextWidget({
        markdown:
          "The escalation service. No figure here is of a person, a reference or a partnership. What to do about an alarm: infra/observability/README.md.",
        width: 24,
        height: 2,
      }),
    );
    dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 6 }));
    dashboard.addWidgets(
      graph("Escalations", own("EscalationsRaised"), own("DeadlinesPassed"), own("EscalationsClosed")),
      graph(
        "What stands still",
        own("EscalationsOverdue", "Maximum"),
        own("EscalationsUnreconciled", "Maximum"),
        own("ExecutionsReplaced"),
      ),
      graph(
        "E-mails",
        own("NoticesSent"),
        own("NoticesRefused"),
        own("NoticesBounced"),
        own("MailsDelayed"),
        own("MailsHeldBack"),
      ),
    );
    dashboard.addWidgets(
      graph(
        "Requests",
        address.httpApi.metricCount(),
        address.httpApi.metricClientError(),
        address.httpApi.metricServerError(),
      ),
      graph(
        "How long a request takes (ms)",
        address.httpApi.metricLatency({ statistic: "p50" }),
        address.httpApi.metricLatency({ statistic: "p95" }),
      ),
      graph(
        "The record",
        own("RecordsWitnessed", "Maximum"),
        own("RecordsBroken", "Maximum"),
        own("HolidaysKnownForDays", "Minimum"),
      ),
    );
    dashboard.addWidgets(
      graph("Functions that fail", ...functions.map((each) => each.metricErrors())),
      graph("How long functions take (ms, p95)", ...functions.map((each) => each.metricDuration({ statistic: "p95" }))),
      graph(
        "Executions that failed",
        ...workflow.machineNames.map((name) => failed(states(this, "stateMachine", name))),
      ),
    );
    dashboard.addWidgets(
      ...[data.record, data.working].map((table, index) =>
        consumed(table.tableName, index === 0 ? "Record" : "Working table"),
      ),
    );
  }
}

/** By its name: a reference to each machine would keep one that is no longer wanted from going. */
const failed = (stateMachineArn: string) =>
  new Metric({
    namespace: "AWS/States",
    metricName: "ExecutionsFailed",
    dimensionsMap: { StateMachineArn: stateMachineArn },
    statistic: "Sum",
  });

const consumed = (tableName: string, title: string) =>
  new GraphWidget({
    title: `${title}: units consumed`,
    width: 12,
    left: ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"].map(
      (metricName) =>
        new Metric({
          namespace: "AWS/DynamoDB",
          metricName,
          dimensionsMap: { TableName: tableName },
          statistic: "Sum",
        }),
    ),
  });
