/** Erasing the people of a record, on request or by age, and again after a restore. */
import { erasureOf, holdOf } from "../../functions/core/keeping.ts";
import type { Erasure } from "../../functions/keeping/erasures.ts";
import type { RecordTables } from "../../functions/record/dynamodb-record.ts";
import { movingOf } from "../../functions/record/moving.ts";
import { find, lookUp, type Found } from "./found.ts";
import { Wrong, type World } from "./world.ts";

export type Where = RecordTables & {
  /** The bucket in which the list of erasures is. */
  readonly witnesses: string;
};

/**
 * Erases the people of a record by destroying its key, once it was said what that means.
 * @throws Wrong for what is no reference or has no record, under a legal hold, while it is open unless `althoughOpen`, and
 *   without `yes`. Nothing is erased then.
 */
export async function erase(
  reference: string,
  { yes, althoughOpen, ...where }: Where & { readonly yes: boolean; readonly althoughOpen: boolean },
  world: World,
): Promise<void> {
  const { say } = world;
  const found = await find(reference, where, world.dynamoDB);
  const { personal, what, isOpen, commits } = found;
  const first = commits[0]?.at.slice(0, 10);
  say(
    `${found.reference} is ${what === "escalation" ? "an escalation" : "a practice alert"} of ${first}, ${isOpen ? "open" : "closed"}, of ${commits.length} commits; ${personal.readable} of its events hold something personal.`,
  );
  if (personal.readable === 0 && !isOpen)
    return say("Everything personal in it reads as erased already. Nothing was done.");
  refuseUnderHold(found);
  if (personal.readable === 0) {
    say("Everything personal in it reads as erased already, and it is open: it can tell nobody anything any more.");
    if (!yes || !althoughOpen)
      throw new Wrong("Nothing was done. To end it, run this again with --although-open --yes.");
    await endWithoutKey(found, where, world);
    return say(`${found.reference} is ended.`);
  }
  say(meaning);
  if (isOpen && !althoughOpen)
    throw new Wrong(
      `${found.reference} is still open. Erased, it ends: it can tell nobody anything more, and whoever must act would not hear of it. Nothing was erased. Close it first, or add --although-open.`,
    );
  if (!yes) throw new Wrong("Nothing was erased. To erase it, run this again with --yes.");
  await erasePeople(found, { because: "asked" }, where, world);
  say(`The people of ${found.reference} are erased.`);
}

const meaning = `To erase it destroys the key under which names, addresses and what people wrote are sealed. It cannot be undone.
  - Its pages, forms and documents then say “erased” in their place, for everybody.
  - What happened, when, and between which agencies stays on the record, and the record still verifies. That it was erased
    stands on it too, and on the list of erasures.
  - Links in e-mails that were sent lead to the erased record. The e-mails themselves, and documents that were downloaded, are
    where they went.
  - The key is in the backups of the working table for as long as its point-in-time recovery reaches back. Only then is it gone.`;

function refuseUnderHold({ reference, history }: Found): void {
  const hold = holdOf(history);
  if (hold)
    throw new Wrong(
      `${reference} is under a legal hold since ${hold.at.slice(0, 10)}: nothing of it is erased until that is lifted. Nothing was erased.`,
    );
}

/**
 * Erases the people of a record: says so on the record, which a hold that came meanwhile forbids; puts it on the list; and
 * then destroys the key. Broken off in between, it is carried on by being asked for again.
 * @throws Wrong under a legal hold, with nothing erased
 */
export async function erasePeople(
  found: Found,
  why: Pick<Erasure, "because" | "retention">,
  { witnesses, ...tables }: Where,
  { now, erasures, dynamoDB }: World,
): Promise<void> {
  const { reference } = found;
  const at = now();
  await found.keep({ type: "record erasure", id: "people-erased", at, ...why });
  await erasures(witnesses).append({ reference, at: erasureOf(found.history)?.at ?? at, ...why });
  await found.destroyKey(at);
  const after = await lookUp(reference, tables, dynamoDB);
  if (!after || after.personal.readable > 0) throw new Error(`${reference} was erased, and can still be read`);
}

/** Ends what has nobody left to tell: its key was destroyed or lost, and nothing is sealed without one of the two said. */
async function endWithoutKey({ reference, keep }: Found, where: Where, { now, erasures, dynamoDB }: World) {
  const at = now();
  await movingOf(dynamoDB(), where).putKey(reference, { erasedAt: at });
  await keep({ type: "record erasure", id: "people-erased", at, because: "asked" });
  await erasures(where.witnesses).append({ reference, at, because: "asked" });
}

/** Says what is on the list of erasures, a line each. */
export async function listErasures({ witnesses }: Pick<Where, "witnesses">, { say, erasures }: World): Promise<void> {
  const all = await erasures(witnesses).all();
  for (const each of all) say(inALine(each));
  say(`${all.length} ${all.length === 1 ? "record is" : "records are"} on the list of erasures.`);
}

const inALine = ({ reference, at, because, retention }: Erasure) =>
  `${reference}  ${at.slice(0, 10)}  ${because === "age" ? `by age (${retention?.class})` : "on request"}`;

/**
 * Erases again what is on the list and can be read: after a restore to an earlier moment, which brings keys back.
 * @throws Wrong without `yes`, and where one is under a legal hold, after all others were erased
 */
export async function eraseAgain({ yes, ...where }: Where & { readonly yes: boolean }, world: World): Promise<void> {
  const { say } = world;
  const back: { readonly found: Found; readonly erasure: Erasure }[] = [];
  let without = 0;
  for (const erasure of await world.erasures(where.witnesses).all()) {
    const found = await lookUp(erasure.reference, where, world.dynamoDB);
    if (!found) without++;
    else if (found.personal.readable > 0) back.push({ found, erasure });
  }
  for (const { erasure } of back) say(`  can be read again  ${inALine(erasure)}`);
  if (without > 0) say(`${without} on the list ${without === 1 ? "has" : "have"} no record in these tables.`);
  if (back.length === 0) return say("Nothing that was erased can be read. Nothing was done.");
  if (!yes) throw new Wrong(`${back.length} can be read again. Nothing was erased: run this again with --yes.`);
  const held: string[] = [];
  for (const { found, erasure } of back) {
    if (holdOf(found.history)) {
      held.push(found.reference);
      continue;
    }
    const { because, retention } = erasure;
    await erasePeople(found, { because, ...(retention ? { retention } : {}) }, where, world);
    say(`  erased again       ${found.reference}`);
  }
  if (held.length > 0)
    throw new Wrong(`Under a legal hold as these tables have it, and not erased: ${held.join(", ")}. Look at each.`);
}
