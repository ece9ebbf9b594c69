/**
 * Pacing: all functions together send no more e-mails a second than the deployment says, which is below the rate of the
 * account. Whoever finds a second full waits for the next; whoever has waited too long leaves the e-mail owed.
 *
 * working: pk `RATE#mail`, sk the second, UTC; it lapses by itself.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Measure } from "../measure.ts";
import { triedAgain } from "../unsaid.ts";
import type { Mail } from "./mail.ts";

export interface Pace {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly perSecond: number;
  readonly clock: { now(): string };
  readonly measure: Measure;
  /** Until the next try, in milliseconds; real time unless it is given. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Too many e-mails were due at once. This one stays owed, and the state machine tries the task again. */
export class TooManyMails extends Error {
  constructor(perSecond: number) {
    super(`More than ${perSecond} e-mails a second are due: the rest wait`);
    this.name = triedAgain;
  }
}

/** A task has 45 seconds for all that it does; waiting takes at most a few of them. */
const mostSeconds = 5;
const keptSeconds = 60 * 60;

/** @throws TooManyMails when every second of the next few was full */
export function paced(mail: Mail, { client, table, perSecond, clock, measure, sleep = wait }: Pace): Mail {
  /** How many have asked for this second so far, this one included. */
  const asked = async (second: string): Promise<number> => {
    const counted = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: "RATE#mail", sk: second },
        UpdateExpression: "SET expires = :expires ADD mails :one",
        ExpressionAttributeValues: { ":expires": Date.parse(`${second}.000Z`) / 1000 + keptSeconds, ":one": 1 },
        ReturnValues: "UPDATED_NEW",
      }),
    );
    return Number(counted.Attributes?.["mails"]);
  };

  return {
    async send(to, message, about) {
      for (let waited = 0; ; waited++) {
        const now = clock.now();
        if ((await asked(now.slice(0, "2026-11-17T10:00:00".length))) <= perSecond) break;
        measure("MailsHeldBack");
        if (waited === mostSeconds) throw new TooManyMails(perSecond);
        // To the beginning of the next second, UTC.
        await sleep(1000 - (Date.parse(now) % 1000));
      }
      return mail.send(to, message, about);
    },
  };
}
