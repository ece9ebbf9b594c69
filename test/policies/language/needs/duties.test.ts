/** What real policies were seen to need: meetings, forms, and what is owed. Friday 20 November 2026 is a working day; London is on UTC. Dates worked out by hand. */
import { describe, expect, test } from "vitest";
import { formsAt } from "../../../../policies/language/stages.ts";
import { does, dueDates, goOn, noticesOfLast, raiser, silentUntil } from "../../../support/core.ts";
import { afterFirst, agree, chair, clock, duty, policyOf, raised, receiver } from "./invented.ts";

describe("meetings, forms and what is owed", () => {
  policyOf("panel", {
    "      - clock: conclude\n": `${clock("convene", "2 working days", "meeting arranged")}${clock("hold", "5 working days", "meeting held")}      - clock: conclude
`,
    "        within: 5 working days\n        from: stage opened\n        met by: outcome":
      "        within: 10 working days\n        from: stage opened\n        met by: outcome",
    "    ends by: outcome\n": `    ends by: decision
    afterwards:
${duty("minutes", "minutes", "partnership", "partnership", "3 working days", "meeting held", "        role: clerk\n")}${duty("review", "review", "partnership", "partnership", "4 weeks", "outcome given", "        role: clerk\n")}${duty("plan", "product", "receiving side", "counterpart", "10 working days", "outcome given")}`,
    "  chair: {": "  clerk: { called: clerk, held in: partnership }\n  chair: {",
    "    body: {": '    inform: [{ who: clerk, of: partnership, clause: "2" }]\n    body: {',
  });

  test("PRE-02 a panel as the work of a stage: convene by, held on, who attended, minutes due by, an agreed plan, review on", () => {
    const clerk = "last/told-clerk/1";
    const story = silentUntil(raised("panel"), "2026-11-26T17:00:00.000Z");
    expect(dueDates(story).slice(1)).toEqual([
      "last/convene 2026-11-30T17:00Z",
      "last/hold 2026-12-03T17:00Z",
      "last/conclude 2026-12-10T17:00Z",
    ]);
    const convened = goOn(
      story,
      does("2026-11-27T10:00:00.000Z", chair, "arrange meeting", "last", { for: "2026-12-02T14:00:00.000Z" }),
    );
    expect(convened.commits.at(-1)).toMatchObject([
      { type: "MeetingArranged", for: "2026-12-02T14:00:00.000Z", sealed: { invited: "Ada and Ben" } },
      { type: "ClockMet", clock: "convene" },
    ]);
    const held = goOn(
      convened,
      does("2026-12-02T16:00:00.000Z", chair, "record discussion", "last", {
        kind: "meeting",
        heldAt: "2026-12-02T14:00:00.000Z",
      }),
    );
    expect(held.commits.at(-1)?.filter((each) => each.type !== "ReminderFellDue")).toMatchObject([
      { type: "DiscussionRecorded", kind: "meeting", sealed: { attended: "Ada and Ben" } },
      { type: "ClockMet", clock: "hold" },
      // Three working days from Wednesday 2 December.
      { type: "ClockStarted", kind: "duty", clock: "minutes", due: "2026-12-07T17:00:00.000Z" },
    ]);
    const decided = goOn(held, does("2026-12-03T10:00:00.000Z", chair, "give outcome", "last"));
    expect(dueDates(decided).slice(4)).toEqual([
      "last/minutes 2026-12-07T17:00Z",
      "last/review 2026-12-31T17:00Z",
      // Ten working days from Thursday 3 December.
      "last/plan 2026-12-17T17:00Z",
    ]);
    const fulfils = (when: string, seat: string, what: string) =>
      does(when, seat, "do duty", "last", { duty: `last/${what}` });
    const done = goOn(
      decided,
      fulfils("2026-12-04T10:00:00.000Z", clerk, "minutes"),
      fulfils("2026-12-04T11:00:00.000Z", receiver, "plan"),
    );
    expect(done.state.phase).toBe("duties");
    expect(goOn(done, fulfils("2026-12-29T10:00:00.000Z", clerk, "review")).state.phase).toBe("closed");
  });

  const withForm = policyOf("form", {
    "stages:\n": `forms:
  - form: notice
    title: Notice of escalation
    from stage: last
    clause: "2"
    parts:
      - fields:
          - { label: Date, shows: date of opening of last }
          - { label: Response, shows: responses of first }
stages:
`,
  });

  test("PRE-02 a form from a given stage on", () => {
    expect(formsAt(withForm, "first")).toEqual([]);
    expect(formsAt(withForm, "last").map((each) => each.title)).toEqual(["Notice of escalation"]);
  });

  policyOf("confirms", {
    ...afterFirst(
      duty("confirm", "confirmation", "receiving side", "counterpart", "1 working day", "resolution reached"),
      duty("feedback", "feedback", "raising side", "raising practitioner", "48 hours", "resolution reached"),
    ),
  });

  test("PRE-02 a written confirmation with its own limit and recipient, and feedback owed to who raised it first", () => {
    const settled = goOn(raised("confirms"), ...agree("2026-11-24"));
    expect(dueDates(settled).slice(1)).toEqual(["first/confirm 2026-11-25T17:00Z", "first/feedback 2026-11-26T11:00Z"]);
    const confirmed = goOn(
      settled,
      does("2026-11-24T12:00:00.000Z", receiver, "do duty", "first", { duty: "first/confirm" }),
    );
    expect(noticesOfLast(confirmed)).toEqual(["duty done → raiser"]);
    expect(confirmed.state.phase).toBe("duties");
    const fedBack = goOn(
      confirmed,
      does("2026-11-24T13:00:00.000Z", raiser, "do duty", "first", { duty: "first/feedback" }),
    );
    expect(fedBack.state.phase).toBe("closed");
  });
});
