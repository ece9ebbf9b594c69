/**
 * Sends the digests that have fallen due: to each partnership's inbox every week, which is the service's own default
 * (ALL-12), and to whom its policy names (KNO-18, TP-09). Running it twice, or again after it was cut off, is as good as once.
 */
import { createHash } from "node:crypto";
import type { Policy } from "../../policies/language/schema.ts";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { dayOf, type Day } from "../../policies/calendar/instant.ts";
import { roleInWords } from "../../policies/language/stages.ts";
import type { Directory, Partnership } from "../directory/directory.ts";
import type { Facts } from "../figures/facts.ts";
import { isIn } from "../figures/period.ts";
import { factsFor, type FiguresDependencies } from "../figures/read.ts";
import { nameOf as nameOfError, type Log } from "../log.ts";
import type { Measure } from "../measure.ts";
import type { Claims } from "../mail/claims.ts";
import { MailRefused, type Mail } from "../mail/mail.ts";
import { digestMessage, type DigestInput } from "./message.ts";
import { nextOccurrence, occurrences, type Occurrence } from "./schedule.ts";
import { areaInWords } from "./words.ts";

export interface DigestDependencies extends FiguresDependencies {
  readonly clock: { now(): string };
  readonly directory: Pick<Directory, "agencies" | "agency" | "partnership" | "partnershipOfArea">;
  /** The areas whose policy is held: their partnerships have figures of their own. */
  readonly areasHeld: () => readonly { readonly id: string }[];
  /** Up to when (UTC) whatever fell due has been sent. */
  readonly cursor: { read(): Promise<string | undefined>; write(instant: string): Promise<void> };
  readonly claims: Claims;
  readonly mail: Mail;
  readonly measure: Measure;
  readonly log: Log;
}

/** One that is to be sent: what, and from which part of a policy if from any. */
interface Plan {
  readonly every: DigestInput["every"];
  readonly what: DigestInput["what"];
  /** Whom in the partnership; its inbox if nobody is named. */
  readonly role?: string;
  readonly policy: Policy;
  readonly passedOn: boolean;
}

interface Recipient {
  readonly email: string;
  readonly input: Partial<DigestInput>;
}

const inBoth: DigestInput["what"] = ["open escalations", "figures"];

/**
 * Sends what fell due since it last looked. The first time of all it only begins to look: what was due before the
 * service began is nobody's to receive.
 * @returns how many were sent, how many could not be for now, and how many somebody else is at: what is not sent by then
 *   is tried again at the next run
 */
export async function sendDigests(
  dependencies: DigestDependencies,
): Promise<{ sent: number; failed: number; held: number }> {
  const { clock, cursor, publishedPolicies, directory, log } = dependencies;
  const now = clock.now();
  const since = await cursor.read();
  const result = { sent: 0, failed: 0, held: 0 };
  for (const id of since === undefined ? [] : partnershipsOf(publishedPolicies())) {
    const partnership = await directory.partnership(id);
    // One that is held here and that nobody has put in the directory has no escalations either.
    if (!partnership) continue;
    for (const plan of plansOf(id, publishedPolicies(), dayOf(now)))
      for (const due of occurrences(plan.every, since ?? now, now, calendarOf(plan.policy.nation)))
        try {
          for (const each of await recipientsOf(plan, due, partnership, now, dependencies)) {
            const outcome = await sendOne(each, plan, due, partnership, now, dependencies);
            if (outcome === "sent") result.sent++;
            if (outcome === "held") result.held++;
          }
        } catch (error) {
          result.failed++;
          log("error", "A digest could not be sent; it is tried again at the next run", {
            partnership: id,
            every: plan.every,
            from: due.period.from,
            error: nameOfError(error),
          });
        }
  }
  // Whoever holds a claim may have died over it, so what they hold is looked at again too.
  if (result.failed === 0 && result.held === 0) await cursor.write(now);
  return result;
}

/** When the next digest of any partnership falls due after an instant (UTC). */
export function nextDigest(after: string, publishedPolicies: () => readonly Policy[]): string | undefined {
  return partnershipsOf(publishedPolicies())
    .flatMap((id) => plansOf(id, publishedPolicies(), dayOf(after)))
    .map(({ every, policy }) => nextOccurrence(every, after, calendarOf(policy.nation)))
    .toSorted()[0];
}

const partnershipsOf = (policies: readonly Policy[]) => [...new Set(policies.map((each) => each.partnership.id))];

