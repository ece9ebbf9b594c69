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
import { said } from "../words/forms/owed.ts";

export const duty: Form = {
  done: said.duty.done,
  answers: false,
  offered: (visit) => visit.standing.owes.map(dutyId),
  page: (visit, which) => {
    const clock = owedOrOwing(visit, which);
    const owed = clock && dutyOf(visit.policy, clock.stage, clock.clock);
    if (!clock || !owed) return undefined;
    const settled = settledAs(visit, clock.stage);
    const common = { title: capital(owed.asks), shows: settled ? [settled] : [], button: said.duty.button };
    if (owed.kind === "answer to recommendations")
      return {
        ...common,
        does: said.duty.does.answerToRecommendations(agencyName(visit, visit.seat.agency)),
        shows: [...common.shows, ...aboutStage(stageOf(visit.policy, clock.stage))],
        fields: [
          yourName,
          {
            kind: "choice",
            name: "acts",
            label: said.duty.fields.acts.label,
            what: said.duty.fields.acts.what,
            missing: said.duty.fields.acts.missing,
            options: [
              { value: "yes", text: said.duty.fields.acts.options.yes },
              { value: "no", text: said.duty.fields.acts.options.no },
            ],
          },
          text("words", ofAnswer.label, ofAnswer.missing, ofAnswer.what),
        ],
      };
    if (owed.kind === "choice")
      return {
        ...common,
        does: said.duty.does.choice,
        fields: [
          yourName,
          {
            kind: "choice",
            name: "choice",
            label: said.duty.fields.choice.label,
            what: said.duty.fields.choice.what,
            missing: said.duty.fields.choice.missing,
            options: (owed.options ?? []).map((each) => ({ value: each.id, text: each.words })),
          },
          text("words", ofChoice.label, ofChoice.missing, ofChoice.what),
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
  done: said.filed.done,
  answers: false,
  offered: (visit) => once(may(visit, "confirm filed")),
  page: ({ state, policy, seat }) => {
    const asks = filingOf(state, policy, seat.side);
    if (!asks) return undefined;
    const { filing } = policy;
    return {
      title: said.filed.title,
      does: said.filed.does,
      shows: [
        {
          heading: said.filed.shows.asked,
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
          label: said.filed.fields.where.label,
          what: said.filed.fields.where.what,
          missing: said.filed.fields.where.missing,
          ...(filing ? { hint: said.filed.fields.where.hint(filing.where) } : {}),
        },
      ],
      button: said.filed.button,
    };
  },
  command: (values) => ({ type: "confirm filed", where: given(values, "where") }),
});

export const missing = single({
  done: said.missing.done,
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
          title: said.missing.title,
          does: said.missing.does,
          shows: [],
          fields: [
            yourName,
            ...visit.state.missing.map((each) => text(each, said.missing.asked[each], undefined, wordsCalled[each])),
          ],
          button: said.missing.button,
        },
  command: (values, visit) => {
    const [first] = visit.state.missing;
    const supplied = visit.state.missing.flatMap((each): [keyof ConcernWords, string][] => {
      const words = values.get(each);
      return words ? [[each, words]] : [];
    });
    if (supplied.length === 0) return wrong(first ?? "", said.missing.nothingEntered);
    return {
      type: "add note",
      kind: "missing information",
      words: supplied.map(([part, words]) => `${wordsCalled[part]}: ${words}`).join("\n\n"),
      concern: Object.fromEntries(supplied),
    };
  },
});

const { answerToRecommendations: ofAnswer, choice: ofChoice } = said.duty.fields.words;

const dutyId = (clock: Pick<LiveClock, "stage" | "clock">) => `${clock.stage}/${clock.clock}`;

/** A duty that runs or ran for this side: one that is done already still has its page, so that the record can say so. */
function owedOrOwing({ state, seat }: Visit, which: string): LiveClock | undefined {
  return state.clocks.find((each) => each.kind === "duty" && dutyId(each) === which && each.by === seat.side);
}

function dutySays({ by, to }: Duty): string {
  if (by === "partnership" && to === "partnership") return said.duty.does.partnershipsOwn;
  return said.duty.does.sentTo(said.duty.to[to]);
}

function dutyWords(kind: Exclude<Duty["kind"], "answer to recommendations" | "choice">): Field {
  const { label, missing } = said.duty.fields.words[kind];
  return text("words", label, missing);
}

/** What a stage was settled with: the resolution that was accepted, or the outcome. */
function settledAs(visit: Visit, stage: string): Shown | undefined {
  const last = visit.story.history.findLast((each) => each.type === "OutcomeGiven" && each.stage === stage);
  if (last?.type === "OutcomeGiven")
    return {
      heading: last.kind === "recommendations" ? said.duty.settledAs.recommendations : said.duty.settledAs.outcome,
      text: last.sealed === erased ? erasedInWords : last.sealed.outcome,
      quoted: true,
    };
  const accepted = visit.story.history.some((each) => each.type === "ResolutionAccepted" && each.stage === stage);
  const proposal = accepted ? lastProposal(visit, stage) : undefined;
  return proposal === undefined ? undefined : { heading: said.duty.settledAs.resolution, text: proposal, quoted: true };
}
