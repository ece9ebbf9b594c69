/**
 * Sends the digests that have fallen due, one email to each address (plans.ts says to whom). Running it twice, or again
 * after it was cut off, is as good as once: what was sent is known by its recipient and its weeks and months.
 */
import { createHash } from "node:crypto";
import type { Policy } from "../../policies/language/schema.ts";
import { dayOf } from "../../policies/calendar/instant.ts";
import type { AlertSummaries } from "../alerts/summaries.ts";
import type { AlertFacts } from "../alerts/facts.ts";
import type { Directory, Partnership } from "../directory/directory.ts";
import type { Facts } from "../figures/facts.ts";
import { beginOf } from "../figures/period.ts";
import { factsFor, type FiguresDependencies } from "../figures/read.ts";
import { registerLinkEnds, type RegisterLinks } from "../links/register-links.ts";
import { nameOf as nameOfError, type Log } from "../log.ts";
import type { Measure } from "../measure.ts";
import { partnershipTold } from "../mail/facts/partnership.ts";
import type { Claims } from "../mail/claims.ts";
import { MailRefused, type Mail } from "../mail/mail.ts";
import { digestMessage } from "./message.ts";
import {
  calendarFor,
  digestsFor,
  dueBy,
  plansOf,
  type Digest,
  type DuePlan,
  type PassingOn,
  type Plan,
} from "./plans.ts";
import type { Done, Progress } from "./progress.ts";
import { dueSince, lastDue, maySendAt, nextDue, type Every } from "./schedule.ts";

export interface DigestDependencies extends FiguresDependencies, PassingOn {
  readonly clock: { now(): string };
  readonly directory: Pick<Directory, "agencies" | "agency" | "partnership" | "partnershipOfArea">;
  readonly alertSummaries: Pick<AlertSummaries, "openOrClosedSince">;
  readonly progress: Progress;
  readonly registerLinks: Pick<RegisterLinks, "issue">;
  /** Where the pages are, without a slash at the end. */
  readonly serviceUrl: string;
  readonly claims: Claims;
  readonly mail: Mail;
  readonly measure: Measure;
  readonly log: Log;
}

interface Sent {
  sent: number;
  failed: number;
  held: number;
}

/**
 * Sends what fell due since it was last sent, in working time alone. The first time of all it only begins to look: what
 * was due before the service began is nobody's to receive.
 * @returns how many were sent, how many could not be for now, and how many somebody else is at: what is not sent by then
 *   is tried again at the next run
 */
export async function sendDigests(dependencies: DigestDependencies): Promise<Sent> {
  const { clock, publishedPolicies, directory, log } = dependencies;
  const now = clock.now();
  const result = { sent: 0, failed: 0, held: 0 };
  for (const id of partnershipsOf(publishedPolicies())) {
    try {
      const partnership = await directory.partnership(id);
      const plans = plansOf(id, publishedPolicies(), dayOf(now));
      // One that is held here and that nobody has put in the directory has no escalations either.
      if (!partnership || plans.length === 0) continue;
      const { sent, failed, held } = await sendDue(partnership, plans, now, dependencies);
      result.sent += sent;
      result.failed += failed;
      result.held += held;
    } catch (error) {
      result.failed++;
      log("error", "The digests of a partnership could not be sent; they are tried again at the next run", {
        partnership: id,
        error: nameOfError(error),
      });
    }
  }
  return result;
}

/** What it takes to know when digests fall due. */
export interface NextDigest {
  readonly publishedPolicies: () => readonly Policy[];
  readonly directory: Pick<Directory, "partnership">;
}

/** When the next digest of any partnership falls due after an instant (UTC). */
export async function nextDigest(
  after: string,
  { publishedPolicies, directory }: NextDigest,
): Promise<string | undefined> {
  const next: string[] = [];
  for (const id of partnershipsOf(publishedPolicies())) {
    const partnership = await directory.partnership(id);
    const plans = plansOf(id, publishedPolicies(), dayOf(after));
    if (partnership) for (const every of cadences(plans)) next.push(nextDue(after, dueBy(every, partnership, plans)));
  }
  return next.toSorted()[0];
}

