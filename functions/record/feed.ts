/**
 * The feed: every commit stands in an index under its partnership and month, UTC, in the order of instants, so that the put
 * that records it announces it too. By month, so that whoever asks for a year asks twelve times of each partnership. The chain
 * does not cover where a commit is announced; it covers what that follows from, the texts, of which the first says whose record it is.
 */
import { addMinutes } from "../../policies/calendar/instant.ts";
import { indexKey } from "../index-key.ts";
import { sideBySide } from "../side-by-side.ts";
import type { Stored } from "./chain.ts";
import type { FeedEntry, RecordStore } from "./commit.ts";

/** The attributes of the index: `<partnership>#<year and month, UTC>`, then `<instant>#<reference>#<number in nine digits>`. */
export interface PlaceInFeed {
  readonly feedOf: string;
  readonly feedAt: string;
}

export const numbered = (number: number) => number.toString().padStart(9, "0");
export const feedKey = (partnership: string, month: string) => indexKey(partnership, month);

const monthOf = (instant: string) => instant.slice(0, 7);

/** Where a commit is announced, which follows from the record alone: so whoever verifies can compare it (`announcedElsewhere`). */
export const placeInFeed = (partnership: string, { at, reference, number }: FeedEntry): PlaceInFeed => ({
  feedOf: feedKey(partnership, monthOf(at)),
  feedAt: `${at}#${reference}#${numbered(number)}`,
});

/**
 * Under whose policy a record runs, which the first event of each kind of record says in plain.
 * @throws Error when it does not: such a record would be announced to nobody
 */
export function partnershipOf(first: object | undefined, reference: string): string {
  const partnership: unknown = first && "partnership" in first ? first.partnership : undefined;
  if (typeof partnership !== "string" || partnership === "")
    throw new Error(`The first event of ${reference} does not say whose record it is`);
  return partnership;
}

/** The first commit that is not announced where its text and that of the first commit say. For a chain that holds. */
export function announcedElsewhere(commits: readonly Stored[]): Stored | undefined {
  const textOf = ({ text }: Stored) => JSON.parse(text) as { readonly at: string; readonly events: readonly object[] };
  const [first] = commits;
  if (!first) return undefined;
  const partnership = partnershipOf(textOf(first).events[0], first.reference);
  return commits.find((each) => {
    const { feedOf, feedAt } = placeInFeed(partnership, { ...each, at: textOf(each).at });
    return each.feedOf !== feedOf || each.feedAt !== feedAt;
  });
}

/** What every partnership's feed names since an instant, up to the end of the month of another. Both UTC. */
export async function movedSince(
  from: string,
  to: string,
  {
    record,
    partnerships,
  }: { readonly record: Pick<RecordStore, "feed">; readonly partnerships: () => readonly string[] },
): Promise<Set<string>> {
  const references = new Set<string>();
  for (let month = monthOf(from); month <= monthOf(to); month = monthAfter(month))
    for await (const entry of sideBySide(partnerships(), (each) => record.feed(each, month, from)))
      references.add(entry.reference);
  return references;
}

/** The 32nd day after the first of a month is in the next one, however long both are. */
const monthAfter = (month: string) => monthOf(addMinutes(`${month}-01T00:00:00.000Z`, 32 * 24 * 60));
