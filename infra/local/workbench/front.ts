/** What the front page says. */
import { happened } from "../../../functions/pages/happened.ts";
import { alertHappened } from "../../../functions/alerts/pages/timeline.ts";
import type { AlertStory } from "../../../functions/alerts/alerts.ts";
import { alertRules, runningClocks as alertClocks } from "../../../functions/alerts/core/alert.ts";
import { whatIsAsked } from "../../../functions/alerts/asked.ts";
import { askedFor } from "../../../functions/core/asked.ts";
import { runningClocks } from "../../../functions/core/escalation.ts";
import { erased } from "../../../functions/core/events.ts";
import type { Story } from "../../../functions/escalations/escalations.ts";
import { isAlert, referencePattern } from "../../../functions/record/reference.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { dayOf, instantOf, inWords, timeOf } from "../../../policies/calendar/instant.ts";
import { addWorkingDays } from "../../../policies/calendar/working-days.ts";
import { roleInWords } from "../../../policies/language/stages.ts";
import type { Happening } from "../happened.ts";
import { alertSample, alertSampleName, sample, sampleNames } from "../samples.ts";
import { addressOf, nextThing, seatsAsked, stageInWords, type Cases, type Held } from "./cases.ts";
import { nextMorning, presses, timeLeft } from "./clock.ts";
import { recipientsOf, type Mailboxes } from "./mailboxes.ts";
import type { Known, Person } from "./people.ts";
import type { Frame } from "./render.ts";
import { words as ofCases } from "./words/cases.ts";
import { words } from "./words/front.ts";

/** Words that lead to a mailbox, where there is one. */
export interface Led {
  readonly text: string;
  readonly to?: string;
}

export interface DueView {
  readonly what: string;
  readonly by: string;
  readonly left: string;
}

interface CaseView {
  readonly reference: string;
  readonly to?: string;
  readonly partnership: string;
  readonly between: string;
  readonly stage: string;
  readonly asked: readonly Led[];
  readonly due: readonly DueView[];
  readonly last: { readonly what: string; readonly when: string };
}

interface PersonView {
  readonly name: string;
  readonly to: string;
  readonly says: string;
  readonly address: string;
  readonly mails: string;
  readonly unread: boolean;
  /** What they are asked to answer now. */
  readonly asked: readonly string[];
}

export interface FrontView extends Frame {
  readonly now: string;
  readonly next?: string;
  readonly presses: readonly { readonly value: string; readonly text: string }[];
  /** What somebody typed to move the clock by. */
  readonly typed: string;
  /** What happened while the clock was moved. */
  readonly moved?: { readonly title: string; readonly steps: readonly MovedStep[] };
  readonly open: readonly CaseView[];
  readonly closed: readonly CaseView[];
  readonly alerts: readonly CaseView[];
  readonly samples: readonly { readonly value: string; readonly text: string }[];
  readonly withMail: readonly PersonView[];
  readonly areas: readonly {
    readonly name: string;
    readonly places: readonly { readonly name: string; readonly people: readonly PersonView[] }[];
  }[];
}

interface MovedStep {
  readonly when: string;
  readonly says: readonly Led[];
}

export interface FrontInput {
  readonly now: string;
  readonly cases: Cases;
  readonly known: Known;
  readonly mailboxes: Mailboxes;
}

export const mailboxPath = (address: string) => `/mailbox/${encodeURIComponent(address)}`;
export const escalationPath = (reference: string) => `/escalations/${encodeURIComponent(reference)}`;

export function frontView(input: FrontInput, typed: string, extra: Partial<FrontView> = {}): FrontView {
  const { now, cases, known, mailboxes } = input;
  const next = nextThing(cases, now);
  const person = personIn(input);
  const addresses = [...new Set(mailboxes.all().flatMap(recipientsOf))];
  return {
    title: words.title,
    now: words.itIs(inWords(now)),
    ...(next ? { next: words.next(inWords(next.at), timeLeft(now, next.at), next.what, next.reference) } : {}),
    presses: [
      ...(next ? [{ value: presses.nextDue, text: words.toTheNext(inWords(next.done)) }] : []),
      { value: presses.nextMorning, text: words.toTheMorning(inWords(nextMorning(now))) },
      { value: presses.aDay, text: words.byDays(1, inWords(workingDaysOn(now, 1))) },
      { value: presses.fiveDays, text: words.byDays(5, inWords(workingDaysOn(now, 5))) },
    ],
    typed,
    open: cases.open.map((each) => caseView(each, input)),
    closed: cases.closed.map((each) => caseView(each, input)),
    alerts: cases.alerts.map((each) => alertView(each, input)),
    samples: samplesIn(known, now),
    withMail: addresses.map((each) => person(personAt(known, each))),
    areas: known.areas.map(({ name, places }) => ({
      name,
      places: places.map((place) => ({ name: place.name, people: place.people.map(person) })),
    })),
    ...extra,
  };
}

const workingDaysOn = (now: string, days: number) =>
  instantOf(addWorkingDays(dayOf(now), days, calendarOf("england-and-wales")), timeOf(now));

/** Somebody whom the directory does not know is their address. */
export const personAt = (known: Known, address: string): Person =>
  known.find(address) ?? { address, name: address, roles: [], place: words.notInDirectory };

