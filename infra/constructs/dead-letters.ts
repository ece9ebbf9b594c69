import { Duration } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/**
 * Where events are kept that could not be dealt with, for two weeks, until somebody has seen why. Each such queue has
 * an alarm.
 * @param key for those in which somebody's address may be; others hold references only
 */
export const deadLetters = (scope: Construct, id: string, key?: IKey): Queue =>
  new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    enforceSSL: true,
    ...(key
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key }
      : { encryption: QueueEncryption.SQS_MANAGED }),
  });
