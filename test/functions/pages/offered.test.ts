/** What a page offers is what the core says may be done, in every seat of very different moments. */
import { describe, expect, it } from "vitest";
import { standingOf } from "../../../functions/core/capabilities.ts";
import type { PartyCommandType } from "../../../functions/core/commands.ts";
import type { forms } from "../../../functions/pages/forms/index.ts";
import { places } from "./places.ts";
import { formsShown, type World } from "./support.ts";

/** Offered beyond their command: late answers, and notes of what was missing. */
type Beyond = "respond" | "answer-proposal" | "propose" | "missing";
/** The command of each other form. */
const gives: Readonly<Record<Exclude<keyof typeof forms, Beyond>, PartyCommandType>> = {
  outcome: "give outcome",
  questions: "answer questions",
  duty: "do duty",
  provide: "provide information",
  advise: "give advice",
  "answer-date": "accept date",
  approve: "approve discussion",
  filed: "confirm filed",
  discussion: "record discussion",
  arrange: "arrange meeting",
  unresolved: "declare unresolved",
  refer: "refer",
  risk: "flag immediate risk",
  shorten: "shorten deadline",
  "propose-date": "propose date",
  "request-information": "request information",
  "ask-advice": "ask advice",
  "add-manager": "add manager",
  "hand-on": "hand on",
  withdraw: "withdraw",
  note: "add note",
  tick: "tick",
};

async function offered(made: World, seat: string): Promise<string[]> {
  const { html } = await made.post(made.link(seat), { do: "continue" });
  return [...new Set(formsShown(html).map((each) => each.split("/")[0] ?? ""))];
}

describe("what is offered", () => {
  it.each([
    "tick",
    "advise",
    "answer-date",
    "approve",
    "filed",
    "refer",
    "outcome",
    "duty",
    "provide",
    "add-manager",
  ] as const)("is what the core says may be done, for every seat where %s can be done", async (place) => {
    const { made } = await places[place]();
    const { state } = await made.story();
    for (const seat of state.seats.keys()) {
      const { may } = standingOf(state, made.policy, seat);
      const shown = await offered(made, seat);
      for (const [form, command] of Object.entries(gives))
        expect(`${seat} ${form} ${shown.includes(form)}`).toBe(`${seat} ${form} ${may.has(command)}`);
    }
  });

  it("has first what is asked of the person, and last what ends or only adds", async () => {
    const { made } = await places["answer-date"]();
    await made.do({
      type: "propose resolution",
      seat: "practitioners/receiving-side/1",
      stage: "practitioners",
      resolution: "Visit",
    });
    const shown = await offered(made, "raiser");
    expect(shown.slice(0, 2)).toEqual(["answer-proposal", "answer-date"]);
    expect(shown.slice(-2)).toEqual(["withdraw", "note"]);
  });
});
