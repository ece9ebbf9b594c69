import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBPageLimits, type PageLimits } from "../../../functions/limits/page-limits.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { startServices, type Services, type Stack } from "../../support/stack.ts";
import { reference, world, type World } from "./support.ts";

let services: Services;
let stack: Stack;
let limits: PageLimits;
let made: World;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack();
  limits = dynamoDBPageLimits(services.dynamoDB, stack.tables.working, stack.api.log);
  made = await world({ limits });
});

const receiving = () => made.link("practitioners/receiving-side/1");
const press = async (path: string) => (await made.post(path, { do: "continue" })).status;
async function pressed(path: string, times: number): Promise<number[]> {
  const found: number[] = [];
  for (let time = 0; time < times; time++) found.push(await press(path));
  return found;
}
const alike = (status: number, times: number) => Array.from({ length: times }, () => status);

describe("how often a link can be used", () => {
  test("whoever tries links of a reference is stopped after thirty in a minute, and a right link still opens", async () => {
    const wrong = `/${reference}/none-of-ours`;
    expect(await pressed(wrong, 32)).toEqual([...alike(404, 30), 429, 429]);
    expect((await made.get(wrong)).text).toContain("Nothing was recorded of this.");
    expect(await press(receiving())).toBe(200);
  });

  test("no more is told of a reference that there is not: it is stopped after as many, in the same words", async () => {
    const known = `/${reference}/none-of-ours`;
    const unknown = "/ZZZZ-9999/none-of-ours";
    expect(await pressed(unknown, 32)).toEqual([...alike(404, 30), 429, 429]);
    await pressed(known, 32);
    const words = async (path: string) => (await made.get(path)).text.replaceAll(path, "");
    expect(await words(unknown)).toBe(await words(known));
  });

  test("one person presses at most 120 times a minute, which stops nobody else, and goes on in the next", async () => {
    made.at("2026-11-16T10:00:59.999Z");
    const path = receiving();
    expect(await pressed(path, 121)).toEqual([...alike(200, 120), 429]);
    expect(await press(made.link("raiser"))).toBe(200);
    made.at("2026-11-16T10:01:00.000Z");
    expect(await press(path)).toBe(200);
  });

  test("one person puts at most 60 entries a minute on a record; the next is recorded a minute later, from the same form", async () => {
    made.at("2026-11-16T10:00:59.999Z");
    const path = receiving();
    const send = (command: number) =>
      made.post(path, { do: "note", "your-name": "P", kind: "note", words: "Seen.", command: `note-${command}` });
    for (let entry = 1; entry <= 60; entry++) expect((await send(entry)).status).toBe(200);
    const notes = () => made.events().filter((each) => each === "NoteAdded").length;
    expect([(await send(61)).status, notes()]).toEqual([429, 60]);
    // Reading, and anybody else, goes on.
    expect(await press(path)).toBe(200);
    const raiser = await made.send(made.link("raiser"), "note", { "your-name": "I", kind: "note", words: "Seen." });
    expect([raiser.status, notes()]).toEqual([200, 61]);
    made.at("2026-11-16T10:01:00.000Z");
    expect([(await send(61)).status, notes()]).toEqual([200, 62]);
  });

  test("opening a link is never stopped, for scanners open them as often as they like", async () => {
    const path = receiving();
    for (let time = 0; time < 140; time++) expect((await made.get(path)).status).toBe(200);
    expect(await press(path)).toBe(200);
  });

  test("where counting fails nobody is stopped, and the log says so without a person", async () => {
    const failed = awsError("ProvisionedThroughputExceededException");
    const broken = dynamoDBPageLimits(
      failing(services.dynamoDB, () => failed),
      stack.tables.working,
      stack.api.log,
    );
    expect(await broken.press(reference, "raiser", "2026-11-16T10:00:00.000Z")).toBe(true);
    expect(await broken.wrong(reference, "2026-11-16T10:00:00.000Z")).toBe(true);
    expect(await broken.fresh(reference, "raiser", "2026-11-16T10:00:00.000Z")).toBe(true);
    const line = {
      level: "warn",
      message: "A press could not be counted; it goes through",
      about: { reference, error: failed.name },
    };
    expect(stack.logged).toEqual([line, line, line]);
  });
});
