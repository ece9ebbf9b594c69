/**
 * Summaries: what registers, lists, digests, reports and reconcile look at so that they need not read every record.
 * Derived from the record, rebuilt at any time, and nothing is ever decided from one. They hold nothing personal.
 *
 * working: pk `SUMMARY#<reference>`, sk `SUMMARY`; index `summaries` by partnership and state. The same once more by area (sk
 * `AREA`), and for each agency that is a party: pk `AGENCY#<agency>`, sk `<raised at>#<reference>`, of which the raising one's
 * is in the index too. Every key of the index begins with the partnership under whose policy the escalation runs:
 * `<partnership>#…`, `<partnership>#area#<area>#…`, `<partnership>#raised-by#<agency>#…`, and goes on with
 *
 *   `open`            while anything is owed, in the order of the next moment
 *   `ended#<month>`   once it is closed, in the order of the raising: in each month (UTC) of its life, from that of its raising
 *                     to that of its close. The first stands on the items above, the further ones on items of their own (sk
 *                     `SUMMARY#<month>`, `AREA#<month>`, `RAISED-BY#<month>`).
 *
 * So a period reads what is open and its own months, however much else there is and however long ago it was.
 */
import { isDeepStrictEqual } from "node:util";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Escalation } from "../core/escalation.ts";
import { nextMoment } from "../core/moments.ts";
import type { Story } from "../escalations/escalations.ts";
import { factsOf, type Facts } from "../figures/facts.ts";
import { indexKey } from "../index-key.ts";
import { sideBySide } from "../side-by-side.ts";
import { summaryItems } from "./items.ts";

/** An escalation as its record stood at so many `commits`. Instants are UTC. */
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

/** From an instant on, and until before another, UTC. */
export interface Span {
  readonly begin: string;
  readonly end: string;
}

/** What lists, digests and figures need of escalations, derived from their records and able to be made anew. Nothing personal; no decision is taken by one. */
export interface Summaries {
  put(summary: Summary): Promise<void>;
  /** The same where the table says something else: to look costs a fiftieth of writing. */
  putWhereItDiffers(summary: Summary): Promise<void>;
  /**
   * Those of a scope that were open at some time from one instant (UTC) until before another: whatever was raised, open or
   * ended between them is among these, and so is whatever is open now. One that closes meanwhile may come twice: the later
   * copy is the newer.
   */
  aliveIn(scope: Scope, time: Span): AsyncIterable<Summary>;
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

/** Where those of a scope stand among a partnership's: the open ones, or the ended ones of a month. */
function scopeKey(partnership: string, scope: Scope, ...of: readonly ["open"] | readonly ["ended", string]): string {
  if ("partnership" in scope) return indexKey(partnership, ...of);
  const [kind, id] = "area" in scope ? ["area", scope.area] : ["raised-by", scope.raisedBy];
  return indexKey(partnership, kind, id, ...of);
}

/** The month of an instant, both UTC: “2026-11”. */
const monthOf = (instant: string) => instant.slice(0, 7);

/** Every month (UTC) from that of one instant to that of another, both among them. */
function monthsBetween(from: string, to: string): string[] {
  const months = [monthOf(from)];
  for (let month = monthOf(from); month < monthOf(to); months.push(month)) month = monthAfter(month);
  return months;
}

function monthAfter(month: string): string {
  const [year, of] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, "0")}`;
}

/** Writes the summary that the record gives now. */
export const refreshSummary = (story: Story, summaries: Pick<Summaries, "put">): Promise<void> =>
  summaries.put(summaryOf(story));

/** The summary that the record gives now. */
export function summaryOf(story: Story): Summary {
  const { state, commits, reference } = story;
  const { raised } = state;
  const last = commits.at(-1)?.at ?? raised.at;
  const facts = factsOf(story, story.rules);
  return {
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
  };
}

interface SummaryItem {
  readonly pk: string;
  readonly sk: string;
  readonly summaryOf?: string;
  readonly summaryAt?: string;
  readonly commits: number;
  readonly summary: Summary;
}

/** Everything that stands in the table for one summary; the first says that the others are there. */
export function itemsOf(summary: Summary): [SummaryItem, ...SummaryItem[]] {
  const { reference, partnership, raising, receiving, raisedAt, moment, commits, facts } = summary;
  const whole = { commits, summary };
  const pk = `SUMMARY#${reference}`;
  const [first = "", ...further] = summary.state === "open" ? [] : monthsBetween(raisedAt, moment);
  const inMonth = (scope: Scope, month: string) => ({
    summaryOf: scopeKey(partnership, scope, "ended", month),
    summaryAt: placeOf(summary),
  });
  const indexed = (scope: Scope) =>
    summary.state === "open"
      ? { summaryOf: scopeKey(partnership, scope, "open"), summaryAt: `${moment}#${reference}` }
      : inMonth(scope, first);
  const scopes = [
    { sk: "SUMMARY", scope: { partnership } },
    { sk: "AREA", scope: { area: facts.area } },
    { sk: "RAISED-BY", scope: { raisedBy: raising } },
  ] as const;
  return [
    { pk, sk: "SUMMARY", ...indexed({ partnership }), ...whole },
    { pk, sk: "AREA", ...indexed({ area: facts.area }), ...whole },
    { pk: agencyKey(raising), sk: placeOf(summary), ...indexed({ raisedBy: raising }), ...whole },
    ...(receiving === raising ? [] : [{ pk: agencyKey(receiving), sk: placeOf(summary), ...whole }]),
    ...further.flatMap((month) =>
      scopes.map(({ sk, scope }) => ({ pk, sk: `${sk}#${month}`, ...inMonth(scope, month), ...whole })),
    ),
  ];
}

