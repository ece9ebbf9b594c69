/** What keeps the service going when nobody does; and that nothing which is called by itself is lost. */
import { beforeAll, describe, expect, it } from "vitest";
import { synthesized, type Cloud, type Part } from "../../support/cloud.ts";
import { live } from "../../support/environments.ts";

let cloud: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
});

const functionOf = (written: string) =>
  Object.entries(cloud.functions).find(([, { id }]) => `<${id}>` === written)?.[0] ?? written;
const schedules = () =>
  cloud.ofType("AWS::Scheduler::Schedule").map(([id, { Properties }]) => ({
    id,
    properties: Properties,
    target: Properties["Target"] as Part,
    wakes: functionOf(cloud.writtenIn(id)(Properties["Target"].Arn)),
  }));

describe("the schedules", () => {
  it("ALL-12 are London's, in summer and in winter: every five minutes, every hour, every day, and on Sundays for everything", () => {
    expect(
      schedules()
        .map(({ wakes, properties, target }) => `${wakes} ${properties["ScheduleExpression"]} ${target["Input"]}`)
        .toSorted(),
    ).toEqual([
      "daily cron(30 4 * * ? *) {}",
      'daily cron(30 5 ? * SUN *) {"everything":true}',
      "digest cron(0 * * * ? *) {}",
      "reconcile rate(5 minutes) {}",
    ]);
    for (const { properties } of schedules())
      expect(properties).toMatchObject({
        ScheduleExpressionTimezone: "Europe/London",
        FlexibleTimeWindow: { Mode: "OFF" },
      });
  });

  it("try again for an hour, and keep what could not be delivered", () => {
    for (const { id, target, wakes } of schedules()) {
      expect(target["RetryPolicy"]).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 });
      expect(cloud.writtenIn(id)(target["DeadLetterConfig"].Arn).toLowerCase()).toContain(`/${wakes}deadletters`);
      expect(cloud.writtenIn(id)(target["RoleArn"])).toBe(`<${cloud.idLike("AWS::IAM::Role", "SchedulesRole")}>`);
    }
  });
});

describe("reconcile", () => {
  it("is woken by every execution of ours that ended badly, and by no other", () => {
    const rules = cloud.ofType("AWS::Events::Rule");
    expect(rules).toHaveLength(1);
    const [[id, { Properties }] = ["", { Properties: {} as Part }]] = rules;
    expect(Properties["EventPattern"]).toMatchObject({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"] },
    });
    const [{ prefix }] = Properties["EventPattern"].detail.stateMachineArn as [{ prefix: unknown }];
    expect(cloud.writtenIn(id)(prefix)).toBe(
      "arn:{AWS::Partition}:states:{AWS::Region}:{AWS::AccountId}:stateMachine:escalation-",
    );
    const [target, ...more] = Properties["Targets"] as Part[];
    expect(more).toEqual([]);
    expect(functionOf(cloud.writtenIn(id)(target?.["Arn"]))).toBe("reconcile");
    expect(target).toMatchObject({ RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 } });
    expect(cloud.writtenIn(id)(target?.["DeadLetterConfig"].Arn)).toMatch(/\/ReconcileDeadLetters/);
  });

  it("ends before its next run begins", () => {
    expect(cloud.resources[cloud.functions.reconcile.id]!.Properties["Timeout"]).toBeLessThanOrEqual(5 * 60);
  });
});

/** Whoever is called without anybody waiting for the answer: by a schedule, a rule, or CloudFormation through a topic's way. */
function calledByThemselves(): Set<string> {
  const targets = cloud
    .ofType("AWS::Events::Rule")
    .flatMap(([id, { Properties }]) =>
      (Properties["Targets"] as Part[]).map((each) => functionOf(cloud.writtenIn(id)(each["Arn"]))),
    );
  const custom = Object.entries(cloud.resources).flatMap(([id, { Type, Properties }]) =>
    Type.startsWith("Custom::") ? [functionOf(cloud.writtenIn(id)(Properties["ServiceToken"]))] : [],
  );
  return new Set([...schedules().map(({ wakes }) => wakes), ...targets, ...custom]);
}

describe("what is called without anybody waiting for an answer", () => {
  it("is tried twice more, and kept as a dead letter when it still fails", () => {
    expect(calledByThemselves().size).toBeGreaterThan(0);
    for (const name of calledByThemselves()) {
      const { id } = cloud.functions[name as keyof typeof cloud.functions];
      const { Properties } = cloud.resources[id]!;
      expect(Properties["DeadLetterConfig"], name).toBeDefined();
      expect(cloud.writtenIn(id)(Properties["DeadLetterConfig"].TargetArn).toLowerCase()).toContain(
        `/${name}deadletters`,
      );
      const invocation = cloud
        .ofType("AWS::Lambda::EventInvokeConfig")
        .filter(([each, one]) => cloud.writtenIn(each)(one.Properties["FunctionName"]) === `<${id}>`);
      expect(invocation, name).toHaveLength(1);
      expect(invocation[0]?.[1].Properties).toMatchObject({
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 3600,
      });
    }
  });

  it("is all that has dead letters of its own: of the others, somebody hears at once", () => {
    const having = Object.entries(cloud.functions).flatMap(([name, { id }]) =>
      cloud.resources[id]!.Properties["DeadLetterConfig"] ? [name] : [],
    );
    expect(having.toSorted()).toEqual([...calledByThemselves()].toSorted());
  });

  it("rings an alarm with the first dead letter, of every queue that takes them", () => {
    const taking = new Set<string>();
    // Whatever names a queue as the place for what failed, wherever it stands.
    const look = (id: string, value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, each] of Object.entries(value)) {
        if (/^deadLetter(Config|TargetArn|Target|QueueArn)$/i.test(name)) {
          const arn =
            typeof each === "object" && each !== null
              ? ((each as Part)["Arn"] ?? (each as Part)["TargetArn"] ?? each)
              : each;
          taking.add(cloud.writtenIn(id)(arn));
        } else look(id, each);
      }
    };
    for (const [id, { Properties }] of Object.entries(cloud.resources)) look(id, Properties);
    expect(taking.size).toBeGreaterThan(0);
    const alarmed = cloud.ofType("AWS::CloudWatch::Alarm").flatMap(([id, { Properties }]) => {
      if (Properties["MetricName"] !== "ApproximateNumberOfMessagesVisible") return [];
      expect(Properties).toMatchObject({
        Threshold: 1,
        Statistic: "Maximum",
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      });
      return (Properties["Dimensions"] as Part[]).map((each) => cloud.writtenIn(id)(each["Value"]));
    });
    expect(alarmed.toSorted()).toEqual([...taking].toSorted());
  });
});
