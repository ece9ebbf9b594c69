/** Dates worked out by hand with a wall calendar. All times are UTC: 17:00 in London is 17:00Z in winter, 16:00Z in summer. */
import { describe, expect, test } from "vitest";
import {
  does,
  dueDates,
  fellDue,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  trainingProvider,
  type Step,
} from "../../support/core.ts";
import { mailsOf } from "../../support/mails.ts";

const T = seats.trainingProvider;
const raised = (at = "2026-11-23T10:00:00.000Z", over: Parameters<typeof raise>[1] = {}): Step[] => [
  raise(at, { area: "kent", arose: "2026-01-01T00:00:00.000Z", ...over }),
  open(at),
];

describe("The training provider, where each stage is silent to its end", () => {
  test.each([
    // raised, stage 1, stage 2, stage 3, the Head of Safeguarding
    ["2026-11-23T10:00", "2026-11-26T17:00", "2026-12-03T17:00", "2026-12-10T17:00", "2026-12-24T17:00", "a Monday"],
    ["2026-11-23T18:30", "2026-11-26T17:00", "2026-12-03T17:00", "2026-12-10T17:00", "2026-12-24T17:00", "an evening"],
    ["2026-11-20T16:59", "2026-11-25T17:00", "2026-12-02T17:00", "2026-12-09T17:00", "2026-12-23T17:00", "a Friday"],
    ["2026-11-21T11:00", "2026-11-25T17:00", "2026-12-02T17:00", "2026-12-09T17:00", "2026-12-23T17:00", "a Saturday"],
    [
      "2026-12-21T10:00",
      "2026-12-24T17:00",
      "2027-01-05T17:00",
      "2027-01-12T17:00",
      "2027-01-26T17:00",
      "to Christmas",
    ],
    ["2026-12-25T12:00", "2026-12-31T17:00", "2027-01-08T17:00", "2027-01-15T17:00", "2027-01-29T17:00", "its day"],
    ["2027-03-24T10:00", "2027-03-31T16:00", "2027-04-07T16:00", "2027-04-14T16:00", "2027-04-28T16:00", "Easter 2027"],
    ["2026-03-26T10:00", "2026-03-31T16:00", "2026-04-09T16:00", "2026-04-16T16:00", "2026-04-30T16:00", "forward"],
    ["2026-03-28T23:30", "2026-04-01T16:00", "2026-04-10T16:00", "2026-04-17T16:00", "2026-05-01T16:00", "that night"],
    ["2026-10-22T09:00", "2026-10-27T17:00", "2026-11-03T17:00", "2026-11-10T17:00", "2026-11-24T17:00", "back"],
  ])(
    "TP-06 raised %sZ the organisation's own defaults are %sZ, %sZ, %sZ and %sZ (%s)",
    (when, first, second, third, fourth) => {
      const story = silentUntil(play(...raised(`${when}:00.000Z`)), `${fourth}:00.000Z`);
      expect(dueDates(story)).toEqual([
        `professionals/settle ${first}Z`,
        `line-managers/settle ${second}Z`,
        `senior-managers/settle ${third}Z`,
        `head-of-safeguarding/record ${fourth}Z`,
      ]);
    },
  );

  test("TP-06 declared unresolved early, each stage counts from its own opening", () => {
    const story = play(
      ...raised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-24T10:00:00.000Z"),
      does("2026-11-25T10:00:00.000Z", T.raisingManager, "declare unresolved", "line-managers"),
      open("2026-11-25T10:00:00.000Z"),
      does("2026-11-26T10:00:00.000Z", T.raisingSenior, "declare unresolved", "senior-managers"),
      open("2026-11-26T10:00:00.000Z"),
    );
    expect(dueDates(story)).toEqual([
      "professionals/settle 2026-11-26T17:00Z",
      "line-managers/settle 2026-12-01T17:00Z",
      "senior-managers/settle 2026-12-02T17:00Z",
      "head-of-safeguarding/record 2026-12-10T17:00Z",
    ]);
  });

  test("TP-05 silence before the Head of Safeguarding never closes: it is chased every second working day", () => {
    const story = silentUntil(play(...raised()), "2027-01-05T12:00:00.000Z");
    // 29, 30 December; 31 December, 4 January.
    expect(fellDue(story).slice(-3)).toEqual([
      "passed head-of-safeguarding/record 2026-12-24T17:00Z",
      "chase head-of-safeguarding/record 2026-12-30T09:30Z",
      "chase head-of-safeguarding/record 2027-01-04T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "head-of-safeguarding" });
  });
});

describe("the organisation's numbers are never shown as the policy's", () => {
  const own = "The policy gives no number here. This timescale is the organisation’s own.";

  test("TP-06 every clock of the file is set by the organisation", () => {
    for (const stage of trainingProvider.policy.stages)
      for (const clock of stage.clocks) expect(clock.setBy, `${stage.stage}/${clock.clock}`).toBe("organisation");
  });

  test("TP-06 in every e-mail that names a date", () => {
    const mails = mailsOf(silentUntil(play(...raised()), "2027-01-05T12:00:00.000Z"));
    const dated = mails.filter((each) => /\dpm on /.test(each.text));
    expect(new Set(dated.map((each) => each.kind))).toEqual(
      new Set(["acknowledged", "asked", "told", "climbed", "reminder", "deadline passed", "chased"]),
    );
    for (const each of dated) expect(each.text, each.kind).toContain(own);
    for (const each of mails) expect(each.text).not.toMatch(/policy’s own|the policy (gives|asks for) \d/i);
  });
});