function personIn({ cases, mailboxes }: FrontInput): (person: Person) => PersonView {
  const asked = new Map<string, string[]>();
  for (const story of cases.open)
    for (const address of new Set(seatsAsked(story).map(addressOf)))
      if (address !== undefined) asked.set(address, [...(asked.get(address) ?? []), story.reference]);
  return ({ address, name, roles, place }) => {
    const mails = mailboxes.of(address);
    const unread = mails.filter((each) => !mailboxes.isRead(each.id)).length;
    return {
      name,
      address,
      to: mailboxPath(address),
      says: [...roles, place].join(", "),
      mails: words.mails(mails.length, unread),
      unread: unread > 0,
      asked: asked.get(address) ?? [],
    };
  };
}

/** Somebody of an escalation, with a way to their mailbox. */
export function seatLed(held: Held, { rules: { policy } }: Story, known: Known): Led {
  const address = addressOf(held);
  const place = held.agency === policy.partnership.id ? policy.partnership.name : known.nameOf(held.agency);
  const role = held.role === "inbox" ? undefined : roleInWords(policy, held.role);
  const name = held.person === erased ? words.erased : held.person.name;
  return {
    text: held.via === "inbox" ? words.inbox(place, role) : words.seat(name, role ?? words.team, place),
    ...(address === undefined ? {} : { to: mailboxPath(address) }),
  };
}

function caseView(story: Story, { now, known }: FrontInput): CaseView {
  const { state, history, rules, reference } = story;
  const { raising, receiving } = state.raised;
  const last = history.findLast((each) => !each.type.startsWith("Notice")) ?? state.raised;
  return {
    reference,
    to: escalationPath(reference),
    partnership: rules.policy.partnership.name,
    between: words.between(known.nameOf(raising.agency), known.nameOf(receiving.agency)),
    stage: stageInWords(story),
    asked: seatsAsked(story).map((each) => seatLed(each, story, known)),
    due: clocksOf(story, now),
    last: { what: happened(last, knownOf(story, known)).what, when: inWords(last.at) },
  };
}

/** Everybody who holds a seat, as the records have them. */
export const peopleIn = ({ open, closed }: Cases, known: Known): Person[] =>
  [...open, ...closed].flatMap(({ state, rules: { policy } }) =>
    [...state.seats.values()].flatMap(({ person, role, agency }) =>
      person === erased
        ? []
        : [
            {
              address: person.email.toLowerCase(),
              name: person.name,
              roles: [roleInWords(policy, role)],
              place: known.nameOf(agency),
            },
          ],
    ),
  );

/** What the words of the record need to know. */
export const knownOf = ({ state, rules: { policy } }: Story, known: Known) => ({
  state,
  policy,
  agencies: new Map([...known.agencies, [policy.partnership.id, policy.partnership.name]]),
});

/** The clocks that run, the soonest first. */
export const clocksOf = ({ state, rules }: Story, now: string): DueView[] =>
  runningClocks(state).map((each) => ({
    what: askedFor(rules.policy, each).asks,
    by: inWords(each.due),
    left: timeLeft(now, each.due),
  }));

function alertView(story: AlertStory, { now }: FrontInput): CaseView {
  const { state, history, rules, reference } = story;
  const { title, group } = alertRules(rules);
  const last = history.findLast((each) => !each.type.startsWith("Notice")) ?? state.submitted;
  return {
    reference,
    partnership: rules.policy.partnership.name,
    between: title,
    stage: ofCases.alertPhase[state.phase],
    asked: state.members.flatMap((each) => {
      const held = state.seats.get(each);
      if (!held || held.person === erased) return [];
      return [{ text: words.member(held.person.name, held.agency), to: mailboxPath(held.person.email.toLowerCase()) }];
    }),
    due: alertClocks(state).map((each) => ({
      what: whatIsAsked(each.clock, roleInWords(rules.policy, group)),
      by: inWords(each.due),
      left: timeLeft(now, each.due),
    })),
    last: { what: alertHappened(last, story).what, when: inWords(last.at) },
  };
}

interface Sent {
  readonly raising: { readonly practitioner: { readonly name: string } };
  readonly receiving: { readonly agency: string };
}

function samplesIn(known: Known, now: string): FrontView["samples"] {
  const day = dayOf(now);
  const concerns = sampleNames.flatMap((value) => {
    const found = sample(value, day);
    // A directory of one’s own need not know who sends it.
    if (!found || !known.agencies.has(found.client)) return [];
    const { raising, receiving } = found.concern as Sent;
    const from = words.of(raising.practitioner.name, known.nameOf(found.client));
    return [{ value, text: words.raise(words.sampleOf(value), from, known.nameOf(receiving.agency)) }];
  });
  const { client, alert } = alertSample(day);
  if (!known.agencies.has(client)) return concerns;
  const { informer } = alert as { readonly informer?: { readonly name: string } };
  const from = informer ? words.of(informer.name, known.nameOf(client)) : known.nameOf(client);
  return [...concerns, { value: alertSampleName, text: words.raiseAlert(from) }];
}

/** What happened, by the minute at which it did. An escalation leads to its page, and an email to the mailbox that has it. */
export function movedSteps(happenings: readonly Happening[]): MovedStep[] {
  const steps: { when: string; says: Led[] }[] = [];
  for (const { at, says } of happenings) {
    const when = inWords(at);
    const led = ledFrom(says.trim().replaceAll(/ {2,}/g, ": "));
    const last = steps.at(-1);
    if (last?.when === when) last.says.push(led);
    else steps.push({ when, says: [led] });
  }
  return steps;
}

function ledFrom(text: string): Led {
  const address = /^✉ ([^\s,:]+@[^\s,:]+)/.exec(text)?.[1];
  if (address) return { text, to: mailboxPath(address.toLowerCase()) };
  const reference = new RegExp(`^${referencePattern}`).exec(text)?.[0];
  return reference && !isAlert(reference) ? { text, to: escalationPath(reference) } : { text };
}
