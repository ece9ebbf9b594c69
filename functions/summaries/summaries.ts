/**
 * Summaries: what registers and reconcile look at so that they need not read every record. Derived from the record,
 * rebuilt at any time, and nothing is ever decided from one. They hold nothing personal.
 *
 * working: pk `SUMMARY#<reference>`, sk `SUMMARY`; index `summaries` by partnership and state, in the order of the next moment.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { nextMoment } from "../core/moments.ts";
import type { Story } from "../escalations/escalations.ts";

export interface Summary {
  readonly reference: string;
  readonly partnership: string;
  readonly policy: { readonly id: string; readonly version: string };
  readonly state: "open" | "ended";
  readonly stage: string;
  /** When something next falls due, UTC; for an ended one, when it ended. */
  readonly moment: string;
  readonly execution: number;
  readonly commits: number;
}

export interface Summaries {
  put(summary: Summary): Promise<void>;
  /** The open ones of a partnership whose next moment is before an instant, the longest overdue first. */
  openBefore(partnership: string, instant: string): AsyncIterable<Summary>;
}

/** Writes the summary that the record gives now. */
export async function refreshSummary(story: Story, summaries: Summaries): Promise<void> {
  const { state, commits, reference } = story;
  const last = commits.at(-1)?.at ?? state.raised.at;
  await summaries.put({
    reference,
    partnership: state.raised.partnership,
    policy: state.raised.policy,
    state: state.phase === "closed" ? "ended" : "open",
    stage: state.phase === "at stage" ? state.stage : state.phase,
    moment: state.phase === "closed" ? last : (nextMoment(state) ?? last),
    execution: state.execution,
    commits: commits.length,
  });
}

export function dynamoDBSummaries(client: DynamoDBDocumentClient, table: string): Summaries {
  return {
    async put(summary) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: {
              pk: `SUMMARY#${summary.reference}`,
              sk: "SUMMARY",
              summaryOf: `${summary.partnership}#${summary.state}`,
              summaryAt: `${summary.moment}#${summary.reference}`,
              commits: summary.commits,
              summary,
            },
            ConditionExpression: "attribute_not_exists(pk) OR commits <= :commits",
            ExpressionAttributeValues: { ":commits": summary.commits },
          }),
        );
      } catch (error) {
        // Somebody who read a later record was quicker: theirs is the one to keep.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
    async *openBefore(partnership, instant) {
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: "summaries",
            KeyConditionExpression: "summaryOf = :of AND summaryAt < :at",
            ExpressionAttributeValues: { ":of": `${partnership}#open`, ":at": instant },
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        for (const item of page.Items ?? []) yield item["summary"] as Summary;
        from = page.LastEvaluatedKey;
      } while (from);
    },
  };
}
