/** What keeps the service going when nobody does: reconcile, digests, and the daily look at the record's chains. */
import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { CfnSchedule, CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import type { Bundles } from "../bundle/index.ts";
import { ServiceFunction } from "../constructs/service-function.ts";
import { variablesFor, type Told } from "../function-variables.ts";
import { stateMachines } from "../names.ts";
import {
  appendToRecord,
  readFeed,
  readRecord,
  readSummaries,
  sendMail,
  startExecutions,
  stopExecutions,
  useWorking,
  wakeExecutions,
  witness,
} from "../permissions.ts";

interface SchedulesStackProps extends StackProps, Told {
  readonly bundles: Bundles<"reconcile" | "digest" | "daily">;
}

const reconcileMinutes = 5;

export class SchedulesStack extends Stack {
  readonly functions: Readonly<Record<"reconcile" | "digest" | "daily", ServiceFunction>>;
  /** Matches every execution that ended before its escalation did. */
  readonly endedBadly: Rule;

  constructor(scope: Construct, id: string, props: SchedulesStackProps) {
    super(scope, id, props);
    const { environment, data, bundles } = props;
    const common = {
      key: Key.fromKeyArn(this, "ServiceKey", data.serviceKey.keyArn),
      logsDays: environment.retention.logsDays,
      asynchronous: true,
    } as const;
    const reconcile = new ServiceFunction(this, "Reconcile", {
      ...common,
      description: "Does what is owed wherever nothing else wakes",
      bundle: bundles.reconcile,
      // The next run begins then.
      timeout: Duration.minutes(reconcileMinutes),
      variables: variablesFor(this, "tasks", props),
      may: [
        appendToRecord(data),
        readFeed(data),
        readSummaries(data),
        useWorking(data, {
          get: ["KEY#*", "TOKEN#*", "DIRECTORY#*", "CLAIM#*", "SUMMARY#*", "CURSOR"],
          getSeveral: ["DIRECTORY#*"],
          put: ["LINK#*", "CODE#*", "CLAIM#*", "SUMMARY#*", "AGENCY#*", "CURSOR"],
        }),
        sendMail(this, data, environment),
        startExecutions(this),
        stopExecutions(this),
        wakeExecutions(this),
      ],
    });
    const digest = new ServiceFunction(this, "Digest", {
      ...common,
      description: "Sends partnerships the digests that have fallen due",
      bundle: bundles.digest,
      timeout: Duration.minutes(5),
      variables: variablesFor(this, "digests", props),
      // It reads summaries and the directory, claims, and sends. The record is nothing to it, nor are the keys that seal it.
      may: [
        readSummaries(data),
        useWorking(data, {
          get: ["DIRECTORY#*", "CLAIM#*", "CURSOR"],
          find: ["DIRECTORY#*"],
          put: ["REGISTER#*", "CLAIM#*", "CURSOR"],
        }),
        sendMail(this, data, environment),
      ],
    });
    const daily = new ServiceFunction(this, "Daily", {
      ...common,
      description:
        "Takes the heads of the record’s chains where nobody can write over them, and looks how far bank holidays are known",
      bundle: bundles.daily,
      timeout: Duration.minutes(15),
      variables: variablesFor(this, "daily", props),
      may: [readRecord(data), readFeed(data), useWorking(data, { get: ["CURSOR"], put: ["CURSOR"] }), witness(data)],
    });
    this.functions = { reconcile, digest, daily };
    this.endedBadly = this.#endedBadly(reconcile);

    const schedule = this.#scheduling(Object.values(this.functions));
    schedule("Reconcile", reconcile, `rate(${reconcileMinutes} minutes)`, "Looks for what nothing else woke");
    // On the hour, as the hours are that a partnership can choose: its own day and hour are the function's to know.
    schedule("Digests", digest, "cron(0 * * * ? *)", "Has the digests sent that have fallen due since the last time");
    schedule("Witness", daily, "cron(30 4 * * ? *)", "Witnesses the heads of the record’s chains");
    schedule("Verify", daily, "cron(30 5 ? * SUN *)", "Verifies every record against its witnesses", {
      everything: true,
    });
  }

  /** An execution that ended as none should is replaced at once; whatever else was missed, at the next round. */
  #endedBadly(reconcile: ServiceFunction): Rule {
    return new Rule(this, "ExecutionEndedBadly", {
      description: "An execution of an escalation ended before the escalation did",
      eventPattern: {
        source: ["aws.states"],
        detailType: ["Step Functions Execution Status Change"],
        detail: {
          status: ["FAILED", "TIMED_OUT", "ABORTED"],
          stateMachineArn: Match.prefix(stateMachines(this).replace(/\*$/, "")),
        },
      },
      targets: [
        new LambdaFunction(reconcile.lambda, {
          ...(reconcile.deadLetters ? { deadLetterQueue: reconcile.deadLetters } : {}),
          maxEventAge: Duration.hours(1),
          retryAttempts: 10,
        }),
      ],
    });
  }

  /** Hours are London's, in summer and in winter. */
  #scheduling(functions: readonly ServiceFunction[]) {
    const group = new CfnScheduleGroup(this, "Schedules", { name: "escalations" });
    const role = new Role(this, "SchedulesRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": this.account } },
      }),
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["lambda:InvokeFunction"],
        resources: functions.map((each) => each.lambda.functionArn),
      }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["sqs:SendMessage"],
        resources: functions.flatMap((each) => (each.deadLetters ? [each.deadLetters.queueArn] : [])),
      }),
    );
    return (
      id: string,
      { lambda, deadLetters }: ServiceFunction,
      expression: string,
      description: string,
      input: object = {},
    ) =>
      new CfnSchedule(this, `${id}Schedule`, {
        groupName: group.ref,
        description,
        scheduleExpression: expression,
        scheduleExpressionTimezone: "Europe/London",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: lambda.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify(input),
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
          ...(deadLetters ? { deadLetterConfig: { arn: deadLetters.queueArn } } : {}),
        },
      });
  }
}
