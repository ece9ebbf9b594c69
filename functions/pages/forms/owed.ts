/** What somebody still owes: duties, that the record is filed, what was missing from a concern. */
import type { Duty } from "../../../policies/language/schema.ts";
import { dutyOf, stageOf } from "../../../policies/language/stages.ts";
import { filingOf } from "../../core/capabilities.ts";
import type { LiveClock } from "../../core/escalation.ts";
import { erased, type ConcernWords } from "../../core/events.ts";
import type { Field } from "../fields.ts";
import { erasedInWords, wordsCalled } from "../concern.ts";
import { lastProposal } from "../view.ts";
import { agencyName, type Visit } from "../visit.ts";
import { capital } from "../wording.ts";
import { aboutStage, given, may, once, single, text, wrong, yourName, type Form, type Shown } from "./form.ts";

export const duty: Form = {
  done: "This is recorded as done",
  answers: false,
  offered: (visit) => visit.standing.owes.map(dutyId),
  page: (visit, which) => {
    const clock = owedOrOwing(visit, which);
    const owed = clock && dutyOf(visit.policy, clock.stage, clock.clock);
    if (!clock || !owed) return undefined;
    const settled = settledAs(visit, clock.stage);
    const common = { title: capital(owed.asks), shows: settled ? [settled] : [], button: "Record this as done" };
    if (owed.kind === "answer to recommendations")
      return {
        ...common,
        does: `Records whether ${agencyName(visit, visit.seat.agency)} acts on the recommendations. The partnership and the other side see it.`,
        shows: [...common.shows, ...aboutStage(stageOf(visit.policy, clock.stage))],
        fields: [
          yourName,
          {
            kind: "choice",
            name: "acts",
            label: "Does your agency act on the recommendations?",
            what: "Your answer",
            missing: "Select whether your agency acts on the recommendations",
            options: [
              { value: "yes", text: "Yes, it acts on them" },
              { value: "no", text: "No, it does not act on them" },
            ],
          },
          text(
            "words",
            "What your agency does, or why it does not act on them",
            "Enter what your agency does, or why it does not act on the recommendations",
            "What you enter",
          ),
        ],
      };
    if (owed.kind === "choice")
      return {
        ...common,
        does: "Puts what is decided, and why, on the record.",
        fields: [
          yourName,
          {
            kind: "choice",
            name: "choice",
            label: "Which is it?",
            what: "Your answer",
            missing: "Select which it is",
            options: (owed.options ?? []).map((each) => ({ value: each.id, text: each.words })),
          },
          text("words", "Why", "Enter why", "The reason"),
        ],
      };
    return { ...common, does: dutySays(owed), fields: [yourName, dutyWords(owed.kind)] };
  },
  command: (values, _visit, which) => ({
    type: "do duty",
    duty: which,
    words: given(values, "words"),
    ...(values.has("acts") ? { acts: given(values, "acts") === "yes" } : {}),
    ...(values.has("choice") ? { choice: given(values, "choice") } : {}),
  }),
};

export const filed = single({
  done: "It is recorded that you filed the record",
  answers: false,
  offered: (visit) => once(may(visit, "confirm filed")),
  page: ({ state, policy, seat }) => {
    const asks = filingOf(state, policy, seat.side);
    if (!asks) return undefined;
    const { filing } = policy;
    return {
      title: "Confirm that the record was filed",
      does: "Says for your side that it was done, and where. The record can be read and saved on the page of the concern, under “Documents to read and save”.",
      shows: [
        {
          heading: "What is asked of you",
          text: capital(asks),
          quoted: true,
          ...(filing ? { clause: filing.clause } : {}),
        },
      ],
      fields: [
        yourName,
        {
          kind: "line",
          name: "where",
          label: "Where was it filed?",
          what: "Where it was filed",
          missing: "Enter where it was filed",
          ...(filing ? { hint: `For example, ${filing.where}` } : {}),
        },
      ],
      button: "Confirm that it was filed",
    };
  },
  command: (values) => ({ type: "confirm filed", where: given(values, "where") }),
});

