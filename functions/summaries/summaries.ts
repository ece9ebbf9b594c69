/**
 * Summaries: what registers, lists and reconcile look at so that they need not read every record. Derived from the
 * record, rebuilt at any time, and nothing is ever decided from one. They hold nothing personal.
 *
 * working: pk `SUMMARY#<reference>`, sk `SUMMARY`; index `summaries` by partnership and state, in the order of the next
 * moment. The same once more for each agency that is a party: pk `AGENCY#<agency>`, sk `<raised at>#<reference>`.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Escalation } from "../core/escalation.ts";
import { nextMoment } from "../core/moments.ts";
import type { Story } from "../escalations/escalations.ts";

export interface Summary {
  readonly reference: string;
  readonly partnership: string;
  readonly policy: { readonly id: string; readonly version: string };
  readonly raisedAt: string;
  /** The agencies that are its parties. */
  readonly raising: string;
  readonly receiving: string;
  readonly state: "open" | "ended";
  readonly status: Escalation["phase"];
  /** The stage that is open, or else the status. */
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
  /**
   * Those to which an agency is a party, the newest raised first.
   * @param page how many at most, and the place after which it begins: the `placeOf` of the last one of the page before
   */
  ofAgency(agency: string, page: { readonly limit: number; readonly after?: string | undefined }): Promise<Summary[]>;
}

/** Where one stands among those of an agency: the later raised, the greater. */
export const placeOf = ({ raisedAt, reference }: Pick<Summary, "raisedAt" | "reference">) => `${raisedAt}#${reference}`;

/** Writes the summary that the record gives now. */
export async function refreshSummary(story: Story, summaries: Summaries): Promise<void> {
  const { state, commits, reference } = story;
  const { raised } = state;
  const last = commits.at(-1)?.at ?? raised.at;
  await summaries.put({
    reference,
    partnership: raised.partnership,
    policy: { id: raised.policy.id, version: raised.policy.version },
    raisedAt: raised.at,
    raising: raised.raising.agency,
    receiving: raised.receiving.agency,
    state: state.phase === "closed" ? "ended" : "open",
    status: state.phase,
    stage: state.phase === "at stage" ? state.stage : state.phase,
    moment: state.phase === "closed" ? last : (nextMoment(state) ?? last),
    execution: state.execution,
    commits: commits.length,
  });
}

export function dynamoDBSummaries(client: DynamoDBDocumentClient, table: string): Summaries {
  /** Somebody who read a later record may have been quicker: theirs is then the one to keep. */
  const putUnlessNewer = async (item: Record<string, unknown>, summary: Summary) => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...item, commits: summary.commits, summary },
          ConditionExpression: "attribute_not_exists(pk) OR commits <= :commits",
          ExpressionAttributeValues: { ":commits": summary.commits },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
  const agencyKey = (agency: string) => `AGENCY#${agency}`;

  return {
    async put(summary) {
      const ofPartnership = {
        pk: `SUMMARY#${summary.reference}`,
        sk: "SUMMARY",
        summaryOf: `${summary.partnership}#${summary.state}`,
        summaryAt: `${summary.moment}#${summary.reference}`,
      };
      const ofParties = [summary.raising, summary.receiving].map((agency) => ({
        pk: agencyKey(agency),
        sk: placeOf(summary),
      }));
      // Reconcile looks at the partnership’s: that it is up to date says that the others are.
      await Promise.all(ofParties.map((item) => putUnlessNewer(item, summary)));
      await putUnlessNewer(ofPartnership, summary);
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
    async ofAgency(agency, { limit, after }) {
      const found = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: after === undefined ? "pk = :of" : "pk = :of AND sk < :after",
          ExpressionAttributeValues: { ":of": agencyKey(agency), ...(after === undefined ? {} : { ":after": after }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return (found.Items ?? []).map((item) => item["summary"] as Summary);
    },
  };
}
