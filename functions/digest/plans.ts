/**
 * To whom of a partnership digests go, and what of it is told to whom. Its inbox has a week's, which is the service's own
 * default (ALL-12); those whom its policies name have theirs (KNO-18, TP-09); the group to which practice alerts go has a
 * week's of these, until they are done (MED-17). Whoever is due several at the same moment has them in one.
 */
import { calendarOf, type Calendar } from "../../policies/calendar/bank-holidays.ts";
import type { Day } from "../../policies/calendar/instant.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { roleInWords } from "../../policies/language/stages.ts";
import type { Directory, Partnership } from "../directory/directory.ts";
import type { Facts } from "../figures/facts.ts";
import { isIn, type Period } from "../figures/period.ts";
import { digest as words } from "../mail/words/digest.ts";
import { areaInWords } from "./figures-in-words.ts";
import type { Part, What } from "./message.ts";
import { defaultTime, type DueBy, type Every } from "./schedule.ts";

/** What somebody is sent, how often, and from which part of a policy if from any. */
export interface Plan {
  readonly every: Every;
  readonly what: readonly What[];
  /** Whom in the partnership; its inbox if nobody is named. */
  readonly role?: string;
  readonly policy: Policy;
  readonly passedOn: boolean;
}

/** A plan that has fallen due for a period. */
export interface DuePlan {
  readonly plan: Plan;
  readonly period: Period;
}

/** One email: everything that one address is due at one moment. */
export interface Digest {
  readonly email: string;
  readonly parts: readonly Part[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The local partnership to which the figures of its areas are passed on (TP-09); else it is the partnership's own. */
  readonly passedOnTo?: { readonly local: Partnership; readonly areas: readonly string[] };
}

/** What is sent for a partnership by its policies in force on a day; nothing before the first of them is. */
export function plansOf(partnership: string, published: readonly Policy[], day: Day): Plan[] {
  const begun = published.filter((each) => each.partnership.id === partnership && each.inForceFrom <= day);
  const inForce = begun.filter(
    (each) => !begun.some((other) => other.policy === each.policy && other.inForceFrom > each.inForceFrom),
  );
  const [first] = inForce;
  if (!first) return [];
  return [
    { every: "week", what: ["open escalations", "figures"], policy: first, passedOn: false },
    ...inForce.flatMap((policy): Plan[] => [
      ...policy.digests.map(({ every, what, to, passedOnTo }) => ({
        every,
        what,
        role: to,
        policy,
        passedOn: passedOnTo !== undefined,
      })),
      ...(policy.practiceAlerts
        ? [
            {
              every: "week" as const,
              what: ["practice alerts"] as const,
              role: policy.practiceAlerts.group,
              policy,
              passedOn: false,
            },
          ]
        : []),
    ]),
  ];
}

/** When those of a partnership are due, week by week or month by month. */
export function dueBy(every: Every, { digest = defaultTime }: Partnership, plans: readonly Plan[]): DueBy {
  return { every, time: digest, calendar: calendarFor(plans) };
}

/** By which a partnership counts its working days. @throws RangeError where it has no plans */
export function calendarFor([first]: readonly Plan[]): Calendar {
  if (!first) throw new RangeError("A partnership without a policy in force has no digests");
  return calendarOf(first.policy.nation);
}

/**
 * Who is sent what, of plans that are due at one moment.
 * @param facts those of the partnership, by which it is known what is to be passed on
 */
export async function digestsFor(
  due: readonly DuePlan[],
  partnership: Partnership,
  facts: readonly Facts[],
  dependencies: PassingOn,
): Promise<Digest[]> {
  const found: Digest[] = [];
  for (const each of due) {
    const { plan, period } = each;
    const { role, policy, every, what } = plan;
    const parts = [{ every, period, what }];
    const passing = plan.passedOn ? await passOn(facts, each, partnership, dependencies) : { to: [], says: [] };
    const holders = role === undefined || policy.roles[role]?.through ? [] : (partnership.roles[role] ?? []);
    const attention = role === undefined ? [] : [words.forAttention(roleInWords(policy, role))];
    const own: Digest[] =
      holders.length > 0
        ? holders.map(({ email }) => ({ email, parts, before: [], after: passing.says }))
        : [{ email: partnership.inbox, parts, before: attention, after: passing.says }];
    found.push(...own, ...passing.to);
  }
  return [...Map.groupBy(found, keyOf).values()].map((some) => some.reduce(together));
}

/** Whose it is, and of which escalations: what is passed on never stands in one email with anything else. */
const keyOf = ({ email, passedOnTo }: Digest) => `${passedOnTo?.local.id ?? ""}/${email.toLowerCase()}`;

function together(one: Digest, other: Digest): Digest {
  const areas = [...new Set([one, other].flatMap((each) => each.passedOnTo?.areas ?? []))];
  return {
    ...one,
    parts: partsTogether([...one.parts, ...other.parts]),
    before: [...new Set([...one.before, ...other.before])],
    after: [...new Set([...one.after, ...other.after])],
    ...(one.passedOnTo ? { passedOnTo: { ...one.passedOnTo, areas } } : {}),
  };
}

/** Each week or month once, weeks first, with all that is told of it. */
function partsTogether(parts: readonly Part[]): Part[] {
  const alike = Map.groupBy(parts, ({ every, period }) => `${every === "week" ? 0 : 1}/${period.from}`);
  return [...alike]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) => some.slice(0, 1).map((each) => ({ ...each, what: whatOf(some) })));
}

const whatOf = (parts: readonly Part[]) => [...new Set(parts.flatMap(({ what }) => what))];

export interface PassingOn {
  readonly directory: Pick<Directory, "partnershipOfArea">;
  /** The areas whose policy is held: their partnerships have figures of their own. */
  readonly areasHeld: () => readonly { readonly id: string }[];
}

/**
 * The figures of each area for its local partnership (TP-09): to its address where the directory knows one, else by the
 * organisation's own team. A partnership whose policy is held here has them in its own figures.
 */
async function passOn(
  facts: readonly Facts[],
  { plan: { policy, every }, period }: DuePlan,
  { name }: Partnership,
  { directory, areasHeld }: PassingOn,
): Promise<{ to: Digest[]; says: string[] }> {
  const held = new Set(areasHeld().map((each) => each.id));
  const areas = [
    ...new Set(
      facts.filter((each) => isIn(period, each.raisedAt) || isIn(period, each.endedAt)).map((each) => each.area),
    ),
  ].toSorted();
  const to: Digest[] = [];
  const says: string[] = [];
  for (const area of areas) {
    const local = held.has(area) ? undefined : await directory.partnershipOfArea(area);
    const called = areaInWords(area);
    if (held.has(area)) says.push(words.passedOn.bySelf(called));
    else if (!local) says.push(words.passedOn.byHand(called));
    else {
      says.push(words.passedOn.sentTo(called, local.name));
      to.push({
        email: local.inbox,
        parts: [{ every, period, what: ["figures"] }],
        before: [words.passedOn.opening(local.name, called, policy.title, name)],
        after: [],
        passedOnTo: { local, areas: [area] },
      });
    }
  }
  return { to, says };
}
