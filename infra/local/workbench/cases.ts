/** What is under way on this laptop: escalations and practice alerts, each as its own record has it. Nothing is decided here. */
import { alertRules } from "../../../functions/alerts/core/alert.ts";
import { fallenDue as alertFallenDue, nextMoment as nextOfAlert } from "../../../functions/alerts/core/moments.ts";
import type { AlertStory } from "../../../functions/alerts/alerts.ts";
import { whatIsAsked } from "../../../functions/alerts/asked.ts";
import { askedFor } from "../../../functions/core/asked.ts";
import { stillAskedOf } from "../../../functions/core/capabilities.ts";
import { erased, type Person, type Seat, type Sealed } from "../../../functions/core/events.ts";
import { fallenDue, nextMoment } from "../../../functions/core/moments.ts";
import { nextDigest, type NextDigest } from "../../../functions/digest/digests.ts";
import type { Story } from "../../../functions/escalations/escalations.ts";
import type { ReconcileDependencies } from "../../../functions/reconcile/reconcile.ts";
import { wakeAt } from "../../../functions/stages/tasks.ts";
import { roleInWords, stageOf } from "../../../policies/language/stages.ts";
import { addHours } from "../../../policies/calendar/instant.ts";
import { words } from "./words/cases.ts";

export interface Cases {
  /** The newest raised first. */
  readonly open: readonly Story[];
  /** The newest closed first. */
  readonly closed: readonly Story[];
  readonly alerts: readonly AlertStory[];
  /** When the next digest falls due, UTC. */
  readonly digestDue: string | undefined;
}

/** After every instant of the service. */
const never = "9999";

/** Everything that is on record, but for practice alerts that are closed. @param began when this laptop began, UTC */
export async function casesOf(
  tasks: Pick<ReconcileDependencies, "summaries" | "partnerships" | "escalations" | "practiceAlerts">,
  digests: NextDigest,
  { began, now }: { readonly began: string; readonly now: string },
): Promise<Cases> {
  const references = new Set<string>();
  const ofAlerts = new Set<string>();
  for (const partnership of tasks.partnerships()) {
    for await (const { reference } of tasks.summaries.aliveIn({ partnership }, { begin: began, end: addHours(now, 1) }))
      references.add(reference);
    for await (const { reference } of tasks.practiceAlerts.summaries.openBefore(partnership, never))
      ofAlerts.add(reference);
  }
  const read = async <T>(some: Iterable<string>, one: (reference: string) => Promise<T | undefined>) =>
    (await Promise.all([...some].map(one))).filter((each) => each !== undefined);
  const stories = await read(references, (each) => tasks.escalations.read(each));
  const alerts = await read(ofAlerts, (each) => tasks.practiceAlerts.alerts.read(each));
  const byLast = (a: Story, b: Story) => (lastAt(a) < lastAt(b) ? 1 : -1);
  return {
    open: stories
      .filter((each) => each.state.phase !== "closed")
      .toSorted((a, b) => (a.state.raised.at < b.state.raised.at ? 1 : -1)),
    closed: stories.filter((each) => each.state.phase === "closed").toSorted(byLast),
    alerts: alerts
      .filter((each) => each.state.phase !== "closed")
      .toSorted((a, b) => (a.state.submitted.at < b.state.submitted.at ? 1 : -1)),
    digestDue: await nextDigest(now, digests),
  };
}

const lastAt = ({ commits }: Story) => commits.at(-1)?.at ?? "";

/** Something that falls due by itself. */
export interface Due {
  /** UTC. */
  readonly at: string;
  readonly what: string;
  /** Of which escalation or alert; none for a digest. */
  readonly reference?: string;
  /** When the service has acted on it: it looks a little later, UTC. */
  readonly done: string;
}

/** The next thing that falls due, of everything that is open and of the digests; undefined where nothing is waited for. */
export function nextThing(cases: Cases, now: string): Due | undefined {
  const { digestDue: digest } = cases;
  const due = [
    ...cases.open.flatMap((each) => nextOf(each, now) ?? []),
    ...cases.alerts.flatMap((each) => nextOfTheAlert(each, now) ?? []),
    ...(digest === undefined ? [] : [{ at: digest, what: words.digest, done: digest }]),
  ];
  return due.toSorted((a, b) => (a.done < b.done ? -1 : 1))[0];
}

/** The next thing that falls due in one escalation, and what the core makes of it; undefined when nothing is waited for. */
export function nextOf({ state, reference, rules }: Story, now: string): Due | undefined {
  const at = nextMoment(state);
  if (at === undefined) return undefined;
  const events = fallenDue(state, justAfter(at), rules);
  const ended = events.find((each) => each.type === "StageEnded");
  const passed = events.find((each) => each.type === "DeadlinePassed");
  const reminded = events.find((each) => each.type === "ReminderFellDue");
  const asked = (each: { readonly stage: string; readonly clock: string }) => askedFor(rules.policy, each).asks;
  const what =
    ended?.next && passed
      ? words.climbs(asked(passed), stageOf(rules.policy, ended.next).title)
      : passed
        ? passing(passed, asked(passed))
        : reminded && reminding(reminded, asked(reminded));
  return what === undefined ? undefined : { at, reference, what, done: wakeAt(at, reference, now) };
}

/** The same of a practice alert. */
export function nextOfTheAlert({ state, reference, rules }: AlertStory, now: string): Due | undefined {
  const at = nextOfAlert(state);
  if (at === undefined) return undefined;
  const events = alertFallenDue(state, justAfter(at), rules);
  const passed = events.find((each) => each.type === "DeadlinePassed");
  const reminded = events.find((each) => each.type === "ReminderFellDue");
  const asked = (each: { readonly clock: string }) =>
    whatIsAsked(each.clock, roleInWords(rules.policy, alertRules(rules).group));
  const what = passed ? passing(passed, asked(passed)) : reminded && reminding(reminded, asked(reminded));
  return what === undefined ? undefined : { at, reference, what, done: wakeAt(at, reference, now) };
}

const passing = ({ nextChase }: { readonly nextChase?: string | undefined }, asked: string) =>
  nextChase ? words.passesAndIsChased(asked) : words.passes(asked);
const reminding = ({ kind }: { readonly kind: string }, asked: string) =>
  kind === "chase" ? words.chased(asked) : words.reminder(asked);

/** A deadline has passed only after its instant. */
const justAfter = (instant: string) => new Date(Date.parse(instant) + 1).toISOString();

/** A seat with whoever holds it. */
export type Held = Seat & { readonly person: Sealed<Person> };

/** Of whom something is asked at this moment: to act, advice, a duty, or information. */
export const seatsAsked = ({ state, rules }: Story): Held[] =>
  [...state.seats.values()].filter((each) => stillAskedOf(state, rules.policy, each.seat).length > 0);

/** Where it stands, in the policy’s words. */
export function stageInWords({ state, rules: { policy } }: Story): string {
  switch (state.phase) {
    case "opening":
      return words.opening(stageOf(policy, state.next).title);
    case "at stage":
      return stageOf(policy, state.stage).title;
    case "duties":
      return words.duties(words.how[state.how]);
    case "closed":
      return words.closed(words.how[state.how]);
  }
}

/** The address of whoever holds a seat; undefined once it has been erased. */
export const addressOf = ({ person }: Held) => (person === erased ? undefined : person.email.toLowerCase());
