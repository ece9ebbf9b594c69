/** Which closed records are kept beyond the time of their retention class, and erasing those. */
import { dynamoDBAlertSummaries } from "../../functions/alerts/summaries.ts";
import { holdOf } from "../../functions/core/keeping.ts";
import type { Partnership } from "../../functions/directory/directory.ts";
import { heldEntries } from "../../functions/directory/dynamodb-directory.ts";
import { keptUntil, mayBeDue, type Kept } from "../../functions/keeping/retention.ts";
import { dynamoDBSummaries } from "../../functions/summaries/summaries.ts";
import { dayOf, type Day } from "../../policies/calendar/instant.ts";
import { erasePeople, type Where } from "./erasing.ts";
import { lookUp, type Found } from "./found.ts";
import { Wrong, type World } from "./world.ts";

/** No record is older than the service itself. */
const before = "2026-01-01T00:00:00.000Z";
/** How many records are read at once. */
const atOnce = 10;

interface Looked {
  readonly found: Found;
  readonly kept: Kept;
}

/**
 * Says, partnership by partnership, what is due by its retention classes, and erases it where that is asked for: never what is
 * open, under a legal hold, or of a partnership without classes. References and classes are said, and nobody's name or birthday.
 * @throws Wrong for a partnership that the directory does not hold, and where something is due and is not to be erased yet
 */
export async function retention(
  what: "due" | "erase",
  { partnership, yes, ...where }: Where & { readonly partnership: string | undefined; readonly yes: boolean },
  world: World,
): Promise<void> {
  const { say } = world;
  const { partnerships } = await heldEntries(world.dynamoDB(), where.working);
  const asked = partnerships.filter(({ id }) => partnership === undefined || id === partnership);
  if (asked.length === 0)
    throw new Wrong(
      `The directory holds no partnership “${partnership ?? ""}”. It has ${partnerships.map(({ id }) => id).join(", ")}.`,
    );
  const today = dayOf(world.now());
  const due: Looked[] = [];
  for (const each of asked) due.push(...(await look(each, today, where, world)));
  if (due.length === 0) return say("Nothing is due.");
  say(`${due.length} ${due.length === 1 ? "is" : "are"} due.`);
  if (what === "due") return;
  if (!yes) throw new Wrong("Nothing was erased. To erase what is due, for good, run this again with --yes.");
  for (const { found, kept } of due) {
    if (kept.is !== "until") continue;
    const { id, source } = kept.by;
    await erasePeople(found, { because: "age", retention: { class: id, source } }, where, world);
    say(`  erased   ${found.reference}  ${id}`);
  }
}

/** Says of a partnership's records what is to be said. @returns what is due and under no hold */
async function look(partnership: Partnership, today: Day, where: Where, world: World): Promise<Looked[]> {
  const { say } = world;
  const { id, name, retention: classes = [] } = partnership;
  if (classes.length === 0) {
    say(`${name} (${id}): no retention class in the directory, so nothing of it is ever erased by age.`);
    return [];
  }
  say(`${name} (${id}): ${classes.map((each) => `${each.id}, ${each.keep} from ${each.from}`).join("; ")}.`);
  const { closed, references } = await candidates(partnership, today, where, world);
  const looked: Looked[] = [];
  for (let from = 0; from < references.length; from += atOnce) {
    const some = await Promise.all(
      references.slice(from, from + atOnce).map((each) => lookUp(each, where, world.dynamoDB)),
    );
    for (const found of some)
      // The record decides, and not its summary: it may have been erased since.
      if (found && !found.isOpen && found.personal.readable > 0)
        looked.push({ found, kept: keptUntil(found.toKeep(), classes) });
  }
  const due = looked.filter(({ kept }) => kept.is === "until" && kept.day <= today);
  for (const { found, kept } of looked) {
    const hold = holdOf(found.history);
    const held = hold ? `; on hold since ${hold.at.slice(0, 10)}` : "";
    if (kept.is === "not to be told")
      say(`  unknown  ${found.reference}  ${kept.by.id}: it counts from a birthday that is not on the record${held}`);
    else if (kept.is === "until" && kept.day <= today)
      say(`  ${hold ? "on hold" : "due    "}  ${found.reference}  ${kept.by.id}, since ${since(kept)}${held}`);
  }
  const without = looked.filter(({ kept }) => kept.is === "without a class").length;
  say(`  ${closedInWords({ closed, mayBeDue: references.length, looked: looked.length, without })}`);
  return due.filter(({ found }) => !holdOf(found.history));
}

/** What became of everything that is closed, so that the numbers add up to all of it. */
function closedInWords(of: Readonly<Record<"closed" | "mayBeDue" | "looked" | "without", number>>): string {
  if (of.closed === 0) return "No closed record.";
  const became = [
    [of.closed - of.mayBeDue, "closed too recently to be due"],
    [of.mayBeDue - of.looked, "erased before"],
    [of.looked - of.without, "compared with the classes by date"],
    [of.without, "in no class, so kept until somebody erases it"],
  ] as const;
  const said = became.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : []));
  return `${of.closed} closed ${of.closed === 1 ? "record" : "records"}: ${said.join("; ")}.`;
}

/** Of a birthday, the year alone: the day would be personal. */
const since = ({ day, by }: Extract<Kept, { is: "until" }>) => (by.from === "birth" ? day.slice(0, 4) : day);

/** The closed records of a partnership of which the index does not say that they cannot be due. */
async function candidates(
  { id, retention: classes = [] }: Partnership,
  today: Day,
  { working }: Where,
  world: World,
): Promise<{ readonly closed: number; readonly references: readonly string[] }> {
  const client = world.dynamoDB();
  const of = (records: string) => classes.filter((each) => each.records === records);
  const closed = new Map<string, boolean>();
  const add = (reference: string, closedAt: string | undefined, records: string) => {
    if (closedAt !== undefined) closed.set(reference, mayBeDue(dayOf(closedAt), of(records), today));
  };
  const summaries = dynamoDBSummaries(client, working, () => [id]);
  for await (const each of summaries.aliveIn({ partnership: id }, { begin: before, end: world.now() }))
    if (each.state === "ended") add(each.reference, each.facts.closedAt, "escalations");
  for await (const each of dynamoDBAlertSummaries(client, working).openOrClosedSince(id, before))
    if (each.state === "ended") add(each.reference, each.facts.closedAt, "practice alerts");
  const references = [...closed].flatMap(([reference, may]) => (may ? [reference] : []));
  return { closed: closed.size, references: references.toSorted() };
}
