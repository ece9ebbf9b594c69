/** One record: showing it to whoever asks what is held of them, and erasing the people of it. */
import { fold as foldAlert } from "../../functions/alerts/core/alert.ts";
import { alertEventSchema, formerAlertEvents } from "../../functions/alerts/core/events.ts";
import { erased, eventSchema, formerEvents } from "../../functions/core/events.ts";
import { fold } from "../../functions/core/evolve.ts";
import type { Commit } from "../../functions/record/commit.ts";
import { dynamoDBRecord, type RecordTables } from "../../functions/record/dynamodb-record.ts";
import { isAlert, referencePattern } from "../../functions/record/reference.ts";
import { Wrong, type World } from "./world.ts";

interface Found {
  readonly reference: string;
  readonly what: "escalation" | "practice alert";
  readonly isOpen: boolean;
  readonly commits: readonly Commit<object>[];
  /** How many events have something personal that can be read, and how many had. */
  readonly personal: { readonly readable: number; readonly erased: number };
  readonly erase: (at: string) => Promise<void>;
}

/**
 * Prints a record as JSON, everything personal in the clear: every commit, as it was recorded.
 * @throws Wrong for what is no reference, and for a reference without a record
 */
export async function showRecord(reference: string, tables: RecordTables, { say, tell, dynamoDB }: World) {
  const found = await find(reference, tables, dynamoDB);
  tell(
    `This is the whole record of ${found.reference}, with names, addresses and what people wrote. It is personal, of everybody in it and not only of the one who asked: take out what is others' before it is given to anybody, send it by no ordinary e-mail, and delete it when it is done with.`,
  );
  if (found.personal.erased > 0) tell(`What is personal was erased in ${found.personal.erased} of its events.`);
  say(JSON.stringify({ reference: found.reference, kind: found.what, commits: found.commits }, undefined, 2));
}

/**
 * Erases the people of a record by destroying its key, once it was said what that means.
 * @throws Wrong for what is no reference or has no record, while it is open unless `althoughOpen`, and without `yes`.
 *   Nothing is erased then.
 */
export async function erase(
  reference: string,
  { yes, althoughOpen, ...tables }: RecordTables & { readonly yes: boolean; readonly althoughOpen: boolean },
  { say, now, dynamoDB }: World,
): Promise<void> {
  const found = await find(reference, tables, dynamoDB);
  const { personal, what, isOpen, commits } = found;
  const first = commits[0]?.at.slice(0, 10);
  say(
    `${found.reference} is ${what === "escalation" ? "an escalation" : "a practice alert"} of ${first}, ${isOpen ? "open" : "closed"}, of ${commits.length} commits; ${personal.readable} of its events hold something personal.`,
  );
  if (personal.readable === 0) {
    say("Everything personal in it reads as erased already. Nothing was done.");
    return;
  }
  say(meaning);
  if (isOpen && !althoughOpen)
    throw new Wrong(
      `${found.reference} is still open. Erased, it could tell nobody anything more, and whoever must act would not hear of it. Nothing was erased. Close it first, or add --although-open.`,
    );
  if (!yes) throw new Wrong("Nothing was erased. To erase it, run this again with --yes.");
  await found.erase(now());
  const after = await find(reference, tables, dynamoDB);
  if (after.personal.readable > 0) throw new Error(`${found.reference} was erased, and can still be read`);
  say(`The people of ${found.reference} are erased.`);
}

const meaning = `To erase it destroys the key under which names, addresses and what people wrote are sealed. It cannot be undone.
  - Its pages, forms and documents then say “erased” in their place, for everybody.
  - What happened, when, and between which agencies stays on the record, and the record still verifies.
  - Links in e-mails that were sent lead to the erased record. The e-mails themselves, and documents that were downloaded, are
    where they went.
  - The key is in the backups of the working table for as long as its point-in-time recovery reaches back. Only then is it gone.`;

async function find(named: string, tables: RecordTables, dynamoDB: World["dynamoDB"]): Promise<Found> {
  const reference = named.toUpperCase();
  if (!new RegExp(`^${referencePattern}$`).test(reference))
    throw new Wrong(`“${named}” is no reference. They look like 7K3M-9QXD, or PA-7K3M-9QXD for a practice alert.`);
  const found = isAlert(reference)
    ? await findIn(
        "practice alert",
        dynamoDBRecord(dynamoDB(), tables, alertEventSchema, formerAlertEvents),
        reference,
        foldAlert,
      )
    : await findIn("escalation", dynamoDBRecord(dynamoDB(), tables, eventSchema, formerEvents), reference, fold);
  if (!found) throw new Wrong(`There is no record of ${reference} in ${tables.record}.`);
  return found;
}

async function findIn<E extends object>(
  what: Found["what"],
  record: { read(reference: string): Promise<Commit<E>[]>; erase(reference: string, at: string): Promise<void> },
  reference: string,
  stateOf: (history: readonly E[]) => { readonly phase: string } | undefined,
): Promise<Found | undefined> {
  const commits = await record.read(reference);
  if (commits.length === 0) return undefined;
  const history = commits.flatMap((each) => each.events);
  const sealed = history.filter((each) => "sealed" in each);
  const gone = sealed.filter((each) => each.sealed === erased).length;
  return {
    reference,
    what,
    isOpen: stateOf(history)?.phase !== "closed",
    commits,
    personal: { readable: sealed.length - gone, erased: gone },
    erase: (at) => record.erase(reference, at),
  };
}
