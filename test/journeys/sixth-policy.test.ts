/**
 * A sixth policy, invented: it runs from its file alone. Monday 23 November 2026; London is on UTC. In Scotland Monday 30
 * November (St Andrew's Day), 1 and 4 January 2027 are no working days. Dates worked out by hand.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import validate from "asl-validator";
import { describe, expect, test } from "vitest";
import { noticesOf } from "../../functions/core/notices.ts";
import { messageFor } from "../../functions/mail/messages.ts";
import { filledIn, stateMachineFor, stateMachineName } from "../../infra/state-machine.ts";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { choosePolicy } from "../../policies/choose.ts";
import { diagramOf } from "../../policies/language/diagram.ts";
import { loadPolicy, PolicyFileError } from "../../policies/language/load.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { readPolicies } from "../../policies/files.ts";
import { holding, publishedPolicies } from "../../policies/published.ts";
import {
  does,
  dueDates,
  eventsOf,
  fellDue,
  given,
  goOn,
  holds,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  silentUntil,
  type Played,
  type Step,
} from "../support/core.ts";

const folder = join(import.meta.dirname, "..", "policies", "sixth");
const held = holding(() => [...publishedPolicies(), ...readPolicies(folder)]);
const policy = held.policyInForce("northmoor", "2026-11-23") as Policy;
holds("northmoor", { policy, calendar: calendarOf(policy.nation) });

const raised = (at = "2026-11-23T10:00:00.000Z", over: Parameters<typeof raise>[1] = {}): Step[] => [
  raise(at, { area: "northmoor", subject: "adult", disagreement: "capacity", ...over }),
  open(at),
];
/** Every e-mail that a story gives rise to can be written. */
function mailsOf({ history, rules }: Played): string[] {
  const link = { url: "https://e.example/l", code: "7K QF 2M 9X" };
  const about = { history, rules, reference: "7K3M-9QXD", agencyNames: {}, partnership: undefined, link };
  return noticesOf(history, rules.policy).map((notice) => messageFor({ ...about, notice }).text);
}

