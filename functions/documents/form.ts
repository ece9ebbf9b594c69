/**
 * A policy's form, filled from the record (MED-11, KNO-10). Nothing in it is typed a second time, so it always says what the
 * record says, and the same to everybody who may read that (ALL-01).
 */
import { inWords } from "../../policies/calendar/instant.ts";
import type { Form } from "../../policies/language/schema.ts";
import { formsAt } from "../../policies/language/stages.ts";
import type { Document, Field } from "./document.ts";
import { found, type Source } from "./facts.ts";
import { english } from "./words.ts";

/** The forms that there are by now: each from the opening of its stage on, for good. */
export function formsOffered({ story }: Pick<Source, "story">): Form[] {
  const { policy } = story.rules;
  const open = new Set(story.state.opened.flatMap((each) => formsAt(policy, each.stage)));
  return policy.forms.filter((each) => open.has(each));
}

/** The form as the record fills it now. It is pure: the same record at the same instant gives the same form. */
export function formDocument(form: Form, source: Source): Document {
  return {
    id: form.form,
    title: form.title,
    ...(form.says ? { says: form.says } : {}),
    ...madeFrom(source, form.clause),
    parts: form.parts.map((part) => ({
      ...(part.title ? { title: part.title } : {}),
      fields: part.fields.map((field): Field => ({ label: field.label, says: filled(field.shows, source) })),
    })),
  };
}

/** Of several, the first that there is something of; what has been erased was something. */
export function filled(
  shows: Form["parts"][number]["fields"][number]["shows"],
  source: Source,
  otherwise = english.form.notYet,
): Field["says"] {
  for (const each of shows) {
    const says = found(each, source);
    if (says.length > 0) return says;
  }
  return [{ text: otherwise }];
}

/** The lines that every document has: where it comes from, and when it was made. */
export function madeFrom({ story, at }: Source, clause?: string): Pick<Document, "reference" | "policy" | "made"> {
  const { policy } = story.rules;
  return {
    reference: story.reference,
    policy: english.made.policy(policy.partnership.name, policy.title, policy.version, clause),
    made: english.made.made(story.reference, inWords(at)),
  };
}
