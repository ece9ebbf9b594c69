/**
 * Links in the working table: pk `LINK#<SHA-256 of reference/secret>` for the link and pk `CODE#<HMAC of reference/code>` for
 * its code. The secret and the code themselves are in the e-mail and nowhere else. A link that is over is kept for a
 * year, so that whoever opens it can have a fresh one sent.
 */
import { createHash, randomBytes } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { hashOfCode, newCode, readCode } from "./code.ts";
import type { Link, Links } from "./links.ts";

const secretBytes = 32;
const keptSeconds = 365 * 24 * 60 * 60;

/** @param codeSecret under which codes are hashed: at least 32 characters, in no table */
export function dynamoDBLinks(client: DynamoDBDocumentClient, table: string, codeSecret: string): Links {
  const keyOf = (reference: string, secret: string) => ({
    pk: `LINK#${createHash("sha256").update(`${reference}/${secret}`).digest("hex")}`,
    sk: "LINK",
  });
  const codeKeyOf = (reference: string, code: string) => ({
    pk: `CODE#${hashOfCode(reference, code, codeSecret)}`,
    sk: "CODE",
  });
  const found = async (key: { readonly pk: string; readonly sk: string }): Promise<Link | undefined> => {
    const { Item: item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    if (!item) return undefined;
    return {
      reference: String(item["reference"]),
      seat: String(item["seat"]),
      stage: String(item["stage"]),
      issuedAt: String(item["issuedAt"]),
      until: String(item["until"]),
    };
  };
  return {
    async issue(link) {
      const secret = randomBytes(secretBytes).toString("base64url");
      const code = newCode();
      const expires = Math.ceil(Date.parse(link.until) / 1000) + keptSeconds;
      await Promise.all(
        [keyOf(link.reference, secret), codeKeyOf(link.reference, code)].map((key) =>
          client.send(new PutCommand({ TableName: table, Item: { ...key, ...link, expires } })),
        ),
      );
      return { path: `/${link.reference}/${secret}`, code };
    },
    find: (reference, secret) => found(keyOf(reference, secret)),
    async findByCode(reference, typed) {
      const code = readCode(typed);
      return code === undefined ? undefined : found(codeKeyOf(reference, code));
    },
  };
}