describe("PRE-02 a sixth policy runs from its file alone", () => {
  test("PRE-02, PRE-01 it is held beside the five, and chosen by its area and by its own scope", () => {
    const choose = (area: string, areas: string[], secureSettingIn?: string) => {
      const receiving = { name: "Moorland Health", areas };
      const found = choosePolicy({ area, day: "2026-11-23", receiving, secureSettingIn }, held);
      return "policy" in found ? `${found.policy.policy}, ${found.because}` : found.refused.field;
    };
    expect(held.areasHeld().map((each) => each.id)).toContain("northmoor");
    expect(choose("northmoor", ["northmoor"])).toBe("northmoor, area");
    expect(choose("northmoor", ["knowsley"])).toBe("receiving.agency");
    expect(choose("knowsley", ["knowsley"], "northmoor")).toBe("northmoor, secure setting");
  });

  test("PRE-02 in silence: a week, two working days, two weeks, three weeks, over holidays that England does not have", () => {
    const story = silentUntil(play(...raised()), "2027-01-13T12:00:00.000Z");
    expect(dueDates(story)).toEqual([
      "key-workers/speak 2026-11-23T17:00Z",
      "key-workers/meet 2026-11-25T10:00Z",
      "key-workers/settle 2026-11-27T17:00Z",
      "team-leaders/settle 2026-12-02T17:00Z",
      "localities/meet 2026-12-09T17:00Z",
      "localities/settle 2026-12-09T17:00Z",
      "panel/recommend 2026-12-30T17:00Z",
    ]);
    expect(fellDue(story).filter((each) => !each.startsWith("last") && !each.startsWith("half"))).toEqual([
      "passed key-workers/speak 2026-11-23T17:00Z",
      "passed key-workers/meet 2026-11-25T10:00Z",
      "passed key-workers/settle 2026-11-27T17:00Z",
      "passed team-leaders/settle 2026-12-02T17:00Z",
      "passed localities/meet 2026-12-09T17:00Z",
      "passed localities/settle 2026-12-09T17:00Z",
      "passed panel/recommend 2026-12-30T17:00Z",
      "chase panel/recommend 2027-01-06T09:30Z",
      "chase panel/recommend 2027-01-13T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "panel" });
    for (const each of mailsOf(story)) expect(each).toContain("If in doubt, ring the Lead Officer.");
  });

  test("PRE-02 to the end: the Convener recommends, both agencies answer, the adviser reviews, and only then is it closed", () => {
    const silent = silentUntil(play(...raised()), "2027-01-06T12:00:00.000Z");
    const recommended = goOn(
      silent,
      does("2027-01-07T10:00:00.000Z", "panel/body/1", "request information", "panel"),
      does("2027-01-07T11:00:00.000Z", "panel/raising-side/1", "provide information", "panel"),
      does("2027-01-07T12:00:00.000Z", "panel/body/1", "give outcome", "panel"),
    );
    expect(recommended.commits.at(-1)).toMatchObject([
      { type: "OutcomeGiven", kind: "recommendations" },
      { type: "ClockMet", clock: "recommend" },
      { type: "StageEnded", how: "outcome given" },
      { type: "ClockStarted", clock: "act:raising", due: "2027-01-21T17:00:00.000Z" },
      { type: "ClockStarted", clock: "act:receiving", due: "2027-01-21T17:00:00.000Z" },
      { type: "ClockStarted", clock: "review", by: "partnership", due: "2027-02-04T17:00:00.000Z" },
    ]);
    expect(noticesOfLast(recommended)).toEqual(
      expect.arrayContaining([
        "outcome given → raiser",
        "outcome given → panel/told-adviser/1",
        "outcome given → team-leaders/told-lead-officer/1",
        "duty owed → panel/raising-side/1",
        "duty owed → panel/receiving-side/1",
        "duty owed → panel/told-adviser/1",
      ]),
    );
    const duty = (at: string, seat: string, which: string, acts?: boolean) =>
      does(at, seat, "do duty", "panel", { duty: `panel/${which}`, ...(acts === undefined ? {} : { acts }) });
    const answered = goOn(
      recommended,
      duty("2027-01-20T10:00:00.000Z", "panel/raising-side/1", "act:raising", true),
      duty("2027-01-21T10:00:00.000Z", "panel/receiving-side/1", "act:receiving", false),
    );
    expect(answered.state.phase).toBe("duties");
    const closed = goOn(answered, duty("2027-02-05T10:00:00.000Z", "panel/told-adviser/1", "review"));
    expect(eventsOf(closed.history, "DeadlinePassed").at(-1)).toMatchObject({ clock: "review" });
    expect(closed.state).toMatchObject({ phase: "closed", how: "outcome given" });
    expect(noticesOfLast(closed)).toContain("duty done → raiser");
    expect(mailsOf(closed).length).toBeGreaterThan(30);
  });

  test("PRE-02 a meeting starts the feedback and moves step 3; a resolution is confirmed within the same working day", () => {
    const met = play(
      ...raised(),
      does("2026-11-24T15:00:00.000Z", raiser, "record discussion", "key-workers", {
        kind: "meeting",
        heldAt: "2026-11-24T14:00:00.000Z",
      }),
    );
    expect(met.commits.at(-1)?.slice(-3)).toMatchObject([
      { type: "DiscussionRecorded" },
      { type: "ClockMet", clock: "meet" },
      { type: "ClockStarted", clock: "tell-the-adult", by: "receiving", due: "2026-11-26T14:00:00.000Z" },
    ]);
    // Two weeks from the meeting of Tuesday 24 November: Tuesday 8 December.
    const silent = silentUntil(met, "2026-12-02T17:00:00.000Z");
    expect(dueDates(silent)).toEqual(expect.arrayContaining(["localities/settle 2026-12-08T17:00Z"]));

    const settled = (acceptedAt: string) =>
      dueDates(
        goOn(
          met,
          does("2026-11-25T10:00:00.000Z", raiser, "declare unresolved", "key-workers"),
          open("2026-11-25T10:00:00.000Z"),
          does("2026-11-25T11:00:00.000Z", "team-leaders/receiving-side/1", "propose resolution", "team-leaders"),
          does(acceptedAt, "team-leaders/raising-side/2", "accept resolution", "team-leaders"),
        ),
      ).at(-1);
    expect(settled("2026-11-25T12:00:00.000Z")).toBe("team-leaders/confirm 2026-11-25T17:00Z");
    expect(settled("2026-11-27T16:59:00.000Z")).toBe("team-leaders/confirm 2026-11-27T17:00Z");
    // After 17:00 it is the next working day's.
    expect(settled("2026-11-26T18:00:00.000Z")).toBe("team-leaders/confirm 2026-11-27T17:00Z");
  });

  test("PRE-02 immediate risk opens at step 2, timescales a guide; a reason of the policy's takes it to the panel at once", () => {
    const story = play(
      ...raised(undefined, { immediateRisk: true }),
      does("2026-11-23T12:00:00.000Z", "team-leaders/receiving-side/1", "refer", "team-leaders"),
      open("2026-11-23T12:00:00.000Z"),
    );
    expect(eventsOf(story.history, "StageOpened").map((each) => [each.stage, each.because])).toEqual([
      ["team-leaders", "immediate risk"],
      ["panel", "referred"],
    ]);
    // Step 3 never opened, so the three weeks run from the opening of step 4: Monday 14 December.
    expect(dueDates(story)).toEqual(["team-leaders/settle 2026-11-25T17:00Z", "panel/recommend 2026-12-14T17:00Z"]);
    expect(story.state.guide).toBe(true);
  });

  test("PRE-02 who hears of what: the receiving side's lead of responses alone, the Lead Officer of everything by the inbox", () => {
    const before = play(
      ...raised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "key-workers"),
      open("2026-11-24T10:00:00.000Z"),
    );
    expect(noticesOfLast(before)).toEqual([
      "asked → team-leaders/raising-side/1",
      "asked → team-leaders/raising-side/2",
      "asked → team-leaders/receiving-side/1",
      "told → team-leaders/told-lead-officer/1",
      "climbed → raiser",
      "climbed → key-workers/receiving-side/1",
    ]);
    const respond = does("2026-11-24T12:00:00.000Z", "team-leaders/receiving-side/1", "respond", "team-leaders");
    expect(noticesOfLast(goOn(before, respond))).toEqual([
      "responded → team-leaders/raising-side/1",
      "responded → team-leaders/raising-side/2",
      "responded → raiser",
      "responded → team-leaders/told-adult-lead-receiving/1",
      "responded → team-leaders/told-lead-officer/1",
    ]);
  });

  test("PRE-02, ALL-15, SHR-06 adults and communities are covered and a child is not; raised late, it counts from the raising", () => {
    for (const subject of ["adult", "community"] as const)
      given()
        .when(raise("2026-11-23T10:00:00.000Z", { area: "northmoor", subject, disagreement: "late-reply" }))
        .then({ type: "EscalationRaised", subject, policy: { id: "northmoor", version: "2026.1" } });
    given()
      .when(raise("2026-11-23T10:00:00.000Z", { area: "northmoor", subject: "child", disagreement: "late-reply" }))
      .thenRefused("not-covered", "subject");
    const late = play(...raised(undefined, { arose: "2026-11-13T00:00:00.000Z" }));
    expect(late.state.raised.raiseBy).toEqual({ due: "2026-11-20T17:00:00.000Z", late: true });
    expect(dueDates(late).at(-1)).toBe("key-workers/settle 2026-11-30T17:00Z");
  });

  test("PRE-02 its state machine is valid and carries its titles; its diagram is drawn", () => {
    const definition = stateMachineFor(policy);
    const arnOf = (name: string) => `arn:aws:lambda:eu-west-2:000000000000:function:${name}`;
    const { isValid, errorsText } = validate(filledIn(definition, "aws", arnOf), {
      checkPaths: true,
      checkArn: true,
    });
    expect(errorsText()).toBe("");
    expect(isValid).toBe(true);
    expect(Object.keys(definition.States)).toEqual(
      expect.arrayContaining(["Open Step 1: key workers", "Await Step 4: the Convener’s panel"]),
    );
    expect(stateMachineName(policy)).toContain("northmoor");
    for (const { title } of policy.stages) expect(diagramOf(policy)).toContain(title);
  });
});

describe("PRE-02 what the language cannot say is refused by name and place", () => {
  const file = join(folder, "northmoor", "2026.1.yaml");
  const text = readFileSync(file, "utf8");

  test.each<[string, string, string, string, RegExp]>([
    [
      "a timescale in months",
      "        within: 48 hours\n        from: raised",
      "        within: 2 months\n        from: raised",
      "stages › 1 › clocks › 2 › within",
      /“2 months” is not a timescale/,
    ],
    [
      "a timescale without a number",
      "        within: 2 weeks\n        from: outcome given",
      "        within: as soon as possible\n        from: outcome given",
      "stages › 4 › afterwards › 1 › within",
      /is not a timescale/,
    ],
    [
      "a timescale that is shorter for some",
      "covers in words:",
      "if at risk: { within: 24 hours }\ncovers in words:",
      "if at risk",
      /no such word here/,
    ],
    [
      "minutes of a meeting",
      '        met by: meeting held\n        when passed: note\n        clause: "2.2"',
      '        met by: minutes sent\n        when passed: note\n        clause: "2.2"',
      "stages › 1 › clocks › 2 › met by",
      /write one of: meeting arranged, meeting held, discussion, response, resolution, outcome/,
    ],
    [
      "a clock from a conference",
      "        from: stage opened\n        leaves time for",
      "        from: conference held\n        leaves time for",
      "stages › 2 › clocks › 1 › from",
      /“conference held” is not something that a timescale can run from/,
    ],
    [
      "a vote as an end",
      "    ends by: recommendations",
      "    ends by: vote",
      "stages › 4 › ends by",
      /write one of: agreement, recommendations, outcome, decision, mediation, record/,
    ],
    [
      "who must agree before it goes on",
      "    raising side: [team-leader, adult-lead]",
      "    raising side: [team-leader, adult-lead]\n    gate: { role: adult-lead }",
      "stages › 2 › gate",
      /no such word here/,
    ],
    [
      "a role by kind of agency",
      "  locality-manager: { called: locality manager, held in: agency }",
      "  locality-manager: { called: locality manager, held in: agency, in health: chief-nurse }",
      "roles › locality-manager › in health",
      /no such word here/,
    ],
    [
      "a form",
      "    ends by: agreement\n    afterwards:\n      - duty: confirm",
      "    form: { called: Stage 2 Form }\n    ends by: agreement\n    afterwards:\n      - duty: confirm",
      "stages › 2 › form",
      /no such word here/,
    ],
    [
      "a subject of its own",
      "covers: [adult, community]",
      "covers: [adult, farm animals]",
      "covers › 2",
      /child, adult, community/,
    ],
    ["a nation of its own", "nation: scotland", "nation: northmoor", "nation", /england-and-wales, scotland/],
    [
      "a reviewer whom nobody tells",
      "        role: adviser\n",
      "        role: deputy-convener\n",
      "stages › 4 › afterwards › 2 › role",
      /“deputy-convener” is not told of this stage/,
    ],
  ])("PRE-02 %s", (_what, from, to, place, remedy) => {
    expect(text.split(from).length, `the sixth policy says “${from}” once`).toBe(2);
    const changed = text.replace(from, to);
    const refusal = (() => {
      try {
        loadPolicy(changed, "policies/northmoor/2026.1.yaml");
      } catch (error) {
        if (error instanceof PolicyFileError) return error;
        throw error;
      }
      throw new Error("It was not refused");
    })();
    expect(refusal.problems).toContainEqual({
      line: expect.any(Number),
      place,
      message: expect.stringMatching(remedy),
    });
    expect(refusal.message).toMatch(/policies\/northmoor\/2026\.1\.yaml:\d+ /);
  });
});
