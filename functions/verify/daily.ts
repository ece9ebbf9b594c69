/**
 * What the keeper of witnesses does, once a day, and once a week for everything: it looks at the records, says by metrics
 * how they stand, and fails in the end if one of them does not hold or could not be read, so that the run raises its alarm.
 */
import { tz } from "@date-fns/tz/tz";
import { differenceInCalendarDays } from "date-fns/differenceInCalendarDays";
import * as z from "../../policies/schemas.ts";
import { calendarOf, type Nation } from "../../policies/calendar/bank-holidays.ts";
import { dayOf, type Day } from "../../policies/calendar/instant.ts";
import { nameOf, type Log } from "../log.ts";
import type { RecordStore } from "../record/commit.ts";
import { movedSince } from "../record/feed.ts";
import { verify } from "./verify.ts";
import type { WitnessRun } from "./witness.ts";
import type { WitnessStore } from "./witnesses.ts";

/** `{}` witnesses what moved; `{"everything": true}` verifies every record that there ever was. A schedule's own fields count for nothing. */
const eventSchema = z.object({ everything: z.optional(z.literal(true)) });

export interface DailyDependencies {
  readonly clock: { now(): string };
  /** Witnesses whatever moved since it was last asked. */
  readonly witness: () => Promise<WitnessRun>;
  readonly record: Pick<RecordStore, "stored" | "feed">;
  readonly partnerships: () => readonly string[];
  readonly witnesses: Pick<WitnessStore, "entries"> & {
    /** Every reference with a witness, so that a record that is gone altogether is missed. */
    references(): AsyncIterable<string>;
  };
  /** The UTC day on which the service began; before it there is no record. */
  readonly began: Day;
  /** Of every policy version held. */
  readonly nations: () => readonly Nation[];
  readonly measure: (
    metric: "RecordsWitnessed" | "RecordsBroken" | "RecordsUnread" | "HolidaysKnownForDays",
    value?: number,
  ) => void;
  readonly log: Log;
}

/** How many records are read at once: enough that years of them are walked within one run of a function. */
const atOnce = 20;

/**
 * @throws Error at the end, when a record does not hold or could not be looked at. All others are witnessed by then.
 * @throws Error for an event that is neither of the two, before anything is done
 */
export async function daily(event: unknown, dependencies: DailyDependencies): Promise<void> {
  const { clock, nations, measure, log } = dependencies;
  const asked = eventSchema.safeParse(event);
  if (!asked.success) throw new Error("The event is {} or {“everything”: true}, and nothing else");
  measure("HolidaysKnownForDays", holidaysKnownForDays(nations(), dayOf(clock.now())));

  const { broken, failed } = asked.data.everything
    ? await verifyEverything(dependencies)
    : await witnessed(dependencies);
  measure("RecordsBroken", broken.length);
  measure("RecordsUnread", failed.length);
  if (broken.length + failed.length === 0) return;
  log("error", "Records do not hold together, or could not be read", { broken, failed });
  throw new Error(`${broken.length} records do not hold together, and ${failed.length} could not be read`);
}

/**
 * For how many days from a day in London on the published bank holidays are known: of the nations, the one of which they
 * are known for the shortest time. Negative once that day is past.
 * @throws RangeError where no nation is given
 */
export function holidaysKnownForDays(nations: readonly Nation[], today: Day): number {
  if (nations.length === 0) throw new RangeError("No policy is held, so no bank holidays are needed");
  return Math.min(
    ...nations.map((each) => differenceInCalendarDays(calendarOf(each).holdsUntil, today, { in: tz("UTC") })),
  );
}

type Outcome = Pick<WitnessRun, "broken" | "failed">;

async function witnessed({ witness, measure, log }: DailyDependencies): Promise<Outcome> {
  const run = await witness();
  measure("RecordsWitnessed", run.added.length);
  log("info", "Heads of records were witnessed", { witnessed: run.added.length });
  return run;
}

async function verifyEverything(dependencies: DailyDependencies): Promise<Outcome> {
  const { record, witnesses, log } = dependencies;
  const references = [...(await everSeen(dependencies))];
  const broken: string[] = [];
  const failed: string[] = [];
  const look = async (reference: string) => {
    try {
      const { problems } = await verify(reference, { record, witnesses });
      if (problems.length === 0) return;
      broken.push(reference);
      log("error", "A record does not hold together: somebody changed what nobody may change", {
        reference,
        problems: problems.map(({ damage, number }) => `${damage} at ${number}`),
      });
    } catch (error) {
      failed.push(reference);
      log("error", "A record could not be verified; the next run tries again", { reference, error: nameOf(error) });
    }
  };
  for (let from = 0; from < references.length; from += atOnce)
    await Promise.all(references.slice(from, from + atOnce).map(look));
  log("info", "Every record was verified", { verified: references.length });
  return { broken: broken.toSorted(), failed: failed.toSorted() };
}

/** Of what was announced and of what was witnessed: either alone could have been removed. */
async function everSeen(dependencies: DailyDependencies): Promise<Set<string>> {
  const { clock, began, witnesses } = dependencies;
  const references = await movedSince(`${began}T00:00:00.000Z`, clock.now(), dependencies);
  for await (const reference of witnesses.references()) references.add(reference);
  return references;
}
