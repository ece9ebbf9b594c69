/** Summaries in the working table, of escalations and of practice alerts: put unless a newer one stands, and read by the index. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { everyItem } from "../every-item.ts";

/** What the items of a table do for summaries of a kind. */
export function summaryItems<S>(client: DynamoDBDocumentClient, table: string) {
  /** @param commits of how many the summary is made: somebody who read a later record may have been quicker, and theirs stays */
  const putUnlessNewer = async (item: object, commits: number): Promise<void> => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...item },
          ConditionExpression: "attribute_not_exists(pk) OR commits <= :commits",
          ExpressionAttributeValues: { ":commits": commits },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
  /** Those of the index of which a condition is true, in its order. */
  const query = async function* (
    condition: string,
    values: Readonly<Record<string, string>>,
  ): AsyncGenerator<S, void, undefined> {
    const every = everyItem((ExclusiveStartKey) =>
      client.send(
        new QueryCommand({
          TableName: table,
          IndexName: "summaries",
          KeyConditionExpression: condition,
          ExpressionAttributeValues: values,
          ExclusiveStartKey,
        }),
      ),
    );
    for await (const item of every) yield item["summary"] as S;
  };
  return { putUnlessNewer, query };
}
