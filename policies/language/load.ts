/**
 * Reads a policy file. Everything that is wrong with it is told at once, each with file, line and remedy (PRE-02).
 */
import type * as z from "zod";
import { isPair, isScalar, isSeq, visit, type Document } from "yaml";
import { parseTimescale } from "../calendar/timescale.ts";
import { placeInWords, readYaml } from "../yaml.ts";
import { notATimescale, unknownKey, unknownValue } from "./cannot-say.ts";
import { nearest } from "./nearest.ts";
import { policySchema, type Policy } from "./schema.ts";
import { keysAt, placesOf } from "./vocabulary.ts";
import { keyInCode, keyInFile } from "./words.ts";

/** What is wrong with one part of a policy file, and what to write instead. Lines are counted from 1. */
export interface PolicyProblem {
  readonly line: number;
  /** Where in the file, in its own words: `stages › 2 › clocks › 1 › within`. */
  readonly place: string;
  readonly message: string;
}

/** A policy file that cannot be used. `problems` has every one that was found, in the order of the file. */
export class PolicyFileError extends Error {
  readonly file: string;
  readonly problems: readonly PolicyProblem[];

  constructor(file: string, problems: readonly PolicyProblem[]) {
    const lines = problems.map(
      (each) => `  ${file}:${each.line} ${each.place ? `${each.place}: ` : ""}${each.message}`,
    );
    super(`The policy file ${file} cannot be used:\n${lines.join("\n")}`);
    this.name = "PolicyFileError";
    this.file = file;
    this.problems = problems;
  }
}

type Path = readonly PropertyKey[];

/**
 * The policy that the text of a file says.
 * @throws PolicyFileError naming file, line, place and remedy of everything that is wrong.
 */
export function loadPolicy(text: string, file: string): Policy {
  return readPolicyFile(text, file).policy;
}

/** A policy with the way back to the lines of its file, for whoever finds fault with it after it could be read (soundness.ts). */
export interface PolicyFile {
  readonly policy: Policy;
  /** What is to be said of a part of the policy, with its line and place in the file. The path is in the code's spelling. */
  readonly problemAt: (path: Path, message: string) => PolicyProblem;
}

/** The same, with what is needed to say something of a part of it. @throws PolicyFileError as `loadPolicy` does */
export function readPolicyFile(text: string, file: string): PolicyFile {
  const read = readYaml(text);
  if ("wrong" in read)
    throw new PolicyFileError(
      file,
      read.wrong.map((each) => ({ ...each, place: "" })),
    );
  const { document, lineOf, lineAt } = read;
  const problemAt = (path: Path, message: string): PolicyProblem => ({
    line: lineOf(path.map(pathKey)),
    place: placeInWords(path.map(pathKey)),
    message,
  });

  const inCodesSpelling = keysInCodesSpelling(document, lineAt);
  const parsed = policySchema.safeParse(inCode(read.value), { error: () => unsaid });
  if (parsed.success && inCodesSpelling.length === 0) return { policy: parsed.data, problemAt };
  const issues = (parsed.error?.issues ?? []).flatMap(theOneMeant);
  const slips = misspelt(issues, document);
  const problems = issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => {
        const meant = slips.find((each) => each.unknown === issue && each.key === key)?.meant;
        const allowed = meant === undefined ? keysAt(issue.path) : [meant];
        return problemAt([...issue.path, key], unknownKey(keyInFile(key), allowed, placesOf(keyInFile(key))));
      });
    if (slips.some(({ missing }) => missing === issue)) return [];
    // The key itself is wrong, such as a role that is no id.
    if (issue.code === "invalid_key") return [problemAt(issue.path, issue.issues[0]?.message ?? issue.message)];
    return [problemAt(issue.path, remedy(issue, document))];
  });
  throw new PolicyFileError(
    file,
    [...inCodesSpelling, ...problems].toSorted((a, b) => a.line - b.line),
  );
}

type Issue = z.core.$ZodIssue;

interface Misspelt {
  readonly unknown: Issue;
  readonly key: string;
  readonly meant: string;
  readonly missing: Issue;
}

/** Unknown keys that are nearly one that is missing beside them: one mistake each, and not two. */
function misspelt(issues: readonly Issue[], document: Document.Parsed): Misspelt[] {
  const absent = issues.filter((each) => isMissing(each, document));
  return issues.flatMap((unknown) => {
    if (unknown.code !== "unrecognized_keys") return [];
    const around = unknown.path.join("/");
    const beside = absent.filter(({ path }) => path.slice(0, -1).join("/") === around);
    const names = new Map(beside.map((each) => [keyInFile(String(each.path.at(-1))), each]));
    return unknown.keys.flatMap((key) => {
      const meant = nearest(keyInFile(key), [...names.keys()], 2) ?? "";
      const missing = names.get(meant);
      return missing ? [{ unknown, key, meant, missing }] : [];
    });
  });
}

