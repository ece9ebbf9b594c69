/** Up to when somebody who reads the feed has looked: reconcile, or another by name. working: pk `CURSOR`, sk the name. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";

/** Undefined before the first run. `write` sets it whatever it was, back too. Instants are UTC. @param name who reads the feed */
export function dynamoDBCursor(client: DynamoDBDocumentClient, table: string, name = "reconcile") {
  const key = { pk: "CURSOR", sk: name };
  return {
    async read(): Promise<string | undefined> {
      const found = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      const instant: unknown = found.Item?.["instant"];
      return typeof instant === "string" ? instant : undefined;
    },
    async write(instant: string): Promise<void> {
      await client.send(new PutCommand({ TableName: table, Item: { ...key, instant } }));
    },
  };
}