/** The weekly one that everybody has, and those that the policies in force on a day ask for. */
function plansOf(partnership: string, published: readonly Policy[], day: Day): Plan[] {
  const begun = published.filter((each) => each.partnership.id === partnership && each.inForceFrom <= day);
  const inForce = begun.filter(
    (each) => !begun.some((other) => other.policy === each.policy && other.inForceFrom > each.inForceFrom),
  );
  const [first] = inForce;
  if (!first) return [];
  return [
    { every: "week", what: inBoth, policy: first, passedOn: false },
    ...inForce.flatMap((policy) =>
      policy.digests.map(({ every, what, to, passedOnTo }) => ({
        every,
        what,
        role: to,
        policy,
        passedOn: passedOnTo !== undefined,
      })),
    ),
  ];
}

async function recipientsOf(
  plan: Plan,
  due: Occurrence,
  partnership: Partnership,
  now: string,
  dependencies: DigestDependencies,
): Promise<Recipient[]> {
  const { policy, role } = plan;
  const facts = await factsFor(partnership.id, { from: due.period.from, to: dayOf(now) }, dependencies);
  const holders = role === undefined || policy.roles[role]?.through ? [] : (partnership.roles[role] ?? []);
  const attention = role === undefined ? [] : [`For the attention of: the ${roleInWords(policy, role)}.`];
  const passing = plan.passedOn ? await passOn(facts, plan, due, partnership, dependencies) : { to: [], says: [] };
  const input = { facts, now, after: passing.says };
  return [
    ...(holders.length > 0
      ? holders.map(({ email }) => ({ email, input }))
      : [{ email: partnership.inbox, input: { ...input, before: attention } }]),
    ...passing.to,
  ];
}

/**
 * The figures of each area for its local partnership (TP-09): to its address where the directory knows one, else by the
 * organisation's own team. A partnership whose policy is held here has them in its own figures.
 */
async function passOn(
  facts: readonly Facts[],
  { policy }: Plan,
  { period }: Occurrence,
  { name }: Partnership,
  { directory, areasHeld }: DigestDependencies,
): Promise<{ to: Recipient[]; says: string[] }> {
  const held = new Set(areasHeld().map((each) => each.id));
  const areas = [
    ...new Set(
      facts.filter((each) => isIn(period, each.raisedAt) || isIn(period, each.endedAt)).map((each) => each.area),
    ),
  ].toSorted();
  const to: Recipient[] = [];
  const says: string[] = [];
  for (const area of areas) {
    const local = held.has(area) ? undefined : await directory.partnershipOfArea(area);
    const called = areaInWords(area);
    if (held.has(area)) says.push(`${called}: the local partnership has these in its own figures.`);
    else if (!local)
      says.push(`${called}: no local partnership is known here. Pass on the numbers and types of this area to it.`);
    else {
      says.push(`${called}: sent to ${local.name}.`);
      to.push({
        email: local.inbox,
        input: {
          facts: facts.filter((each) => each.area === area),
          before: [
            `To ${local.name}: the numbers of escalations about people in ${called}, and the types of challenge resolved, collated for you as the ${policy.title} of ${name} says.`,
          ],
        },
      });
    }
  }
  return { to, says };
}

/** Sends one digest to one recipient, unless that was done or somebody else is at it. */
async function sendOne(
  { email, input }: Recipient,
  { every, what }: Plan,
  { period }: Occurrence,
  { id, name }: Partnership,
  now: string,
  { claims, mail, directory, log }: DigestDependencies,
): Promise<"sent" | "done" | "held"> {
  const reference = `digest-${id}`;
  // The claim stays; whose it is can only be told by who knows the address.
  const to = createHash("sha256").update(email.toLowerCase()).digest("hex");
  const notice = `${every}/${period.from}/${[...what].toSorted().join("+")}/${to}`;
  const claim = await claims.take(reference, notice, now);
  if (claim === "held") return "held";
  if (claim !== "taken") return "done";
  let messageId: string;
  try {
    const facts = input.facts ?? [];
    const agencies = await Promise.all(
      [...new Set(facts.flatMap((each) => [each.raising, each.receiving]))].map((each) => directory.agency(each)),
    );
    const names = new Map(agencies.flatMap((each) => (each ? [[each.id, each.name]] : [])));
    const nameOf = (agency: string) => names.get(agency) ?? agency;
    messageId = await mail.send(
      email,
      digestMessage({ partnership: name, every, what, period, now, nameOf, facts, ...input }),
      { reference },
    );
  } catch (error) {
    if (error instanceof MailRefused) {
      // No repetition will bring it through: it is done with, and somebody has to mend the address.
      log("error", "The mail service refused a digest for good", { partnership: id, every, from: period.from });
      await claims.sent(reference, notice, "refused");
      return "done";
    }
    await claims.giveBack(reference, notice);
    throw error;
  }
  await claims.sent(reference, notice, messageId);
  return "sent";
}
