/**
 * How often codes can be tried in the place of a link. A code has eight letters, so five wrong ones within an hour slow
 * their reference down: from then on each further try has to wait, a minute at first and twice as long each time. A try is
 * counted before its code is looked at, for a reference that has no record as for one that has. Links are not touched.
 *
 * working: pk `RATE#<reference>`, sk `code-tries`; it lapses by itself.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { addHours, addMinutes } from "../../policies/calendar/instant.ts";
import { nameOf, type Log } from "../log.ts";

/** What becomes of a try: its code may be looked at, not before an instant (UTC), or not at all because counting failed. */
export type Try =
  | { readonly may: "be looked at" }
  | { readonly may: "wait"; readonly until: string }
  | { readonly may: "not be counted" };

/** Asked by the page on which a reference and a code are typed, before the code is looked up. */
export interface CodeTries {
  /** Counts a try. A try that has to wait is not counted: waiting does not grow by asking. */
  begin(reference: string, now: string): Promise<Try>;
  /** The code was right: its reference is as if nobody had tried. It never throws. */
  right(reference: string): Promise<void>;
}

/** What is counted of a reference. */
interface Counted {
  readonly tries: number;
  /** From this instant on the next try may be made. */
  readonly from: string;
  /** From this instant on all of it is forgotten. */
  readonly until: string;
}

const freeTries = 5;
const longestWait = 60;
/** As many as compete at one instant are far fewer; whoever still loses then is not looked at. */
const mostRounds = 12;

/** The count after one more try; undefined where that has to wait. */
export function afterTry(before: Counted | undefined, now: string): Counted | undefined {
  if (!before || before.until <= now) return { tries: 1, from: now, until: addHours(now, 1) };
  if (before.from > now) return undefined;
  const tries = before.tries + 1;
  if (tries < freeTries) return { ...before, tries, from: now };
  const from = addMinutes(now, Math.min(2 ** (tries - freeTries), longestWait));
  return { tries, from, until: addHours(from, 1) };
}

/** Where counting fails because of the database, no code is looked at: unlike a link, a code could be tried out. */
export function dynamoDBCodeTries(client: DynamoDBDocumentClient, table: string, log: Log): CodeTries {
  const keyOf = (reference: string) => ({ pk: `RATE#${reference}`, sk: "code-tries" });

  /** Only a change gives back what stands there, and a reading beside it could not be trusted any longer than this. */
  const look = async (reference: string, now: string): Promise<Counted | undefined> => {
    const { Attributes: item } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: keyOf(reference),
        UpdateExpression: "SET expires = :expires ADD looks :one",
        ExpressionAttributeValues: { ":expires": secondsOf(addHours(now, 3)), ":one": 1 },
        ReturnValues: "ALL_NEW",
      }),
    );
    return item?.["tries"] === undefined
      ? undefined
      : { tries: Number(item["tries"]), from: String(item["from"]), until: String(item["until"]) };
  };

  /** @returns whether the count was still the one that was seen */
  const replace = async (reference: string, seen: Counted | undefined, next: Counted): Promise<boolean> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(reference),
          UpdateExpression: "SET tries = :tries, #from = :from, #until = :until",
          ConditionExpression: seen
            ? "tries = :seenTries AND #from = :seenFrom AND #until = :seenUntil"
            : "attribute_not_exists(tries)",
          ExpressionAttributeNames: { "#from": "from", "#until": "until" },
          ExpressionAttributeValues: {
            ":tries": next.tries,
            ":from": next.from,
            ":until": next.until,
            ...(seen ? { ":seenTries": seen.tries, ":seenFrom": seen.from, ":seenUntil": seen.until } : {}),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    async begin(reference, now) {
      try {
        for (let round = 0; round < mostRounds; round++) {
          const seen = await look(reference, now);
          const next = afterTry(seen, now);
          if (!next) return { may: "wait", until: seen?.from ?? now };
          if (await replace(reference, seen, next)) return { may: "be looked at" };
        }
        log("warn", "A code was tried too often at once; none was looked at", { reference });
      } catch (error) {
        log("warn", "A try of a code could not be counted; the code was not looked at", {
          reference,
          error: nameOf(error),
        });
      }
      return { may: "not be counted" };
    },
    async right(reference) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(reference),
            UpdateExpression: "REMOVE tries, #from, #until",
            ExpressionAttributeNames: { "#from": "from", "#until": "until" },
          }),
        );
      } catch (error) {
        log("warn", "The tries of codes could not be cleared", { reference, error: nameOf(error) });
      }
    },
  };
}

/** When DynamoDB may forget an item: seconds since 1970. */
const secondsOf = (instant: string) => Math.ceil(Date.parse(instant) / 1000);
