/**
 * A report of a seeded history holds the figures that are counted here from the raw events alone, with nothing of functions/figures;
 * and nothing personal is in anything that a register gives.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workingDaysBetween } from "../../../policies/calendar/working-days.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { createApi } from "../../../functions/api/app.ts";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { factsOf } from "../../../functions/figures/facts.ts";
import { does, goOn, knowsleyRaised, play, raiser, seats, silentUntil, type Played } from "../../support/core.ts";
import { directoryFile, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { paragraphsOf, unzip } from "../documents/unzip.ts";
import { plain, registerWorld } from "./support.ts";

/** Numbers that look like chance and are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const agencies = ["whitebeam-school", "merrow-health", "police"];
const readAt = "2026-11-16T10:00:00.000Z";

interface Told {
  readonly reference: string;
  readonly story: Played;
}

/** Forty escalations between April and November, agreed, withdrawn or left alone as chance has it. */
function history(): Told[] {
  const chance = seeded(7);
  const pick = <T>(some: readonly T[]): T => some[Math.floor(chance() * some.length)]!;
  return Array.from({ length: 40 }, (_, index) => {
    const day = new Date(Date.parse("2026-04-13T09:00:00.000Z") + Math.floor(chance() * 200) * 86_400_000);
    const at = day.toISOString();
    const raised = play(
      ...knowsleyRaised(at, {
        raising: { agency: pick(agencies) },
        receiving: { agency: "social-care" },
        disagreement: pick(["level-of-need", "roles"]),
        arose: `${at.slice(0, 10)}T00:00:00.000Z`,
      }),
    );
    const later = (days: number) => new Date(day.getTime() + days * 86_400_000 + 3_600_000).toISOString();
    const fate = chance();
    const story =
      fate < 0.4
        ? goOn(
            raised,
            does(later(0), seats.knowsley.practitioner, "propose resolution", "practitioners"),
            does(later(1 / 24), raiser, "accept resolution", "practitioners"),
          )
        : fate < 0.6
          ? goOn(raised, does(later(0), raiser, "withdraw", "practitioners"))
          : silentUntil(raised, fate < 0.8 ? later(9) : readAt);
    return { reference: `S${String(index).padStart(3, "0")}-2222`, story: silentUntil(story, readAt) };
  });
}

const told = history();
const [begin, end] = ["2026-06-30T23:00:00.000Z", "2026-09-30T23:00:00.000Z"] as const;
const [earlier, before] = ["2026-03-31T23:00:00.000Z", begin] as const;

const of = <T extends EscalationEvent["type"]>({ story }: Told, type: T) =>
  story.history.filter((each): each is Extract<EscalationEvent, { type: T }> => each.type === type);
const raisedOf = (each: Told) => of(each, "EscalationRaised")[0]!;
const endOfOne = ({ story }: Told) =>
  story.history.find(
    (each) => each.type === "EscalationWithdrawn" || (each.type === "StageEnded" && each.next === undefined),
  );

/** Figures of the time from one instant until before another, of events alone. */
function counted(from: string, until: string) {
  const isIn = (at: string | undefined) => at !== undefined && at >= from && at < until;
  const raised = told.filter((each) => isIn(raisedOf(each).at));
  const ended = told.filter((each) => isIn(endOfOne(each)?.at));
  const open = told.filter((each) => raisedOf(each).at <= until && !((endOfOne(each)?.at ?? "~") <= until));
  const days = ended
    .map((each) =>
      workingDaysBetween(
        raisedOf(each).at.slice(0, 10),
        endOfOne(each)!.at.slice(0, 10),
        calendarOf("england-and-wales"),
      ),
    )
    .toSorted((a, b) => a - b);
  const passed = told.flatMap((each) => of(each, "DeadlinePassed")).filter((each) => isIn(each.due)).length;
  return {
    raised: raised.length,
    pairs: agencies.map((agency) => raised.filter((each) => raisedOf(each).raising.agency === agency).length),
    needs: raised.filter((each) => raisedOf(each).disagreement === "level-of-need").length,
    ended: ended.length,
    withdrawn: ended.filter((each) => endOfOne(each)?.type === "EscalationWithdrawn").length,
    longest: days.at(-1),
    passed,
    open: open.length,
  };
}

