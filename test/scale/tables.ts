/** The tables of a generated folder, and a client of the database that has it. */
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { tableDefinitions } from "../../infra/tables.ts";

export const tables = { record: "record", working: "working" };

export const clientOf = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: "eu-west-2",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/** Resolves once both can be used, which is a moment after they were made. */
export async function createTables(client: DynamoDBDocumentClient): Promise<void> {
  for (const definition of tableDefinitions(tables)) {
    await client.send(new CreateTableCommand(definition));
    const { TableName } = definition;
    while ((await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus !== "ACTIVE");
  }
}
