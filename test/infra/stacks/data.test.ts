/** What outlives every version of the service, and cannot be lost by a mistake. */
import { beforeAll, describe, expect, it } from "vitest";
import { tableDefinitions } from "../../../infra/tables.ts";
import { synthesized, type Cloud, type Part } from "../../support/cloud.ts";
import { live } from "../../support/environments.ts";

let cloud: Cloud;
let restored: Cloud;
beforeAll(() => {
  cloud = synthesized({ ...live, retention: { ...live.retention, recordBackupsYears: 7, witnessesYears: 12 } });
  restored = synthesized({ ...live, restoredTables: { record: "record-of-may", working: "working-of-may" } });
});

const one = (type: string, start = "", of: Cloud = cloud) => {
  const id = of.idLike(type, start);
  return { id, ...of.resources[id]! };
};
const keyOf = (id: string, expression: unknown) => cloud.writtenIn(id)(expression);

describe("the tables", () => {
  it("have the keys and indexes that the laptop's have", () => {
    for (const expected of tableDefinitions({ record: "Record", working: "Working" })) {
      const { Properties } = one("AWS::DynamoDB::Table", String(expected.TableName));
      expect(Properties["KeySchema"]).toEqual(expected.KeySchema);
      expect(Properties["GlobalSecondaryIndexes"]).toEqual(expected.GlobalSecondaryIndexes);
      expect(Properties["BillingMode"]).toBe("PAY_PER_REQUEST");
      expect(Properties["AttributeDefinitions"]).toHaveLength(expected.AttributeDefinitions?.length ?? 0);
      expect(Properties["AttributeDefinitions"]).toEqual(
        expect.arrayContaining(expected.AttributeDefinitions as unknown[]),
      );
    }
  });

  it.each(["Record", "Working"])(
    "%s is kept, whatever becomes of the stack, and can be brought back to any moment",
    (name) => {
      const table = one("AWS::DynamoDB::Table", name);
      expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
      expect(table.Properties["DeletionProtectionEnabled"]).toBe(true);
      expect(table.Properties["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true });
    },
  );

  it("are two, each encrypted with a key of its own", () => {
    const tables = cloud.ofType("AWS::DynamoDB::Table");
    const keys = tables.map(([id, { Properties }]) => {
      expect(Properties["SSESpecification"]).toMatchObject({ SSEEnabled: true, SSEType: "KMS" });
      return keyOf(id, Properties["SSESpecification"].KMSMasterKeyId);
    });
    expect(keys.toSorted()).toEqual([
      `<${cloud.idLike("AWS::KMS::Key", "RecordKey")}>`,
      `<${cloud.idLike("AWS::KMS::Key", "WorkingKey")}>`,
    ]);
  });

  it("lapse what is to lapse, and nothing of the record", () => {
    const lapses = (name: string) => one("AWS::DynamoDB::Table", name).Properties["TimeToLiveSpecification"] as unknown;
    expect(lapses("Working")).toEqual({ AttributeName: "expires", Enabled: true });
    expect(lapses("Record")).toBeUndefined();
  });
});

describe("the keys", () => {
  it("are ours, turn by themselves each year, and are kept: with a key goes all that it encrypts", () => {
    const keys = cloud.ofType("AWS::KMS::Key");
    expect(keys).toHaveLength(3);
    for (const [, key] of keys) {
      expect([key.DeletionPolicy, key.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
      expect(key.Properties["EnableKeyRotation"]).toBe(true);
      expect(key.Properties["PendingWindowInDays"]).toBe(30);
    }
  });

  it("open the record and the working table for nobody but by IAM, and the service's own for AWS's services that need it", () => {
    const services = (start: string) =>
      (one("AWS::KMS::Key", start).Properties["KeyPolicy"].Statement as Part[]).flatMap((each) =>
        [each["Principal"].Service as unknown].flat().flatMap((service) => (service ? [keyOf("data/", service)] : [])),
      );
    expect(services("RecordKey")).toEqual([]);
    expect(services("WorkingKey")).toEqual([]);
    expect(services("ServiceKey").toSorted()).toEqual([
      "cloudwatch.amazonaws.com",
      "logs.{AWS::Region}.amazonaws.com",
      "ses.amazonaws.com",
      "sns.amazonaws.com",
    ]);
  });

  it("encrypt every log, queue with addresses in it, topic, secret, and the variables of every function", () => {
    const service = `<${cloud.idLike("AWS::KMS::Key", "ServiceKey")}>`;
    const key = (type: string, name: string) =>
      cloud.ofType(type).map(([id, { Properties }]) => [id, Properties[name] && keyOf(id, Properties[name])]);
    for (const found of [
      key("AWS::Logs::LogGroup", "KmsKeyId"),
      key("AWS::SNS::Topic", "KmsMasterKeyId"),
      key("AWS::SecretsManager::Secret", "KmsKeyId"),
      key("AWS::Lambda::Function", "KmsKeyArn"),
    ]) {
      expect(found.length).toBeGreaterThan(0);
      for (const [id, value] of found) expect(value, String(id)).toBe(service);
    }
  });
});

describe("the backups", () => {
  it("are of the record alone: with the working table the keys would be kept that an erasure deletes", () => {
    const { id, Properties } = one("AWS::Backup::BackupSelection");
    const { Resources, ListOfTags, Conditions, NotResources } = Properties["BackupSelection"] as Part;
    expect([Resources].flat(2).map((each) => keyOf(id, each))).toEqual([
      `<${cloud.idLike("AWS::DynamoDB::Table", "Record")}>`,
    ]);
    expect([ListOfTags, Conditions, NotResources]).toEqual([undefined, undefined, undefined]);
  });

  it("are daily ones for 35 days and monthly ones for as many years as the environment says", () => {
    const rules = one("AWS::Backup::BackupPlan").Properties["BackupPlan"].BackupPlanRule as Part[];
    expect(
      rules.map(({ RuleName, ScheduleExpression, Lifecycle }) => [
        RuleName,
        ScheduleExpression,
        Lifecycle.DeleteAfterDays,
      ]),
    ).toEqual([
      ["daily", "cron(0 2 * * ? *)", 35],
      ["monthly", "cron(0 3 1 * ? *)", 7 * 365],
    ]);
  });

  it("are in a vault that is locked, encrypted with the record's key, and kept", () => {
    const vault = one("AWS::Backup::BackupVault");
    // It outlives its stack, so the next stack's has another name.
    expect(JSON.stringify(vault.Properties["BackupVaultName"])).toContain('"Ref":"AWS::StackId"');
    expect(vault.Properties["LockConfiguration"]).toMatchObject({ MinRetentionDays: 35 });
    expect(keyOf(vault.id, vault.Properties["EncryptionKeyArn"])).toBe(
      `<${cloud.idLike("AWS::KMS::Key", "RecordKey")}>`,
    );
    expect([vault.DeletionPolicy, vault.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
    for (const { Lifecycle, TargetBackupVault } of one("AWS::Backup::BackupPlan").Properties["BackupPlan"]
      .BackupPlanRule as Part[]) {
      // A job with a shorter life than the lock asks fails.
      expect(Lifecycle.DeleteAfterDays).toBeGreaterThanOrEqual(35);
      expect(keyOf(vault.id, TargetBackupVault)).toBe(`<${vault.id}>`);
    }
  });
});

describe("the witnesses", () => {
  it("are locked for as many years as the environment says, so that not even the account's owner removes one", () => {
    const { Properties } = one("AWS::S3::Bucket", "Witnesses");
    expect(Properties["ObjectLockEnabled"]).toBe(true);
    expect(Properties["ObjectLockConfiguration"]).toEqual({
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 12 * 365 } },
    });
    expect(Properties["VersioningConfiguration"]).toEqual({ Status: "Enabled" });
  });

  it("are private, encrypted with the record's key, reached by TLS alone, and kept", () => {
    const bucket = one("AWS::S3::Bucket", "Witnesses");
    expect(bucket.Properties["PublicAccessBlockConfiguration"]).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const [encryption] = bucket.Properties["BucketEncryption"].ServerSideEncryptionConfiguration as Part[];
    expect(keyOf(bucket.id, encryption?.["ServerSideEncryptionByDefault"].KMSMasterKeyID)).toBe(
      `<${cloud.idLike("AWS::KMS::Key", "RecordKey")}>`,
    );
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
    const policies = cloud
      .ofType("AWS::S3::BucketPolicy")
      .filter(([id, { Properties }]) => keyOf(id, Properties["Bucket"]) === `<${bucket.id}>`)
      .flatMap(([, { Properties }]) => Properties["PolicyDocument"].Statement as Part[]);
    expect(policies).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
    expect(policies.filter((each) => each["Effect"] === "Allow")).toEqual([]);
  });
});

describe("the stacks whose loss would be a loss", () => {
  it("cannot be deleted by a mistake: data, address and workflow", () => {
    const protectedOnes = Object.entries(cloud.stacks).flatMap(([name, { terminationProtection }]) =>
      terminationProtection ? [name] : [],
    );
    expect(protectedOnes.toSorted()).toEqual(["address", "data", "workflow"]);
  });

  it("keep the secret from which references are derived, made here and nowhere written", () => {
    const secret = one("AWS::SecretsManager::Secret", "ReferenceSecret");
    expect(secret.DeletionPolicy).toBe("Retain");
    expect(secret.Properties["GenerateSecretString"]).toMatchObject({ PasswordLength: 64 });
    expect(secret.Properties).not.toHaveProperty("SecretString");
  });
});

describe("tables that were restored", () => {
  const arnOf = (name: string) => `arn:{AWS::Partition}:dynamodb:{AWS::Region}:{AWS::AccountId}:table/${name}`;

  it("take the place of the deployment's own for every function, in its variables and in what it may do", () => {
    const own = ["Record", "Working"].map((name) => `<${restored.idLike("AWS::DynamoDB::Table", name)}>`);
    for (const { id, role } of Object.values(restored.functions)) {
      const variables = restored.resources[id]!.Properties["Environment"].Variables as Record<string, unknown>;
      expect(variables["WORKING_TABLE"]).toBe("working-of-may");
      if ("RECORD_TABLE" in variables) expect(variables["RECORD_TABLE"]).toBe("record-of-may");
      const tables = restored.permissionsOf(role).filter(({ action }) => action.startsWith("dynamodb:"));
      expect(tables.length).toBeGreaterThan(0);
      for (const { resource } of tables) {
        expect(own.some((each) => resource.includes(each))).toBe(false);
        expect(resource.replace(/\/index\/\w+$/, "")).toMatch(
          new RegExp(
            `^(${[arnOf("record-of-may"), arnOf("working-of-may")].map((each) => each.replaceAll(/[{}]/g, "\\$&")).join("|")})$`,
          ),
        );
      }
    }
  });

  it("are what is backed up", () => {
    const { id, Properties } = one("AWS::Backup::BackupSelection", "", restored);
    expect([Properties["BackupSelection"].Resources].flat(2).map((each) => restored.writtenIn(id)(each))).toEqual([
      arnOf("record-of-may"),
    ]);
    const backup = restored.permissionsOf(restored.idLike("AWS::IAM::Role", "BackupRole"));
    const tables = backup.filter(({ action }) => action.startsWith("dynamodb:")).map(({ resource }) => resource);
    expect([...new Set(tables)]).toEqual([arnOf("record-of-may")]);
  });

  it("leave the deployment's own untouched", () => {
    const tables = (of: Cloud) => Object.fromEntries(of.ofType("AWS::DynamoDB::Table"));
    expect(tables(restored)).toEqual(tables(cloud));
  });
});
