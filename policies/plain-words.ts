/** What a schema says of a value for which it has no words of its own, in plain English: what to write instead. */
import type * as z from "zod";

type RawIssue = z.core.$ZodRawIssue;

/**
 * For `safeParse(value, { error: inPlainWords })`, wherever somebody who wrote the value is to read what is wrong with it. Never
 * says the value itself, which may be personal.
 */
export function inPlainWords(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "this is missing: add it" : `write ${whatIs(issue)}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `write ${String(issue.values[0])}`
        : `write one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.minimum === 1 && issue.origin !== "number" && issue.origin !== "int"
        ? issue.origin === "string"
          ? "this is empty: write something"
          : "write at least one"
        : `write at least ${sized(issue.minimum, issue.origin)}`;
    case "too_big":
      return `write at most ${sized(issue.maximum, issue.origin)}`;
    case "invalid_format":
      return `this is not ${formats[issue.format] ?? "written as it has to be"}`;
    case "unrecognized_keys": {
      const can = keysOf(issue.inst);
      const cannot = issue.keys.map((each) => `“${each}”`).join(", ");
      return `${cannot} cannot stand here${can.length > 0 ? `: what can is ${can.join(", ")}` : ""}`;
    }
    case "invalid_key":
      return issue.issues[0]?.message ?? "this name cannot stand here";
    default:
      return "this cannot be read";
  }
}

const formats: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a web address (URL)",
  date: "a date, such as 2026-11-20",
  datetime: "an instant in UTC, such as 2026-11-20T14:30:00.000Z",
};

function whatIs({ expected, input, inst }: Extract<RawIssue, { code?: "invalid_type" }>): string {
  switch (expected) {
    case "string":
      return typeof input === "number" || typeof input === "boolean" ? "this in quotation marks" : "text here";
    case "number":
      return "a number";
    case "int":
      return "a whole number";
    case "boolean":
      return "true or false, without quotation marks";
    case "array":
      return "a list here, in brackets";
    case "object": {
      const keys = keysOf(inst);
      return keys.length > 0 ? `its parts here, each by its name: ${keys.join(", ")}` : "each here by its name";
    }
    case "record":
      return "each here by its name";
    default:
      return "something else here";
  }
}

function sized(size: number | bigint, origin: string): string {
  return `${size}${origin === "string" ? " characters" : ""}`;
}

/** The names that the parts of an object have; none of anything else. */
function keysOf(schema: unknown): string[] {
  const { shape } = (schema ?? {}) as { readonly shape?: object };
  return shape ? Object.keys(shape) : [];
}
