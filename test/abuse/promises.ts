/** What is promised of every answer, whatever was sent: no failure, nothing of the inside, the headers, nothing half done. */
import { join } from "node:path";
import type { Answer } from "./http.ts";
import type { Held, Service } from "./service.ts";

const root = join(import.meta.dirname, "../..");

/** What tells of the inside: a stack, a path of ours, a library, the database. */
const inside: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a stack trace", /(?:\n|\\n)\s+at (?:async )?[\w.<>[\] ]*\(?(?:file:|node:|\/)/],
  [
    "a path of the service",
    new RegExp(`${root.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}|node_modules|functions/\\w+/`),
  ],
  ["an error of the database", /ValidationException|ConditionalCheckFailed|ResourceNotFoundException|dynalite/],
  ["an error of the language", /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError)\b|\[object Object\]/],
];

/** Every answer's headers, and what each has to be. */
export const headersOfAll: Readonly<Record<string, RegExp>> = {
  "content-security-policy": /^(?!.*script-src)(?!.*unsafe)default-src 'none';.*frame-ancestors 'none'/,
  "referrer-policy": /^no-referrer$/,
  "strict-transport-security": /^max-age=31536000$/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  // Stylesheets and pictures alone are kept: their addresses change with what is in them.
  "cache-control": /^no-store$|^public, max-age=31536000, immutable$/,
};

export function brokenHeaders({ headers }: Pick<Answer, "headers">): string[] {
  return Object.entries(headersOfAll).flatMap(([name, pattern]) => {
    const value = headers[name];
    return typeof value === "string" && pattern.test(value) ? [] : [`${name} is ${String(value)}`];
  });
}

/** What an answer tells that it must not; what was sent may come back as it was. */
export function toldOfInside(text: string, sent: string): string[] {
  return inside.flatMap(([what, pattern]) => {
    const found = pattern.exec(text)?.[0];
    return found !== undefined && !sent.includes(found.trim()) ? [`${what}: ${found}`] : [];
  });
}

/** What differs between two looks at the tables, in words. */
export function differences(before: Held, after: Held): string[] {
  return [
    ...[...after.keys()].flatMap((each) => (before.has(each) ? [] : [`${each} is new`])),
    ...[...before].flatMap(([key, item]) =>
      after.get(key) === item ? [] : [`${key} ${after.has(key) ? "is another" : "is gone"}`],
    ),
  ];
}

/** The promises that hold for any answer of any route. */
export function brokenByAny(
  answer: Answer,
  sent: string,
  { defects }: Pick<Service, "defects">,
  known: number,
): string[] {
  return [
    ...(answer.status >= 500 ? [`it failed with ${answer.status}: ${defects.slice(known).join("\n")}`] : []),
    ...brokenHeaders(answer),
    ...toldOfInside(answer.text, sent),
  ];
}
