/**
 * Reads a policy file. Everything that is wrong with it is told at once, each with file, line and remedy (PRE-02).
 */
import type { z } from "zod";
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from "yaml";
import { parseTimescale } from "../calendar/timescale.ts";
import { notATimescale, unknownKey, unknownValue } from "./cannot-say.ts";
import { policySchema, type Policy } from "./schema.ts";
import { keysAt, placesOf } from "./vocabulary.ts";
import { keyInCode, keyInFile } from "./words.ts";

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

export interface PolicyFile {
  readonly policy: Policy;
  /** What is to be said of a part of the policy, with its line and place in the file. The path is in the code's spelling. */
  readonly problemAt: (path: Path, message: string) => PolicyProblem;
}

/** The same, with what is needed to say something of a part of it. @throws PolicyFileError as `loadPolicy` does */
export function readPolicyFile(text: string, file: string): PolicyFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, schema: "core", uniqueKeys: true });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  if (document.errors.length > 0)
    throw new PolicyFileError(
      file,
      document.errors.map((error) => ({
        line: lineAt(error.pos[0]),
        place: "",
        message: `this is not YAML: ${error.message.split("\n")[0] ?? error.code}`,
      })),
    );
  const problemAt = (path: Path, message: string): PolicyProblem => ({
    line: lineAt(offsetOf(document, path)),
    place: path.map(placeName).join(" › "),
    message,
  });

  const inCodesSpelling = keysInCodesSpelling(document, lineAt);
  const parsed = policySchema.safeParse(inCode(document.toJS()));
  if (parsed.success && inCodesSpelling.length === 0) return { policy: parsed.data, problemAt };
  const problems = (parsed.error?.issues ?? []).flatMap(theOneMeant).flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) =>
        problemAt([...issue.path, key], unknownKey(keyInFile(key), keysAt(issue.path), placesOf(keyInFile(key)))),
      );
    return [problemAt(issue.path, remedy(issue, document))];
  });
  throw new PolicyFileError(
    file,
    [...inCodesSpelling, ...problems].toSorted((a, b) => a.line - b.line),
  );
}

type Issue = z.core.$ZodIssue;

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

function remedy(
  issue: { code: string; message: string; path: Path; values?: readonly unknown[] },
  document: Document.Parsed,
): string {
  const path = issue.path.map(pathKey);
  if (!document.hasIn(path)) return issue.code === "custom" ? issue.message : "this is missing: add it";
  const value: unknown = document.getIn(path);
  const last = issue.path.at(-1);
  if (last !== undefined && timescales.has(last) && parseTimescale(String(value)) === undefined)
    return notATimescale(value);
  if (issue.code === "invalid_value" && issue.values) return unknownValue(value, issue.values.map(String));
  return issue.message;
}

const pathKey = (key: PropertyKey) => (typeof key === "string" ? keyInFile(key) : Number(key));
const placeName = (key: PropertyKey) => (typeof key === "number" ? String(key + 1) : keyInFile(String(key)));

/** Where in the text the node of a path stands; for what is missing, the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path.map(pathKey)) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(key)] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** The same value with every key of a map in code's spelling. Role ids are keys too and have no spaces. */
function inCode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCode);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [keyInCode(key), inCode(each)]));
}
