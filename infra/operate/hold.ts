/** Legal holds: while one stands on a record, nothing of it is erased. */
import { holdOf } from "../../functions/core/keeping.ts";
import type { RecordTables } from "../../functions/record/dynamodb-record.ts";
import { find } from "./found.ts";
import { Wrong, type World } from "./world.ts";

/**
 * Places or lifts a legal hold, by an event that stays on the record with who asked and why.
 * @throws Wrong without words, for what has no record, and for a hold on what was erased
 */
export async function hold(
  what: "place" | "lift",
  reference: string,
  { askedBy, reason, ...tables }: RecordTables & { readonly askedBy: string; readonly reason: string },
  { say, now, dynamoDB }: World,
): Promise<void> {
  for (const [option, words] of Object.entries({ "asked-by": askedBy, reason }))
    if (words.trim() === "") throw new Wrong(`Say it in words: --${option} "…". Both sides of the record read it.`);
  const found = await find(reference, tables, dynamoDB);
  if (found.personal.readable === 0)
    throw new Wrong(`Everything personal in ${found.reference} reads as erased: there is nothing left to hold.`);
  const at = now();
  const done = await found.keep({ type: `${what} hold`, id: `${what}-hold-${at}`, at, askedBy, reason });
  if (done === "recorded")
    return say(
      what === "place"
        ? `${found.reference} is under a legal hold. Nothing of it is erased until it is lifted.`
        : `The legal hold on ${found.reference} is lifted.`,
    );
  const since = holdOf(found.history)?.at.slice(0, 10);
  say(
    since
      ? `${found.reference} is under a legal hold since ${since} already. Nothing was written.`
      : `${found.reference} is under no legal hold. Nothing was written.`,
  );
}
