/**
 * Which test proves which requirement: the IDs of policies/requirements.md against the titles of all tests.
 * `node test/requirements.ts` writes test/requirements.md; with `--check` it says what is missing or stale, and exits 1.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { typed } from "../infra/command-line.ts";

export interface Requirement {
  readonly id: string;
  readonly rule: string;
}

export interface Proof {
  readonly id: string;
  readonly file: string;
  readonly title: string;
}

const root = join(import.meta.dirname, "..");
const id = /\b[A-Z]{2,3}-\d{2}\b/g;

/** Every requirement, in the order of the file: a row of its tables is an ID and a rule. */
export function requirements(text = readFileSync(join(root, "policies/requirements.md"), "utf8")): Requirement[] {
  return [...text.matchAll(/^\| ([A-Z]{2,3}-\d{2}) \| (.*) \|$/gm)].map(([, found = "", rule = ""]) => ({
    id: found,
    rule,
  }));
}

/**
 * The IDs with which the title of a test begins, each with the title. A title is the first thing that `it` or `test` is
 * given, after its table where it has one; a row of a table whose title is `%s` is one too. What stands in `describe` counts
 * for nothing: it is not a test.
 */
export function provedIn(file: string, text: string): Proof[] {
  const titles =
    /(\bdescribe\b[.\w]*)?(?:\(|\[|,)\s*(["'`])((?:[A-Z]{2,3}-\d{2})(?:, [A-Z]{2,3}-\d{2})*) ((?:(?!\2)[\s\S])*)\2/g;
  return [...text.matchAll(titles)].flatMap(([, describes, , ids = "", rest = ""]) =>
    describes ? [] : (ids.match(id) ?? []).map((each) => ({ id: each, file, title: `${ids} ${rest}` })),
  );
}

/** What the tests of a folder prove, in the order of files. The titles that requirements.test.ts makes up prove nothing. */
export function proofs(folder = join(root, "test")): Proof[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".test.ts") && each !== "requirements.test.ts")
    .toSorted()
    .flatMap((file) => provedIn(`test/${file}`, readFileSync(join(folder, file), "utf8")));
}

/** The table of all requirements with the tests that prove them. */
export function tableOf(all: readonly Requirement[], proved: readonly Proof[]): string {
  const rows = all.map((each) => {
    const own = proved.filter((one) => one.id === each.id);
    const files = [...new Set(own.map((one) => one.file))];
    const shown = files.map((file) => {
      const titles = own.filter((one) => one.file === file).map((one) => one.title);
      const [first = ""] = titles;
      const more = titles.length > 1 ? ` and ${titles.length - 1} more` : "";
      return `[${file.replace(/^test\//, "")}](${file.replace(/^test\//, "")}): ${inCell(first)}${more}`;
    });
    return `| ${each.id} | ${own.length} | ${shown.join("<br>")} |`;
  });
  return `# Which tests prove which requirement

Written by \`npm run requirements\` from the titles of the tests; \`npm run check\` fails where it is stale or where a requirement
has no test. The rules themselves stand in [policies/requirements.md](../policies/requirements.md).

| ID | Tests | Where, and the first of them |
|---|---|---|
${rows.join("\n")}
`;
}

const inCell = (title: string) => title.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").replaceAll(/[[\]]/g, "");

/** The requirements that no test's title begins with. */
export function unproved(all: readonly Requirement[], proved: readonly Proof[]): string[] {
  const ids = new Set(proved.map((each) => each.id));
  return all.map((each) => each.id).filter((each) => !ids.has(each));
}

/** IDs that tests name and that are no requirement: a slip of the pen would otherwise prove nothing. */
export function unknown(all: readonly Requirement[], proved: readonly Proof[]): Proof[] {
  const ids = new Set(all.map((each) => each.id));
  return proved.filter((each) => !ids.has(each.id));
}

if (import.meta.main) {
  const { check } = typed(
    "npm run requirements\nWrites test/requirements.md; with --check it says what is missing or stale.",
    {
      options: { check: { type: "boolean", default: false } },
    },
  ).values;
  const [all, proved] = [requirements(), proofs()];
  const path = join(root, "test/requirements.md");
  const table = tableOf(all, proved);
  const problems = [
    ...unproved(all, proved).map((each) => `${each}: no test's title begins with it`),
    ...unknown(all, proved).map((each) => `${each.id}: ${each.file} names it, and there is no such requirement`),
  ];
  if (check) {
    if (readFileSync(path, "utf8") !== table) problems.push("test/requirements.md is stale: run npm run requirements");
  } else {
    writeFileSync(path, table);
    process.stdout.write(`${all.length} requirements, ${proved.length} proofs: test/requirements.md\n`);
  }
  for (const each of problems) process.stderr.write(`${each}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
