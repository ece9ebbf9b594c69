/**
 * What can be done through a link: one table entry a form. An entry says when the form is offered, what it asks, and which
 * command its answers become. What may be done is the core's to say (capabilities.ts); a form only asks for it.
 */
import { firstInput, type Problem } from "../fields.ts";
import { linkState, questionsLeft } from "../link-state.ts";
import type { Offer } from "../view.ts";
import type { Visit } from "../visit.ts";
import { answerProposal, outcome, propose, questions, refer, respond, unresolved } from "./answering.ts";
import { answerDate, proposeDate, shorten } from "./dates.ts";
import { may, type Form, type FormPage } from "./form.ts";
import { addManager, askAdvice, giveAdvice, handOn, provideInformation, requestInformation } from "./others.ts";
import { duty, filed, missing } from "./owed.ts";
import { approve, arrangeMeeting, discussion, note, risk, withdraw } from "./record.ts";
import { said } from "../words/forms/form.ts";
import { tick } from "./tick.ts";

/** In the order in which they are offered: what is asked of the person, what else settles it, and then the rest. */
export const forms = {
  respond,
  "answer-proposal": answerProposal,
  outcome,
  questions,
  tick,
  duty,
  provide: provideInformation,
  advise: giveAdvice,
  "answer-date": answerDate,
  approve,
  missing,
  filed,
  propose,
  discussion,
  arrange: arrangeMeeting,
  unresolved,
  refer,
  risk,
  shorten,
  "propose-date": proposeDate,
  "request-information": requestInformation,
  "ask-advice": askAdvice,
  "add-manager": addManager,
  "hand-on": handOn,
  withdraw,
  note,
} as const satisfies Readonly<Record<string, Form>>;

type FormId = keyof typeof forms;

/** What a form is chosen and sent by: its id, and which of several where there are several (`duty/chair/act-on-recommendations`). */
export function formOf(key: string): { readonly form: Form; readonly which: string } | undefined {
  const [id = "", ...rest] = key.split("/");
  return Object.hasOwn(forms, id) ? { form: forms[id as FormId], which: rest.join("/") } : undefined;
}

/** Everything that can be done in this seat now, in the order in which it is offered. */
export function offersOf(visit: Visit): Offer[] {
  const asked = formsAsked(visit);
  return Object.entries<Form>(forms).flatMap(([id, form]) =>
    form.offered(visit).flatMap((which): Offer[] => {
      const page = form.page(visit, which);
      if (!page) return [];
      const offer = { value: which === "" ? id : `${id}/${which}`, text: page.title, hint: page.does };
      return [asked.has(id) ? { ...offer, asked: true } : offer];
    }),
  );
}

/** What is asked of a person wherever it is offered. */
const alwaysAsked = ["outcome", "tick", "duty", "provide", "advise", "answer-date", "approve", "missing", "filed"];

/** The forms that are asked of the person now. An answer that was given, and one that comes late, is open to them only. */
function formsAsked(visit: Visit): ReadonlySet<string> {
  const awaited = linkState(visit).is === "asked";
  const asked = new Set(alwaysAsked);
  if (questionsLeft(visit).length > 0) asked.add("questions");
  if (!awaited) return asked;
  if (may(visit, "accept resolution")) return asked.add("answer-proposal");
  if (may(visit, "respond")) return asked.add("respond");
  // Whoever raised the concern and is asked to talk about it can only say what came of that.
  if (!visit.seat.concludes && questionsLeft(visit).length === 0) asked.add("propose").add("discussion");
  return asked;
}

/** Why a form that exists cannot be used now. */
export function whyNotOffered(visit: Visit): string {
  if (visit.state.phase === "closed") return said.notNow.closed;
  if (visit.standing.acting) return said.notNow.notOfThisStage;
  return said.notNow.somebodyElse;
}

/** A refusal at the field that it is about; nothing where the form has no such field. */
export function refusedAt(
  page: FormPage,
  { field, says }: { readonly field?: string; readonly says: string },
): Problem | undefined {
  const found = page.fields.find((each) => each.name === field);
  return (
    found && {
      field: found.name,
      input: firstInput(found),
      says: found.refusedAs ? `${found.refusedAs}: ${says}` : says,
    }
  );
}
