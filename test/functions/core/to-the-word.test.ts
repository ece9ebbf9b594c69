/** What somebody reads who is refused, and why a command had no effect, to the word. Monday 23 November 2026, 10:00 on. */
import { describe, expect, test } from "vitest";
import { decide } from "../../../functions/core/decide.ts";
import type { Command, Refusal } from "../../../functions/core/commands.ts";
import type { Rules } from "../../../functions/core/clocks.ts";
import {
  concern,
  concernSaying,
  does,
  goOn,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  medway,
  open,
  play,
  raise,
  raiser,
  seats,
  tick,
  told,
  type Played,
} from "../../support/core.ts";

const monday = "2026-11-23T10:00:00.000Z";
const tuesday = "2026-11-24T09:00:00.000Z";
const { knowsley: K, shropshire: S, medway: M } = seats;

type Said = readonly [code: Refusal["code"], field: string | undefined, says: string];
const refusal = ([code, field, says]: Said) => ({
  decided: "refused",
  refusal: { code, ...(field === undefined ? {} : { field }), says },
});

describe("whose concern is not raised", () => {
  const raised = (rules: Rules, of: ReturnType<typeof concern>) =>
    decide(undefined, { type: "raise", id: "raise", at: monday, concern: of }, rules);
  const inMedway = (over: Parameters<typeof told>[1], of?: "police") => {
    const whole = concern({ area: "medway", sealed: told("medway", over) });
    return raised(medway, of ? { ...whole, raising: { ...whole.raising, kind: of } } : whole);
  };
  const inKnowsley = (over: Parameters<typeof concern>[0]) => raised(knowsley, concern(over));

  test.each<[string, () => ReturnType<typeof inKnowsley>, Said]>([
    [
      "of a type that the policy does not have",
      () => inKnowsley({ disagreement: "levels-of-need" }),
      [
        "unknown-type",
        "disagreement",
        "“levels-of-need” is not a type of disagreement of this policy. Choose one of: level-of-need, response-to-concerns, roles, communication, step-up-step-down, case-management, accountability; or “another” with a description.",
      ],
    ],
    [
      "about an adult, where the policy covers children",
      () => inKnowsley({ subject: "adult" }),
      [
        "not-covered",
        "subject",
        "The policy of Knowsley Safeguarding Children Partnership covers children and young people only.",
      ],
    ],
    [
      "that has not arisen yet",
      () => inKnowsley({ arose: "2026-11-23T10:00:00.001Z" }),
      [
        "in-the-future",
        "arose",
        "The disagreement or decision cannot be in the future. Give the day on which it arose or was received.",
      ],
    ],
    [
      "by when somebody had to be protected just now",
      () => inKnowsley({ protectBy: monday }),
      [
        "not-earlier",
        "protectBy",
        "The date by which the person must be protected has passed. Give one that is still to come.",
      ],
    ],
    [
      "that leaves two things unsaid",
      () => raised(knowsley, concernSaying({ issue: " ", risk: undefined })),
      [
        "missing",
        "issue",
        "A concern must say the issue, the risk to the person. Without immediate risk, it cannot be raised until it does.",
      ],
    ],
    [
      "that leaves everything unsaid",
      () =>
        raised(
          knowsley,
          concernSaying({
            issue: undefined,
            disagreement: undefined,
            risk: undefined,
            evidence: undefined,
            resolutionSought: undefined,
          }),
        ),
      [
        "missing",
        "issue",
        "A concern must say the issue, the nature of the disagreement, the risk to the person, the evidence, what you aim to achieve. Without immediate risk, it cannot be raised until it does.",
      ],
    ],
    [
      "of another type that is not described",
      () => inKnowsley({ disagreement: "another" }),
      [
        "missing",
        "anotherType",
        "Say which other type of disagreement it is, or choose one of the policy’s own types.",
      ],
    ],
    [
      "at a stage at which none is raised",
      () => inKnowsley({ entered: "chair" }),
      [
        "not-allowed",
        "entered",
        "A concern cannot be raised at “chair” under this policy. It opens at “Stage 1: practitioners”.",
      ],
    ],
    [
      "with an answer that the policy does not ask for",
      () => inMedway({ answers: { status: ["in-care"], weather: "rain" } }),
      ["unknown-answer", "answers.weather", "This policy asks nothing of the kind. It asks: status, concerns-mash."],
    ],
    [
      "with an answer where the policy asks for none",
      () => inKnowsley({ sealed: told("knowsley", { answers: { weather: "rain" } }) }),
      ["unknown-answer", "answers.weather", "This policy asks nothing of the kind. Leave it out."],
    ],
    [
      "with one answer where any of several are asked for",
      () => inMedway({ answers: { status: "in-care" } }),
      ["unknown-answer", "answers.status", "Give a list, of any of: child-protection-plan, in-care."],
    ],
    [
      "with an answer that is none of those",
      () => inMedway({ answers: { status: ["in-care", "adopted"] } }),
      [
        "unknown-answer",
        "answers.status",
        "“adopted” is no answer to this. The answers are: child-protection-plan, in-care.",
      ],
    ],
    [
      "with an answer that only the police are asked for",
      () => inMedway({ answers: { "concerns-mash": "yes" } }),
      [
        "unknown-answer",
        "answers.concerns-mash",
        "This is asked only where one of the two agencies is of the kind “police”. Leave it out.",
      ],
    ],
    [
      "with a list where one answer is asked for",
      () => inMedway({ answers: { "concerns-mash": ["yes"] } }, "police"),
      ["unknown-answer", "answers.concerns-mash", "Give one answer, not a list."],
    ],
    [
      "with neither yes nor no",
      () => inMedway({ answers: { "concerns-mash": "perhaps" } }, "police"),
      ["unknown-answer", "answers.concerns-mash", "“perhaps” is no answer to this. The answers are: yes, no."],
    ],
    [
      "with something before it that the policy does not know",
      () => inMedway({ before: { rumour: "2026-11-20" } }),
      [
        "unknown-answer",
        "before.rumour",
        "This policy asks nothing of the kind. It asks: manager-consulted, professional-to-professional, managers-in-contact.",
      ],
    ],
    [
      "with something before it where nothing comes before",
      () => inKnowsley({ sealed: told("knowsley", { before: { rumour: "2026-11-20" } }) }),
      ["unknown-answer", "before.rumour", "This policy asks nothing of the kind. Leave it out."],
    ],
    [
      "with something before it on no day",
      () => inMedway({ before: { "manager-consulted": "Friday" } }),
      ["unknown-answer", "before.manager-consulted", "Give the day on which it happened, such as 2026-11-20."],
    ],
    [
      "with something before it that is still to come",
      () => inMedway({ before: { "manager-consulted": "2026-11-24" } }),
      ["in-the-future", "before.manager-consulted", "This has to have happened already. Give the day on which it did."],
    ],
  ])("ALL-02, ALL-03 %s", (_which, decision, said) => {
    expect(decision()).toEqual(refusal(said));
  });

  test("MED-01 what came before may have been today, and a concern that arose just now is none of the future", () => {
    expect(inMedway({ before: { "manager-consulted": "2026-11-23" } }).decided).toBe("events");
    expect(inMedway({ answers: { "concerns-mash": "no", status: [] } }, "police").decided).toBe("events");
    expect(inKnowsley({ arose: monday }).decided).toBe("events");
    expect(inKnowsley({ protectBy: "2026-11-23T10:00:00.001Z" }).decided).toBe("events");
  });
});

