/** Links in the working table: pk `LINK#<SHA-256 of reference/secret>`. The secret itself is in the e-mail and nowhere else. */
import { createHash, randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Links } from "./links.ts";

const secretBytes = 32;

export function dynamoDBLinks(client: DynamoDBDocumentClient, table: string): Links {
  const keyOf = (reference: string, secret: string) => ({
    pk: `LINK#${createHash("sha256").update(`${reference}/${secret}`).digest("hex")}`,
    sk: "LINK",
  });
  return {
    async issue(link) {
      const secret = randomBytes(secretBytes).toString("base64url");
      await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(link.reference, secret), ...link } }));
      return `/${link.reference}/${secret}`;
    },
    async find(reference, secret) {
      const found = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(reference, secret), ConsistentRead: true }),
      );
      const item = found.Item;
      if (!item) return undefined;
      return {
        reference: String(item["reference"]),
        seat: String(item["seat"]),
        stage: String(item["stage"]),
        issuedAt: String(item["issuedAt"]),
      };
    },
  };
}
