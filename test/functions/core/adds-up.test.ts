/** What whole stories add up to: which stages were open and how they ended, who acted and was told, and what became of each clock. */
import { describe, expect, test } from "vitest";
import type { Escalation } from "../../../functions/core/escalation.ts";
import { fold } from "../../../functions/core/evolve.ts";
import { noticesOwed } from "../../../functions/core/notices.ts";
import { play, raise } from "../../support/core.ts";
import { stories } from "./stories.ts";

const linesOf = (state: Escalation) => [
  [state.phase, ...("how" in state ? [state.how] : []), ...("next" in state ? [state.next] : [])].join(" "),
  ...state.opened.map(
    ({ stage, how = "open", endedAt = "", acting, told }) =>
      `${stage}: ${how} ${endedAt}; ${acting.join(", ")}; told ${told.join(", ") || "nobody"}`,
  ),
  ...state.clocks.map(
    ({ stage, clock, kind, status, due, reminders, noLaterThan }) =>
      `${stage}/${clock}: ${kind} ${status}, due ${due}, ${reminders.length} reminders${noLaterThan ? `, no later than ${noLaterThan}` : ""}`,
  ),
];

const expected: Readonly<Record<string, readonly string[]>> = {
  "KNO-03, ALL-08 two practitioners speak, agree a date, do not agree on a resolution, and a risk becomes immediate": [
    "opening line-managers",
    "practitioners: immediate risk 2026-11-23T11:00:00.000Z; raiser, practitioners/receiving-side/1; told nobody",
    "practitioners/settle: stage over, due 2026-11-24T12:00:00.000Z, 0 reminders",
    "practitioners/answer-proposal: proposal over, due 2026-11-24T17:00:00.000Z, 0 reminders",
  ],
  "KNO-06, ALL-10 line managers ask for advice and hand on, somebody answers late, and they agree": [
    "duties resolved",
    "practitioners: unresolved 2026-11-24T10:00:00.000Z; raiser, practitioners/receiving-side/1; told nobody",
    "line-managers: resolved 2026-11-24T11:00:00.000Z; line-managers/raising-side/1, line-managers/receiving-side/handed-on-5; told nobody",
    "practitioners/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders",
    "line-managers/settle: stage over, due 2026-11-25T12:00:00.000Z, 0 reminders",
    "line-managers/confirm-in-writing: duty running, due 2026-11-26T17:00:00.000Z, 1 reminders",
  ],
  "KNO-14, KNO-15 the Chair asks for information, gives recommendations, and one side says that it acted": [
    "duties outcome given",
    "practitioners: unresolved 2026-11-24T10:00:00.000Z; raiser, practitioners/receiving-side/1; told nobody",
    "line-managers: unresolved 2026-11-25T10:00:00.000Z; line-managers/raising-side/1, line-managers/receiving-side/1; told nobody",
    "senior-managers: unresolved 2026-11-26T10:00:00.000Z; senior-managers/raising-side/1, senior-managers/receiving-side/1; told senior-managers/told-business-manager/1, senior-managers/told-director-raising/1, senior-managers/told-director-receiving/1",
    "chair: outcome given 2026-11-26T13:00:00.000Z; chair/body/1; told nobody",
    "practitioners/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders",
    "line-managers/settle: stage over, due 2026-12-01T17:00:00.000Z, 2 reminders",
    "senior-managers/settle: stage over, due 2026-12-02T17:00:00.000Z, 2 reminders",
    "chair/recommend: stage over, due 2026-12-03T17:00:00.000Z, 2 reminders",
    "chair/act-on-recommendations:raising: duty over, due 2026-12-03T17:00:00.000Z, 2 reminders",
    "chair/act-on-recommendations:receiving: duty running, due 2026-12-03T17:00:00.000Z, 2 reminders",
  ],
  "MK-10 a meeting is arranged and held, and the concern withdrawn": [
    "closed withdrawn",
    "professionals: unresolved 2026-11-24T10:00:00.000Z; raiser, professionals/receiving-side/1; told nobody",
    "manager: withdrawn 2026-11-24T11:00:00.000Z; manager/raising-side/1, manager/raising-side/2, manager/receiving-side/1; told nobody",
    "professionals/meet: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
    "professionals/settle: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
    "manager/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders, no later than 2026-12-01T17:00:00.000Z",
  ],
  "MK-06, MK-10 the Chair gives the outcome": [
    "closed outcome given",
    "professionals: unresolved 2026-11-24T10:00:00.000Z; raiser, professionals/receiving-side/1; told nobody",
    "manager: unresolved 2026-11-25T10:00:00.000Z; manager/raising-side/1, manager/raising-side/2, manager/receiving-side/1; told nobody",
    "heads-of-service: unresolved 2026-11-26T10:00:00.000Z; heads-of-service/raising-side/1, heads-of-service/receiving-side/1, heads-of-service/receiving-side/2; told nobody",
    "chair: outcome given 2026-11-26T11:00:00.000Z; chair/body/1; told nobody",
    "professionals/meet: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
    "professionals/settle: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
    "manager/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders, no later than 2026-12-01T17:00:00.000Z",
    "heads-of-service/meet: stage over, due 2026-12-10T17:00:00.000Z, 2 reminders, no later than 2026-12-10T17:00:00.000Z",
    "heads-of-service/settle: stage over, due 2026-12-10T17:00:00.000Z, 2 reminders, no later than 2026-12-10T17:00:00.000Z",
    "chair/conclude: stage over, due 2026-12-10T17:00:00.000Z, 2 reminders",
  ],
  "SHR-02, SHR-09 line managers tick their list, agree, and confirm in writing": [
    "closed resolved",
    "professionals: unresolved 2026-11-23T11:00:00.000Z; raiser, professionals/receiving-side/1; told nobody",
    "line-managers: resolved 2026-11-24T11:00:00.000Z; line-managers/raising-side/1, line-managers/receiving-side/1; told nobody",
    "professionals/settle: stage over, due 2026-11-24T17:00:00.000Z, 1 reminders, no later than 2026-11-24T17:00:00.000Z",
    "line-managers/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders, no later than 2026-11-26T17:00:00.000Z",
    "line-managers/checklist: checklist over, due 2026-11-26T17:00:00.000Z, 1 reminders, no later than 2026-11-26T17:00:00.000Z",
  ],
  "MED-03, MED-19 a further manager joins, what was missing is supplied, and the concern is withdrawn": [
    "closed withdrawn",
    "service-managers: withdrawn 2026-11-23T11:00:00.000Z; service-managers/raising-side/1, service-managers/receiving-side/1, service-managers/raising-side/joined-1; told service-managers/told-partnership-office/1",
    "service-managers/respond: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
    "service-managers/settle: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
  ],
  "ALL-12 the concern is withdrawn between two stages": [
    "closed withdrawn",
    "practitioners: unresolved 2026-11-23T11:00:00.000Z; raiser, practitioners/receiving-side/1; told nobody",
    "practitioners/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders",
  ],
  "TP-07, TP-08 every challenge and decision is fed back to the practitioners, and both sides file the record": [
    "closed resolved",
    "professionals: unresolved 2026-11-23T11:00:00.000Z; raiser, professionals/receiving-side/1; told nobody",
    "line-managers: resolved 2026-11-23T11:00:00.000Z; line-managers/raising-side/1, line-managers/receiving-side/1; told line-managers/told-safeguarding-lead-raising/1, line-managers/told-safeguarding-lead-receiving/1",
    "professionals/settle: stage over, due 2026-11-26T17:00:00.000Z, 1 reminders",
    "line-managers/settle: stage over, due 2026-11-30T17:00:00.000Z, 2 reminders",
  ],
};

