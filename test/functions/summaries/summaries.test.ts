import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  dynamoDBSummaries,
  itemsOf,
  placeOf,
  refreshSummary,
  type Scope,
  type Summaries,
  type Summary,
} from "../../../functions/summaries/summaries.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { failing } from "../../support/doubles.ts";
import { facts } from "../../support/facts.ts";
import { walk } from "../../support/walk.ts";
import { personal, startServices, type Services } from "../../support/stack.ts";

let services: Services;
let table: string;
let summaries: Summaries;
const held = ["knowsley", "medway", "milton-keynes"];
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  table = (await services.freshTables()).working;
  summaries = dynamoDBSummaries(services.dynamoDB, table, () => held);
});

const summary = (changes: Partial<Summary> = {}): Summary => ({
  reference: "7K3M-9QXD",
  partnership: "knowsley",
  policy: { id: "knowsley", version: "2020-06" },
  raisedAt: "2026-11-17T10:00:00.000Z",
  raising: "whitebeam-school",
  receiving: "social-care",
  state: "open",
  status: "at stage",
  stage: "practitioners",
  moment: "2026-11-20T17:00:00.000Z",
  execution: 1,
  commits: 3,
  facts: facts(),
  ...changes,
});
const before = async (instant: string, partnership = "knowsley", of = summaries) => {
  const found: Summary[] = [];
  for await (const each of of.openBefore(partnership, instant)) found.push(each);
  return found;
};
const late = "2026-11-21T00:00:00.000Z";