describe("a report of a seeded history", () => {
  const world = registerWorld(
    told.map(({ reference, story }) => factsOf({ reference, history: story.history }, story.rules)),
  );

  test("ALL-12 has the figures that follow from the raw events, of both periods", async () => {
    const csv = (await (await world.press({ do: "report-csv" })).text()).split("\r\n");
    const figure = (section: string, name: string) => {
      const line = csv.find((each) => each.startsWith(`${section},${name},`));
      return (line ?? ",,0,0").split(",").slice(-2).map(Number);
    };
    const [now, then] = [counted(begin, end), counted(earlier, before)];
    expect(now.raised).toBeGreaterThan(5);
    expect(then.raised).toBeGreaterThan(5);
    const both = (name: keyof Omit<typeof now, "pairs">) => [now[name], then[name]];
    expect(figure("Raised", "Raised")).toEqual(both("raised"));
    expect(figure('"Raised, by type"', "Threshold or level of need")).toEqual(both("needs"));
    expect(
      ["Whitebeam Primary School", "Merrow Community Health Trust", "Heddlu Llŷn a’r Fro"].map((each) =>
        figure('"Raised, by raising and receiving agency"', `${each} with Knowsley Children’s Social Care`),
      ),
    ).toEqual([0, 1, 2].map((index) => [now.pairs[index], then.pairs[index]]));
    expect(figure("Ended", "Ended")).toEqual(both("ended"));
    expect(figure("Ended", "Withdrawn")).toEqual(both("withdrawn"));
    expect(figure("Ended", '"Working days from raising to end, longest"')).toEqual(both("longest"));
    expect(figure("Timescales", "Deadlines of any kind that passed")).toEqual(both("passed"));
    expect(figure("Open at the end of the period", "Open")).toEqual(both("open"));
  });

  test("ALL-12 as a document it has the same figures, in tables with headers", async () => {
    const response = await world.press({ do: "report-word" });
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="report-knowsley-2026-07-01-to-2026-09-30.docx"',
    );
    const xml = unzip(await response.arrayBuffer()).get("word/document.xml") ?? "";
    const text = paragraphsOf(xml);
    expect(text[0]).toBe("Heading1 Report for July to September 2026");
    const at = text.indexOf("Heading2 Raised");
    expect(text.slice(at + 1, at + 7)).toEqual([
      "Figure",
      "July to September 2026",
      "April to June 2026",
      "Raised",
      String(counted(begin, end).raised),
      String(counted(earlier, before).raised),
    ]);
    expect(text).toContain("Heading2 Themes");
    expect(xml.match(/<w:tblHeader\/>/g)?.length).toBeGreaterThan(8);
  });

  test("ALL-12 the charts have as many over the months as were raised", async () => {
    const text = await world.shows({ do: "charts" });
    const months = [...(text.split("Month Raised Ended")[1] ?? "").matchAll(/[A-Z][a-z]+ 20\d\d (\d+) (\d+)/g)];
    const sum = (part: 1 | 2) => months.reduce((all, each) => all + Number(each[part]), 0);
    expect([sum(1), sum(2)]).toEqual([told.length, told.filter((each) => endOfOne(each)).length]);
  });
});

describe("what a register gives of an escalation that was raised with something in every personal field", () => {
  let services: Services;
  let stack: Stack;
  let reference: string;

  beforeAll(async () => {
    services = await startServices();
    stack = await services.stack();
    await importDirectory(services.dynamoDB, stack.tables.working, {
      ...directoryFile,
      clients: [...directoryFile.clients, { id: "kscp", partnership: "knowsley" }],
    });
    reference = await stack.raise();
    await walk(stack, reference).open();
  });
  afterAll(() => services.close());

  test("ALL-13, ALL-12 no page, file or answer has anything personal in it, though it has the escalation", async () => {
    const { press, app, path } = registerWorld([], { ...stack.api.figures, clock: stack.clock });
    const days = {
      "from-day": "1",
      "from-month": "11",
      "from-year": "2026",
      "to-day": "30",
      "to-month": "11",
      "to-year": "2026",
    };
    const given = new Map<string, string>([["GET", await (await app.request(path)).text()]]);
    for (const asks of ["continue", "filter", "charts", "csv", "report", "report-csv"])
      given.set(asks, await (await press({ do: asks, ...(asks.startsWith("report") ? days : {}) })).text());
    const files = unzip(await (await press({ do: "report-word", ...days })).arrayBuffer());
    given.set("report-word", [...files.values()].join("\n"));
    const api = createApi(stack.api);
    for (const asked of ["register", "report?from=2026-11-01&to=2026-11-30"])
      for (const accept of ["application/json", "text/csv"]) {
        const headers = { authorization: "Bearer token-kscp", accept };
        given.set(
          `${asked} ${accept}`,
          await (await api.request(`/partnerships/knowsley/${asked}`, { headers })).text(),
        );
      }
    expect(given.size).toBe(12);
    for (const name of ["continue", "csv", "register application/json", "register text/csv"])
      expect(given.get(name), name).toContain(reference);
    const words = Object.values(personal).flatMap((each) => (typeof each === "string" ? [each] : Object.values(each)));
    for (const [name, text] of given)
      for (const word of words) {
        expect(text, `${name} has ${word}`).not.toContain(word);
        expect(plain(text), `${name} has ${word}`).not.toContain(word);
      }
  });
});