describe("what a history adds up to", () => {
  test("ALL-02 raised, it waits for its first stage, and whoever raised it holds its only seat", () => {
    const { state, history } = play(raise("2026-11-23T10:00:00.000Z"));
    const [raised] = history;
    expect(state).toEqual({
      phase: "opening",
      next: "practitioners",
      because: "raised",
      since: "2026-11-23T10:00:00.000Z",
      raised,
      words: {
        issue: "The referral was closed.",
        disagreement: "We see a higher level of need.",
        risk: "Neglect at home.",
        evidence: "Attendance and two disclosures.",
        resolutionSought: "An assessment.",
      },
      missing: [],
      seats: new Map([
        [
          "raiser",
          {
            seat: "raiser",
            side: "raising",
            role: "practitioner",
            agency: "north-school",
            via: "holder",
            person: { name: "Ada Raiser", email: "ada@north-school.example" },
          },
        ],
      ]),
      clocks: [],
      immediateRisk: false,
      guide: false,
      protectBy: [],
      opened: [],
      meetings: [],
      execution: 1,
      awaited: [],
      discussions: [],
      ticked: [],
      advisers: [],
      filed: [],
      bounced: [],
    });
  });

  test.each(Object.entries(stories))("%s", (title, played) => {
    expect(linesOf(played().state)).toEqual(expected[title]);
  });

  test.each(Object.entries(stories))(
    "%s: erased, it adds up to the same with nobody in any seat, and owes nobody anything",
    (_title, played) => {
      const { state, history, rules } = played();
      const erased = history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
      const without = fold(erased);
      if (!without) throw new Error("Nothing is left");
      expect(linesOf(without)).toEqual(linesOf(state));
      expect([...without.seats.keys()]).toEqual([...state.seats.keys()]);
      expect(new Set([...without.seats.values()].map(({ person }) => person))).toEqual(new Set(["erased"]));
      expect(without.words).toBe("erased");
      const { send, lapse } = noticesOwed(erased, rules.policy);
      expect(send).toEqual([]);
      expect(new Set(lapse.map(({ because }) => because))).toEqual(
        new Set(["the people of this record have been erased"]),
      );
    },
  );
});