/** Of a value that can be one thing or another, what is wrong with it as the thing that it looks like. */
function theOneMeant(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const isOfThisKind = (each: Issue) => each.path.length > 0 || each.code !== "invalid_type";
  const [meant, ...others] = issue.errors.filter((errors) => errors.every(isOfThisKind));
  if (!meant || others.length > 0) return [issue];
  return meant.map((each) => ({ ...each, path: [...issue.path, ...each.path] })).flatMap(theOneMeant);
}

/** Keys such as “whenPassed”, which code would take and the language has only as “when passed”. */
function keysInCodesSpelling(document: Document.Parsed, lineAt: (offset: number) => number): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  visit(document, {
    Pair(_, pair, around) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      const meant = keyInFile(key);
      if (meant === key || placesOf(meant).length === 0) return;
      const place = [...around, pair].flatMap((each, index) => {
        if (isPair(each)) return [isScalar(each.key) ? String(each.key.value) : ""];
        return isSeq(each) ? [String(each.items.indexOf(around[index + 1] ?? pair) + 1)] : [];
      });
      const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
      problems.push({ line: lineAt(offset), place: place.join(" › "), message: unknownKey(key, [meant], []) });
    },
  });
  return problems;
}

/** The keys whose value is a timescale. */
const timescales: ReadonlySet<PropertyKey> = new Set(["within", "chaseEvery", "eachStageWithin"]);

function isMissing({ code, path }: Issue, document: Document.Parsed): boolean {
  return code !== "custom" && path.length > 0 && !document.hasIn(path.map(pathKey));
}

function remedy(issue: Issue, document: Document.Parsed): string {
  if (isMissing(issue, document)) return "this is missing: add it";
  const path = issue.path.map(pathKey);
  if (path.length > 0 && !document.hasIn(path)) return issue.message;
  const value: unknown = document.getIn(path);
  const last = issue.path.at(-1);
  if (last !== undefined && timescales.has(last) && parseTimescale(String(value)) === undefined)
    return notATimescale(value);
  const key = issue.path.findLast((each) => typeof each === "string");
  if (issue.code === "invalid_value") return unknownValue(value, issue.values.map(String), keyInFile(key ?? ""));
  return inPlainWords(issue, value);
}

/** What the schema says; where it has no words of its own for this, the same in those of a policy file. */
function inPlainWords(issue: Issue, value: unknown): string {
  if (!isUnsaid(issue)) return issue.message;
  if (issue.code === "invalid_union") {
    const own = issue.errors.flat().find((each) => !isUnsaid(each));
    return own?.message ?? "this can be read in no way: see policies/README.md for what can stand here";
  }
  if (issue.code === "too_small") return "write at least one";
  if (issue.code !== "invalid_type") return "this cannot be read: see policies/README.md for what can stand here";
  switch (issue.expected) {
    case "array":
      return aList(issue.path, value);
    case "boolean":
      return "write “true” or “false”, without quotation marks";
    case "record":
      return issue.path.includes("onlyIf")
        ? "write a question and its answer, such as { in-care: yes }"
        : "write each below it on a line of its own, such as “chair: { called: Chair, held in: partnership }”";
    case "object": {
      if (issue.path.length === 0)
        return "a policy begins with “policy: <id>”, and each of its parts has a line: copy the smallest one from policies/README.md";
      return `this has parts of its own: write below it, or in braces, ${listed(keysAt(issue.path))}`;
    }
    default:
      return "write some text here";
  }
}

/** In the place of words where the schema has none of its own. */
const unsaid = "(the schema does not say)";
const isUnsaid = ({ message }: { readonly message: string }) => message === unsaid;

const listed = (keys: readonly string[]) => keys.map((each) => `“${each}”`).join(", ");

/** How to write the list that is missing: of ids or words in brackets, or of parts with a hyphen each. */
function aList(path: Path, value: unknown): string {
  const [first] = keysAt([...path, 0]);
  if (first !== undefined) return `write a list: each begins with a hyphen, as “- ${first}: …”`;
  const one = typeof value === "string" || typeof value === "number" ? String(value) : "head-teacher";
  return `write a list, such as “[${one}]”`;
}

const pathKey = (key: PropertyKey) => (typeof key === "string" ? inFile(key) : Number(key));
/** A key of the language as files spell it; one that is the policy's own, such as a role, stays as it is written. */
const inFile = (key: string) => (/[ ]|^[A-Z]/.test(key) ? key : keyInFile(key));

/** The same value with every key of a map in code's spelling. Role ids are keys too and have no spaces. */
function inCode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCode);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [keyInCode(key), inCode(each)]));
}
