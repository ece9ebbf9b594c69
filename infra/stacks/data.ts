/**
 * What outlives every version of the service: the record and its backups, the heads of its chains, the working table,
 * the keys that encrypt them, and the secret from which references are derived.
 */
import { ArnFormat, Aws, CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from "aws-cdk-lib/aws-backup";
import { Schedule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectLockRetention } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { recordKeys, workingKeys } from "../tables.ts";

interface DataStackProps extends StackProps {
  readonly environment: Environment;
}

/** A table that the functions use, whether it was made here or restored. */
export interface TableInUse {
  readonly tableName: string;
  readonly tableArn: string;
}

type Keys = typeof recordKeys | typeof workingKeys;
const text = (name: string) => ({ name, type: AttributeType.STRING });
const keysOf = (keys: Keys) => ({ partitionKey: text(keys.partition), sortKey: text(keys.sort) });
const indexOf = (keys: Keys) => ({
  indexName: keys.index,
  partitionKey: text(keys.indexPartition),
  sortKey: text(keys.indexSort),
});

/** Protected against being deleted. Every other stack is told what it holds, and it knows none of them. */
export class DataStack extends Stack {
  /** Commits only. */
  readonly record: TableInUse;
  /** Keys, links, tokens, claims, summaries, directory. */
  readonly working: TableInUse;
  /** Encrypts the record, its backups and the heads of its chains. */
  readonly recordKey: Key;
  readonly workingKey: Key;
  /** Encrypts everything else: secrets, logs, queues, topics, the variables of functions. */
  readonly serviceKey: Key;
  /** The heads of the record's chains, which nobody can write over. */
  readonly witnesses: Bucket;
  readonly referenceSecret: Secret;
  readonly codeSecret: Secret;
  /** Long backups, of the record alone. */
  readonly backups: BackupVault;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { environment } = props;
    this.recordKey = this.#key("RecordKey", "Encrypts the record of escalations, its backups and its witnesses");
    this.workingKey = this.#key("WorkingKey", "Encrypts the working table, which holds the keys that seal the record");
    this.serviceKey = this.#key("ServiceKey", "Encrypts secrets, logs, queues and topics of the escalation service");
    this.#letServicesUse(this.serviceKey);

    const kept = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const record = new Table(this, "Record", { ...kept, ...keysOf(recordKeys), encryptionKey: this.recordKey });
    record.addGlobalSecondaryIndex({
      ...indexOf(recordKeys),
      // The keys say which commit it is; what it says is read from the record.
      projectionType: ProjectionType.KEYS_ONLY,
    });
    const working = new Table(this, "Working", {
      ...kept,
      ...keysOf(workingKeys),
      encryptionKey: this.workingKey,
      timeToLiveAttribute: "expires",
    });
    working.addGlobalSecondaryIndex({ ...indexOf(workingKeys), projectionType: ProjectionType.ALL });
    // After a restore the deployment's own tables stay where they are, untouched, and those that were restored are used.
    const restored = environment.restoredTables;
    this.record = restored ? Table.fromTableName(this, "RestoredRecord", restored.record) : record;
    this.working = restored ? Table.fromTableName(this, "RestoredWorking", restored.working) : working;

    this.witnesses = this.#witnesses(environment.retention);
    this.backups = this.#backUp(this.record, environment.retention.recordBackupsYears);

    this.referenceSecret = new Secret(this, "ReferenceSecret", {
      description: "References are derived with this. Never change it: a repeated submission would no longer be known.",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.serviceKey,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.codeSecret = new Secret(this, "CodeSecret", {
      description:
        "Codes that people type in the place of a link are hashed under this. Changed, it ends every code; links go on.",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.serviceKey,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    for (const [name, value] of [
      ["RecordTable", this.record.tableName],
      ["WorkingTable", this.working.tableName],
      ["WitnessBucket", this.witnesses.bucketName],
    ] as const)
      new CfnOutput(this, `${name}Name`, { value });
  }

  #key(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /**
   * AWS's own services encrypt with it on the service's behalf: logs, alarms and reports of bounces on their way. Who may
   * write to a topic or a queue says its own policy; a condition here that a service does not send would stop it silently.
   */
  #letServicesUse(key: Key): void {
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        resources: ["*"],
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": this.formatArn({
              service: "logs",
              resource: "log-group",
              resourceName: "*",
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: ["cloudwatch", "ses", "sns"].map((name) => new ServicePrincipal(`${name}.amazonaws.com`)),
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
      }),
    );
  }

  #witnesses({ witnessesYears, logsDays }: Environment["retention"]): Bucket {
    const kept = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const days = Duration.days(logsDays);
    return new Bucket(this, "Witnesses", {
      ...kept,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.recordKey,
      bucketKeyEnabled: true,
      objectLockEnabled: true,
      // Compliance: not even the account's owner shortens it.
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(witnessesYears * 365)),
      // Who read a witness, or tried to remove one.
      serverAccessLogsBucket: new Bucket(this, "WitnessAccessLogs", {
        ...kept,
        // S3 can write its access logs under no key but its own.
        encryption: BucketEncryption.S3_MANAGED,
        lifecycleRules: [{ expiration: days, noncurrentVersionExpiration: days }],
        // A Bucket is one, though the CDK declares its isWebsite a little otherwise.
      }) as IBucket,
    });
  }

  /** Of the record alone: an erasure is complete once the working table's own recovery window has passed. */
  #backUp(record: TableInUse, years: number): BackupVault {
    const vault = new BackupVault(this, "RecordBackups", {
      // It is kept when its stack is gone, and the next one of this account needs a name of its own.
      backupVaultName: `escalations-${Fn.select(2, Fn.split("/", Aws.STACK_ID))}`,
      encryptionKey: this.recordKey,
      // No backup is removed sooner, unless an administrator first takes this lock away (governance).
      lockConfiguration: { minRetention: Duration.days(35) },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const plan = new BackupPlan(this, "RecordBackupPlan", { backupVault: vault });
    plan.addRule(
      new BackupPlanRule({
        ruleName: "daily",
        scheduleExpression: Schedule.cron({ hour: "2", minute: "0" }),
        deleteAfter: Duration.days(35),
      }),
    );
    plan.addRule(
      new BackupPlanRule({
        ruleName: "monthly",
        scheduleExpression: Schedule.cron({ day: "1", hour: "3", minute: "0" }),
        deleteAfter: Duration.days(years * 365),
      }),
    );
    const role = new Role(this, "BackupRole", {
      description: "By which AWS Backup copies the record, and nothing else",
      assumedBy: new ServicePrincipal("backup.amazonaws.com"),
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["dynamodb:DescribeTable", "dynamodb:ListTagsOfResource", "dynamodb:StartAwsBackupJob"],
        resources: [record.tableArn],
      }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:CreateGrant"],
        resources: [this.recordKey.keyArn],
      }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["backup:DescribeBackupVault", "backup:CopyIntoBackupVault"],
        resources: [vault.backupVaultArn],
      }),
    );
    plan.addSelection("Record", {
      role,
      disableDefaultBackupPolicy: true,
      resources: [BackupResource.fromArn(record.tableArn)],
    });
    return vault;
  }
}