describe("whose command is refused", () => {
  const stage1 = () => play(...knowsleyRaised());
  const dated = () => goOn(stage1(), does(tuesday, raiser, "propose date", "practitioners"));
  const proposed = () => goOn(stage1(), does(tuesday, K.practitioner, "propose resolution", "practitioners"));
  const accepted = () => goOn(proposed(), does(tuesday, raiser, "accept resolution", "practitioners"));
  const withdrawn = () => goOn(proposed(), does(tuesday, raiser, "withdraw", "practitioners"));
  const stage2 = () => play(...knowsleyAt("line-managers"));
  const settled = () =>
    goOn(
      stage2(),
      does("2026-11-24T11:00:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-24T11:00:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
    );
  const inMiltonKeynes = () => play(raise(monday, { area: "milton-keynes" }), open(monday));
  const inMedway = () => play(raise(monday, { area: "medway" }), open(monday));
  const listed = () =>
    play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      does("2026-11-23T11:00:00.000Z", raiser, "declare unresolved", "professionals"),
      open("2026-11-23T11:00:00.000Z"),
    );
  const noon = "2026-11-24T12:00:00.000Z";
  const until = (type: "propose date" | "shorten deadline", to: string) =>
    type === "propose date"
      ? does(tuesday, raiser, type, "practitioners", { until: to })
      : does(noon, K.raisingManager, type, "line-managers", { until: to });
  const held = (kind: "discussion" | "meeting", heldAt: string) =>
    does(tuesday, raiser, "record discussion", "practitioners", { kind, heldAt });
  const ticks = (...items: { item: string; on: string; words?: string }[]) =>
    does(tuesday, S.raisingManager, "tick", "line-managers", { items });
  const manager = inMedway().state.seats.get(M.raisingManager);

  test.each<[string, () => Played, Command, Said]>([
    [
      "somebody who is no party",
      stage1,
      does(tuesday, "nobody", "respond", "practitioners"),
      ["not-yours", undefined, "This escalation does not know you as one of its parties."],
    ],
    [
      "the receiving side that completes a concern",
      stage1,
      does(tuesday, K.practitioner, "add note", "practitioners", { concern: { issue: "More of it" } }),
      ["not-yours", undefined, "Only the side that raised the concern completes it. You can add a note to the record."],
    ],
    [
      "whoever does what this stage does not have",
      stage2,
      does(noon, K.raisingManager, "refer", "line-managers"),
      ["not-now", undefined, "This cannot be done at this stage. The page shows what can."],
    ],
    [
      "whoever acts at no stage that is open",
      stage2,
      does(noon, K.practitioner, "propose date", "line-managers"),
      [
        "not-yours",
        undefined,
        "Somebody else acts at this stage, so this is not yours to do. You can add a note to the record.",
      ],
    ],
    [
      "whoever withdraws what is closed",
      withdrawn,
      does(noon, raiser, "withdraw", "practitioners"),
      ["closed", undefined, "This escalation is closed. You can still add a note to its record."],
    ],
    [
      "whoever accepts what was withdrawn",
      withdrawn,
      does(noon, raiser, "accept resolution", "practitioners"),
      ["closed", undefined, "The concern was withdrawn, so there is nothing left to accept."],
    ],
    [
      "whoever accepts again",
      accepted,
      does(noon, raiser, "accept resolution", "practitioners"),
      ["already-answered", undefined, "This resolution has been accepted already; the record shows by whom and when."],
    ],
    [
      "whoever accepts their own side's resolution",
      proposed,
      does(noon, K.practitioner, "accept resolution", "practitioners"),
      ["same-side", undefined, "Your own side proposed this resolution. It counts when the other side accepts it."],
    ],
    [
      "whoever answers a resolution that nobody proposed",
      stage1,
      does(noon, raiser, "reject resolution", "practitioners"),
      [
        "nothing-proposed",
        undefined,
        "No resolution is waiting for an answer. It may have been answered already: see the record.",
      ],
    ],
    [
      "whoever answers a resolution that was replaced",
      proposed,
      does(noon, raiser, "accept resolution", "practitioners", { proposal: "2026-11-24T08:00:00.000Z" }),
      [
        "nothing-proposed",
        undefined,
        "Another resolution has been proposed since you opened this page. Go back, read it, and answer that one.",
      ],
    ],
    [
      "a date that has passed",
      stage1,
      until("propose date", tuesday),
      ["not-earlier", "until", "That time has passed already. Give one that is still to come."],
    ],
    [
      "a date that is the deadline",
      stage1,
      until("propose date", "2026-11-26T17:00:00.000Z"),
      ["not-earlier", "until", "The deadline is 5pm on Thursday 26 November 2026 already. Give another time."],
    ],
    [
      "a date later than the policy's",
      stage1,
      until("propose date", "2026-11-26T17:00:00.001Z"),
      [
        "not-later",
        "until",
        "The policy gives this timescale and does not let the sides agree a later date. The deadline is 5pm on Thursday 26 November 2026: give an earlier time.",
      ],
    ],
    [
      "whoever accepts a date that was replaced",
      dated,
      does(tuesday, K.practitioner, "accept date", "practitioners", { until: "2026-11-24T13:00:00.000Z" }),
      [
        "nothing-proposed",
        undefined,
        "Another date has been proposed since you opened this page. Go back, read it, and answer that one.",
      ],
    ],
    [
      "whoever accepts their own side's date",
      dated,
      does(tuesday, raiser, "accept date", "practitioners"),
      ["same-side", undefined, "Your own side proposed this date. It counts when the other side accepts it."],
    ],
    [
      "whoever answers a date that nobody proposed",
      stage1,
      does(tuesday, raiser, "reject date", "practitioners"),
      ["nothing-proposed", undefined, "No other date is waiting for an answer. It may have been answered already."],
    ],
    [
      "whoever accepts a date at its very instant",
      dated,
      does("2026-11-24T12:00:00.000Z", K.practitioner, "accept date", "practitioners"),
      ["not-now", undefined, "It is too late to agree this date: it, or the deadline, has passed."],
    ],
    [
      "a deadline brought to now",
      stage2,
      until("shorten deadline", noon),
      ["not-earlier", "until", "That time has passed already. Give one that is still to come."],
    ],
    [
      "a deadline brought to where it is",
      stage2,
      until("shorten deadline", "2026-12-01T17:00:00.000Z"),
      [
        "not-earlier",
        "until",
        "The deadline is 5pm on Tuesday 1 December 2026 already, and it can only be brought nearer. Give an earlier time.",
      ],
    ],
    [
      "a duty that nobody owes",
      stage2,
      does(noon, K.receivingManager, "do duty", "line-managers"),
      ["not-now", "duty", "Nothing of the kind is due in this escalation. The page shows what is."],
    ],
    [
      "a duty of somebody else",
      settled,
      does(noon, K.raisingManager, "do duty", "line-managers"),
      ["not-yours", "duty", "Somebody else has to do this, and it is not done yet. You can add a note to the record."],
    ],
    [
      "a discussion that is still to be held",
      stage1,
      held("discussion", "2026-11-24T09:00:00.001Z"),
      ["in-the-future", "heldAt", "A discussion is recorded once it was held. Give the day and time at which it was."],
    ],
    [
      "a meeting that is still to be held",
      stage1,
      held("meeting", "2026-11-24T09:00:00.001Z"),
      ["in-the-future", "heldAt", "A meeting is recorded once it was held. Give the day and time at which it was."],
    ],
    [
      "a discussion of before the disagreement",
      stage1,
      held("discussion", "2026-11-19T23:59:59.999Z"),
      [
        "before-it-arose",
        "heldAt",
        "The disagreement arose on Friday 20 November 2026, so the discussion cannot have been before that. Check the date.",
      ],
    ],
    [
      "a meeting of before the disagreement",
      stage1,
      held("meeting", "2026-11-19T23:59:59.999Z"),
      [
        "before-it-arose",
        "heldAt",
        "The disagreement arose on Friday 20 November 2026, so the meeting cannot have been before that. Check the date.",
      ],
    ],
    [
      "a meeting arranged for now",
      inMiltonKeynes,
      does(tuesday, raiser, "arrange meeting", "professionals", { for: tuesday }),
      [
        "not-now",
        "for",
        "A meeting is arranged for a time that is still to come. One that was held is recorded as a meeting.",
      ],
    ],
    [
      "a manager who acts already",
      inMedway,
      does(tuesday, M.raisingManager, "add manager", "service-managers", {
        named: "Mo",
        to: {
          role: "service-manager",
          agency: "north-school",
          via: "holder",
          person: manager?.person === "erased" || !manager ? { name: "", email: "" } : manager.person,
        },
      }),
      ["already-answered", "email", "This person acts at this stage already. Name somebody else."],
    ],
    [
      "a list on which nothing is ticked",
      listed,
      ticks(),
      ["missing", undefined, "Tick what was done, with the day on which it was."],
    ],
    [
      "what is not on the list",
      listed,
      ticks({ item: "weather", on: "2026-11-23" }),
      ["not-now", "weather", "This is not on the list now. The page shows what is still to be done."],
    ],
    [
      "what is ticked twice",
      listed,
      ticks({ item: "facts", on: "2026-11-23" }, { item: "facts", on: "2026-11-23" }),
      ["already-answered", "facts", "This has been ticked already; the record shows by whom and when."],
    ],
    [
      "what is ticked for tomorrow",
      listed,
      ticks({ item: "facts", on: "2026-11-25" }),
      ["in-the-future", "facts", "Something is ticked once it was done. Give the day on which it was."],
    ],
    [
      "what is ticked for before the disagreement",
      listed,
      ticks({ item: "facts", on: "2026-11-19" }),
      [
        "before-it-arose",
        "facts",
        "The disagreement arose on Friday 20 November 2026, so this cannot have been done before that. Check the date.",
      ],
    ],
    [
      "a list of a stage that has none",
      listed,
      does(tuesday, S.raisingManager, "tick", "professionals", { items: [{ item: "facts", on: "2026-11-23" }] }),
      ["not-now", undefined, "This list is done, or its stage is over. The record shows what was ticked."],
    ],
  ])("ALL-05 %s", (_who, played, command, said) => {
    const story = played();
    expect(decide(story.state, command, story.rules)).toEqual(refusal(said));
  });

  test("ALL-07 what comes at the last moment is in time", () => {
    const decided = (story: Played, command: Command) => decide(story.state, command, story.rules).decided;
    expect(decided(stage1(), held("discussion", tuesday))).toBe("events");
    expect(decided(stage1(), held("meeting", "2026-11-20T00:00:00.000Z"))).toBe("events");
    expect(decided(dated(), does("2026-11-24T11:59:59.999Z", K.practitioner, "accept date", "practitioners"))).toBe(
      "events",
    );
    expect(decided(stage2(), until("shorten deadline", "2026-12-01T16:59:59.999Z"))).toBe("events");
    expect(decided(listed(), ticks({ item: "facts", on: "2026-11-20" }))).toBe("events");
    expect(decided(listed(), ticks({ item: "facts", on: "2026-11-24" }))).toBe("events");
  });
});

