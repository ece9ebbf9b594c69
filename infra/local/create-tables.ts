/** The tables of a laptop's folder: made when it is new, found again later, and refused when another version made them. */
import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { tableDefinitions } from "../tables.ts";

/** @throws Error that says what to do when the folder's tables are unfinished, or have other keys than these */
export async function createTables(
  client: DynamoDBClient,
  names: { readonly record: string; readonly working: string },
  folder: string,
): Promise<void> {
  for (const definition of tableDefinitions(names)) {
    try {
      await client.send(new CreateTableCommand(definition));
    } catch (error) {
      // From the second start on it is there.
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    const table = await whenItExists(client, definition, folder);
    // What stands under other keys would not be found, and nobody would be told.
    if (keysOf(table) !== keysOf(definition))
      throw new Error(
        `The database of ${folder} was made by another version of this service, which kept things under other keys. Nothing in it was changed. To begin anew, delete that folder, or name another: LAPTOP_FOLDER=<folder> npm start`,
      );
  }
}

async function whenItExists(
  client: DynamoDBClient,
  { TableName }: CreateTableCommandInput,
  folder: string,
): Promise<TableDescription> {
  try {
    const { reason } = await waitUntilTableExists(
      { client, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 },
      { TableName },
    );
    return (reason as { readonly Table: TableDescription }).Table;
  } catch (error) {
    throw new Error(
      `The database of ${folder} was cut off while it was first made, before anything was raised. Delete that folder and start again.`,
      { cause: error },
    );
  }
}

/** By what a table and its index find things, as one text. */
const keysOf = ({
  KeySchema = [],
  GlobalSecondaryIndexes = [],
}: Pick<TableDescription, "KeySchema" | "GlobalSecondaryIndexes">) =>
  [{ IndexName: "", KeySchema }, ...GlobalSecondaryIndexes]
    .map((each) => [each.IndexName, ...(each.KeySchema ?? []).map((key) => key.AttributeName)].join(" "))
    .join();
