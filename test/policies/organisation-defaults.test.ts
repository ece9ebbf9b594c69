/** Dates worked out by hand with a wall calendar. All times are UTC: 17:00 in London is 17:00Z in winter, 16:00Z in summer. */
import { describe, expect, test } from "vitest";
import { groupClock } from "../../functions/alerts/core/moments.ts";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { readBack } from "../../policies/language/read-back.ts";
import { loadPolicy } from "../../policies/language/load.ts";
import { namedTimescales } from "../../policies/language/own-numbers.ts";
import type { Policy } from "../../policies/language/schema.ts";
import {
  organisationDefaultsSchema,
  withOrganisationDefaults,
  type OrganisationDefaults,
} from "../../policies/organisation-defaults.ts";
import { publishedPolicies } from "../../policies/published.ts";
import {
  dueDates,
  holds,
  knowsley,
  medway,
  miltonKeynesRaised,
  open,
  play,
  raise,
  shropshire,
  silentUntil,
} from "../support/core.ts";
import { mailsOf } from "../support/mails.ts";
import { smallPolicy } from "./small.ts";

const held = publishedPolicies();
const calendar = calendarOf("england-and-wales");
const own = "The policy gives no number here. This timescale is the organisation’s own.";

/** One policy with these numbers set, of all that are held. */
function having(id: string, set: OrganisationDefaults[string]): Policy {
  const found = withOrganisationDefaults(held, { [id]: set ?? {} }).find((each) => each.policy === id);
  if (!found) throw new Error(`There is no policy ${id}`);
  return found;
}

