/** The directory of a deployment: checking a file, and bringing it in. */
import { isDeepStrictEqual } from "node:util";
import { heldEntries, importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import { rolesUnknown } from "../../functions/directory/doubts.ts";
import { readDirectoryFile, type DirectoryFile } from "../../functions/directory/file.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { textOf } from "../command-line.ts";
import { Wrong, type World } from "./world.ts";

/** Says what the file has, and what in it deserves a second look. @throws Wrong with every problem of the file, each with its place */
export function checkDirectory(path: string, { say }: World): void {
  const file = readFile(path);
  say(`${path} can be used. It has ${countsOf(file)}.`);
  for (const each of rolesUnknown(file, publishedPolicies())) say(`Look at this: ${each}`);
}

/**
 * Says what the file would change, and then changes it, unless `dryRun`. The whole file is checked before AWS is asked
 * for anything. Entries that the file does not have stay, and are named.
 * @throws Wrong as for checking
 */
export async function importFrom(
  path: string,
  { table, dryRun }: { readonly table: string; readonly dryRun: boolean },
  { say, dynamoDB }: World,
): Promise<void> {
  const file = readFile(path);
  say(`${path} has ${countsOf(file)}.`);
  const client = dynamoDB();
  const { added, changed, same, left } = compare(await heldEntries(client, table), file);
  for (const each of added) say(`  new        ${each}`);
  for (const each of changed) say(`  changed    ${each}`);
  for (const each of left) say(`  left held  ${each}`);
  say(`${added.length} new, ${changed.length} changed, ${same} the same.`);
  if (left.length > 0)
    say(
      `${left.length} held but not in the file: these stay as they are, and clients among them keep their access, until somebody removes them by hand (infra/operate/README.md).`,
    );
  if (dryRun) return say("Nothing was written: --dry-run.");
  say("Writing. Should this break off, run it again: twice is as good as once.");
  await importDirectory(client, table, file);
  say("The directory is written.");
}

function readFile(path: string): DirectoryFile {
  try {
    return readDirectoryFile(textOf(path), path);
  } catch (error) {
    throw new Wrong(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function countsOf({ agencies, partnerships, clients }: DirectoryFile): string {
  const people = [...agencies, ...partnerships].flatMap(({ roles }) => Object.values(roles).flat());
  const emails = new Set(people.map(({ email }) => email.toLowerCase()));
  return `${count(agencies.length, "agency", "agencies")}, ${count(partnerships.length, "partnership")}, ${count(clients.length, "client")} of the API, and ${count(emails.size, "address", "addresses")} of people in roles`;
}

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

interface Comparison {
  readonly added: readonly string[];
  /** With the names of the fields that differ, and none of what stands in them: that may be people. */
  readonly changed: readonly string[];
  readonly same: number;
  readonly left: readonly string[];
}

function compare(held: DirectoryFile, file: DirectoryFile): Comparison {
  const kinds = [
    ["partnership", held.partnerships, file.partnerships],
    ["agency", held.agencies, file.agencies],
    ["client", held.clients, file.clients],
  ] as const;
  const added: string[] = [];
  const changed: string[] = [];
  const left: string[] = [];
  let same = 0;
  for (const [kind, before, after] of kinds) {
    for (const entry of after) {
      const former = before.find((each) => each.id === entry.id);
      const fields = former ? fieldsThatDiffer(former, entry) : [];
      if (!former) added.push(`${kind} ${entry.id}`);
      else if (fields.length > 0) changed.push(`${kind} ${entry.id}: ${fields.join(", ")}`);
      else same++;
    }
    for (const { id } of before) if (!after.some((each) => each.id === id)) left.push(`${kind} ${id}`);
  }
  return { added, changed, same, left };
}

function fieldsThatDiffer(before: object, after: object): string[] {
  const [one, other] = [before, after].map((each) => new Map<string, unknown>(Object.entries(each)));
  const fields = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])]);
  return [...fields].filter((field) => !isDeepStrictEqual(one?.get(field), other?.get(field))).toSorted();
}
