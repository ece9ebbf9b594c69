/**
 * Links to a partnership's register in the working table: pk `REGISTER#<SHA-256 of the secret>`. The secret itself is in the
 * e-mail and nowhere else.
 */
import { createHash, randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { addDays, dayOf, instantOf, timeOf } from "../../policies/calendar/instant.ts";
import { daysKnownAfterwards } from "./invitations.ts";
import type { RegisterLinks } from "./register-links.ts";

const secretBytes = 32;

export function dynamoDBRegisterLinks(client: DynamoDBDocumentClient, table: string): RegisterLinks {
  const keyOf = (secret: string) => ({
    pk: `REGISTER#${createHash("sha256").update(secret).digest("hex")}`,
    sk: "REGISTER",
  });
  return {
    async issue(link) {
      const secret = randomBytes(secretBytes).toString("base64url");
      const expires = Math.ceil(Date.parse(forgottenAt(link.until)) / 1000);
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(secret), ...link, expires } }));
      return `/register/${secret}`;
    },
    async find(secret, now) {
      const found = await client.send(new GetCommand({ TableName: table, Key: keyOf(secret), ConsistentRead: true }));
      const item = found.Item;
      // The table forgets it some time afterwards, so its own word counts.
      if (!item || forgottenAt(String(item["until"])) <= now) return undefined;
      return {
        partnership: String(item["partnership"]),
        email: String(item["email"]),
        issuedAt: String(item["issuedAt"]),
        until: String(item["until"]),
      };
    },
  };
}

/** Until when one is known that has ended, UTC. */
const forgottenAt = (until: string) => instantOf(addDays(dayOf(until), daysKnownAfterwards), timeOf(until));
