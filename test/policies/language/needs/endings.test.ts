/** What real policies were seen to need: how a stage goes on, and how the last one ends. Friday 20 November 2026 is a working day; London is on UTC. Dates worked out by hand. */
import { describe, expect, test } from "vitest";
import { standingOf } from "../../../../functions/core/capabilities.ts";
import { does, eventsOf, fellDue, given, goOn, noticesOfLast, raiser, silentUntil } from "../../../support/core.ts";
import { chair, policyOf, raised, receiver } from "./invented.ts";

describe("how a stage goes on, and how the last one ends", () => {
  policyOf("advice", {
    "  chair: {": "  manager: { called: own manager, held in: agency }\n  chair: {",
    "    clocks:\n": `    may ask advice of: { role: manager, clause: "1" }
    before it goes on:
      - { id: manager-consulted, question: Did you consult your manager?, answer: yes or no, clause: "1" }
      - { id: manager-agrees, question: Does your manager agree?, answer: yes or no, must be: "yes", clause: "1" }
    clocks:
`,
  });
  const declares = (answers?: Readonly<Record<string, string>>) =>
    does("2026-11-23T12:00:00.000Z", raiser, "declare unresolved", "first", answers ? { answers } : {});

  test("PRE-02 one's own manager is consulted, and must agree, before it goes on; silence needs nobody's leave", () => {
    const story = raised("advice");
    given(...story.history)
      .when(declares())
      .thenRefused("missing", "before-manager-consulted");
    given(...story.history)
      .when(declares({ "manager-consulted": "no" }))
      .thenRefused("missing", "before-manager-agrees");
    given(...story.history)
      .when(declares({ "manager-consulted": "no", "manager-agrees": "no" }))
      .thenRefused("not-allowed", "before-manager-agrees");
    given(...story.history)
      .when(declares({ "manager-consulted": "yes", "manager-agrees": "yes" }))
      .then(
        {
          type: "DeclaredUnresolved",
          sealed: { answers: { "manager-consulted": "yes", "manager-agrees": "yes" } },
        },
        { type: "StageEnded", how: "unresolved", next: "last" },
      );
    expect(eventsOf(silentUntil(story, "2026-11-26T17:00:00.000Z").history, "StageEnded")).toMatchObject([
      { how: "deadline passed", next: "last" },
    ]);
  });

  test("PRE-02 rejecting and declaring unresolved in one goes through the same gate", () => {
    const proposed = goOn(raised("advice"), does("2026-11-23T11:00:00.000Z", receiver, "propose resolution", "first"));
    const rejects = (answers: Readonly<Record<string, string>>, unresolved = true) =>
      does("2026-11-23T12:00:00.000Z", raiser, "reject resolution", "first", { unresolved, answers });
    given(...proposed.history)
      .when(rejects({ "manager-consulted": "yes", "manager-agrees": "no" }))
      .thenRefused("not-allowed", "before-manager-agrees");
    given(...proposed.history)
      .when(rejects({}, false))
      .then({ type: "ResolutionRejected" });
    given(...proposed.history)
      .when(rejects({ "manager-consulted": "yes", "manager-agrees": "yes" }))
      .then({ type: "ResolutionRejected" }, { type: "DeclaredUnresolved" }, { type: "StageEnded", next: "last" });
  });

  test("PRE-02 one's own manager can be asked for advice", () => {
    const asked = goOn(
      raised("advice"),
      does("2026-11-23T12:00:00.000Z", raiser, "ask advice", "first", {
        of: [
          {
            role: "manager",
            agency: "north-school",
            via: "holder",
            person: { name: "Max Manager", email: "max@north-school.example" },
          },
        ],
      }),
    );
    const adviser = "first/raising-side/adviser-1";
    expect(noticesOfLast(asked)).toEqual([`advice asked → ${adviser}`]);
    expect([...standingOf(asked.state, asked.rules.policy, adviser).may]).toContain("give advice");
  });

  test("PRE-02 silence climbs", () => {
    policyOf("silence", {});
    const story = silentUntil(raised("silence"), "2026-12-04T12:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "last day first/settle 2026-11-26T09:30Z",
      "passed first/settle 2026-11-26T17:00Z",
      // Five working days from Thursday 26 November: Thursday 3 December.
      "half time last/conclude 2026-12-01T09:30Z",
      "last day last/conclude 2026-12-03T09:30Z",
      "passed last/conclude 2026-12-03T17:00Z",
      "chase last/conclude 2026-12-04T09:30Z",
    ]);
    expect(story.state).toMatchObject({ phase: "at stage", stage: "last" });
  });

  test.each(["decision", "recommendations", "mediation", "outcome", "record"] as const)(
    "PRE-02 the last body ends it by its own word, which nobody has to accept: %s",
    (kind) => {
      policyOf(`ends-${kind}`, { "    ends by: outcome": `    ends by: ${kind}` });
      const last = silentUntil(raised(`ends-${kind}`), "2026-11-26T17:00:00.000Z");
      given(...last.history)
        .when(does("2026-11-27T10:00:00.000Z", chair, "give outcome", "last"))
        .then(
          { type: "OutcomeGiven", kind, by: { side: "partnership", role: "chair" } },
          { type: "ClockMet", clock: "conclude" },
          { type: "StageEnded", how: "outcome given" },
          { type: "EscalationClosed", how: "outcome given" },
        );
      given(...last.history)
        .when(does("2026-11-27T10:00:00.000Z", receiver, "give outcome", "last"))
        .thenRefused("not-yours");
    },
  );
});
