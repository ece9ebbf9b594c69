/**
 * The policy versions of the last deployment that the guard let through. What CloudFormation calls the old properties is
 * not that: when it takes back a deployment that was refused, the old ones are those that were refused.
 *
 * working: pk `GUARD`, sk `ACCEPTED`.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { readHeld, type Held } from "./held.ts";

export interface Accepted {
  /** Undefined before the first deployment. */
  read(): Promise<readonly Held[] | undefined>;
  write(held: readonly Held[]): Promise<void>;
}

export function dynamoDBAccepted(client: DynamoDBDocumentClient, table: string): Accepted {
  const key = { pk: "GUARD", sk: "ACCEPTED" };
  return {
    async read() {
      const found = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return found.Item === undefined ? undefined : readHeld(found.Item["held"]);
    },
    async write(held) {
      await client.send(new PutCommand({ TableName: table, Item: { ...key, held } }));
    },
  };
}
