/** How people and their systems reach the service, and what keeps it going when nobody does. */
import { Annotations, CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Alarm, ComparisonOperator, Metric, TreatMissingData, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Match, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Part } from "../functions/container/settings.ts";
import type { Bundles } from "./bundle.ts";
import type { DataStack } from "./data-stack.ts";
import { environmentOf } from "./environment.ts";
import {
  appendToRecord,
  countRequests,
  readFeed,
  readSummaries,
  sendMail,
  startExecutions,
  stateMachines,
  stopExecutions,
  useWorking,
  wakeExecutions,
} from "./permissions.ts";
import { logRetention, ServiceFunction } from "./service-function.ts";
import { placeholdersIn, type Settings } from "./settings.ts";

interface ServiceStackProps extends StackProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly bundles: Bundles<"api" | "pages" | "reconcile" | "digest">;
}

/** API Gateway itself gives a request up after 30 seconds. */
const requestTimeout = Duration.seconds(29);
const reconcileEvery = Duration.minutes(5);

export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { data, settings, bundles } = props;

    const placeholders = placeholdersIn(settings);
    if (placeholders.length > 0)
      Annotations.of(this).addWarningV2(
        "escalation:placeholders",
        `Not to be deployed as it is: ${placeholders.join(", ")} in cdk.json ${placeholders.length === 1 ? "is" : "are"} only made up.`,
      );

    const environment = (part: Part) => environmentOf(this, data, settings, part);
    const api = new ServiceFunction(this, "Api", {
      description: "Takes escalations from other systems, and gives their lists and records",
      bundle: bundles.api,
      timeout: requestTimeout,
      environment: environment("api"),
      may: [
        appendToRecord(data),
        useWorking(data),
        readSummaries(data),
        countRequests(data),
        startExecutions(this),
        wakeExecutions(this),
      ],
    });
    const pages = new ServiceFunction(this, "Pages", {
      description: "What a link opens, and raising a concern by page",
      bundle: bundles.pages,
      timeout: requestTimeout,
      environment: environment("pages"),
      may: [
        appendToRecord(data),
        useWorking(data),
        sendMail(this, settings.sender),
        startExecutions(this),
        wakeExecutions(this),
      ],
    });
    const reconcile = new ServiceFunction(this, "Reconcile", {
      description: "Does what is owed wherever nothing else wakes",
      bundle: bundles.reconcile,
      // The next run begins then.
      timeout: reconcileEvery,
      environment: environment("tasks"),
      may: [
        appendToRecord(data),
        readFeed(data),
        useWorking(data),
        readSummaries(data),
        sendMail(this, settings.sender),
        startExecutions(this),
        stopExecutions(this),
        wakeExecutions(this),
      ],
    });

    const digest = new ServiceFunction(this, "Digest", {
      description: "Sends partnerships the digests that have fallen due",
      bundle: bundles.digest,
      // It reads summaries and the directory, claims, and sends. The record is nothing to it.
      timeout: Duration.minutes(5),
      environment: environment("digests"),
      may: [useWorking(data), readSummaries(data), sendMail(this, settings.sender)],
    });

    this.#httpApi(api, pages);
    const endedBadly = this.#wake(reconcile);
    new Rule(this, "DigestSchedule", {
      description: "Has the digests sent that have fallen due since the last time",
      // On the hour: they are due at 9 in London, which is at one hour of UTC in winter and another in summer.
      schedule: Schedule.cron({ minute: "0" }),
      targets: [new LambdaFunction(digest.lambda)],
    });
    this.#alarms(endedBadly, { api, pages, reconcile, digest }, settings.alarmAddress);
  }

  #httpApi(api: ServiceFunction, pages: ServiceFunction): void {
    const httpApi = new HttpApi(this, "HttpApi", {
      apiName: "escalations",
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration("PagesIntegration", pages.lambda),
    });
    const integration = new HttpLambdaIntegration("ApiIntegration", api.lambda);
    for (const path of [
      "/openapi.json",
      "/policies",
      "/escalations",
      "/escalations/{proxy+}",
      "/partnerships/{proxy+}",
      "/practice-alerts",
    ])
      httpApi.addRoutes({ path, methods: [HttpMethod.ANY], integration });

    new HttpStage(this, "Stage", {
      httpApi,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, "AccessLogs", logRetention)),
        // No path and no address: the path of a link is its secret.
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: "$context.requestTime",
            request: "$context.requestId",
            method: "$context.httpMethod",
            route: "$context.routeKey",
            status: "$context.status",
            milliseconds: "$context.responseLatency",
            error: "$context.integrationErrorMessage",
          }),
        ),
      },
    });
    new CfnOutput(this, "Address", {
      description: "Where API Gateway answers; the service's own address is to lead here",
      value: httpApi.apiEndpoint,
    });
  }

  /** An execution that ended as none should is replaced at once; whatever else was missed, at the next round. */
  #wake(reconcile: ServiceFunction): Rule {
    const target = new LambdaFunction(reconcile.lambda);
    const endedBadly = new Rule(this, "ExecutionEndedBadly", {
      description: "An execution of an escalation ended before the escalation did",
      eventPattern: {
        source: ["aws.states"],
        detailType: ["Step Functions Execution Status Change"],
        detail: {
          status: ["FAILED", "TIMED_OUT", "ABORTED"],
          stateMachineArn: Match.prefix(stateMachines(this).replace(/\*$/, "")),
        },
      },
      targets: [target],
    });
    new Rule(this, "ReconcileSchedule", {
      description: "Looks for what nothing else woke",
      schedule: Schedule.rate(reconcileEvery),
      targets: [target],
    });
    return endedBadly;
  }

  #alarms(endedBadly: Rule, functions: Readonly<Record<string, ServiceFunction>>, address: string | undefined): void {
    const topic = new Topic(this, "Alarms", { displayName: "Escalation service alarms" });
    if (address) topic.addSubscription(new EmailSubscription(address));
    const alarm = (id: string, alarmDescription: string, metric: IMetric, limit: object) =>
      new Alarm(this, id, {
        alarmDescription,
        metric,
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...limit,
      }).addAlarmAction(new SnsAction(topic));

    alarm(
      "ExecutionEndedBadlyAlarm",
      "An execution failed, timed out or was stopped. Reconcile replaces it; find out why it ended.",
      new Metric({
        namespace: "AWS/Events",
        metricName: "TriggeredRules",
        dimensionsMap: { RuleName: endedBadly.ruleName },
        statistic: "Sum",
        period: Duration.minutes(5),
      }),
      {},
    );
    for (const [name, each] of Object.entries(functions))
      alarm(
        `${name}FailsAlarm`,
        `The function ${name} ended with an error.`,
        each.lambda.metricErrors({ period: Duration.minutes(5) }),
        {},
      );
    alarm(
      "ReconcileStandsStillAlarm",
      "Reconcile has not run for a quarter of an hour: what nothing else wakes stays undone.",
      functions["reconcile"]!.lambda.metricInvocations({ period: Duration.minutes(15) }),
      {
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      },
    );
  }
}