const agencyKey = (agency: string) => `AGENCY#${agency}`;

/** The last instant before another, both UTC. */
const lastBefore = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();

/** @param partnerships every one that this deployment holds a policy of: areas and agencies have escalations with each */
export function dynamoDBSummaries(
  client: DynamoDBDocumentClient,
  table: string,
  partnerships: () => readonly string[],
): Summaries {
  const { putUnlessNewer, query } = summaryItems<Summary>(client, table);
  const put = async (summary: Summary) => {
    const [first, ...others] = itemsOf(summary);
    // Reconcile looks at the partnership’s: that it is up to date says that the others are.
    await Promise.all(others.map((item) => putUnlessNewer(item, summary.commits)));
    await putUnlessNewer(first, summary.commits);
  };

  return {
    put,
    async putWhereItDiffers(summary) {
      const [{ pk, sk }] = itemsOf(summary);
      const { Item: found } = await client.send(new GetCommand({ TableName: table, Key: { pk, sk } }));
      // As it comes back from a table: without what is undefined.
      if (!isDeepStrictEqual(found?.["summary"], JSON.parse(JSON.stringify(summary)))) await put(summary);
    },
    async *openBefore(partnership, instant) {
      const of = scopeKey(partnership, { partnership }, "open");
      yield* query("summaryOf = :of AND summaryAt < :at", { ":of": of, ":at": instant });
    },
    aliveIn: (scope, { begin, end }) =>
      sideBySide("partnership" in scope ? [scope.partnership] : partnerships(), async function* (partnership) {
        // Open ones first: one that is closed between the two questions is then found twice and never not at all.
        yield* query("summaryOf = :of", { ":of": scopeKey(partnership, scope, "open") });
        const [first = "", ...further] = monthsBetween(begin, lastBefore(end));
        yield* query("summaryOf = :of", { ":of": scopeKey(partnership, scope, "ended", first) });
        // Whatever lived in a further month and was raised before it lived in the month before, and was found there.
        for (const month of further)
          yield* query("summaryOf = :of AND summaryAt >= :at", {
            ":of": scopeKey(partnership, scope, "ended", month),
            ":at": month,
          });
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
