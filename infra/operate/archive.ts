/**
 * Whole records in a file, exactly as they are stored, and back from it into tables that do not have them. What is personal is
 * sealed in that file; the keys are in another, or nowhere.
 */
import { appendFileSync, existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { inPlainWords } from "../../policies/plain-words.ts";
import { eventSchema } from "../../functions/core/events.ts";
import type { Stored } from "../../functions/record/chain.ts";
import { dynamoDBRecord, type RecordTables } from "../../functions/record/dynamodb-record.ts";
import { movingOf, type KeyHeld } from "../../functions/record/moving.ts";
import { referencePattern } from "../../functions/record/reference.ts";
import { keyFrom, SealBroken, unseal } from "../../functions/record/sealing.ts";
import { verify } from "../../functions/verify/verify.ts";
import { textOf } from "../command-line.ts";
import type { Where } from "./erasing.ts";
import { referenceOf } from "./found.ts";
import { Wrong, type World } from "./world.ts";

const head = { file: "records of the safeguarding escalation service", version: 1 } as const;
const keysHead = { file: "keys of records of the safeguarding escalation service", version: 1 } as const;
const headOf = (of: typeof head | typeof keysHead) =>
  z.strictObject({ file: z.literal(of.file), version: z.literal(of.version) });

const reference = z.string().regex(new RegExp(`^${referencePattern}$`));
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const archivedSchema = z.strictObject({
  reference,
  commits: z
    .array(
      z.strictObject({
        number: z.int().positive(),
        text: z.string(),
        previous: hash,
        hash,
        feedOf: z.string(),
        feedAt: z.string(),
      }),
    )
    .min(1),
  /** What was witnessed of it when it was exported. */
  witnessed: z.array(z.strictObject({ reference, number: z.int().positive(), hash, at: z.string() })),
  /** That its people were erased, UTC: then there is no key of it anywhere. */
  erasedAt: z.string().optional(),
});
type Archived = z.infer<typeof archivedSchema>;

const keySchema = z.strictObject({ reference, key: z.base64() });

/** Chains are of whichever kind of record; nothing here reads what their events say. */
const storedIn = (dynamoDB: World["dynamoDB"], tables: RecordTables) => dynamoDBRecord(dynamoDB(), tables, eventSchema);

/**
 * Writes records into a new file, a line each, and their keys into another where one is named. Each is verified on the way.
 * @throws Wrong where a file is there already; and at the end, where a record does not hold: it is in the file as it is
 */
export async function exportRecords(
  path: string,
  {
    references: named,
    keys,
    ...where
  }: Where & { readonly references: readonly string[]; readonly keys: string | undefined },
  { say, dynamoDB, witnesses: witnessesOf }: World,
): Promise<void> {
  for (const each of [path, keys]) if (each && existsSync(each)) throw new Wrong(`${each} is there already.`);
  const moving = movingOf(dynamoDB(), where);
  const record = storedIn(dynamoDB, where);
  const witnesses = witnessesOf(where.witnesses);
  const references = named.length > 0 ? named.map(referenceOf) : await moving.references();
  for (const each of named.map(referenceOf))
    if ((await record.stored(each)).length === 0) throw new Wrong(`There is no record of ${each} in ${where.record}.`);
  const put = (to: string, line: object) => appendFileSync(to, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  const broken: string[] = [];
  let commits = 0;
  let written = 0;
  put(path, head);
  if (keys) put(keys, keysHead);
  for (const each of references) {
    const stored = await record.stored(each);
    const witnessed = await witnesses.entries(each);
    const { problems } = await verify(each, {
      record: { stored: () => Promise.resolve(stored) },
      witnesses: { entries: () => Promise.resolve(witnessed) },
    });
    if (problems.length > 0) broken.push(each);
    for (const { says } of problems) say(`  ${each}  ${says}`);
    const held = await moving.key(each);
    put(path, {
      reference: each,
      commits: stored.map(({ reference: _reference, ...commit }) => commit),
      witnessed,
      ...(held && "erasedAt" in held ? held : {}),
    });
    if (keys && held && "key" in held) {
      put(keys, { reference: each, key: Buffer.from(held.key).toString("base64") });
      written++;
    }
    commits += stored.length;
  }
  say(
    `${counted(references.length, "record")} with ${counted(commits, "commit")} ${references.length === 1 ? "is" : "are"} in ${path}.`,
  );
  say(
    keys
      ? `${counted(written, "key")} ${written === 1 ? "is" : "are"} in ${keys}: with both files everybody on these records can be read. Never keep them in one place.`
      : "Without keys nobody on them can be read, also once they are restored.",
  );
  if (broken.length > 0)
    throw new Wrong(`These do not hold together, and are in the file as they are: ${broken.join(", ")}.`);
}

const counted = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;

/**
 * Restores what an export has into tables that do not have it. First everything is looked at: the file, each chain against the
 * witnesses in it and those that are kept, keys against what is sealed, and what the tables have. Only where all of it agrees
 * anything is written, and then everything is verified where it stands. What is there already and the same is left; what is
 * there and different is a refusal, and never written over. A record on the list of erasures comes back without its key.
 * @throws Wrong with everything that is wrong; nothing was written then
 */
export async function restoreRecords(
  path: string,
  { keys: keysPath, dryRun, ...where }: Where & { readonly keys: string | undefined; readonly dryRun: boolean },
  { say, dynamoDB, witnesses: witnessesOf, erasures }: World,
): Promise<void> {
  const archived = read(path, head, archivedSchema);
  const keys = new Map(
    (keysPath ? read(keysPath, keysHead, keySchema) : []).map((each) => [
      each.reference,
      Buffer.from(each.key, "base64"),
    ]),
  );
  const moving = movingOf(dynamoDB(), where);
  const record = storedIn(dynamoDB, where);
  const witnesses = witnessesOf(where.witnesses);
  const listed = new Map((await erasures(where.witnesses).all()).map((each) => [each.reference, each.at]));

  const problems: string[] = [];
  const plans: { readonly stored: readonly Stored[]; readonly held: KeyHeld | undefined; readonly missing: number }[] =
    [];
  for (const one of archived) {
    const { reference: of, erasedAt } = one;
    const wrong = (says: string) => void problems.push(`${of}: ${says}`);
    const stored = one.commits.map((commit) => ({ reference: of, ...commit }));
    const kept = await witnesses.entries(of);
    const verified = await verify(of, {
      record: { stored: () => Promise.resolve(stored) },
      witnesses: { entries: () => Promise.resolve([...one.witnessed, ...kept]) },
    });
    for (const { says } of verified.problems) wrong(says);
    const gone = listed.get(of) ?? erasedAt;
    const key = keys.get(of);
    const held = gone !== undefined ? { erasedAt: gone } : key && { key: new Uint8Array(key) };
    if (held && "key" in held && verified.holds) {
      const says = doesNotOpen(one, held.key);
      if (says) wrong(says);
    }
    const there = await record.stored(of);
    if (there.length > stored.length || there.some((each, index) => !isDeepStrictEqual(each, stored[index])))
      wrong(`${where.record} has another record of this reference. It is not written over`);
    const before = await moving.key(of);
    if (before && held && !same(before, held)) wrong(`${where.working} has another key of it, or that it was erased`);
    plans.push({ stored, held, missing: stored.length - there.length });
  }
  for (const each of keys.keys())
    if (!archived.some((one) => one.reference === each)) problems.push(`${each}: there is a key of it and no record`);
  if (problems.length > 0)
    throw new Wrong(`Nothing was written, because of this:\n${problems.map((each) => `  ${each}`).join("\n")}`);

  const commits = plans.reduce((sum, each) => sum + each.missing, 0);
  const open = plans.filter(({ held }) => held && "key" in held).length;
  const erased = plans.filter(({ held }) => held && "erasedAt" in held).length;
  say(
    `${path} has ${counted(plans.length, "record")}. Every chain holds and agrees with what was witnessed. ${counted(open, "record")} with a key, ${erased} erased, ${plans.length - open - erased} without a key, which nobody can read.`,
  );
  say(`${counted(commits, "commit")} to write.`);
  if (dryRun) return say("Nothing was written: --dry-run.");
  for (const { stored, held } of plans) {
    const [first] = stored;
    // The key before the commits, as when one is raised: nobody then reads a record as erased that is not.
    if (first && held) await moving.putKey(first.reference, held);
    for (const each of stored) await moving.putCommit(each);
  }
  for (const { stored } of plans) {
    const of = stored[0]?.reference ?? "";
    const after = await verify(of, { record, witnesses });
    if (!after.holds || after.commits !== stored.length)
      throw new Error(`${of} was restored, and does not stand there as it is in the file: somebody else writes there`);
  }
  say(
    `${counted(plans.length, "record")} restored, and verified where ${plans.length === 1 ? "it stands" : "they stand"}. Import the directory and rebuild the summaries before anybody works with ${plans.length === 1 ? "it" : "them"} (infra/README.md).`,
  );
}

const same = (one: KeyHeld, other: KeyHeld) =>
  "key" in one && "key" in other ? Buffer.from(one.key).equals(other.key) : "erasedAt" in one && "erasedAt" in other;

/** Why a key is not the record's, if it is not. */
function doesNotOpen({ reference: of, commits }: Archived, stored: Uint8Array): string | undefined {
  const key = keyFrom(stored);
  try {
    for (const { number, text } of commits)
      (JSON.parse(text) as { events: Record<string, unknown>[] }).events.forEach((event, index) =>
        unseal(event, key, `${of}/${number}/${index}`),
      );
    return undefined;
  } catch (error) {
    if (error instanceof SealBroken) return error.message;
    throw error;
  }
}

/** The lines of a file after its head. @throws Wrong naming the first line that cannot be used */
function read<T extends { readonly reference: string }>(
  path: string,
  of: typeof head | typeof keysHead,
  schema: z.ZodType<T>,
): T[] {
  const [first = "", ...lines] = contentOf(path).split("\n");
  if (!headOf(of).safeParse(jsonOf(first)).success)
    throw new Wrong(`${path} is no file with ${of.file}, of version ${of.version}.`);
  if (lines.pop() !== "") throw new Wrong(`${path} was cut off: its last line has no end.`);
  const found = lines.map((line, index) => {
    const parsed = schema.safeParse(jsonOf(line), { error: inPlainWords });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Wrong(`${path}, line ${index + 2} cannot be used: ${issue?.path.join(" › ")}: ${issue?.message}`);
    }
    return parsed.data;
  });
  const twice = found.find((each, index) => found.findIndex((one) => one.reference === each.reference) !== index);
  if (twice) throw new Wrong(`${path} has ${twice.reference} twice.`);
  return found;
}

function contentOf(path: string): string {
  try {
    return textOf(path);
  } catch (error) {
    throw new Wrong(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