const partnershipsOf = (policies: readonly Policy[]) => [...new Set(policies.map((each) => each.partnership.id))];

const cadences = (plans: readonly Plan[]) => [...new Set<Every>(plans.map(({ every }) => every))];

/** Sends what is due of one partnership, moment by moment, and then says that it is done. */
async function sendDue(
  partnership: Partnership,
  plans: readonly Plan[],
  now: string,
  dependencies: DigestDependencies,
): Promise<Sent> {
  const result = { sent: 0, failed: 0, held: 0 };
  const before = await dependencies.progress.read(partnership.id);
  const { due, begun, after } = whatIsDue(partnership, plans, before, now);
  if (Object.keys(begun).length > 0) await dependencies.progress.write(partnership.id, { ...before, ...begun });
  if (due.length === 0 || !maySendAt(now, calendarFor(plans))) return result;

  const known = await whatIsKnown(due, partnership, now, dependencies);
  for (const at of [...new Set(due.map((each) => each.at))].toSorted()) {
    const atOnce = due.filter((each) => each.at === at);
    for (const digest of await digestsFor(atOnce, partnership, known.facts, dependencies))
      try {
        const outcome = await sendOne(digest, partnership, plans, known, now, dependencies);
        if (outcome === "sent") result.sent++;
        if (outcome === "held") result.held++;
      } catch (error) {
        result.failed++;
        dependencies.log("error", "A digest could not be sent; it is tried again at the next run", {
          partnership: partnership.id,
          periods: periodsOf(digest),
          error: nameOfError(error),
        });
      }
  }
  // Whoever holds a claim may have died over it, so what they hold is looked at again too.
  if (result.failed === 0 && result.held === 0)
    await dependencies.progress.write(partnership.id, { ...before, ...begun, ...after });
  return result;
}

/**
 * What of a partnership is due and not done, what is then done when it is sent, and from where a week or month is only
 * begun to be looked at.
 */
function whatIsDue(partnership: Partnership, plans: readonly Plan[], before: Done, now: string) {
  const due: (DuePlan & { readonly at: string })[] = [];
  const after: Partial<Record<Every, string>> = {};
  const begun: Partial<Record<Every, string>> = {};
  for (const every of cadences(plans)) {
    const by = dueBy(every, partnership, plans);
    const done = before[every];
    if (done === undefined) {
      begun[every] = lastDue(now, by).to;
      continue;
    }
    for (const { at, period } of dueSince(done, now, by)) {
      after[every] = period.to;
      for (const plan of plans) if (plan.every === every) due.push({ at, period, plan });
    }
  }
  return { due, begun, after };
}

/** What a partnership's digests are made of, read once for all of them. */
interface Known {
  readonly facts: readonly Facts[];
  readonly alerts: readonly AlertFacts[];
  readonly nameOf: (agency: string) => string;
}

async function whatIsKnown(
  due: readonly DuePlan[],
  { id }: Partnership,
  now: string,
  dependencies: DigestDependencies,
): Promise<Known> {
  const firstOf = (some: readonly DuePlan[]) => some.map(({ period }) => period.from).toSorted()[0];
  const ofAlerts = (each: DuePlan) => each.plan.what.includes("practice alerts");
  const [from, alertsFrom] = [firstOf(due.filter((each) => !ofAlerts(each))), firstOf(due.filter(ofAlerts))];
  const today = dayOf(now);
  const facts = from === undefined ? [] : await factsFor(id, { from, to: today }, dependencies);
  const alerts =
    alertsFrom === undefined ? [] : await alertFactsFor(id, beginOf({ from: alertsFrom, to: today }), dependencies);
  const agencies = await Promise.all(
    [...new Set(facts.flatMap((each) => [each.raising, each.receiving]))].map((each) =>
      dependencies.directory.agency(each),
    ),
  );
  const names = new Map(agencies.flatMap((each) => (each ? [[each.id, each.name]] : [])));
  return { facts, alerts, nameOf: (agency) => names.get(agency) ?? agency };
}

