/**
 * How often a link can be used: so many presses a minute by one person of one escalation, so many entries a minute on
 * its record by one person, so many tries a minute with a link of it that is none of ours, and so many fresh links an
 * hour for one seat. The third touches nobody who has a link. Windows are the minutes and hours of the clock, UTC. In
 * front of HTTP APIs no firewall can stand, so that this is ours to do.
 *
 * working: pk `RATE#<reference>`, sk the minute or hour and what is counted; it lapses by itself.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { nameOf, type Log } from "../log.ts";
import type { Cause } from "../record/commit.ts";

/** How often a link can be pressed, and wrong ones tried, in a minute of the clock that is given (UTC). What is over is refused before anything is read or written. */
export interface PageLimits {
  /** Counts a press that shows something, and says whether it may go on. */
  press(reference: string, seat: string, now: string): Promise<boolean>;
  /** Counts a link that is none of ours, and says whether more may be tried. */
  wrong(reference: string, now: string): Promise<boolean>;
  /** Counts a fresh link that is asked for, and says whether it may be sent. */
  fresh(reference: string, seat: string, now: string): Promise<boolean>;
}

const pressesAMinute = 120;
const entriesAMinute = 60;
const wrongAMinute = 30;
const freshAnHour = 5;
/** A window that is over serves nothing but a look at what happened. */
const keptSeconds = 2 * 60 * 60;

const minute = (now: string) => now.slice(0, "2026-11-17T10:00".length);
const hour = (now: string) => now.slice(0, "2026-11-17T10".length);

/**
 * Whether one more entry of this seat may come onto the record now. The record itself is the counter: an answer costs no
 * request to count it.
 */
export function mayRecord(
  commits: readonly { readonly at: string; readonly cause: Cause }[],
  seat: string,
  now: string,
): boolean {
  const own = commits.filter(
    ({ at, cause }) => cause.kind === "party" && cause.seat === seat && minute(at) === minute(now),
  );
  return own.length < entriesAMinute;
}

/** It never throws: where counting fails, whoever asked goes on, because no answer is refused for want of a counter. */
export function dynamoDBPageLimits(client: DynamoDBDocumentClient, table: string, log: Log): PageLimits {
  const within = async (reference: string, window: string, what: string, most: number): Promise<boolean> => {
    try {
      const counted = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `RATE#${reference}`, sk: `${window}/${what}` },
          UpdateExpression: "SET expires = :expires ADD requests :one",
          ExpressionAttributeValues: {
            ":expires": Date.parse(`${window.padEnd("2026-11-17T10:00".length, ":00")}:00.000Z`) / 1000 + keptSeconds,
            ":one": 1,
          },
          ReturnValues: "UPDATED_NEW",
        }),
      );
      return Number(counted.Attributes?.["requests"]) <= most;
    } catch (error) {
      log("warn", "A press could not be counted; it goes through", { reference, error: nameOf(error) });
      return true;
    }
  };
  return {
    press: (reference, seat, now) => within(reference, minute(now), `press/${seat}`, pressesAMinute),
    wrong: (reference, now) => within(reference, minute(now), "wrong", wrongAMinute),
    fresh: (reference, seat, now) => within(reference, hour(now), `fresh/${seat}`, freshAnHour),
  };
}
