/**
 * Drafts in the working table: pk `DRAFT#<SHA-256 of draft/secret>`. What was written is sealed with AES-256-GCM under a key
 * that is derived from the link's secret, which is in the e-mail and nowhere else: whoever reads the table cannot read a draft.
 * Nothing is deleted: a draft is emptied by another revision, and the table forgets it after its end.
 */
import { createHash } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "../../policies/schemas.ts";
import { openedBySecret, sealedBySecret, type SealedBy } from "../links/by-secret.ts";
import { DraftAltered, type Drafts } from "./drafts.ts";

const draftSchema = z.strictObject({
  command: z.string(),
  begunAt: z.string(),
  answers: z.record(z.string(), z.string()),
  answered: z.array(z.string()),
  raised: z.array(z.strictObject({ reference: z.string(), command: z.string(), areaName: z.string(), at: z.string() })),
});

const itemSchema = z.object({
  revision: z.number(),
  until: z.string(),
  sealed: z.instanceof(Uint8Array),
});

/** Opens and seals by the secret that each call brings, and keeps none. A draft whose link is over reads as none, though the table may still have it. */
export function dynamoDBDrafts(client: DynamoDBDocumentClient, table: string): Drafts {
  return {
    async read(secret, now) {
      const pk = placeOf(secret);
      const found = await client.send(
        new GetCommand({ TableName: table, Key: { pk, sk: "DRAFT" }, ConsistentRead: true }),
      );
      if (!found.Item) return undefined;
      const { revision, until, sealed } = itemSchema.parse(found.Item);
      // The table forgets it some time after its end, so its own word counts.
      if (until <= now) return undefined;
      return { revision, draft: draftSchema.parse(JSON.parse(opened(sealed, secret, { pk, revision, until }))) };
    },
    async write(secret, draft, { after, until }) {
      const pk = placeOf(secret);
      const revision = after + 1;
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: {
              pk,
              sk: "DRAFT",
              revision,
              until,
              expires: Math.ceil(Date.parse(until) / 1000),
              sealed: sealedBySecret(JSON.stringify(draft), sealedAt(secret, { pk, revision, until })),
            },
            ...(after === 0
              ? { ConditionExpression: "attribute_not_exists(pk)" }
              : { ConditionExpression: "revision = :after", ExpressionAttributeValues: { ":after": after } }),
          }),
        );
        return revision;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "conflict";
      }
    },
  };
}

/** Where a draft stands: what is sealed opens there and in no other place, revision or time. */
interface Place {
  readonly pk: string;
  readonly revision: number;
  readonly until: string;
}

const placeOf = (secret: string) => `DRAFT#${createHash("sha256").update(`draft/${secret}`).digest("hex")}`;

const sealedAt = (secret: string, { pk, revision, until }: Place): SealedBy => ({
  secret,
  use: "draft of a concern, 1",
  place: `${pk}/${revision}/${until}`,
});

function opened(sealed: Uint8Array, secret: string, place: Place): string {
  try {
    return openedBySecret(sealed, sealedAt(secret, place));
  } catch (cause) {
    throw new DraftAltered("A draft does not open with the link that it was written by", { cause });
  }
}
