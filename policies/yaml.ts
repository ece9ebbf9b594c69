/** YAML as people write it: what is wrong with it in plain words, and the way back from a part of it to its line. */
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** A file that could be read. Lines are counted from 1. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly value: unknown;
  /** @param path as the file spells it @returns the line of that part; of what is missing, that of the nearest thing around it */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly lineAt: (offset: number) => number;
}

/** Why a file cannot be read, and what to do. */
export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads a file, or says why it cannot be: every key that stands twice, and of other mistakes the first, from which others follow.
 */
export function readYaml(text: string): YamlFile | { readonly wrong: readonly YamlProblem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, schema: "core", uniqueKeys: true });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const errors = [...document.errors, ...document.warnings];
  const twice = errors.filter(isTwice).map((error) => ({ offset: error.pos[0], message: inPlainWords(error, text) }));
  const first = errors.find((each) => !isTwice(each));
  const other = first
    ? { offset: openedAt(document, first), message: inPlainWords(first, text) }
    : namesNothing(document);
  const found = new Map(
    [...twice, ...(other ? [other] : [])]
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ offset, message }) => ({ line: lineAt(offset), message }))
      // A key that begins with a tab stands twice as well: said once.
      .map((each) => [JSON.stringify(each), each]),
  );
  if (found.size > 0) return { wrong: [...found.values()] };
  const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document, path));
  return { document, value: document.toJS(), lineOf, lineAt };
}

/** A path as people count and write it: `agencies › 2 › inbox`. Places in a list are counted from 1. */
export function placeInWords(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" ? String(key + 1) : String(key))).join(" › ");
}

const isTwice = ({ code }: YAMLError) => code === "DUPLICATE_KEY";
const needsQuotes = "a text that begins with such a sign needs quotation marks around it";

function inPlainWords(error: YAMLError, text: string): string {
  const { code, message } = error;
  const [offset] = error.pos;
  const rest = /^[^\n]*/.exec(text.slice(offset))?.[0] ?? "";
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset) + rest;
  if (/^ *\t/.test(line)) return "this line begins with a tab: move it in with spaces";
  if (isTwice(error))
    return `“${rest.split(":")[0]?.replaceAll(/["']/g, "").trim()}” is given twice: keep one of the two`;
  if (/quote\b/.test(message)) return "a quotation mark is opened here and not closed: add the other";
  if (isUnclosed(code, message))
    return "a bracket or brace is opened here and not closed, or a comma between two things in it is missing";
  if (code === "BAD_SCALAR_START" || code === "BAD_ALIAS" || code === "TAG_RESOLVE_FAILED") return needsQuotes;
  if (/node end/.test(message))
    return 'something stands behind what ends here: put the whole text in quotation marks, such as “"…"”';
  if (!/:(\s|$)/.test(line)) return "a colon, and a space behind it, is missing behind the first word of this line";
  if (code === "BLOCK_AS_IMPLICIT_KEY" && /: .*:(\s|$)/.test(line))
    return "a text that has a colon in it needs quotation marks around it";
  if (code === "BLOCK_AS_IMPLICIT_KEY" || code === "MULTILINE_IMPLICIT_KEY")
    return "the line after this one is moved in further than it should be";
  if (code === "BAD_INDENT" || code === "MISSING_CHAR")
    return "this line should begin exactly below those that it belongs with";
  return `this cannot be read: ${message.split(/ at line |\n/)[0]}`;
}

const isUnclosed = (code: string, message: string) =>
  code === "BLOCK_IN_FLOW" || /end with a|in flow|between flow/.test(message);

/** Where something is wrong; of what is opened and not closed, where it is opened, as its end may be that of the file. */
function openedAt(document: Document.Parsed, { code, message, pos: [offset] }: YAMLError): number {
  let found = offset;
  const lookAt = (_: unknown, { range }: { readonly range?: readonly number[] | null }) => {
    const [from = Infinity, , to = 0] = range ?? [];
    if (from <= offset && offset <= to) found = from;
  };
  if (/quote\b/.test(message))
    visit(document, { Scalar: (key, node) => void (/QUOTE/.test(node.type ?? "") && lookAt(key, node)) });
  else if (isUnclosed(code, message))
    visit(document, { Collection: (key, node) => void (node.flow === true && lookAt(key, node)) });
  return found;
}

/** “*this” where nothing is called so, and “&this” that is named nowhere else: what was meant is a text. */
function namesNothing(document: Document.Parsed): { offset: number; message: string } | undefined {
  const given: (Scalar | YAMLMap | YAMLSeq)[] = [];
  const used: Alias[] = [];
  visit(document, {
    Alias: (_, node) => void used.push(node),
    Value: (_, node) => void (node.anchor !== undefined && given.push(node)),
  });
  const stray = [
    ...used.filter((each) => !each.resolve(document)),
    ...given.filter((node) => !used.some(({ source }) => source === node.anchor)),
  ];
  const [first] = stray.map(({ range }) => range?.[0] ?? 0).toSorted((a, b) => a - b);
  return first === undefined ? undefined : { offset: first, message: needsQuotes };
}

/** Where in the text the node of a path stands; for what is missing, the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
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
