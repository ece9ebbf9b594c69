/**
 * The page of the record, and the record as a file of data: everything that the page says, and of each entry what it takes
 * to check it (ALL-01). Whoever may read the page may save the file; it has nothing that the page lacks but the kinds and
 * the hashes.
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { theRecord } from "../documents/record.ts";
import type { Source } from "../documents/facts.ts";
import type { RecordView } from "./render.ts";
import { timelineOf, type Entry } from "./timeline.ts";
import { frameOf } from "./view.ts";
import type { Visit } from "./visit.ts";
import { record } from "./words/record.ts";

/** The button for the file of data, the same for every kind of record. */
export const saveAsData = { does: "export", text: record.saves.data };

export function recordView(visit: Visit, action: string): RecordView {
  return {
    ...frameOf(visit, action),
    entries: timelineOf(visit, visit.story.commits),
    shown: inWords(visit.at),
    saves: [
      { does: "save", form: theRecord.id, text: record.saves.word },
      saveAsData,
      { does: "bundle", says: record.saves.bundleSays, text: record.saves.bundle },
    ],
  };
}

/** The file of data: what the record says now, and not yet what the clock will put there in a minute. */
export function recordAsData({ story, agencies, at }: Source): object {
  const { reference, commits, state, rules } = story;
  const { policy } = rules;
  return asData(timelineOf({ state, policy, agencies }, commits), commits, {
    reference,
    partnership: policy.partnership.name,
    policy: { title: policy.title, version: policy.version },
    asOf: at,
  });
}

export const savedRecord = (visit: Visit): Response => savedFile(visit.reference, recordAsData(visit));

/** Of a commit, what the file has beside the page's words. */
interface Checkable {
  readonly number: number;
  readonly hash: string;
  readonly events: readonly { readonly type: string }[];
}

/** What stands before the entries. */
interface Head {
  readonly reference: string;
  readonly partnership: string;
  /** What it is called where it is no escalation. */
  readonly called?: string | undefined;
  readonly policy?: { readonly title: string; readonly version: string };
  /** When it was read, UTC. */
  readonly asOf: string;
}

/** The entries of a record as a file that a browser saves. */
export const savedAsData = (entries: readonly Entry[], commits: readonly Checkable[], head: Head): Response =>
  savedFile(head.reference, asData(entries, commits, head));

function asData(entries: readonly Entry[], commits: readonly Checkable[], head: Head): object {
  return {
    ...head,
    entries: entries.map(({ number, at, when, side, happened, ...corrections }, index) => ({
      number,
      at,
      when,
      side: side.called,
      hash: commits[index]?.hash,
      ...corrections,
      events: happened.map((each, place) => ({ kind: commits[index]?.events[place]?.type, ...each })),
    })),
  };
}

/** Not kept by anything on the way: it has the whole case in it. Its name is the reference alone (ALL-13). */
function savedFile(reference: string, file: object): Response {
  return new Response(`${JSON.stringify(file, undefined, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${reference}.json"`,
      "Cache-Control": "no-store",
    },
  });
}
