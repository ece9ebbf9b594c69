/**
 * Whole records, exactly as they are stored, out of tables and into others: for an export and a restore from one. Nothing
 * that stands in a table is ever written over.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { everyItem } from "../every-item.ts";
import type { Stored } from "./chain.ts";
import { commitsOf, keyOf, type RecordTables } from "./dynamodb-record.ts";
import { numbered } from "./feed.ts";

/** What stands in the place of a record's key. */
export type KeyHeld =
  | { readonly key: Uint8Array }
  /** Its people were erased, UTC. */
  | { readonly erasedAt: string };

export interface Moving {
  /** Every reference of which there is a commit, in order. */
  references(): Promise<string[]>;
  key(reference: string): Promise<KeyHeld | undefined>;
  /** @returns `there` where something stands in its place already, which stays as it is */
  putCommit(stored: Stored): Promise<"written" | "there">;
  putKey(reference: string, held: KeyHeld): Promise<"written" | "there">;
}

/** For operators alone: it scans the table of the record, which no function of the service is allowed. */
export function movingOf(client: DynamoDBDocumentClient, tables: RecordTables): Moving {
  const putNew = async (table: string, item: Record<string, unknown>) => {
    try {
      await client.send(
        new PutCommand({ TableName: table, Item: item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
      return "written";
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return "there";
      throw error;
    }
  };
  return {
    async references() {
      const found = new Set<string>();
      const every = everyItem((ExclusiveStartKey) =>
        client.send(
          new ScanCommand({
            TableName: tables.record,
            ProjectionExpression: "pk",
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        ),
      );
      for await (const { pk } of every) found.add(String(pk).replace(/^[A-Z]+#/, ""));
      return [...found].toSorted();
    },
    async key(reference) {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: tables.working, Key: keyOf(reference), ConsistentRead: true }),
      );
      if (item?.["erasedAt"]) return { erasedAt: String(item["erasedAt"]) };
      const value: unknown = item?.["key"];
      return value instanceof Uint8Array ? { key: value } : undefined;
    },
    putCommit: ({ reference, number, ...stored }) =>
      putNew(tables.record, { pk: commitsOf(reference), sk: numbered(number), ...stored }),
    putKey: (reference, held) => putNew(tables.working, { ...keyOf(reference), ...held }),
  };
}
