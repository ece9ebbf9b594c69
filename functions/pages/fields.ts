/** What a form asks, field by field: what was typed is read, checked and put into one form that commands can carry. */
import * as z from "../../policies/schemas.ts";
import { dayInWords, instantOf, isDay } from "../../policies/calendar/instant.ts";
import { plainLine, plainText } from "../plain-text.ts";
import { fields as said } from "./words/fields.ts";

interface Asked {
  /** The name of the input, or what its inputs begin with where there are several. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What is said when it was left empty. A field without it is optional. */
  readonly missing?: string;
  /** How messages call it: “Your response”. */
  readonly what: string;
  /** It is optional, and the page says so in other words than “optional”. */
  readonly mayBeEmpty?: true;
  /** It is the one question of its page, and so the page's heading. */
  readonly asHeading?: true;
  /** What a refusal of the core is said of, where a page asks the same of several things. */
  readonly refusedAs?: string;
}

/** One thing that a form asks for, by what kind of input, and what of it is refused. */
export type Field = Asked &
  (
    | { readonly kind: "line"; readonly autocomplete?: string; readonly email?: true }
    | { readonly kind: "text"; readonly rows?: number }
    | { readonly kind: "number" }
    | {
        readonly kind: "choice";
        readonly options: readonly { readonly value: string; readonly text: string; readonly hint?: string }[];
        /** Many options that everybody knows by name: a list to open. */
        readonly asList?: true;
        /** What the list says of choosing none, where that is an answer too. */
        readonly empty?: string;
      }
    /** An input for each option, and one for none of them; read as their values with a space between, empty for none. */
    | { readonly kind: "several"; readonly options: readonly { readonly value: string; readonly text: string }[] }
    /** Three inputs; read as a day, YYYY-MM-DD. */
    | { readonly kind: "day" }
    /** Three inputs and a time on a clock in London; read as an instant, UTC. */
    | { readonly kind: "moment" }
  );

/** What is wrong, in words that say what to do, and the input at which to do it. */
export interface Problem {
  readonly field: string;
  readonly input: string;
  readonly says: string;
}

/** What was typed, exactly, so that it can be shown again. */
export type Typed = Pick<URLSearchParams, "get">;

export interface Read {
  /** By the field's name; an empty optional field is not there. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** The inputs that a field has. */
export function inputsOf(field: Field): string[] {
  const dayInputs = ["day", "month", "year"].map((part) => `${field.name}-${part}`);
  switch (field.kind) {
    case "line":
    case "text":
    case "number":
    case "choice":
      return [field.name];
    case "several":
      return [...field.options.map(({ value }) => `${field.name}.${value}`), `${field.name}..none`];
    case "day":
      return dayInputs;
    case "moment":
      return [...dayInputs, `${field.name}-time`];
    default:
      return field satisfies never;
  }
}

/** A field with what was typed into it. */
export type FieldView = Field & {
  readonly error?: string;
  /** The input that the error is about, where the field has several. */
  readonly wrong?: string;
  /** What was typed, by input. */
  readonly typed: Readonly<Record<string, string>>;
};

/** A field as a template shows it: with what was typed and what is wrong with it. */
export function fieldView(field: Field, typed: Typed | undefined, problems: readonly Problem[]): FieldView {
  const problem = problems.find((each) => each.field === field.name);
  return {
    ...field,
    ...(problem ? { error: problem.says, wrong: problem.input } : {}),
    typed: Object.fromEntries(inputsOf(field).map((input) => [input, typed?.get(input) ?? ""])),
  };
}

/** In characters. */
export const longest = { line: 200, text: 10_000 } as const;

/** What was typed into a form, by field; and every problem with it at once, each for its own input. Dates and times are read as London’s. */
export function readFields(fields: readonly Field[], typed: Typed): Read {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const field of fields) {
    const read = readField(field, typed);
    if (typeof read === "string") values.set(field.name, read);
    else if (read) problems.push(read);
  }
  return { values, problems };
}

/** The input of a field at which a message points: the first of several. */
export function firstInput(field: Field): string {
  if (field.kind === "several") return inputsOf(field)[0] ?? field.name;
  return field.kind === "day" || field.kind === "moment" ? `${field.name}-day` : field.name;
}

