/**
 * Links to a partnership's register in the working table: pk `REGISTER#<SHA-256 of the secret>`. The secret itself is in the
 * e-mail and nowhere else, and the address is sealed by it.
 */
import { createHash, randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { addDays, dayOf, instantOf, timeOf } from "../../policies/calendar/instant.ts";
import { openedBySecret, sealedBySecret, type SealedBy } from "./by-secret.ts";
import { daysKnownAfterwards } from "./invitations.ts";
import type { RegisterLinks } from "./register-links.ts";

const secretBytes = 32;

/** Each `issue` makes one link more, and takes none away: a link lapses by itself. */
export function dynamoDBRegisterLinks(client: DynamoDBDocumentClient, table: string): RegisterLinks {
  const keyOf = (secret: string) => ({
    pk: `REGISTER#${createHash("sha256").update(secret).digest("hex")}`,
    sk: "REGISTER",
  });
  return {
    async issue({ email, ...link }) {
      const secret = randomBytes(secretBytes).toString("base64url");
      const key = keyOf(secret);
      const address = sealedBySecret(email, addressAt(secret, key.pk));
      const expires = Math.ceil(Date.parse(forgottenAt(link.until)) / 1000);
      await client.send(new PutCommand({ TableName: table, Item: { ...key, ...link, address, expires } }));
      return `/register/${secret}`;
    },
    async find(secret, now) {
      const key = keyOf(secret);
      const found = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      const item = found.Item;
      // The table forgets it some time afterwards, so its own word counts.
      if (!item || forgottenAt(String(item["until"])) <= now) return undefined;
      return {
        partnership: String(item["partnership"]),
        email: openedBySecret(item["address"] as Uint8Array, addressAt(secret, key.pk)),
        issuedAt: String(item["issuedAt"]),
        until: String(item["until"]),
      };
    },
  };
}

const addressAt = (secret: string, place: string): SealedBy => ({ secret, use: "address of a link, 1", place });

/** Until when one is known that has ended, UTC. */
const forgottenAt = (until: string) => instantOf(addDays(dayOf(until), daysKnownAfterwards), timeOf(until));
