/**
 * The record in DynamoDB. Of the record table only PutItem, Query and GetItem are used; of the working table, the keys.
 *
 * record: pk `ESCALATION#<reference>` or `ALERT#<reference>`, sk the commit's number in nine digits; index `feed` by
 * partnership and month, UTC (feed.ts).
 * working: pk `KEY#<reference>`, sk `KEY`.
 */
import { KeyObject } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { upToDate, type Former } from "../core/versions.ts";
import { everyItem } from "../every-item.ts";
import { beginning, hashOf, verifyChain, type Stored } from "./chain.ts";
import type { Cause, Commit, FeedEntry, RecordStore, Uncommitted } from "./commit.ts";
import { feedKey, numbered, partnershipOf, placeInFeed } from "./feed.ts";
import { isAlert } from "./reference.ts";
import { keyFrom, newKey, seal, unseal } from "./sealing.ts";

/** The names of the two tables over which a record stands: the one with its commits, and the one with its key. */
export interface RecordTables {
  readonly record: string;
  readonly working: string;
}

/** Where the commits of a record stand, and where its key does: for whoever moves whole records (moving.ts). */
export const commitsOf = (reference: string) => `${isAlert(reference) ? "ALERT" : "ESCALATION"}#${reference}`;
export const keyOf = (reference: string) => ({ pk: `KEY#${reference}`, sk: "KEY" });

/** What the text of a stored commit holds beside its place. */
interface CommitText {
  readonly v: 1;
  readonly at: string;
  readonly cause: Cause;
  readonly command: string;
  readonly events: Record<string, unknown>[];
}

/** The events of one kind of record: what is none of them is neither read nor written. */
export interface EventSchema<E> {
  parse(event: unknown): E;
}

/** @param former how events of versions that are written no more are read; none where every event is still of its first */
export function dynamoDBRecord<E extends object>(
  client: DynamoDBDocumentClient,
  tables: RecordTables,
  schema: EventSchema<E>,
  former: Former = {},
): RecordStore<E> {
  const stored = async (reference: string): Promise<Stored[]> => {
    const items: Stored[] = [];
    const every = everyItem((ExclusiveStartKey) =>
      client.send(
        new QueryCommand({
          TableName: tables.record,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": commitsOf(reference) },
          ConsistentRead: true,
          ExclusiveStartKey,
        }),
      ),
    );
    for await (const item of every)
      items.push({
        reference,
        number: Number(item["sk"]),
        text: String(item["text"]),
        previous: String(item["previous"]),
        hash: String(item["hash"]),
        feedOf: item["feedOf"] as string | undefined,
        feedAt: item["feedAt"] as string | undefined,
      });
    return items;
  };

  const key = async (reference: string): Promise<KeyObject | "erased" | undefined> => {
    const found = await client.send(
      new GetCommand({ TableName: tables.working, Key: keyOf(reference), ConsistentRead: true }),
    );
    if (found.Item?.["erasedAt"]) return "erased";
    const value: unknown = found.Item?.["key"];
    return value instanceof Uint8Array ? keyFrom(value) : undefined;
  };

  /** The key of a new escalation. Whoever comes second uses the first one's: a commit sealed under a lost key would be lost. */
  const firstKey = async (reference: string): Promise<KeyObject> => {
    try {
      const made = newKey();
      await client.send(
        new PutCommand({
          TableName: tables.working,
          Item: { ...keyOf(reference), key: made },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
      return keyFrom(made);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const found = await key(reference);
      if (!(found instanceof KeyObject))
        throw new Error(`The key of ${reference} was there and is gone`, { cause: error });
      return found;
    }
  };

  /**
   * The key that was read together with a commit goes with it, so that what is appended after it needs no second look, and never leaves this file. Should the
   * key be destroyed in between, what is sealed under it reads as erased like all the rest.
   */
  const keys = new WeakMap<object, KeyObject | "erased">();

  return {
    stored,

    async erase(reference, at) {
      await client.send(new PutCommand({ TableName: tables.working, Item: { ...keyOf(reference), erasedAt: at } }));
    },

    async read(reference) {
      const [commits, found] = await Promise.all([stored(reference), key(reference)]);
      verifyChain(commits);
      // The key is written before the first commit, but may have been read before both were: then it is there by now.
      const opener = found ?? (commits.length > 0 ? await key(reference) : undefined);
      // A key that is neither there nor erased (a record restored alone from a long backup) reads as erased too.
      const open = opener instanceof KeyObject ? opener : undefined;
      const texts = commits.map((each) => ({ ...each, ...(JSON.parse(each.text) as CommitText) }));
      const [first] = texts;
      if (!first) return [];
      const partnership = partnershipOf(first.events[0], reference);
      const read = texts.map(({ at, cause, command, events, ...each }): Commit<E> => ({
        reference,
        partnership,
        number: each.number,
        at,
        cause,
        command,
        hash: each.hash,
        events: events.map((event, index) =>
          schema.parse(upToDate(unseal(event, open, `${reference}/${each.number}/${index}`), former)),
        ),
      }));
      const last = read.at(-1);
      if (last && opener) keys.set(last, opener);
      return read;
    },

    async append(commit: Uncommitted<E>, after) {
      const { reference, number, at, cause, command } = commit;
      // A link that was written wrong could never be mended.
      if (number === 1 ? after !== undefined : !/^[0-9a-f]{64}$/.test(after?.hash ?? ""))
        throw new Error(`Commit ${number} of ${reference} does not say rightly which commit it follows`);
      const partnership = after ? after.partnership : partnershipOf(commit.events[0], reference);
      // What could not be read again is not written.
      for (const event of commit.events) schema.parse(event);
      const sealer = after ? (keys.get(after) ?? (await key(reference))) : await firstKey(reference);
      // Writing nothing where words were meant to be written would lose them without a sign.
      if (!sealer) throw new Error(`There is no key for ${reference}, and it was not erased: nothing can be sealed`);
      const text = JSON.stringify({
        v: 1,
        at,
        cause,
        command,
        // After an erasure nothing personal is written any more: what would be sealed is erased from the start.
        events: commit.events.map((event, index) =>
          sealer !== "erased"
            ? seal(event, sealer, `${reference}/${number}/${index}`)
            : "sealed" in event
              ? { ...event, sealed: "erased" }
              : event,
        ),
      });
      const previous = after?.hash ?? beginning;
      const hash = hashOf(reference, number, previous, text);
      try {
        await client.send(
          new PutCommand({
            TableName: tables.record,
            Item: {
              pk: commitsOf(reference),
              sk: numbered(number),
              text,
              previous,
              hash,
              ...placeInFeed(partnership, commit),
            },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return "conflict";
        throw error;
      }
      const appended = { ...commit, partnership, hash };
      keys.set(appended, sealer);
      return appended;
    },

    async *feed(partnership, month, from): AsyncIterable<FeedEntry> {
      const every = everyItem((ExclusiveStartKey) =>
        client.send(
          new QueryCommand({
            TableName: tables.record,
            IndexName: "feed",
            KeyConditionExpression: "feedOf = :of AND feedAt >= :from",
            ExpressionAttributeValues: { ":of": feedKey(partnership, month), ":from": from },
            ExclusiveStartKey,
          }),
        ),
      );
      for await (const item of every) {
        const [at = "", reference = "", number = ""] = String(item["feedAt"]).split("#");
        yield { at, reference, number: Number(number) };
      }
    },
  };
}
