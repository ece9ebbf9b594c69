/**
 * E-mail: who it comes from, that it goes out encrypted, and what becomes of it. Bounces and complaints come back by a
 * topic and a queue, both of which keep what they took until it was dealt with.
 */
import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { PublicHostedZone } from "aws-cdk-lib/aws-route53";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Bundles } from "../bundle/index.ts";
import type { Environment } from "../environment.ts";
import { deadLetters } from "../constructs/dead-letters.ts";
import { ServiceFunction } from "../constructs/service-function.ts";
import { variablesFor, type Told } from "../function-variables.ts";
import { configurationSetName } from "../names.ts";
import { appendToRecord, useWorking, wakeExecutions } from "../permissions.ts";

interface NotificationsStackProps extends StackProps, Told {
  readonly bundles: Bundles<"bounces">;
}

export class NotificationsStack extends Stack {
  readonly bounces: ServiceFunction;
  /** Reports of bounces that could not be dealt with. */
  readonly deadLetters: Queue;
  readonly reports: Queue;

  constructor(scope: Construct, id: string, props: NotificationsStackProps) {
    super(scope, id, props);
    const { environment, data, bundles } = props;
    const key = Key.fromKeyArn(this, "ServiceKey", data.serviceKey.keyArn);

    const configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      configurationSetName,
      // An e-mail that could only go out unencrypted bounces instead, and so is on the record.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      // SES itself gives up on an address that bounced for good, and says so each time.
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    this.#identity(environment, configurationSet);

    const reports = new Topic(this, "Reports", {
      displayName: "What became of e-mails",
      masterKey: key,
      enforceSSL: true,
    });
    configurationSet.addEventDestination("Reports", {
      destination: EventDestination.snsTopic(reports),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });

    // Reports name the address that an e-mail went to, so both queues are encrypted with our key.
    this.deadLetters = deadLetters(this, "DeadLetters", key);
    const timeout = Duration.seconds(60);
    this.reports = new Queue(this, "ReportsQueue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      // About an hour of trying before a report is put aside and somebody is told.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 10 },
    });
    reports.addSubscription(
      new SqsSubscription(this.reports, { rawMessageDelivery: true, deadLetterQueue: this.deadLetters }),
    );

    this.bounces = new ServiceFunction(this, "Bounces", {
      description: "Puts bounces and complaints on the record",
      bundle: bundles.bounces,
      timeout,
      variables: variablesFor(this, "bounces", props),
      key,
      logsDays: environment.retention.logsDays,
      may: [appendToRecord(data), useWorking(data, { get: ["KEY#*", "TOKEN#*", "DIRECTORY#*"] }), wakeExecutions(this)],
    });
    this.bounces.lambda.addEventSource(
      new SqsEventSource(this.reports, { batchSize: 10, reportBatchItemFailures: true }),
    );
  }

  /** In a trial the one address, which SES verifies by a link that it sends there; otherwise the whole domain. */
  #identity({ mail: { sender, hostedZone }, mode }: Environment, configurationSet: ConfigurationSet): void {
    // What bounces is reported by the topic; nobody reads it as mail.
    const common = { configurationSet, feedbackForwarding: false };
    if (mode !== "live" && !hostedZone) {
      new EmailIdentity(this, "Sender", { ...common, identity: Identity.email(sender) });
      return;
    }
    const domain = sender.split("@").at(-1) ?? sender;
    const zone =
      hostedZone &&
      PublicHostedZone.fromPublicHostedZoneAttributes(this, "HostedZone", {
        hostedZoneId: hostedZone.id,
        zoneName: hostedZone.name,
      });
    const identity = new EmailIdentity(this, "Sender", {
      ...common,
      identity: zone && zone.zoneName === domain ? Identity.publicHostedZone(zone) : Identity.domain(domain),
      mailFromDomain: `bounces.${domain}`,
    });
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `Dkim${index + 1}`, {
        description: "A CNAME that proves the sender’s domain",
        value: `${name} CNAME ${value}`,
      });
    });
  }
}