describe("why a command has no effect, for whoever reads the log", () => {
  const played = () => play(...knowsleyRaised());

  test.each<[string, Command, string]>([
    ["a concern that is raised again", raise(monday), "the concern has been raised already"],
    ["a moment before anything is due", tick(tuesday), "nothing has fallen due"],
    [
      "a new plan by the same calendar",
      { type: "replan", id: "replan", at: tuesday, reason: "bank holidays" },
      "no deadline comes out differently",
    ],
    [
      "an execution that is not the next",
      { type: "replace execution", id: "replace", at: tuesday, reason: "it failed", number: 3 },
      "the execution has been replaced already",
    ],
    ["no notices", { type: "record notices", id: "notices", at: tuesday, notices: [] }, "there is nothing to record"],
    [
      "a stage that is open",
      { type: "open stage", id: "open", at: tuesday, stage: "practitioners", people: [] },
      "the stage is not waiting to be opened",
    ],
  ])("%s", (_which, command, because) => {
    const story = played();
    expect(decide(story.state, command, story.rules)).toEqual({ decided: "nothing", because });
  });

  test("a closed escalation needs no execution", () => {
    const closed = goOn(played(), does(tuesday, raiser, "withdraw", "practitioners"));
    expect(
      decide(
        closed.state,
        { type: "replace execution", id: "replace", at: tuesday, reason: "it failed", number: 2 },
        closed.rules,
      ),
    ).toEqual({ decided: "nothing", because: "the escalation is closed" });
  });
});
