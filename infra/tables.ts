/** The two tables, as keys and indexes: the CDK app takes the names of keys and indexes from here, the laptop and the tests whole definitions. */
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** Commits only. The index `feed` announces each by its partnership and month (UTC), then its instant. */
export const recordKeys = {
  partition: "pk",
  sort: "sk",
  index: "feed",
  indexPartition: "feedOf",
  indexSort: "feedAt",
} as const;

/** Keys, links, tokens, claims, summaries, directory. The index `summaries` is by partnership and state, then the next moment. */
export const workingKeys = {
  partition: "pk",
  sort: "sk",
  index: "summaries",
  indexPartition: "summaryOf",
  indexSort: "summaryAt",
} as const;

/** For local tables, the record first. In the cloud the data stack makes its own of the same keys, with what only the cloud has. */
export function tableDefinitions(names: {
  readonly record: string;
  readonly working: string;
}): CreateTableCommandInput[] {
  return (
    [
      [names.record, recordKeys, "KEYS_ONLY"],
      [names.working, workingKeys, "ALL"],
    ] as const
  ).map(([name, keys, projection]) => ({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [keys.partition, keys.sort, keys.indexPartition, keys.indexSort].map((each) => ({
      AttributeName: each,
      AttributeType: "S",
    })),
    KeySchema: [
      { AttributeName: keys.partition, KeyType: "HASH" },
      { AttributeName: keys.sort, KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: keys.index,
        KeySchema: [
          { AttributeName: keys.indexPartition, KeyType: "HASH" },
          { AttributeName: keys.indexSort, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: projection },
      },
    ],
  }));
}
