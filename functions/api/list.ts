/** The escalations to which an agency is a party, a page at a time. Made of summaries, which hold nothing personal. */
import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "../../policies/schemas.ts";
import { inWords } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";
import type { Rules } from "../core/clocks.ts";
import { placeOf, type Summaries, type Summary } from "../summaries/summaries.ts";
import type { EscalationsAnswer } from "./answers.ts";
import { problem, type Problem } from "./problem.ts";

const limits = { least: 1, most: 100, usual: 25 } as const;
const limitSays = `limit is a whole number from ${limits.least} to ${limits.most}`;

/** The parameters of `GET /escalations`, each as the address has it. */
export const listParameters = z.strictObject({
  limit: z.withDefault(
    z
      .pipe(z.string().check(z.regex(/^\d{1,3}$/, { error: limitSays })), z.transform(Number))
      .check(z.refine((value) => value >= limits.least && value <= limits.most, { error: limitSays })),
    limits.usual,
  ),
  cursor: z.optional(z.string()),
});

/** What the document says of them. */
export const documentedParameters = {
  limit: z.withDefault(z.int().check(z.gte(limits.least), z.lte(limits.most)), limits.usual),
  cursor: z.string(),
};

export interface ListDependencies {
  readonly summaries: Pick<Summaries, "ofAgency">;
  readonly policies: { readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules };
  /** Signs cursors, so that nobody makes up their own. */
  readonly referenceSecret: string;
  readonly serviceUrl: string;
}

/** @returns a page of an agency's escalations, the newest raised first; or a problem that names the parameter */
export async function listEscalations(
  agency: string,
  query: Readonly<Record<string, readonly string[]>>,
  { summaries, policies, referenceSecret, serviceUrl }: ListDependencies,
): Promise<{ readonly page: EscalationsAnswer } | { readonly problem: Problem }> {
  const wrong = (field: string, says: string) => ({
    problem: problem("invalid-parameters", undefined, [{ field, says }]),
  });
  const twice = Object.keys(query).find((name) => (query[name]?.length ?? 0) > 1);
  if (twice !== undefined) return wrong(twice, "this is given more than once: give it once");
  const parsed = listParameters.safeParse(
    Object.fromEntries(Object.entries(query).map(([name, [value]]) => [name, value])),
  );
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue?.code === "unrecognized_keys")
      return wrong(issue.keys[0] ?? "", "there is no such parameter: there are limit and cursor");
    return wrong(String(issue?.path[0] ?? ""), issue?.message ?? limitSays);
  }
  const { limit, cursor } = parsed.data;
  const after = cursor === undefined ? undefined : placeIn(cursor, agency, referenceSecret);
  if (cursor !== undefined && after === undefined)
    return wrong(
      "cursor",
      "this cursor is not one that was given to your agency: give nextCursor of the page before, unchanged, or leave it out for the first page",
    );

  // One more than is shown says whether there is a next page.
  const found = await summaries.ofAgency(agency, { limit: limit + 1, after });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    page: {
      escalations: shown.map((each) => ({
        reference: each.reference,
        policy: each.policy,
        raisedAt: each.raisedAt,
        side: each.raising === agency ? "raising" : "receiving",
        status: each.status,
        stage: stageIn(each, policies.rulesOf),
        nextMoment: waits.has(each.status) ? { at: each.moment, inWords: inWords(each.moment) } : undefined,
        record: `${serviceUrl}/escalations/${each.reference}`,
      })),
      nextCursor: last && found.length > limit ? cursorAfter(placeOf(last), agency, referenceSecret) : undefined,
    },
  };
}

/** While these last, the moment of a summary is when something next falls due. */
const waits: ReadonlySet<Summary["status"]> = new Set(["at stage", "duties"]);

function stageIn({ status, stage, policy }: Summary, rulesOf: ListDependencies["policies"]["rulesOf"]) {
  if (status !== "at stage") return undefined;
  return { id: stage, title: stageOf(rulesOf(policy).policy, stage).title };
}

const signatureBytes = 16;

/** Signed for one agency: what another was given, or anybody made up, is no cursor. */
function cursorAfter(place: string, agency: string, secret: string): string {
  return Buffer.concat([signatureOf(place, agency, secret), Buffer.from(place)]).toString("base64url");
}

function placeIn(cursor: string, agency: string, secret: string): string | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length <= signatureBytes || bytes.toString("base64url") !== cursor) return undefined;
  const place = bytes.subarray(signatureBytes).toString();
  const isOurs = timingSafeEqual(bytes.subarray(0, signatureBytes), signatureOf(place, agency, secret));
  return isOurs ? place : undefined;
}

function signatureOf(place: string, agency: string, secret: string): Buffer {
  // A client's id has no space, so no reference is ever derived from the same text (submit.ts).
  return createHmac("sha256", secret).update(`a cursor for\n${agency}\n${place}`).digest().subarray(0, signatureBytes);
}