/** What is refused of some defaults, by line. */
function refusal(policies: readonly Policy[], defaults: OrganisationDefaults): string[] {
  try {
    withOrganisationDefaults(policies, defaults);
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
  throw new Error("Nothing was refused");
}

const provider = having("training-provider", {
  "professionals/settle": "5 working days",
  "line-managers/settle": "2 working days",
  "head-of-safeguarding/record": "2 weeks",
});

describe("the training provider, with numbers of a deployment’s own", () => {
  holds("bromley", { policy: provider, calendar });

  test.each([
    // raised, stage 1, stage 2, stage 3 (which is as in the file), the Head of Safeguarding
    ["2026-11-23T10:00", "2026-11-30T17:00", "2026-12-02T17:00", "2026-12-09T17:00", "2026-12-23T17:00", "a Monday"],
    ["2026-12-21T10:00", "2026-12-30T17:00", "2027-01-04T17:00", "2027-01-11T17:00", "2027-01-25T17:00", "Christmas"],
    ["2026-03-26T10:00", "2026-04-02T16:00", "2026-04-08T16:00", "2026-04-15T16:00", "2026-04-29T16:00", "Easter"],
  ])("TP-06 raised %sZ it is due at %sZ, %sZ, %sZ and %sZ (%s)", (when, first, second, third, fourth) => {
    const at = `${when}:00.000Z`;
    const raised = play(raise(at, { area: "bromley", arose: "2026-01-01T00:00:00.000Z" }), open(at));
    expect(dueDates(silentUntil(raised, `${fourth}:00.000Z`))).toEqual([
      `professionals/settle ${first}Z`,
      `line-managers/settle ${second}Z`,
      `senior-managers/settle ${third}Z`,
      `head-of-safeguarding/record ${fourth}Z`,
    ]);
  });

  test("TP-06 e-mails tell the new date, and that the number is the organisation’s own", () => {
    const at = "2026-11-23T10:00:00.000Z";
    const mails = mailsOf(silentUntil(play(raise(at, { area: "bromley" }), open(at)), "2026-11-30T17:00:00.000Z"));
    const asked = mails.filter((each) => each.kind === "asked");
    expect(asked[0]?.text).toMatch(new RegExp(`The deadline is 5pm on Monday 30 November 2026\\. ${own}`));
    const dated = mails.filter((each) => /\dpm on /.test(each.text));
    expect(dated.length).toBeGreaterThan(asked.length);
    for (const each of dated) expect(each.text, each.kind).toContain(own);
  });

  test("TP-06 read back, each number is the one that is set, the organisation’s own, with the name that sets it", () => {
    const words = readBack(provider).replace(/\s+/g, " ");
    expect(words).toContain("Within 5 working days from the opening of the stage, the organisation’s own.");
    expect(words).toContain(
      "discuss the concern directly and agree on the best course of action: 5 working days. A deployment can set another, as “professionals/settle”.",
    );
    expect(words).toContain("2 weeks. A deployment can set another, as “head-of-safeguarding/record”.");
    expect(words).not.toMatch(/3 working days|10 working days/);
  });
});

describe("Milton Keynes, with numbers of a deployment’s own", () => {
  const raisedUnder = (set: OrganisationDefaults[string]) => {
    holds("own-numbers", { policy: having("milton-keynes", set), calendar });
    return silentUntil(
      play(...miltonKeynesRaised("2026-11-23T10:00:00.000Z", { area: "own-numbers" })),
      "2027-01-05T17:00:00.000Z",
    );
  };
  const from = (story: ReturnType<typeof raisedUnder>, stage: string) =>
    dueDates(story).filter((each) => each.startsWith(stage));

  test("MK-02, MK-06 the manager has four working days and the Chair fifteen; the Heads of Service the policy’s ten days", () => {
    const story = raisedUnder({ "manager/settle": "4 working days", "chair/conclude": "15 working days" });
    // From Monday 30 November: 1, 2, 3, 4 December. From Thursday 10 December: 11 | 14–18 | 21–24 | 29–31, 4, 5 January.
    expect(from(story, "manager")).toEqual(["manager/settle 2026-12-04T17:00Z"]);
    expect(from(story, "heads-of-service/settle")).toEqual(["heads-of-service/settle 2026-12-10T17:00Z"]);
    expect(from(story, "chair")).toEqual(["chair/conclude 2027-01-05T17:00Z"]);
    const told = mailsOf(story).filter((each) =>
      /5pm on (Friday 4 December 2026|Tuesday 5 January 2027)/.test(each.text),
    );
    expect(told.filter((each) => each.kind === "asked").length).toBeGreaterThan(1);
    for (const each of told) expect(each.text, each.kind).toContain(own);
  });

  test("MK-02 however long the manager is given, half the time to the day by which the Heads of Service meet is left", () => {
    // From Monday 30 November, 17:02, to Thursday 10 December, 17:00: half of that is over on Saturday 5 December at 17:01.
    expect(from(raisedUnder({ "manager/settle": "20 working days" }), "manager")).toEqual([
      "manager/settle 2026-12-05T17:00Z",
    ]);
  });
});

describe("what else is the organisation’s to set", () => {
  test("MED-17 the time in which each agency responds to a practice alert", () => {
    const policy = having("medway", { "practice alerts/respond within": "15 working days" });
    // From Monday 16 November: 17–20 | 23–27 | 30, 1–4 December | 7.
    expect(groupClock("respond", "2026-11-16T10:00:00.000Z", { policy, calendar }).due).toBe(
      "2026-12-07T17:00:00.000Z",
    );
    // 20 working days, as in the file: 17–20 | 23–27 | 30, 1–4 December | 7–11 | 14.
    expect(groupClock("conclude", "2026-11-16T10:00:00.000Z", { policy, calendar }).due).toBe(
      "2026-12-14T17:00:00.000Z",
    );
    expect(readBack(policy).replace(/\s+/g, " ")).toContain("is to respond within 15 working days");
  });

  test("MED-12, KNO-15, SHR-10 what is owed after the end", () => {
    const policies = withOrganisationDefaults([knowsley.policy, medway.policy, shropshire.policy], {
      medway: { "partnership/review": "3 weeks" },
      knowsley: { "chair/act-on-recommendations": "7 working days" },
      shropshire: { "senior-managers/isolated-or-systemic": "immediately" },
    });
    expect(
      policies
        .flatMap(namedTimescales)
        .filter((each) => /review$|act-on|isolated/.test(each.name) && each.setBy === "organisation")
        .map(({ name, within }) => [name, within]),
    ).toEqual([
      ["chair/act-on-recommendations", { count: 7, unit: "working days" }],
      ["partnership/review", { count: 3, unit: "weeks" }],
      ["senior-managers/isolated-or-systemic", { unit: "same working day", inWords: "immediately" }],
    ]);
  });

  test("TP-06 nothing but the numbers that are named changes, and no policy that is not named", () => {
    const after = withOrganisationDefaults(held, { "training-provider": { "professionals/settle": "5 working days" } });
    const before = held.find((each) => each.policy === "training-provider") as Policy;
    after.forEach((each, index) => each.policy === before.policy || expect(each).toBe(held[index]));
    expect(JSON.stringify(after.find((each) => each.policy === before.policy))).toBe(
      JSON.stringify(before).replace('"within":{"count":3,', '"within":{"count":5,'),
    );
    expect(withOrganisationDefaults(held, {})).toEqual(held);
  });

  test("TP-06 no reading repeats a number that a deployment may change", () => {
    const readings = held.flatMap(({ stages, practiceAlerts }) =>
      [...stages.flatMap((each) => [...each.clocks, ...each.afterwards]), ...(practiceAlerts ? [practiceAlerts] : [])]
        .filter((each) => each.setBy === "organisation")
        .map((each) => each.reading ?? ""),
    );
    expect(readings.length).toBeGreaterThan(10);
    expect(readings.filter((each) => /\d+ (hour|day|week|working day)/.test(each))).toEqual([]);
  });
});

describe("several versions of a policy", () => {
  const ownNumber = { "within: 3 working days": "within: 3 working days\n        set by: organisation" };
  const small = (version: string, changes: Record<string, string>) =>
    loadPolicy(smallPolicy({ 'version: "1"': `version: "${version}"`, ...changes }), "small.yaml");
  const settled = (policies: readonly Policy[]) => policies.map((each) => each.stages[0]?.clocks[0]?.within);

  test("TP-06 each has the number that is set; one in which the text gives it keeps that", () => {
    const policies = [small("1", ownNumber), small("2", {}), small("3", ownNumber)];
    expect(settled(withOrganisationDefaults(policies, { small: { "first/settle": "10 days" } }))).toEqual([
      { count: 10, unit: "days" },
      { count: 3, unit: "working days" },
      { count: 10, unit: "days" },
    ]);
  });

  test("TP-06 what can be set is told with the number of each", () => {
    const other = { "within: 3 working days": "within: 4 working days\n        set by: organisation" };
    expect(refusal([small("1", ownNumber), small("2", other)], { small: { "first/settle": "soon" } })).toEqual([
      "The organisation’s defaults cannot be used:",
      "  small, first/settle: “soon” is not a timescale: write, for example, “5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”",
      "What can be set, and what it is without them:",
      "  small: first/settle (3 working days or 4 working days)",
    ]);
  });

  test("TP-06 a number by which a policy would no longer make sense is refused, with the clock", () => {
    const cumulative = small("1", {
      "        within: 3 working days\n        from: stage opened":
        "        within: 3 working days\n        set by: organisation\n        from: raised",
      "        within: 5 working days\n        from: stage opened":
        "        within: 5 working days\n        from: raised",
    });
    expect(refusal([cumulative], { small: { "first/settle": "10 working days" } })).toEqual([
      "The organisation’s defaults cannot be used:",
      expect.stringMatching(
        /^ {2}small 1, last\/conclude: by these defaults, both count from the same event, and this is due before the earlier stage “First” is/,
      ),
      "What can be set, and what it is without them:",
      "  small: first/settle (3 working days)",
    ]);
    expect(withOrganisationDefaults([cumulative], { small: { "first/settle": "4 working days" } })).toHaveLength(1);
  });

  test("TP-06 where the text gives every number, that is said", () => {
    expect(refusal([small("1", {})], { small: { "first/settle": "1 week" } }).slice(1)).toEqual([
      "  small, first/settle: 3 working days is the policy’s own number, which no deployment changes",
      "What can be set, and what it is without them:",
      "  small: nothing, for its text gives every number",
    ]);
  });
});

describe("defaults that cannot be used", () => {
  test("TP-06, MK-02, MK-06 everything that is wrong is told at once, with what can be set and what it is", () => {
    expect(
      refusal(held, {
        "training-providers": { "professionals/settle": "5 working days" },
        "milton-keynes": {
          "manager/settle": "3 business days",
          "manager/setle": "3 working days",
          "managers/settle": "3 working days",
          "professionals/settle": "6 days",
          settle: "3 fortnights",
        },
        medway: { "partnership/conclude": "4 weeks", "practice alerts/answer within": "1 week" },
      }),
    ).toEqual([
      "The organisation’s defaults cannot be used:",
      "  training-providers: no policy of this id is held: is “training-provider” meant?",
      "  milton-keynes, manager/settle: “3 business days” is not a timescale: write, for example, “3 working days”",
      "  milton-keynes, manager/setle: there is no “setle” in “manager”: there is settle",
      "  milton-keynes, managers/settle: there is no stage “managers”: the stages are professionals, manager, heads-of-service, chair",
      "  milton-keynes, professionals/settle: 7 days is the policy’s own number, which no deployment changes",
      "  milton-keynes, settle: write the stage and the clock as “<stage>/<clock>”, such as “professionals/meet”",
      "  milton-keynes, settle: “3 fortnights” is not a timescale: write, for example, “5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”",
      "  medway, practice alerts/answer within: there is no “answer within” in “practice alerts”: there is respond within, conclude within, chase every",
      "What can be set, and what it is without them:",
      "  training-provider: professionals/settle (3 working days), line-managers/settle (5 working days), senior-managers/settle (5 working days), head-of-safeguarding/record (10 working days)",
      "  milton-keynes: manager/settle (2 working days), chair/conclude (10 working days)",
      expect.stringMatching(
        /^ {2}medway: .*partnership\/conclude \(20 working days\).*practice alerts\/chase every \(5 working days\)$/,
      ),
    ]);
  });

  test("TP-06 for an id like that of no policy, all policies are listed", () => {
    const lines = refusal(held, { atlantis: {} });
    const ids = [...new Set(held.map((each) => each.policy))];
    expect(lines[1]).toBe(`  atlantis: no policy of this id is held: there is ${ids.join(", ")}`);
    expect(lines).toHaveLength(3 + ids.length);
  });

  test.each([
    [{ small: { "first/settle": 5 } }, "write a timescale in words, such as “5 working days”"],
    [{ small: "5 working days" }, "write what is set, such as { “professionals/settle”: “4 working days” }"],
    ["5 working days", "write the id of a policy, and below it what is set"],
  ])("TP-06 a configuration file that gives %j is refused", (given, says) => {
    expect(organisationDefaultsSchema.safeParse(given).error?.issues.map((each) => each.message)).toEqual([says]);
  });
});
