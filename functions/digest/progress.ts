/**
 * How far the digests of each partnership have been sent. working: pk `CURSOR`, sk `digests/<partnership>`: the last day of
 * the last week and of the last month. Both stand on one item, since whoever is due both at once has them in one email:
 * were one of them done and the other not, the other would be sent again.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Day } from "../../policies/calendar/instant.ts";
import type { Every } from "./schedule.ts";

/** A week or a month of which there is nothing has not begun to be sent. */
export type Done = Readonly<Partial<Record<Every, Day>>>;

export interface Progress {
  read(partnership: string): Promise<Done>;
  write(partnership: string, done: Done): Promise<void>;
}

/** Of a partnership that was sent nothing yet `read` gives an empty `Done`. `write` takes the place of what was there. */
export function dynamoDBProgress(client: DynamoDBDocumentClient, table: string): Progress {
  const keyOf = (partnership: string) => ({ pk: "CURSOR", sk: `digests/${partnership}` });
  return {
    async read(partnership) {
      const found = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(partnership), ConsistentRead: true }),
      );
      return (found.Item?.["done"] ?? {}) as Done;
    },
    async write(partnership, done) {
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(partnership), done } }));
    },
  };
}
