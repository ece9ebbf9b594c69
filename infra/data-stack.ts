/** What outlives every version of the service: the record, and the secret from which references are derived. */
import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { recordKeys, workingKeys } from "./tables.ts";

type Keys = typeof recordKeys | typeof workingKeys;
const text = (name: string) => ({ name, type: AttributeType.STRING });
const keysOf = (keys: Keys) => ({ partitionKey: text(keys.partition), sortKey: text(keys.sort) });
const indexOf = (keys: Keys) => ({
  indexName: keys.index,
  partitionKey: text(keys.indexPartition),
  sortKey: text(keys.indexSort),
});

export class DataStack extends Stack {
  /** Commits only. */
  readonly record: Table;
  /** Keys, links, tokens, claims, summaries, directory. */
  readonly working: Table;
  readonly referenceSecret: Secret;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const kept = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };

    this.record = new Table(this, "Record", { ...kept, ...keysOf(recordKeys) });
    this.record.addGlobalSecondaryIndex({
      ...indexOf(recordKeys),
      // The keys say which commit it is; what it says is read from the record.
      projectionType: ProjectionType.KEYS_ONLY,
    });

    this.working = new Table(this, "Working", {
      ...kept,
      ...keysOf(workingKeys),
      timeToLiveAttribute: "expires",
    });
    this.working.addGlobalSecondaryIndex({
      ...indexOf(workingKeys),
      projectionType: ProjectionType.ALL,
    });

    this.referenceSecret = new Secret(this, "ReferenceSecret", {
      description: "References are derived with this. Never change it: a repeated submission would no longer be known.",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
