/**
 * What can be agreed to on the page after Continue: a resolution or a deadline that the other side proposed. Then a simple
 * agreement is three presses: the link, Continue, Agree. The form behind it is the same, with its answer filled in.
 */
import { fieldView, type Problem, type Typed } from "../fields.ts";
import type { Agreement } from "../view.ts";
import type { Visit } from "../visit.ts";
import { answerProposal } from "./answering.ts";
import { answerDate } from "./dates.ts";

const agreeing = { "answer-proposal": answerProposal, "answer-date": answerDate } as const;

/** Whether it was pressed on the page itself, so that what is missing is said there too. */
export const isFromPage = (typed: Typed) => typed.get("from") === "page";

interface Sent {
  /** The id of the command that the press becomes. */
  readonly command: string;
  readonly typed?: Typed;
  readonly problems?: readonly Problem[];
}

/** @returns undefined where nothing waits for this person’s word */
export function agreementOf(visit: Visit, { command, typed, problems = [] }: Sent): Agreement | undefined {
  if (visit.state.phase !== "at stage") return undefined;
  const { may } = visit.standing;
  const form = may.has("accept resolution") ? "answer-proposal" : may.has("accept date") ? "answer-date" : undefined;
  const page = form && agreeing[form].page(visit, "");
  const [name] = page?.fields ?? [];
  if (!form || !page?.about || !name) return undefined;
  return {
    form,
    command,
    stage: visit.standing.acting ? visit.state.stage : visit.stage,
    about: page.about.read,
    does: page.does,
    name: fieldView(name, typed, problems),
  };
}