async function alertFactsFor(
  partnership: string,
  since: string,
  { alertSummaries }: DigestDependencies,
): Promise<AlertFacts[]> {
  const found = new Map<string, { readonly commits: number; readonly facts: AlertFacts }>();
  for await (const summary of alertSummaries.openOrClosedSince(partnership, since)) {
    const { reference, commits } = summary;
    // A summary from before there were facts would silently leave an open alert out.
    if (!(summary.facts as AlertFacts | undefined))
      throw new Error(`The summary of ${reference} has no facts: rebuild the summaries (functions/README.md)`);
    if (commits >= (found.get(reference)?.commits ?? 0)) found.set(reference, summary);
  }
  return [...found.values()]
    .map(({ facts }) => facts)
    .toSorted((a, b) => (a.submittedAt < b.submittedAt ? -1 : a.submittedAt > b.submittedAt ? 1 : 0));
}

/** Its weeks and months, as claims and the log name them. */
const periodsOf = ({ parts }: Digest) => parts.map(({ every, period }) => `${every}/${period.from}`).join("+");

/** Sends one digest to one address, unless that was done or somebody else is at it. */
async function sendOne(
  digest: Digest,
  partnership: Partnership,
  plans: readonly Plan[],
  { facts, alerts, nameOf }: Known,
  now: string,
  { claims, mail, registerLinks, serviceUrl, log }: DigestDependencies,
): Promise<"sent" | "done" | "held"> {
  const { email, parts, before, after, passedOnTo } = digest;
  const reference = `digest-${partnership.id}`;
  // The claim stays; whose it is can only be told by who knows the address.
  const to = createHash("sha256").update(email.toLowerCase()).digest("hex");
  const notice = `${periodsOf(digest)}${passedOnTo ? `/for/${passedOnTo.local.id}` : ""}/${to}`;
  const claim = await claims.take(reference, notice, now);
  if (claim === "held") return "held";
  if (claim !== "taken") return "done";
  let messageId: string;
  try {
    const message = digestMessage({
      partnership: partnershipTold(partnership.name, partnership),
      parts,
      now,
      calendar: calendarFor(plans),
      facts: passedOnTo ? facts.filter((each) => passedOnTo.areas.includes(each.area)) : facts,
      alerts,
      nameOf,
      register: await registerFor(digest, partnership, now, { registerLinks, serviceUrl }),
      before,
      after,
    });
    messageId = await mail.send(email, message, { reference });
  } catch (error) {
    if (error instanceof MailRefused) {
      // No repetition will bring it through: it is done with, and somebody has to mend the address.
      log("error", "The mail service refused a digest for good", {
        partnership: partnership.id,
        periods: periodsOf(digest),
      });
      await claims.sent(reference, notice, "refused");
      return "done";
    }
    await claims.giveBack(reference, notice);
    throw error;
  }
  await claims.sent(reference, notice, messageId);
  return "sent";
}

/**
 * A link to the register of the partnership; for a local one to which figures are passed on, to its own. Whoever is sent
 * practice alerts alone has none.
 */
async function registerFor(
  { email, parts, passedOnTo }: Digest,
  partnership: Partnership,
  now: string,
  { registerLinks, serviceUrl }: Pick<DigestDependencies, "registerLinks" | "serviceUrl">,
) {
  if (parts.every(({ what }) => what.every((each) => each === "practice alerts"))) return undefined;
  const { id, name } = passedOnTo?.local ?? partnership;
  const until = registerLinkEnds(now);
  const path = await registerLinks.issue({ partnership: id, email, issuedAt: now, until });
  return { url: `${serviceUrl}${path}`, of: name, until };
}
