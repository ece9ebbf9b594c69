/** What a form is, and the small parts of which the forms of this folder are made. */
import type { Stage } from "../../../policies/language/schema.ts";
import { stageAfter, stageOf } from "../../../policies/language/stages.ts";
import type { PartyCommand, PartyCommandType } from "../../core/commands.ts";
import type { Directory } from "../../directory/directory.ts";
import type { Field, Problem } from "../fields.ts";
import { stageOver, type Visit } from "../visit.ts";
import { said } from "../words/forms/form.ts";

type OwnPart<T> = T extends PartyCommand
  ? Omit<T, "id" | "at" | "seat" | "name" | "stage"> & { readonly stage?: string }
  : never;
/** A command without what every command of a party has: id, instant, seat, name, and the stage where it is the form's own. */
export type Asking = OwnPart<PartyCommand>;

/** Text shown above the fields: something to know or to answer. */
export interface Shown {
  readonly heading?: string;
  readonly text: string;
  /** People typed it, or the policy says it: it is set apart. */
  readonly quoted: boolean;
  /** Where the policy says so. */
  readonly clause?: string;
}

/** A form as one person gets it now: what it asks follows from the policy and from how the record stands. */
export interface FormPage {
  readonly title: string;
  /** What the form does, in a sentence. */
  readonly does: string;
  readonly shows: readonly Shown[];
  readonly warning?: string;
  readonly fields: readonly Field[];
  readonly button: string;
  /** What exactly is answered: an answer to what has changed since is shown again instead of counting for the new. */
  readonly about?: {
    readonly read: string;
    /** What is said then. */
    readonly changed: string;
  };
}

export type Values = ReadonlyMap<string, string>;
export type Directories = Pick<Directory, "agency" | "partnership" | "find">;
type Asked = Asking | Problem | Promise<Asking | Problem>;

export interface Form {
  /** Which things of this kind can be done now; `""` where there is only one. */
  offered(visit: Visit): readonly string[];
  /** The page, or undefined when there is no such thing to do. It does not depend on whether it may be done now. */
  page(visit: Visit, which: string): FormPage | undefined;
  command(values: Values, visit: Visit, which: string, directory: Directories): Asked;
  /** The heading once it is recorded. */
  readonly done: string;
  /** Whether it answers the stage for which the person was asked, so that it is a late answer once that is over. */
  readonly answers: boolean;
}

/** A form for the one thing of its kind. */
export const single = (
  form: Omit<Form, "page" | "command"> & {
    page: (visit: Visit) => FormPage | undefined;
    command: (values: Values, visit: Visit, directory: Directories) => Asked;
  },
): Form => ({
  ...form,
  page: (visit, which) => (which === "" ? form.page(visit) : undefined),
  command: (values, visit, _which, directory) => form.command(values, visit, directory),
});

export const yourName: Field = {
  kind: "line",
  name: "your-name",
  ...said.yourName,
  autocomplete: "name",
};

export const text = (name: string, label: string, missing: string | undefined, what = label, hint?: string): Field => ({
  kind: "text",
  name,
  label,
  what,
  ...(missing ? { missing } : {}),
  ...(hint ? { hint } : {}),
});

export const reason = (label: string, missing: string): Field => text("reason", label, missing, said.reason);

export const yesOrNo = [
  { value: "yes", text: said.yes },
  { value: "no", text: said.no },
];

export const given = (values: Values, name: string) => values.get(name) ?? "";
export const once = (offered: boolean) => (offered ? [""] : []);
export const may = (visit: Visit, type: PartyCommandType) => visit.standing.may.has(type);

/** Something wrong with a field that has one input. */
export const wrong = (field: string, says: string): Problem => ({ field, input: field, says });

/** The title of the stage to which an unsettled one climbs. */
export const goesTo = (visit: Visit) => stageAfter(visit.policy, visit.answers)?.title;

/** What the policy says of a stage, to be read before something is done there. */
export const aboutStage = (stage: Stage): Shown[] =>
  stage.about ? [{ heading: said.policySays, text: stage.about, quoted: true, clause: stage.clause }] : [];

export const lateWarning = (visit: Visit): { readonly warning?: string } =>
  stageOver(visit)
    ? {
        warning: said.late(stageOf(visit.policy, visit.answers).title),
      }
    : {};
