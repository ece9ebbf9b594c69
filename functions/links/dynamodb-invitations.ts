/**
 * Links by which a concern is raised or a practice alert submitted, in the working table: pk `RAISE#<SHA-256 of
 * raise/secret>`, or of alert/secret. The secret itself is in
 * the e-mail and nowhere else, and the address is sealed by it. Requests are counted under pk `RAISE-ASKED#<SHA-256 of the address>`, one of five places
 * each, so that a conditional put does the counting.
 */
import { createHash, randomBytes } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { addDays, addHours, dayOf, instantOf, timeOf } from "../../policies/calendar/instant.ts";
import type { AlertTheme } from "../alerts/theme.ts";
import { domainOf } from "../directory/directory.ts";
import { openedBySecret, sealedBySecret, type SealedBy } from "./by-secret.ts";
import { daysKnownAfterwards, type Invitations, type Purpose } from "./invitations.ts";

const secretBytes = 32;
const mostAnHour = 5;

export function dynamoDBInvitations(client: DynamoDBDocumentClient, table: string): Invitations {
  const keyOf = (purpose: Purpose, secret: string) => ({ pk: `RAISE#${sha256(`${purpose}/${secret}`)}`, sk: "RAISE" });
  return {
    async mayAsk(email, now) {
      const pk = `RAISE-ASKED#${sha256(mailboxOf(email))}`;
      const free = addHours(now, 1);
      for (let place = 1; place <= mostAnHour; place++)
        try {
          await client.send(
            new PutCommand({
              TableName: table,
              Item: { pk, sk: String(place), takenUntil: free, expires: secondsOf(free) },
              ConditionExpression: "attribute_not_exists(pk) OR takenUntil <= :now",
              ExpressionAttributeValues: { ":now": now },
            }),
          );
          return true;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }
      return false;
    },
    async issue({ email, ...invitation }, purpose = "raise") {
      const secret = randomBytes(secretBytes).toString("base64url");
      const key = keyOf(purpose, secret);
      await client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...key,
            ...invitation,
            address: sealedBySecret(email, addressAt(secret, key.pk)),
            expires: secondsOf(forgottenAt(invitation.until)),
          },
        }),
      );
      return `/${purpose}/${secret}`;
    },
    async find(secret, now, purpose = "raise") {
      const key = keyOf(purpose, secret);
      const found = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      const item = found.Item;
      // The table forgets it some time afterwards, so its own word counts.
      if (!item || forgottenAt(String(item["until"])) <= now) return undefined;
      return {
        agency: String(item["agency"]),
        email: openedBySecret(item["address"] as Uint8Array, addressAt(secret, key.pk)),
        issuedAt: String(item["issuedAt"]),
        until: String(item["until"]),
        ...(item["theme"] ? { theme: item["theme"] as AlertTheme } : {}),
      };
    },
  };
}

const addressAt = (secret: string, place: string): SealedBy => ({ secret, use: "address of a link, 1", place });

/** The mailbox that an address leads to: “Ada+x@school.example” and “ada@SCHOOL.example” are one. */
function mailboxOf(email: string): string {
  const [local = ""] = email.toLowerCase().split(/[+@]/);
  return `${local}@${domainOf(email)}`;
}

/** Until when one is known that has ended. */
const forgottenAt = (until: string) => instantOf(addDays(dayOf(until), daysKnownAfterwards), timeOf(until));

/** When DynamoDB may forget an item: seconds since 1970. */
const secondsOf = (instant: string) => Math.ceil(Date.parse(instant) / 1000);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