export const missing = single({
  done: "What was missing is recorded",
  answers: false,
  offered: (visit) =>
    once(
      visit.seat.side === "raising" &&
        visit.state.phase !== "closed" &&
        visit.state.missing.length > 0 &&
        may(visit, "add note"),
    ),
  page: (visit) =>
    visit.state.missing.length === 0 || visit.seat.side !== "raising"
      ? undefined
      : {
          title: "Add what is missing from the concern",
          does: "Completes the concern. Everybody who acts is told.",
          shows: [],
          fields: [
            yourName,
            ...visit.state.missing.map((each) => text(each, wordsAsked[each], undefined, wordsCalled[each])),
          ],
          button: "Add this to the concern",
        },
  command: (values, visit) => {
    const [first] = visit.state.missing;
    const supplied = visit.state.missing.flatMap((each): [keyof ConcernWords, string][] => {
      const words = values.get(each);
      return words ? [[each, words]] : [];
    });
    if (supplied.length === 0) return wrong(first ?? "", "Enter at least one of the things that are missing");
    return {
      type: "add note",
      kind: "missing information",
      words: supplied.map(([part, words]) => `${wordsCalled[part]}: ${words}`).join("\n\n"),
      concern: Object.fromEntries(supplied),
    };
  },
});

const wordsAsked: Readonly<Record<keyof ConcernWords, string>> = {
  issue: "What is the issue?",
  disagreement: "What is the nature of the disagreement?",
  risk: "What is the risk to the person?",
  evidence: "What is the evidence?",
  resolutionSought: "What do you aim to achieve?",
};

const dutyId = (clock: Pick<LiveClock, "stage" | "clock">) => `${clock.stage}/${clock.clock}`;

/** A duty that runs or ran for this side: one that is done already still has its page, so that the record can say so. */
function owedOrOwing({ state, seat }: Visit, which: string): LiveClock | undefined {
  return state.clocks.find((each) => each.kind === "duty" && dutyId(each) === which && each.by === seat.side);
}

function dutySays({ by, to }: Duty): string {
  if (by === "partnership" && to === "partnership")
    return "What you enter is put on the record, where both sides can read it.";
  const who =
    to === "raising practitioner"
      ? "the practitioner who raised the concern"
      : to === "counterpart"
        ? "your counterpart on the other side"
        : "the partnership";
  return `What you enter is put on the record and sent to ${who}.`;
}

function dutyWords(kind: Exclude<Duty["kind"], "answer to recommendations" | "choice">): Field {
  switch (kind) {
    case "feedback":
      return text("words", "Your feedback", "Enter your feedback");
    case "review":
      return text("words", "Your review", "Enter your review");
    case "minutes":
      return text("words", "The minutes", "Enter the minutes");
    case "product":
      return text("words", "What was made, or where it can be read", "Enter what was made, or where it can be read");
    case "confirmation":
      return text("words", "Your written confirmation", "Enter your written confirmation");
  }
}

/** What a stage was settled with: the resolution that was accepted, or the outcome. */
function settledAs(visit: Visit, stage: string): Shown | undefined {
  const last = visit.story.history.findLast((each) => each.type === "OutcomeGiven" && each.stage === stage);
  if (last?.type === "OutcomeGiven")
    return {
      heading: last.kind === "recommendations" ? "The recommendations" : "The outcome",
      text: last.sealed === erased ? erasedInWords : last.sealed.outcome,
      quoted: true,
    };
  const accepted = visit.story.history.some((each) => each.type === "ResolutionAccepted" && each.stage === stage);
  const proposal = accepted ? lastProposal(visit, stage) : undefined;
  return proposal === undefined
    ? undefined
    : { heading: "The resolution that was accepted", text: proposal, quoted: true };
}
