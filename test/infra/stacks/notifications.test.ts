/** How e-mail leaves, and how what became of it comes back and is not lost on the way. */
import { beforeAll, describe, expect, it } from "vitest";
import { synthesized, type Cloud, type Part } from "../../support/cloud.ts";
import { edged, live, trial } from "../../support/environments.ts";

let cloud: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
});

const one = (type: string, start = "") => {
  const id = cloud.idLike(type, start);
  return { id, properties: cloud.resources[id]!.Properties };
};
const written = (expression: unknown) => cloud.writtenIn("notifications/")(expression);
const serviceKey = () => `<${cloud.idLike("AWS::KMS::Key", "ServiceKey")}>`;
const queue = (start: string) => one("AWS::SQS::Queue", start);

describe("e-mails", () => {
  it("go out encrypted or not at all, and are never sent to an address that bounced for good", () => {
    expect(one("AWS::SES::ConfigurationSet").properties).toMatchObject({
      Name: "escalations",
      DeliveryOptions: { TlsPolicy: "REQUIRE" },
      SuppressionOptions: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
  });

  it("come from a domain that is proved by DKIM, with a return path of its own, by this configuration set alone", () => {
    const { properties } = one("AWS::SES::EmailIdentity");
    expect(properties).toMatchObject({
      EmailIdentity: "example.org",
      MailFromAttributes: { MailFromDomain: "bounces.example.org" },
      FeedbackAttributes: { EmailForwardingEnabled: false },
    });
    expect(written(properties["ConfigurationSetAttributes"].ConfigurationSetName)).toBe(
      `<${cloud.idLike("AWS::SES::ConfigurationSet", "")}>`,
    );
    const records = cloud.ofType("AWS::Route53::RecordSet").filter(([id]) => id.startsWith("notifications/"));
    expect(records.filter(([, { Properties }]) => Properties["Type"] === "CNAME")).toHaveLength(3);
  });

  it("whose domain is kept elsewhere say in the stack's outputs which records to make", () => {
    const elsewhere = synthesized(edged);
    const outputs = Object.keys((elsewhere.templates.notifications.toJSON()["Outputs"] ?? {}) as Part);
    expect(outputs.filter((each) => each.startsWith("Dkim")).toSorted()).toEqual(["Dkim1", "Dkim2", "Dkim3"]);
    expect(elsewhere.ofType("AWS::Route53::RecordSet").filter(([id]) => id.startsWith("notifications/"))).toEqual([]);
  });

  it("of a trial without a domain come from its one address, which needs no DNS", () => {
    const tried = synthesized(trial);
    const identity = tried.resources[tried.idLike("AWS::SES::EmailIdentity", "")]!.Properties;
    expect(identity["EmailIdentity"]).toBe("trial@example.org");
    expect(identity).not.toHaveProperty("MailFromAttributes");
    expect(tried.ofType("AWS::Route53::RecordSet")).toEqual([]);
  });
});

describe("what became of e-mails", () => {
  it("is reported: bounces, complaints, refusals and delays, and nothing that tells who read what", () => {
    const { properties } = one("AWS::SES::ConfigurationSetEventDestination");
    expect(properties["EventDestination"]).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ["bounce", "complaint", "reject", "deliveryDelay"],
    });
    expect(written(properties["EventDestination"].SnsDestination.TopicARN)).toBe(
      `<${one("AWS::SNS::Topic", "Reports").id}>`,
    );
  });

  it("waits in a queue until it was dealt with, and is put aside after ten tries, not dropped", () => {
    const { properties } = queue("ReportsQueue");
    expect(properties["MessageRetentionPeriod"]).toBe(14 * 24 * 60 * 60);
    expect(properties["RedrivePolicy"].maxReceiveCount).toBe(10);
    expect(written(properties["RedrivePolicy"].deadLetterTargetArn)).toBe(`<${queue("DeadLetters").id}>`);
    expect(queue("DeadLetters").properties["MessageRetentionPeriod"]).toBe(14 * 24 * 60 * 60);
  });

  it("comes to the queue as SES wrote it, or is put aside as well", () => {
    const { properties } = one("AWS::SNS::Subscription", "ReportsQueue");
    expect(properties).toMatchObject({ Protocol: "sqs", RawMessageDelivery: true });
    expect(written(properties["TopicArn"])).toBe(`<${one("AWS::SNS::Topic", "Reports").id}>`);
    expect(written(properties["Endpoint"])).toBe(`<${queue("ReportsQueue").id}>`);
    expect(written(properties["RedrivePolicy"].deadLetterTargetArn)).toBe(`<${queue("DeadLetters").id}>`);
  });

  it("names addresses, so topic and queues are encrypted with our key and reached by TLS alone", () => {
    const topic = one("AWS::SNS::Topic", "Reports");
    expect(written(topic.properties["KmsMasterKeyId"])).toBe(serviceKey());
    for (const start of ["ReportsQueue", "DeadLetters"])
      expect(written(queue(start).properties["KmsMasterKeyId"])).toBe(serviceKey());
    for (const [type, name, ids] of [
      ["AWS::SQS::QueuePolicy", "Queues", [queue("ReportsQueue").id, queue("DeadLetters").id]],
      ["AWS::SNS::TopicPolicy", "Topics", [topic.id]],
    ] as const)
      for (const id of ids) {
        const statements = cloud
          .ofType(type)
          .filter(([each, { Properties }]) =>
            (Properties[name] as unknown[]).some((one) => cloud.writtenIn(each)(one) === `<${id}>`),
          )
          .flatMap(([, { Properties }]) => Properties["PolicyDocument"].Statement as Part[]);
        expect(statements, id).toContainEqual(
          expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        );
      }
  });

  it("reaches its function in small batches, of which only what failed comes again", () => {
    const { properties } = one("AWS::Lambda::EventSourceMapping");
    expect(properties).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ["ReportBatchItemFailures"] });
    expect(written(properties["FunctionName"])).toBe(`<${cloud.functions.bounces.id}>`);
    expect(written(properties["EventSourceArn"])).toBe(`<${queue("ReportsQueue").id}>`);
  });

  it("is hidden from others for six times as long as its function may take, as SQS asks", () => {
    const timeout = cloud.resources[cloud.functions.bounces.id]!.Properties["Timeout"] as number;
    expect(queue("ReportsQueue").properties["VisibilityTimeout"]).toBe(6 * timeout);
  });
});
