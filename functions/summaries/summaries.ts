/**
 * Summaries: what registers, lists, digests, reports and reconcile look at so that they need not read every record.
 * Derived from the record, rebuilt at any time, and nothing is ever decided from one. They hold nothing personal.
 *
 * working: pk `SUMMARY#<reference>`, sk `SUMMARY`; index `summaries` by partnership and state, open ones in the order of
 * the next moment, ended ones in that of their ending. The same once more by area (sk `AREA`), and for each agency that
 * is a party: pk `AGENCY#<agency>`, sk `<raised at>#<reference>`, of which the raising one's is in the index too.
 * Every key of the index begins with the partnership under whose policy the escalation runs:
 * `<partnership>#<state>`, `<partnership>#area#<area>#<state>`, `<partnership>#raised-by#<agency>#<state>`.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Escalation } from "../core/escalation.ts";
import { nextMoment } from "../core/moments.ts";
import type { Story } from "../escalations/escalations.ts";
import { factsOf, type Facts } from "../figures/facts.ts";
import { indexKey } from "../index-key.ts";
import { sideBySide } from "../side-by-side.ts";

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
  /** What reports need to know of it (ALL-12). */
  readonly facts: Facts;
}

/**
 * Whose escalations: those under a partnership's policy; about people of an area, or raised by an agency, whichever
 * partnership's policy they run under.
 */
export type Scope = { readonly partnership: string } | { readonly area: string } | { readonly raisedBy: string };

export interface Summaries {
  put(summary: Summary): Promise<void>;
  /**
   * Those of a scope that are open, or were closed at an instant (UTC) or later. So whatever was raised, open or ended
   * since that instant is among them. One that closes meanwhile may come twice: the later copy is the newer.
   */
  openOrEndedSince(scope: Scope, since: string): AsyncIterable<Summary>;
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

/** Where those of a scope and state stand among a partnership's. */
function scopeKey(partnership: string, scope: Scope, state: Summary["state"]): string {
  if ("partnership" in scope) return indexKey(partnership, state);
  const [kind, id] = "area" in scope ? ["area", scope.area] : ["raised-by", scope.raisedBy];
  return indexKey(partnership, kind, id, state);
}

/** Writes the summary that the record gives now. */
export async function refreshSummary(story: Story, summaries: Summaries): Promise<void> {
  const { state, commits, reference } = story;
  const { raised } = state;
  const last = commits.at(-1)?.at ?? raised.at;
  const facts = factsOf(story, story.rules);
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
    // A note that follows the end does not move it into another month.
    moment: facts.closedAt ?? nextMoment(state) ?? last,
    execution: state.execution,
    commits: commits.length,
    facts,
  });
}

/** @param partnerships every one that this deployment holds a policy of: areas and agencies have escalations with each */
export function dynamoDBSummaries(
  client: DynamoDBDocumentClient,
  table: string,
  partnerships: () => readonly string[],
): Summaries {
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
  const query = async function* (condition: string, values: Record<string, string>): AsyncGenerator<Summary> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: "summaries",
          KeyConditionExpression: condition,
          ExpressionAttributeValues: values,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const item of page.Items ?? []) yield item["summary"] as Summary;
      from = page.LastEvaluatedKey;
    } while (from);
  };

  return {
    async put(summary) {
      const pk = `SUMMARY#${summary.reference}`;
      const indexed = (scope: Scope) => ({
        summaryOf: scopeKey(summary.partnership, scope, summary.state),
        summaryAt: `${summary.moment}#${summary.reference}`,
      });
      const ofRaising = {
        pk: agencyKey(summary.raising),
        sk: placeOf(summary),
        ...indexed({ raisedBy: summary.raising }),
      };
      const ofReceiving = { pk: agencyKey(summary.receiving), sk: placeOf(summary) };
      const others = [
        ofRaising,
        ...(summary.receiving === summary.raising ? [] : [ofReceiving]),
        { pk, sk: "AREA", ...indexed({ area: summary.facts.area }) },
      ];
      // Reconcile looks at the partnership’s: that it is up to date says that the others are.
      await Promise.all(others.map((item) => putUnlessNewer(item, summary)));
      await putUnlessNewer({ pk, sk: "SUMMARY", ...indexed({ partnership: summary.partnership }) }, summary);
    },
    async *openBefore(partnership, instant) {
      const of = scopeKey(partnership, { partnership }, "open");
      yield* query("summaryOf = :of AND summaryAt < :at", { ":of": of, ":at": instant });
    },
    openOrEndedSince: (scope, since) =>
      sideBySide("partnership" in scope ? [scope.partnership] : partnerships(), async function* (partnership) {
        const of = (state: Summary["state"]) => scopeKey(partnership, scope, state);
        // Open ones first: one that is closed between the two questions is then found twice and never not at all.
        yield* query("summaryOf = :of", { ":of": of("open") });
        yield* query("summaryOf = :of AND summaryAt >= :at", { ":of": of("ended"), ":at": since });
      }),
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
