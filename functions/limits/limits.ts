/**
 * How often a client may ask: so many requests a minute, and of these so many submissions. Windows are the minutes of
 * the clock, UTC.
 *
 * working: pk `RATE#<client>`, sk the minute; it lapses by itself.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { nameOf, type Log } from "../log.ts";

/** Submissions count among the requests too. */
export interface PerMinute {
  readonly requests: number;
  readonly submissions: number;
}

/** How a client stands with the limit that is nearest, this request counted. */
export interface Standing {
  readonly of: keyof PerMinute;
  readonly limit: number;
  readonly remaining: number;
  readonly exceeded: boolean;
  /** Whole seconds until the next window begins, 1 to 60. */
  readonly resetSeconds: number;
}

/** How often the clients of the API ask, each counted for itself, by the minute of the clock. */
export interface Limits {
  /**
   * Counts a request. It never throws: where counting fails, the request stands as the first of its window, because no
   * concern is refused for want of a counter.
   */
  count(client: string, what: { readonly isSubmission: boolean }, now: string): Promise<Standing>;
}

/** A window that is over serves nothing but a look at what happened. */
const keptSeconds = 60 * 60;

/** A request that exceeds a limit is counted as well, until the minute of the clock (UTC) is over. */
export function dynamoDBLimits(client: DynamoDBDocumentClient, table: string, perMinute: PerMinute, log: Log): Limits {
  const add = async (id: string, isSubmission: boolean, minute: string): Promise<PerMinute> => {
    const counted = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: `RATE#${id}`, sk: minute },
        UpdateExpression: "SET expires = :expires ADD requests :one, submissions :submissions",
        ExpressionAttributeValues: {
          ":expires": secondsOf(`${minute}:00.000Z`) + keptSeconds,
          ":one": 1,
          ":submissions": isSubmission ? 1 : 0,
        },
        ReturnValues: "ALL_NEW",
      }),
    );
    const { requests, submissions } = counted.Attributes ?? {};
    return { requests: Number(requests), submissions: Number(submissions) };
  };

  return {
    async count(id, { isSubmission }, now) {
      const minute = now.slice(0, "2026-11-17T10:00".length);
      let counted: PerMinute;
      try {
        counted = await add(id, isSubmission, minute);
      } catch (error) {
        log("warn", "A request could not be counted; it goes through", { client: id, error: nameOf(error) });
        counted = { requests: 1, submissions: isSubmission ? 1 : 0 };
      }
      const left = (of: keyof PerMinute) => perMinute[of] - counted[of];
      const of = isSubmission && left("submissions") <= left("requests") ? "submissions" : "requests";
      return {
        of,
        limit: perMinute[of],
        remaining: Math.max(0, left(of)),
        exceeded: left(of) < 0,
        resetSeconds: Math.ceil(secondsOf(`${minute}:00.000Z`) + 60 - secondsOf(now)),
      };
    },
  };
}

const secondsOf = (instant: string) => Date.parse(instant) / 1000;
