/**
 * Reads a policy file. Everything that is wrong with it is told at once, each with file, line and remedy (PRE-02).
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import { policySchema, type Policy } from "./schema.ts";
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

  const parsed = policySchema.safeParse(inCode(document.toJS()));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    return unknown.map((key) => {
      const path = key === undefined ? issue.path : [...issue.path, key];
      return {
        line: lineAt(offsetOf(document, path)),
        place: path.map(placeName).join(" › "),
        message:
          key === undefined
            ? remedy(issue, document.hasIn(path.map(pathKey)))
            : "the language of policies has no such word here: see policies/README.md for what can be said",
      };
    });
  });
  throw new PolicyFileError(
    file,
    problems.toSorted((a, b) => a.line - b.line),
  );
}

function remedy(issue: { code: string; message: string; values?: readonly unknown[] }, present: boolean): string {
  if (!present && issue.code !== "custom") return "this is missing: add it";
  if (issue.code === "invalid_value" && issue.values) return `write one of: ${issue.values.join(", ")}`;
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
