/**
 * Summaries of practice alerts, so that reconcile finds those that should have moved, and digests say how they stand.
 * Derived, and holding nothing personal. They stand beside those of escalations and are counted with none of them.
 *
 * working: pk `SUMMARY#<reference>`, sk `SUMMARY`; index `summaries` by partnership, `alerts` and state: `<partnership>#alerts#<state>`.
 */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { indexKey } from "../index-key.ts";
import { summaryItems } from "../summaries/items.ts";
import type { AlertStory } from "./alerts.ts";
import { nextMoment } from "./core/moments.ts";
import { alertFactsOf, type AlertFacts } from "./facts.ts";

interface AlertSummary {
  readonly reference: string;
  readonly partnership: string;
  readonly policy: { readonly id: string; readonly version: string };
  readonly state: "open" | "ended";
  /** When something next falls due, UTC; for a closed one, when it was closed. */
  readonly moment: string;
  readonly commits: number;
  /** What digests need to know of it (MED-17). */
  readonly facts: AlertFacts;
}

/** What lists need of practice alerts, derived from their records and able to be made anew. Nothing personal, all instants UTC. */
export interface AlertSummaries {
  put(summary: AlertSummary): Promise<void>;
  /** The open ones of a partnership whose next moment is before an instant. */
  openBefore(partnership: string, instant: string): AsyncIterable<AlertSummary>;
  /** The open ones of a partnership, and those that were closed since an instant (UTC). */
  openOrClosedSince(partnership: string, instant: string): AsyncIterable<AlertSummary>;
}

const keyOf = (partnership: string, state: AlertSummary["state"]) => indexKey(partnership, "alerts", state);

/** Writes the summary anew from a record as it was just read. A closed alert stands at its closing, whatever was put on its record later. */
export async function refreshAlertSummary(story: AlertStory, summaries: AlertSummaries): Promise<void> {
  const { state, commits, reference } = story;
  const facts = alertFactsOf(story);
  await summaries.put({
    reference,
    partnership: state.submitted.partnership,
    policy: { id: state.submitted.policy.id, version: state.submitted.policy.version },
    state: state.phase === "closed" ? "ended" : "open",
    // A late response does not make it one that was closed later.
    moment: facts.closedAt ?? nextMoment(state) ?? commits.at(-1)?.at ?? state.submitted.at,
    commits: commits.length,
    facts,
  });
}

/** A summary of fewer commits than the one that stands is left aside. Lists are in the order of moments, and may miss what was put just before. */
export function dynamoDBAlertSummaries(client: DynamoDBDocumentClient, table: string): AlertSummaries {
  const { putUnlessNewer, query } = summaryItems<AlertSummary>(client, table);
  return {
    put: (summary) =>
      putUnlessNewer(
        {
          pk: `SUMMARY#${summary.reference}`,
          sk: "SUMMARY",
          summaryOf: keyOf(summary.partnership, summary.state),
          summaryAt: `${summary.moment}#${summary.reference}`,
          commits: summary.commits,
          summary,
        },
        summary.commits,
      ),
    async *openBefore(partnership, instant) {
      yield* query("summaryOf = :of AND summaryAt < :at", { ":of": keyOf(partnership, "open"), ":at": instant });
    },
    async *openOrClosedSince(partnership, instant) {
      yield* query("summaryOf = :of", { ":of": keyOf(partnership, "open") });
      yield* query("summaryOf = :of AND summaryAt >= :at", { ":of": keyOf(partnership, "ended"), ":at": instant });
    },
  };
}
