/**
 * Summaries of open practice alerts, so that reconcile finds those that should have moved. Derived, and holding nothing
 * personal. They stand beside those of escalations and are counted with none of them.
 *
 * working: pk `SUMMARY#<reference>`, sk `SUMMARY`; index `summaries` by partnership, `alerts` and state: `<partnership>#alerts#<state>`.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { indexKey } from "../index-key.ts";
import type { AlertStory } from "./alerts.ts";
import { nextMoment } from "./core/moments.ts";

interface AlertSummary {
  readonly reference: string;
  readonly partnership: string;
  readonly policy: { readonly id: string; readonly version: string };
  readonly state: "open" | "ended";
  /** When something next falls due, UTC; for a closed one, when it was closed. */
  readonly moment: string;
  readonly commits: number;
}

export interface AlertSummaries {
  put(summary: AlertSummary): Promise<void>;
  /** The open ones of a partnership whose next moment is before an instant. */
  openBefore(partnership: string, instant: string): AsyncIterable<AlertSummary>;
}

const keyOf = (partnership: string, state: AlertSummary["state"]) => indexKey(partnership, "alerts", state);

export async function refreshAlertSummary(story: AlertStory, summaries: AlertSummaries): Promise<void> {
  const { state, commits, reference } = story;
  await summaries.put({
    reference,
    partnership: state.submitted.partnership,
    policy: { id: state.submitted.policy.id, version: state.submitted.policy.version },
    state: state.phase === "closed" ? "ended" : "open",
    moment: nextMoment(state) ?? commits.at(-1)?.at ?? state.submitted.at,
    commits: commits.length,
  });
}

export function dynamoDBAlertSummaries(client: DynamoDBDocumentClient, table: string): AlertSummaries {
  return {
    async put(summary) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: {
              pk: `SUMMARY#${summary.reference}`,
              sk: "SUMMARY",
              summaryOf: keyOf(summary.partnership, summary.state),
              summaryAt: `${summary.moment}#${summary.reference}`,
              commits: summary.commits,
              summary,
            },
            // Somebody who read a later record may have been quicker.
            ConditionExpression: "attribute_not_exists(pk) OR commits <= :commits",
            ExpressionAttributeValues: { ":commits": summary.commits },
          }),
        );
      } catch (error) {
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
            ExpressionAttributeValues: { ":of": keyOf(partnership, "open"), ":at": instant },
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        for (const item of page.Items ?? []) yield item["summary"] as AlertSummary;
        from = page.LastEvaluatedKey;
      } while (from);
    },
  };
}
