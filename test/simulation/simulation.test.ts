/**
 * Random histories, in every order, with every fault; `npm run simulate` plays thousands. One that breaks a promise is named with
 * the command that plays it again.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soundnessOf } from "../../policies/language/soundness.ts";
import { startDatabase, type Database } from "../support/stack.ts";
import { holds, said } from "./holds.ts";
import { startMachines, type Machines } from "./machines.ts";
import { storeFor, storeOn } from "./play.ts";
import { publishedPlaces, randomPlace } from "./policies.ts";
import { runHistories } from "./run.ts";

const published = publishedPlaces();
const random = Array.from({ length: 10 }, (_, place) => randomPlace(place + 1));

let machines: Machines;
beforeAll(async () => {
  machines = await startMachines([...published, ...random].map((each) => each.rules.policy));
});
afterAll(() => machines.close());

describe("any order of any commands, with any step failing, dying or happening twice", () => {
  test.each(published.map((place) => [place.name, place] as const))(
    "ALL-01, ALL-07, ALL-09 under %s: nothing is lost, nothing skipped, nothing stuck, nobody left untold",
    async (_, place) => holds(place, 40, machines),
    600_000,
  );

  test.each(random.map((place) => [place.name, place] as const))(
    "PRE-02 under %s, a sound policy that nobody wrote, the same",
    async (_, place) => holds(place, 10, machines),
    600_000,
  );

  test("the random policies are sound, and differ", () => {
    for (const { rules } of random)
      expect(soundnessOf(rules.policy).filter((each) => each.severity === "error")).toEqual([]);
    const shapes = random.map(({ rules }) =>
      JSON.stringify(rules.policy.stages.map((each) => [each.clocks, each.afterwards])),
    );
    expect(new Set(shapes).size).toBe(random.length);
  });

  test("the same seed gives the same history: every call, commit and e-mail is counted alike", async () => {
    const [place] = published;
    if (!place) throw new Error("No policy is published");
    const once = async () =>
      runHistories({ seed: 7, histories: 4, shrinks: false }, place, machines, await storeFor(place));
    expect(await once()).toEqual(await once());
  });
});

describe("on the local database", () => {
  let database: Database;
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database.close());

  test.each(published.map((place) => [place.name, place] as const))(
    "ALL-01, ALL-09 under %s, histories hold as they do in memory",
    async (_, place) => {
      const asked = { seed: 99, histories: 2, shrinks: false };
      const stored = await runHistories(asked, place, machines, storeOn(database, place));
      expect(said(stored)).toBeUndefined();
      expect(stored).toEqual(await runHistories(asked, place, machines, await storeFor(place)));
    },
    600_000,
  );
});