function readField(field: Field, typed: Typed): string | Problem | undefined {
  const wrong = (says: string, input = firstInput(field)): Problem => ({ field: field.name, input, says });
  const entered = clean(typed.get(field.name));
  switch (field.kind) {
    case "line":
    case "text": {
      if (entered === "") return field.missing ? wrong(field.missing) : undefined;
      const most = longest[field.kind];
      if (entered.length > most)
        return wrong(said.tooLong(field.what, most.toLocaleString("en-GB"), entered.length.toLocaleString("en-GB")));
      if (field.kind === "text") return entered;
      if (field.email && !z.email().safeParse(entered).success) return wrong(said.notAnEmail);
      return plainLine(entered);
    }
    case "number":
      if (entered === "") return field.missing ? wrong(field.missing) : undefined;
      return /^\d{1,6}$/.test(entered) ? String(Number(entered)) : wrong(said.notANumber(field.what));
    case "choice":
      if (field.options.some((each) => each.value === entered)) return entered;
      return field.missing ? wrong(field.missing) : undefined;
    case "several": {
      const chosen = field.options.map(({ value }) => value).filter((each) => typed.get(`${field.name}.${each}`));
      const isNone = Boolean(typed.get(`${field.name}..none`));
      if (isNone && chosen.length > 0) return wrong(said.someAndNone);
      if (isNone || chosen.length > 0) return chosen.join(" ");
      return field.missing ? wrong(field.missing) : undefined;
    }
    case "day":
      return readDay(field, typed, wrong);
    case "moment": {
      const day = readDay(field, typed, wrong);
      const typedTime = clean(typed.get(`${field.name}-time`));
      // A time without its day is no answer that may be passed over.
      if (day === undefined && typedTime !== "") return wrong(said.noDay(field.what));
      if (typeof day !== "string") return day;
      const time = readTime(typedTime);
      return "time" in time ? instantOf(day, time.time) : wrong(time.says(field.what), `${field.name}-time`);
    }
    default:
      return field satisfies never;
  }
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function readDay(
  field: Field,
  typed: Typed,
  wrong: (says: string, input?: string) => Problem,
): string | Problem | undefined {
  const [day = "", month = "", year = ""] = ["day", "month", "year"].map((part) =>
    clean(typed.get(`${field.name}-${part}`)),
  );
  if (day === "" && month === "" && year === "") return field.missing ? wrong(field.missing) : undefined;
  const empty = (["day", "month", "year"] as const).find((part) => ({ day, month, year })[part] === "");
  if (empty) return wrong(said.noPart[empty](field.what), `${field.name}-${empty}`);
  if (!/^\d{4}$/.test(year)) return wrong(said.shortYear(field.what), `${field.name}-year`);
  const named = /^[a-z]{3,9}$/i.test(month) ? months.indexOf(month.slice(0, 3).toLowerCase()) + 1 : 0;
  const read = `${year}-${(named ? String(named) : month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(read) ? read : wrong(said.notADay(field.what));
}

/**
 * A time as people write it: 2:15pm, 2.15 pm, 9am, midday, midnight, 14:15. A time such as 2:15 could be either half of the
 * day and is never guessed.
 */
function readTime(entered: string): { readonly time: string } | { readonly says: (what: string) => string } {
  const plain = entered.toLowerCase().replaceAll(/[\s]/g, "").replaceAll(".", ":");
  if (plain === "") return { says: said.noTime };
  if (plain === "midday" || plain === "noon") return { time: "12:00" };
  if (plain === "midnight") return { time: "00:00" };
  const [, hour = "", typedMinutes, half] = /^(\d{1,2})(?::?(\d\d))?(am|pm|a:m:?|p:m:?)?$/.exec(plain) ?? [];
  const real = { says: said.notATime };
  const minutes = typedMinutes ?? "00";
  if (hour === "" || Number(minutes) > 59) return real;
  const at = (hours: number) => ({ time: `${String(hours).padStart(2, "0")}:${minutes}` });
  if (half) {
    if (Number(hour) < 1 || Number(hour) > 12) return real;
    return at((Number(hour) % 12) + (half.startsWith("p") ? 12 : 0));
  }
  if (Number(hour) > 23) return real;
  if (Number(hour) <= 12 && (hour.length < 2 || typedMinutes === undefined)) return { says: said.eitherHalf };
  return at(Number(hour));
}

/** An answer to a question of a policy in the words that go onto the record. */
export function answerInWords(kind: "yes or no" | "date" | "text", value: string): string {
  if (kind === "date") return dayInWords(value);
  if (kind === "yes or no") return value === "yes" ? said.yes : said.no;
  return value;
}

/** What was typed, as plain text; empty for a field that was not sent. */
export const clean = (entered: string | null): string => plainText(entered ?? "");
