/** Where an escalation stands and what comes next, without case detail. */
import { inWords } from "../../policies/calendar/instant.ts";
import { stageAfter, stageOf } from "../../policies/language/stages.ts";
import { askedFor } from "../core/asked.ts";
import { seatsOwing } from "../core/capabilities.ts";
import { runningClocks, stageDeadline, type LiveClock, type OpenedStage } from "../core/escalation.ts";
import { english } from "./words/index.ts";
import { listed } from "./wording.ts";
import { roleCalled, sideInWords, type Visit } from "./visit.ts";

const words = english.standing;

/** How a stage ended, as the end of a sentence. */
export const stageEndInWords = (how: NonNullable<OpenedStage["how"]>) => words.stageEnded[how];

/** How an escalation ended, in a whole sentence. */
export const endInWords = (how: keyof typeof words.ended) => words.ended[how];

/** Where the escalation stands, in a sentence. */
export const howItStands = (visit: Pick<Visit, "state" | "policy" | "agencies">) => nextSteps(visit)[0] ?? "";

/** What happens next and by when: for the page after an action, and for those who only look. */
export function nextSteps(visit: Pick<Visit, "state" | "policy" | "agencies">): string[] {
  const { state, policy } = visit;
  const { next } = words;
  switch (state.phase) {
    case "opening":
      return [next.opening(stageOf(policy, state.next).title)];
    case "at stage": {
      const { title } = stageOf(policy, state.stage);
      const deadline = stageDeadline(state);
      const due = deadline ? inWords(deadline.due) : undefined;
      const after = stageAfter(policy, state.stage);
      return [
        due === undefined
          ? next.open(title)
          : deadline?.passedAt
            ? next.deadlinePassed(title, due)
            : next.openUntil(title, due),
        ...(state.proposal ? [next.proposal(sideInWords(state.proposal.by.side))] : []),
        ...(state.dateProposal
          ? [next.dateProposal(sideInWords(state.dateProposal.by.side), inWords(state.dateProposal.until))]
          : []),
        after ? next.climbs(after.title) : next.last,
        ...duties(visit),
      ];
    }
    case "duties":
      return [endInWords(state.how), ...duties(visit)];
    case "closed":
      return [endInWords(state.how), next.closed];
  }
}

function duties({ state, policy }: Pick<Visit, "state" | "policy">): string[] {
  return runningClocks(state)
    .filter((each) => each.kind === "duty" || (each.kind === "checklist" && state.phase === "duties"))
    .map((clock) =>
      words.next.owed(
        inWords(clock.due),
        askedFor(policy, clock).asks,
        whoOwes({ state, policy }, clock),
        clock.passedAt !== undefined,
      ),
    );
}

/** Who owes something, by role and side: “line manager, raising side”. */
export function whoOwes({ state, policy }: Pick<Visit, "state" | "policy">, clock: LiveClock): string {
  const roles = seatsOwing(state, policy, clock).map((seat) => roleCalled(policy, state.seats.get(seat)?.role ?? ""));
  return `${listed([...new Set(roles)]) || words.nobody}, ${clock.by ? sideInWords(clock.by) : words.eitherSide}`;
}
