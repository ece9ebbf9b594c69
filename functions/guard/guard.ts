/**
 * The guard of a deployment, a custom resource of CloudFormation's: it refuses a deployment that takes away a policy
 * version which something open runs under, or that changes what such a version says. A version governs what was raised
 * under it to the end (ALL-14); without it an escalation could not go on at all.
 *
 * It must be asked before the functions and state machines are replaced: they are to depend on it. It sees what is open
 * at that moment. What is raised between its answer and the end of a deployment is raised under a version in force; so
 * one in force is taken away only after its successor has come into force.
 */
import type { CloudFormationCustomResourceEvent } from "aws-lambda";
import { showsChange } from "../../policies/fingerprint.ts";
import type { AlertSummaries } from "../alerts/summaries.ts";
import { nameOf, type Log } from "../log.ts";
import type { Summaries } from "../summaries/summaries.ts";
import type { Accepted } from "./accepted.ts";
import { nameOfVersion, readHeld, type Held } from "./held.ts";

/** What CloudFormation is told: `FAILED` takes the deployment back, and `Reason` is for whoever deploys. */
export type Verdict = { readonly Status: "SUCCESS" } | { readonly Status: "FAILED"; readonly Reason: string };

export interface GuardDependencies {
  readonly summaries: Pick<Summaries, "openBefore">;
  readonly alertSummaries: Pick<AlertSummaries, "openBefore">;
  readonly accepted: Accepted;
  /** Gives CloudFormation the verdict; without it the deployment would wait until its time is up. */
  readonly respond: (event: CloudFormationCustomResourceEvent, verdict: Verdict) => Promise<void>;
  readonly log: Log;
}

/** Later than any moment that something open waits for. */
const ever = "9999-12-31T23:59:59.999Z";
/** How many references a reason names of those that stand in the way. */
const named = 3;

/** Whatever is asked gets an answer: what cannot be read is a refusal, and never taken for nothing. */
export async function guard(event: CloudFormationCustomResourceEvent, dependencies: GuardDependencies): Promise<void> {
  const { respond, log } = dependencies;
  const verdict = await verdictOn(event, dependencies);
  if (verdict.Status === "FAILED") log("warn", "A deployment was refused", { reason: verdict.Reason });
  await respond(event, verdict);
}

async function verdictOn(event: CloudFormationCustomResourceEvent, dependencies: GuardDependencies): Promise<Verdict> {
  // What guards a whole stack from deletion is its termination protection.
  if (event.RequestType === "Delete") return { Status: "SUCCESS" };
  try {
    const next = readHeld(event.ResourceProperties["held"]);
    const former = event.RequestType === "Update" ? readHeld(event.OldResourceProperties["held"]) : [];
    const problems = await accept(next, dependencies, former);
    return problems.length > 0 ? { Status: "FAILED", Reason: problems.join(" ") } : { Status: "SUCCESS" };
  } catch (error) {
    const why = error instanceof Error ? `${nameOf(error)}: ${error.message}` : nameOf(error);
    return {
      Status: "FAILED",
      Reason: `Nothing is deployed, because it is not known which policies open escalations need (${why}).`,
    };
  }
}

/**
 * Goes on with these policy versions from now on, unless something that is open would miss one or go by other words: then a
 * sentence for each, with what to do, and everything stays as it was (ALL-14).
 * @param former what was held before, for where nothing was accepted yet
 */
export async function accept(
  next: readonly Held[],
  dependencies: Pick<GuardDependencies, "summaries" | "alertSummaries" | "accepted">,
  former: readonly Held[] = [],
): Promise<readonly string[]> {
  const before = (await dependencies.accepted.read()) ?? former;
  const problems = problemsWith(next, before, await inUse([...next, ...before, ...former], dependencies));
  if (problems.length === 0) await dependencies.accepted.write(next);
  return problems;
}

/** The references of what is open, by the name of the policy version that it runs under. */
async function inUse(
  held: readonly Held[],
  { summaries, alertSummaries }: Pick<GuardDependencies, "summaries" | "alertSummaries">,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const partnership of new Set(held.map((each) => each.partnership)))
    for (const open of [summaries.openBefore(partnership, ever), alertSummaries.openBefore(partnership, ever)])
      for await (const { reference, policy } of open as AsyncIterable<Open>) {
        // A summary of an older kind does not say it.
        if (!policy) throw new Error(`the summary of ${reference} names no policy: rebuild the summaries first`);
        const name = nameOfVersion({ policy: policy.id, version: policy.version });
        found.set(name, [...(found.get(name) ?? []), reference]);
      }
  return found;
}

/** What is read of a summary, of either kind, as it is stored. */
interface Open {
  readonly reference: string;
  readonly policy?: { readonly id: string; readonly version: string };
}

/** A sentence for each version that would be missed, or would no longer say what it said. */
function problemsWith(
  next: readonly Held[],
  before: readonly Held[],
  inUse: ReadonlyMap<string, readonly string[]>,
): string[] {
  const among = (held: readonly Held[], name: string) => held.find((each) => nameOfVersion(each) === name);
  return [...inUse.keys()].toSorted().flatMap((name) => {
    const references = inUse.get(name) ?? [];
    const now = among(next, name);
    if (!now)
      return [
        `Policy ${name} is not in this deployment, but is needed by ${openOnes(references)}: keep the policy file until these are closed.`,
      ];
    const then = among(before, name);
    if (then && showsChange(then.fingerprint, now.fingerprint))
      return [
        `Policy ${name} was changed, but governs ${openOnes(references)} to the end: put the policy file back as it was, and make the change a new version.`,
      ];
    return [];
  });
}

function openOnes(references: readonly string[]): string {
  const shown = references.toSorted().slice(0, named).join(", ");
  const more = references.length > named ? ` and ${references.length - named} more` : "";
  const what = references.length === 1 ? "open escalation or practice alert" : "open escalations or practice alerts";
  return `${references.length} ${what} (${shown}${more})`;
}