describe("summaries", () => {
  test("one is found whole by its partnership once its moment is past", async () => {
    await summaries.put(summary());
    expect(await before(late)).toEqual([summary()]);
    expect(await before("2026-11-20T17:00:00.000Z")).toEqual([]);
  });

  test("those of a partnership come longest overdue first, others and ended ones not at all", async () => {
    await summaries.put(summary({ reference: "AAAA-2222", moment: "2026-11-19T17:00:00.000Z" }));
    await summaries.put(summary({ reference: "BBBB-2222", moment: "2026-11-18T17:00:00.000Z" }));
    await summaries.put(summary({ reference: "CCCC-2222", moment: "2026-11-23T17:00:00.000Z" }));
    await summaries.put(summary({ reference: "DDDD-2222", partnership: "milton-keynes" }));
    await summaries.put(summary({ reference: "EEEE-2222", state: "ended" }));
    expect((await before(late)).map((each) => each.reference)).toEqual(["BBBB-2222", "AAAA-2222"]);
  });

  test("one of an older record never takes the place of a newer one's", async () => {
    await summaries.put(summary({ commits: 5, stage: "line-managers" }));
    await summaries.put(summary({ commits: 4 }));
    expect((await before(late)).map((each) => [each.commits, each.stage])).toEqual([[5, "line-managers"]]);
  });

  test("of many written at once, in any order, the newest stays", async () => {
    await Promise.all([3, 9, 5, 7, 4, 8, 6].map((commits) => summaries.put(summary({ commits }))));
    expect((await before(late)).map((each) => each.commits)).toEqual([9]);
  });

  test("one of the same record is written again, so that a rebuilding mends it", async () => {
    await summaries.put(summary({ stage: "wrong" }));
    await summaries.put(summary());
    expect((await before(late)).map((each) => each.stage)).toEqual(["practitioners"]);
  });

  test("where it is as it should be nothing is written, and whatever differs is", async () => {
    const puts: unknown[] = [];
    const listening = dynamoDBSummaries(
      failing(services.dynamoDB, (command, input) => {
        if (command === "PutCommand") puts.push(input["Item"]);
        return undefined;
      }),
      table,
      () => held,
    );
    const putsOf = async (changes: Partial<Summary>) => {
      puts.length = 0;
      await listening.putWhereItDiffers(summary(changes));
      return puts.length;
    };
    const items = itemsOf(summary()).length;
    expect(await putsOf({})).toBe(items);
    expect(await putsOf({})).toBe(0);
    expect(await putsOf({ commits: 4 })).toBe(items);
    expect(await putsOf({ commits: 4, moment: "2026-11-19T17:00:00.000Z" })).toBe(items);
    expect((await before(late)).map((each) => each.moment)).toEqual(["2026-11-19T17:00:00.000Z"]);
  });

  test("one that ended is among the open no more", async () => {
    await summaries.put(summary());
    await summaries.put(summary({ commits: 4, state: "ended" }));
    expect(await before(late)).toEqual([]);
  });

  test("many pages come back whole", async () => {
    const small = new Proxy(services.dynamoDB, {
      get: (target, property, receiver): unknown =>
        property === "send"
          ? (command: { input: Record<string, unknown> }) => {
              if (command.constructor.name === "QueryCommand") command.input["Limit"] = 2;
              return (target.send as (each: unknown) => unknown).call(target, command);
            }
          : Reflect.get(target, property, receiver),
    });
    for (const letter of "ABCDEFG") await summaries.put(summary({ reference: `${letter}AAA-2222` }));
    const found = await before(
      late,
      "knowsley",
      dynamoDBSummaries(small, table, () => held),
    );
    expect(found.map((each) => each.reference.slice(0, 1)).join("")).toBe("ABCDEFG");
  });

  test("ALL-13 what the record gives as one holds nothing personal", async () => {
    const stack = await services.stack();
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, stack.tasks);
    const stored = (await services.items(stack.tables.working)).filter((each) => each["summary"]);
    expect(stored.map((each) => String(each["pk"])).toSorted()).toEqual([
      "AGENCY#social-care",
      "AGENCY#whitebeam-school",
      `SUMMARY#${reference}`,
      `SUMMARY#${reference}`,
    ]);
    for (const each of stored)
      expect(each["summary"]).toEqual({
        reference,
        partnership: "knowsley",
        policy: { id: "knowsley", version: "2020-06" },
        raisedAt: "2026-11-17T10:00:00.000Z",
        raising: "whitebeam-school",
        receiving: "social-care",
        state: "open",
        status: "at stage",
        stage: "practitioners",
        moment: "2026-11-20T09:30:00.000Z",
        execution: 1,
        commits: 3,
        facts: facts({
          reference,
          stages: [
            {
              stage: "practitioners",
              title: "Stage 1: practitioners",
              openedAt: "2026-11-17T10:00:00.000Z",
              because: "raised",
              due: "2026-11-20T17:00:00.000Z",
              setBy: "policy",
              asked: ["raising", "receiving"],
              answered: [],
              timescale: "running",
            },
          ],
          highest: "practitioners",
        }),
      });
    const text = JSON.stringify(stored);
    for (const each of Object.values(personal))
      for (const word of typeof each === "string" ? [each] : Object.values(each)) expect(text).not.toContain(word);
  });

  const agencys = async (agency: string, limit = 100, after?: string) =>
    (await summaries.ofAgency(agency, { limit, after })).map((each) => each.reference);

  test("those of an agency, raising or receiving, come newest raised first, and no other agency’s", async () => {
    const at = (minute: string) => `2026-11-17T10:${minute}:00.000Z`;
    await summaries.put(summary({ reference: "AAAA-2222", raisedAt: at("01") }));
    await summaries.put(
      summary({ reference: "BBBB-2222", raisedAt: at("03"), raising: "social-care", receiving: "a" }),
    );
    await summaries.put(summary({ reference: "CCCC-2222", raisedAt: at("02"), state: "ended", status: "closed" }));
    await summaries.put(summary({ reference: "DDDD-2222", raisedAt: at("02") }));
    expect(await agencys("social-care")).toEqual(["BBBB-2222", "DDDD-2222", "CCCC-2222", "AAAA-2222"]);
    expect(await agencys("whitebeam-school")).toEqual(["DDDD-2222", "CCCC-2222", "AAAA-2222"]);
    expect(await agencys("a")).toEqual(["BBBB-2222"]);
    expect(await agencys("social")).toEqual([]);
    expect(await agencys("social-care", 2)).toEqual(["BBBB-2222", "DDDD-2222"]);
    const last = placeOf({ raisedAt: at("02"), reference: "DDDD-2222" });
    expect(await agencys("social-care", 2, last)).toEqual(["CCCC-2222", "AAAA-2222"]);
    expect(await agencys("social-care", 2, placeOf({ raisedAt: at("01"), reference: "AAAA-2222" }))).toEqual([]);
  });

  test("one of an older record never takes the place of a newer one’s with an agency either", async () => {
    await Promise.all([3, 9, 5, 7].map((commits) => summaries.put(summary({ commits, stage: `stage-${commits}` }))));
    for (const agency of ["whitebeam-school", "social-care"])
      expect((await summaries.ofAgency(agency, { limit: 5 })).map((each) => each.stage)).toEqual(["stage-9"]);
  });

  test("between two stages its moment is that of the last commit, so that one forgotten there is overdue", async () => {
    const stack = await services.stack();
    const reference = await stack.raise();
    const story = await stack.tasks.escalations.read(reference);
    if (!story) throw new Error("The escalation was raised");
    await refreshSummary(story, stack.tasks.summaries);
    const found = await before("2026-11-17T10:00:00.001Z", "knowsley", stack.tasks.summaries);
    expect(found.map((each) => [each.stage, each.moment])).toEqual([["opening", "2026-11-17T10:00:00.000Z"]]);
  });

  const ofScope = async (scope: Scope, from: string, to = "2027-01-01") => {
    const found: string[] = [];
    const time = { begin: `${from}T00:00:00.000Z`, end: `${to}T00:00:00.000Z` };
    for await (const each of summaries.aliveIn(scope, time)) found.push(each.reference);
    return found.toSorted();
  };
  const ended = (reference: string, raised: string, closed: string, changes: Partial<Summary> = {}) =>
    summary({
      reference,
      state: "ended",
      status: "closed",
      raisedAt: `${raised}T10:00:00.000Z`,
      moment: `${closed}T10:00:00.000Z`,
      ...changes,
    });

  test("ALL-12 those of a partnership, an area or a raising agency: the open ones, and the ones that lived then", async () => {
    await summaries.put(summary({ reference: "AAAA-2222" }));
    await summaries.put(ended("BBBB-2222", "2026-09-17", "2026-11-01"));
    await summaries.put(ended("CCCC-2222", "2026-09-17", "2026-10-31"));
    await summaries.put(
      summary({ reference: "DDDD-2222", partnership: "medway", raising: "a", facts: facts({ area: "kent" }) }),
    );
    // Of the same area and agency, under the policy of yet another.
    await summaries.put(
      summary({ reference: "EEEE-2222", partnership: "milton-keynes", raising: "a", facts: facts({ area: "kent" }) }),
    );
    const since = "2026-11-01";
    expect(await ofScope({ partnership: "knowsley" }, since)).toEqual(["AAAA-2222", "BBBB-2222"]);
    expect(await ofScope({ partnership: "medway" }, since)).toEqual(["DDDD-2222"]);
    expect(await ofScope({ area: "knowsley" }, since)).toEqual(["AAAA-2222", "BBBB-2222"]);
    expect(await ofScope({ area: "kent" }, since)).toEqual(["DDDD-2222", "EEEE-2222"]);
    expect(await ofScope({ raisedBy: "a" }, since)).toEqual(["DDDD-2222", "EEEE-2222"]);
    expect(await ofScope({ raisedBy: "whitebeam-school" }, since)).toEqual(["AAAA-2222", "BBBB-2222"]);
    expect(await ofScope({ raisedBy: "social-care" }, since)).toEqual([]);
  });

  test("ALL-12 a period finds what lived in any of its months once, over the end of a year too, and none of before or after", async () => {
    await summaries.put(ended("BBBB-2222", "2025-09-30", "2025-10-31"));
    await summaries.put(ended("CCCC-2222", "2025-10-01", "2026-02-01"));
    await summaries.put(ended("DDDD-2222", "2025-11-30", "2025-12-01"));
    await summaries.put(ended("EEEE-2222", "2025-12-31", "2026-01-01"));
    await summaries.put(ended("FFFF-2222", "2026-01-31", "2026-01-31"));
    await summaries.put(ended("GGGG-2222", "2026-02-01", "2026-03-01"));
    const of = (from: string, to: string) => ofScope({ partnership: "knowsley" }, from, to);
    const cut = (references: readonly string[]) => references.map((each) => each.slice(0, 1)).join("");
    expect(cut(await of("2025-09-01", "2025-10-01"))).toBe("B");
    expect(cut(await of("2025-11-01", "2026-02-01"))).toBe("CDEF");
    // The first instant after the period is in it no more.
    expect(cut(await of("2025-11-01", "2025-12-01"))).toBe("CD");
    expect(cut(await of("2026-01-01", "2026-02-02"))).toBe("CEFG");
    expect(cut(await of("2025-09-01", "2026-12-01"))).toBe("BCDEFG");
    for (const scope of [{ area: "knowsley" }, { raisedBy: "whitebeam-school" }])
      expect(cut(await ofScope(scope, "2025-11-01", "2026-02-01"))).toBe("CDEF");
  });

  test("ALL-12 one that is closed is open no more in any scope, and in each of its months it is the newest", async () => {
    await summaries.put(summary({ raisedAt: "2026-09-17T10:00:00.000Z" }));
    await summaries.put(ended("7K3M-9QXD", "2026-09-17", "2026-11-25", { commits: 7, stage: "closed" }));
    await summaries.put(ended("7K3M-9QXD", "2026-09-17", "2026-11-25", { commits: 6, stage: "older" }));
    const scopes: Scope[] = [{ partnership: "knowsley" }, { area: "knowsley" }, { raisedBy: "whitebeam-school" }];
    for (const scope of scopes) {
      for (const month of ["09", "10", "11"]) {
        const found: Summary[] = [];
        const time = { begin: `2026-${month}-01T00:00:00.000Z`, end: `2026-${month}-28T00:00:00.000Z` };
        for await (const each of summaries.aliveIn(scope, time)) found.push(each);
        expect(found.map(({ stage, commits }) => [stage, commits])).toEqual([["closed", 7]]);
      }
      expect(await ofScope(scope, "2026-12-01")).toEqual([]);
      expect(await ofScope(scope, "2026-08-01", "2026-09-01")).toEqual([]);
    }
  });

  test("a note after the end moves none into another month", async () => {
    const stack = await services.stack();
    const path = walk(stack, await stack.raise());
    await path.open();
    const at = { seat: "raiser", stage: "practitioners" } as const;
    await path.answer({ ...at, type: "withdraw", reason: "Settled" });
    stack.clock.set("2026-12-09T10:00:00.000Z");
    await path.answer({ ...at, type: "add note", kind: "note", words: "We rang" });
    const items = (await services.items(stack.tables.working)).filter((each) =>
      String(each["sk"]).startsWith("SUMMARY"),
    );
    expect(items.map((each) => [each["summaryOf"], each["summaryAt"]])).toEqual([
      ["knowsley#ended#2026-11", `2026-11-17T10:00:00.000Z#${path.reference}`],
    ]);
  });
});
