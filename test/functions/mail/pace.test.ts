/** Pacing over a real table: what any function counts, all functions count. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Metric } from "../../../functions/measure.ts";
import type { Mail, Message } from "../../../functions/mail/mail.ts";
import { paced } from "../../../functions/mail/pace.ts";
import { transiently } from "../../../functions/stages/transient.ts";
import { clockAt, type TestClock } from "../../support/doubles.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

const message: Message = { subject: "Subject", text: "Text", html: "<body>Text</body>" };
const about = { reference: "7K3M-9QXD", notice: "asked/1" };

let database: Database;
let table: string;
let clock: TestClock;
/** When each e-mail went out, by the second, and to whom. */
let sent: { readonly second: string; readonly to: string }[];
let measured: Metric[];
let slept: number[];

beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ({ working: table } = await database.freshTables());
  clock = clockAt("2026-11-17T10:00:00.250Z");
  sent = [];
  measured = [];
  slept = [];
});

const mail: Mail = {
  send: (to) => {
    sent.push({ second: clock.now().slice(11, 19), to });
    return Promise.resolve(`message-${sent.length}`);
  },
};

/** One function's mail; each has its own, and they share nothing but the table. */
const caller = (perSecond: number, sleep?: (milliseconds: number) => Promise<unknown>) =>
  paced(mail, {
    client: database.dynamoDB,
    table,
    perSecond,
    clock,
    measure: (metric) => void measured.push(metric),
    sleep:
      sleep ??
      (async (milliseconds) => {
        slept.push(milliseconds);
        clock.set(new Date(Date.parse(clock.now()) + milliseconds).toISOString());
      }),
  });

const perSecond = () =>
  Object.fromEntries([...Map.groupBy(sent, ({ second }) => second)].map(([second, all]) => [second, all.length]));

describe("the pace of e-mails", () => {
  it("is never passed in a second, however many functions send at once", async () => {
    const callers = Array.from({ length: 4 }, () => caller(3, () => new Promise(() => undefined)));
    // Whoever has to wait waits for ever here, so that what is sent is what one second lets through.
    const tries = callers.flatMap((each) =>
      Array.from({ length: 3 }, (_, index) => each.send(`${index}@a.example`, message, about)),
    );
    await expect.poll(() => sent.length + measured.length).toBe(tries.length);
    expect(sent).toHaveLength(3);
    expect(measured).toHaveLength(9);
  });

  it("sends the next second what this one had no room for, from its beginning on, and counts what was held back", async () => {
    const paceful = caller(2);
    for (const to of ["a", "b", "c", "d", "e"]) await paceful.send(`${to}@a.example`, message, about);
    expect(perSecond()).toEqual({ "10:00:00": 2, "10:00:01": 2, "10:00:02": 1 });
    expect(slept).toEqual([750, 1000]);
    expect(measured).toEqual(["MailsHeldBack", "MailsHeldBack"]);
    expect(sent.map((each) => each.to)).toEqual(["a", "b", "c", "d", "e"].map((each) => `${each}@a.example`));
  });

  it("passes on what it was given, and what the mail service answered", async () => {
    const given: unknown[][] = [];
    const one = paced(
      { send: (...all) => Promise.resolve((given.push(all), "message-id")) },
      { client: database.dynamoDB, table, perSecond: 1, clock, measure: () => undefined },
    );
    expect(await one.send("a@a.example", message, about)).toBe("message-id");
    expect(given).toEqual([["a@a.example", message, about]]);
  });

  it("gives up after five full seconds, as an error that is tried again, with nothing sent", async () => {
    // Others fill every second that it comes to.
    const others = caller(1);
    const one = caller(1, async () => {
      clock.set(new Date(Date.parse(clock.now()) + 1000).toISOString());
      await others.send("other@a.example", message, about);
    });
    await others.send("other@a.example", message, about);
    const waited = one.send("late@a.example", message, about);
    await expect(waited).rejects.toMatchObject({
      name: "TransientError",
      message: "More than 1 e-mails a second are due: the rest wait",
    });
    expect(sent.map((each) => each.to)).not.toContain("late@a.example");
    expect(measured.filter((each) => each === "MailsHeldBack")).toHaveLength(6);
    // Under that very name the state machine tries the task again, and what is owed is owed still.
    await expect(transiently(() => waited)).rejects.toMatchObject({ name: "TransientError" });
  });

  it("leaves a count behind for an hour only, under a key that has nobody in it", async () => {
    await caller(5).send("a@a.example", message, about);
    expect(await database.items(table)).toEqual([
      { pk: "RATE#mail", sk: "2026-11-17T10:00:00", mails: 1, expires: Date.parse("2026-11-17T11:00:00.000Z") / 1000 },
    ]);
  });

  it("sends nothing that it could not count", async () => {
    const { client, ...rest } = { client: database.dynamoDB, table: "no-such-table", perSecond: 1, clock };
    await expect(
      paced(mail, { client, ...rest, measure: () => undefined }).send("a@a.example", message, about),
    ).rejects.toThrow("Requested resource not found");
    expect(sent).toEqual([]);
  });
});
