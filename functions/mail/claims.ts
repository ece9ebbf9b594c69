/**
 * Claims: whoever is about to send a notice, or to let one lapse, puts one first, so that without a fault nothing goes
 * out twice and nothing that goes out is recorded as lapsed. A claim lapses after five minutes, because its holder may
 * have died; one that says “sent” stands for ever.
 *
 * working: pk `CLAIM#<reference>`, sk the notice's id.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { addMinutes } from "../../policies/calendar/instant.ts";

/** `taken` by the caller, who sends it now; `held` by somebody else; or sent before, and the record does not say so yet. */
export type Claim = "taken" | "held" | { readonly sent: string };

export interface Claims {
  take(reference: string, notice: string, now: string): Promise<Claim>;
  /** Says that it was sent, before the record does: a crash between the two sends nothing twice. */
  sent(reference: string, notice: string, messageId: string): Promise<void>;
  /** Gives a claim back at once, because the sending failed. */
  giveBack(reference: string, notice: string): Promise<void>;
}

/** After so long somebody else can take a claim: an execution that found one held looks again then. */
export const lapsesAfterMinutes = 5;

/** Of all who take a claim at once, one gets it. Whether an older one has lapsed goes by the `now` (UTC) that is given, and no other clock. */
export function dynamoDBClaims(client: DynamoDBDocumentClient, table: string): Claims {
  const keyOf = (reference: string, notice: string) => ({ pk: `CLAIM#${reference}`, sk: notice });
  return {
    async take(reference, notice, now) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(reference, notice), claimedUntil: addMinutes(now, lapsesAfterMinutes) },
            ConditionExpression: "attribute_not_exists(pk) OR claimedUntil < :now",
            ExpressionAttributeValues: { ":now": now },
          }),
        );
        return "taken";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const found = await client.send(
          new GetCommand({ TableName: table, Key: keyOf(reference, notice), ConsistentRead: true }),
        );
        const sent: unknown = found.Item?.["messageId"];
        return typeof sent === "string" ? { sent } : "held";
      }
    },
    async sent(reference, notice, messageId) {
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(reference, notice), messageId } }));
    },
    async giveBack(reference, notice) {
      // Lapsed from the beginning of time: the next one to try takes it.
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(reference, notice), claimedUntil: "" } }));
    },
  };
}
