/**
 * Given these events, when this command, then exactly these events: the words in which the core is tested, and the
 * people, concerns and commands that the tests need. Times are UTC and always literal.
 */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Rules } from "../../functions/core/clocks.ts";
import type { Command, Found, PartyCommand, Refusal } from "../../functions/core/commands.ts";
import { decide } from "../../functions/core/decide.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import type { EscalationEvent, EventOf, EventType } from "../../functions/core/events.ts";
import { evolve, fold } from "../../functions/core/evolve.ts";
import { nextMoment } from "../../functions/core/moments.ts";
import { noticesOf } from "../../functions/core/notices.ts";
import { peopleNeeded } from "../../functions/core/people.ts";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { loadPolicy } from "../../policies/language/load.ts";

const rulesFrom = (file: string): Rules => {
  const text = readFileSync(new URL(`../../policies/${file}`, import.meta.url), "utf8");
  return { policy: loadPolicy(text, `policies/${file}`), calendar: calendarOf("england-and-wales") };
};

/** The policies by which stories run, each with the bank holidays of England and Wales: a story’s is that of the area of its concern. */
export const knowsley = rulesFrom("knowsley/2020-06.yaml");
export const miltonKeynes = rulesFrom("milton-keynes/2023.yaml");
export const medway = rulesFrom("medway/2024.yaml");
export const shropshire = rulesFrom("shropshire/2023-02.yaml");
/** Used in an area for which no policy is held, such as Kent. */
export const trainingProvider = rulesFrom("training-provider/2025.yaml");
const published: Readonly<Record<string, Rules>> = {
  knowsley,
  "milton-keynes": miltonKeynes,
  medway,
  shropshire,
  kent: trainingProvider,
};
const rulesByArea: Record<string, Rules> = { ...published };
/**
 * Lets stories run under a policy of a test's own: every concern about somebody of that area is raised under it.
 * @throws Error for an area of a published policy, under which the tests of other files run in this process
 */
export function holds(area: string, rules: Rules): void {
  if (area in published) throw new Error(`The policy of ${area} is for everybody: give yours an area of its own`);
  rulesByArea[area] = rules;
}

/** The seats that the helpers of this file fill, by the names that the core gives them. */
export const raiser = "raiser";
/** By policy, each as `<stage>/<need>/<place among those found for it>`; `people` finds one for each role. */
export const seats = {
  knowsley: {
    practitioner: "practitioners/receiving-side/1",
    raisingManager: "line-managers/raising-side/1",
    receivingManager: "line-managers/receiving-side/1",
    raisingSenior: "senior-managers/raising-side/1",
    receivingSenior: "senior-managers/receiving-side/1",
    businessManager: "senior-managers/told-business-manager/1",
    raisingDirector: "senior-managers/told-director-raising/1",
    receivingDirector: "senior-managers/told-director-receiving/1",
    chair: "chair/body/1",
    inbox: "practitioners/partnership-inbox/1",
  },
  miltonKeynes: {
    practitioner: "professionals/receiving-side/1",
    raisingManager: "manager/raising-side/1",
    raisingLead: "manager/raising-side/2",
    practitionerAtStage2: "manager/receiving-side/1",
    raisingHead: "heads-of-service/raising-side/1",
    receivingLead: "heads-of-service/receiving-side/1",
    receivingHead: "heads-of-service/receiving-side/2",
    chair: "chair/body/1",
    inbox: "professionals/partnership-inbox/1",
  },
  medway: {
    raisingManager: "service-managers/raising-side/1",
    receivingManager: "service-managers/receiving-side/1",
    office: "service-managers/told-partnership-office/1",
    raisingLead: "safeguarding-leads/raising-side/1",
    receivingLead: "safeguarding-leads/receiving-side/1",
    raisingDirector: "assistant-directors/raising-side/1",
    receivingDirector: "assistant-directors/receiving-side/1",
    executive: "partnership/body/1",
    scrutineer: "partnership/told-scrutineer/1",
    inbox: "service-managers/partnership-inbox/1",
  },
  shropshire: {
    practitioner: "professionals/receiving-side/1",
    raisingManager: "line-managers/raising-side/1",
    receivingManager: "line-managers/receiving-side/1",
    raisingManagerAgain: "formal-escalation/raising-side/1",
    receivingManagerAgain: "formal-escalation/receiving-side/1",
    raisingSenior: "senior-managers/raising-side/1",
    receivingSenior: "senior-managers/receiving-side/1",
    office: "senior-managers/told-partnership-office/1",
    decider: "assistant-director/body/1",
    receivingDirector: "assistant-director/receiving-side/1",
    inbox: "professionals/partnership-inbox/1",
  },
  trainingProvider: {
    practitioner: "professionals/receiving-side/1",
    raisingManager: "line-managers/raising-side/1",
    receivingManager: "line-managers/receiving-side/1",
    raisingSenior: "senior-managers/raising-side/1",
    receivingSenior: "senior-managers/receiving-side/1",
    ceo: "head-of-safeguarding/raising-side/1",
    head: "head-of-safeguarding/body/1",
    inbox: "professionals/partnership-inbox/1",
  },
} as const;

type Concern = Extract<Command, { type: "raise" }>["concern"];

/** Everything that a concern has to say (ALL-02), about an invented child. */
export function concern(over: Partial<Concern> = {}): Concern {
  return {
    area: "knowsley",
    subject: "child",
    disagreement: rulesByArea[over.area ?? "knowsley"]?.policy.disagreements[0]?.id ?? "another",
    arose: "2026-11-20T00:00:00.000Z",
    raising: { agency: "north-school" },
    receiving: { agency: "childrens-services" },
    immediateRisk: false,
    submission: { client: "north-school-system", keyHash: "key-1", bodyHash: "body-1" },
    sealed: {
      person: { name: "Robin Example", dateOfBirth: "2014-05-30" },
      words: words(),
      ...(over.area === "medway" ? { before: confirmedBefore } : {}),
      raising: { practitioner: { name: "Ada Raiser", email: "ada@north-school.example" } },
      receiving: { practitioner: { name: "Ben Receiver", email: "ben@childrens-services.example" } },
    },
    ...over,
  };
}

/** What Medway asks to have happened before the formal process (MED-01). */
export const confirmedBefore = {
  "manager-consulted": "2026-11-18",
  "professional-to-professional": "2026-11-19",
  "managers-in-contact": "2026-11-20",
};

type Told = Exclude<Concern["sealed"], "erased">;
type Words = Told["words"];

/** What a concern tells that is personal, with some of it told otherwise. */
export function told(area: string, over: Partial<Told>): Told {
  const { sealed } = concern({ area });
  if (sealed === "erased") throw new Error("Nothing is told in an erased concern");
  return { ...sealed, ...over };
}

export function words(over: Partial<Record<keyof Words, string | undefined>> = {}): Words {
  const all = {
    issue: "The referral was closed.",
    disagreement: "We see a higher level of need.",
    risk: "Neglect at home.",
    evidence: "Attendance and two disclosures.",
    resolutionSought: "An assessment.",
    ...over,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The same concern with other words, or with some left out (`undefined`). */
export function concernSaying(
  said: Partial<Record<keyof Words, string | undefined>>,
  over: Partial<Concern> = {},
): Concern {
  const whole = concern(over);
  if (whole.sealed === "erased") throw new Error("There are no words in an erased concern");
  return { ...whole, sealed: { ...whole.sealed, words: words(said) } };
}

/** Begins a story: the whole concern, under Knowsley’s policy unless `over` has another area. @param at when it was received, UTC */
export const raise = (at: string, over: Partial<Concern> = {}): Command => ({
  type: "raise",
  id: `raise ${at}`,
  at,
  concern: concern(over),
});

/** Somebody for each need, at example domains: who is named in the concern, one holder a role otherwise. */
export function people(state: Escalation, rules: Rules, stage: string): Found[] {
  return peopleNeeded(state, rules.policy, stage).map((need) => ({
    need: need.need,
    seats: (need.roles.length > 0 ? need.roles : ["inbox"]).map((role) => ({
      role,
      agency: need.of,
      via: need.throughInbox ? ("inbox" as const) : ("holder" as const),
      person:
        need.named?.role === role
          ? need.named.person
          : {
              name: `${role} of ${need.of}`,
              email: need.throughInbox ? `inbox@${need.of}.example` : `${role}@${need.of}.example`,
            },
    })),
  }));
}

/** A step of a story: a command, or one that is made from how things stand. */
export type Step = Command | ((state: Escalation, rules: Rules) => Command);

/** Opens the stage that waits to be opened, with somebody in every role. */
export const open =
  (at: string): Step =>
  (state, rules) => {
    if (state.phase !== "opening") throw new Error("No stage waits to be opened");
    return {
      type: "open stage",
      id: `open ${state.next}`,
      at,
      stage: state.next,
      people: people(state, rules, state.next),
    };
  };

/** The clock’s own command: what has fallen due by this instant (UTC) happens, and nothing else. */
export const tick = (at: string): Command => ({ type: "reach moment", id: `moment ${at}`, at });

type OfParty<T extends PartyCommand["type"]> = Extract<PartyCommand, { type: T }>;
type Own<T extends PartyCommand["type"]> = Partial<Omit<OfParty<T>, "type" | "id" | "at" | "seat" | "stage">>;

/** A command of a party, with words where it needs some: `does(at, seat, "respond", "practitioners", { response: "…" })`. */
export function does<T extends PartyCommand["type"]>(
  at: string,
  seat: string,
  type: T,
  stage: string,
  over: Own<T> = {},
): Command {
  return {
    name: "Pat Example",
    ...needed(type),
    ...over,
    type,
    id: `${type} ${at} ${seat}`,
    at,
    seat,
    stage,
  } as unknown as Command;
}

function needed(type: PartyCommand["type"]): object {
  switch (type) {
    case "record discussion":
      return {
        kind: "discussion",
        heldAt: "2026-11-23T11:00:00.000Z",
        attended: "Ada and Ben",
        agreed: "To look again",
        pursued: "By telephone",
      };
    case "respond":
      return { response: "We have looked again.", answers: { spoken: "23 November 2026" } };
    case "propose resolution":
      return { resolution: "An assessment within ten days." };
    case "accept resolution":
      return {};
    case "reject resolution":
      return { reason: "It comes too late.", unresolved: false };
    case "declare unresolved":
    case "refer":
    case "withdraw":
    case "flag immediate risk":
      return { reason: "The concern remains." };
    case "shorten deadline":
      return { until: "2026-11-25T12:00:00.000Z", reason: "A visit is due." };
    case "hand on":
      return {
        named: "Cy Right",
        to: {
          role: "practitioner",
          agency: "childrens-services",
          via: "stand-in",
          person: { name: "Cy Right", email: "cy@childrens-services.example" },
        },
      };
    case "request information":
      return { request: "The chronology, please." };
    case "provide information":
      return { information: "The chronology." };
    case "give outcome":
      return { outcome: "The assessment is to be done." };
    case "do duty":
      return { duty: "line-managers/confirm-in-writing", words: "As agreed." };
    case "answer questions":
      return { answers: { involved: "By telephone, on 23 November 2026" } };
    case "arrange meeting":
      return { for: "2026-11-25T14:00:00.000Z", where: "Online", invited: "Ada and Ben" };
    case "approve discussion":
      return { recordedAt: "2026-11-23T12:00:00.000Z" };
    case "tick":
      return { items: [] };
    case "ask advice":
      return {
        question: "Is this a matter for the designated doctor?",
        of: [
          {
            role: "safeguarding-professional",
            agency: "childrens-services",
            via: "holder",
            person: { name: "Dee Advises", email: "dee@childrens-services.example" },
          },
        ],
      };
    case "give advice":
      return { advice: "Ask for a strategy discussion." };
    case "add manager":
      return {
        named: "Mo Further",
        to: {
          role: "service-manager",
          agency: "childrens-services",
          via: "holder",
          person: { name: "Mo Further", email: "mo@childrens-services.example" },
        },
      };
    case "propose date":
      return { until: "2026-11-24T12:00:00.000Z", reason: "A visit is due." };
    case "accept date":
      return { until: "2026-11-24T12:00:00.000Z" };
    case "reject date":
      return { until: "2026-11-24T12:00:00.000Z", reason: "It is too soon." };
    case "confirm filed":
      return { where: "On the child’s file" };
    case "add note":
      return { kind: "note", words: "For the record." };
  }
}

/** A story as far as it was played. `goOn` plays it further and leaves this one as it is. */
export interface Played {
  readonly rules: Rules;
  readonly state: Escalation;
  readonly history: readonly EscalationEvent[];
  /** The events of each step. */
  readonly commits: readonly (readonly EscalationEvent[])[];
}

/** Runs a story through decide and evolve, from the raising on. A refusal ends the test. */
export function play(...steps: Step[]): Played {
  let state: Escalation | undefined;
  let rules: Rules | undefined;
  const commits: (readonly EscalationEvent[])[] = [];
  for (const step of steps) {
    const command: Command = typeof step === "function" ? step(state as Escalation, rules as Rules) : step;
    if (command.type === "raise") rules = rulesByArea[command.concern.area];
    if (!rules) throw new Error("A story begins with the raising");
    const decision = decide(state, command, rules);
    if (decision.decided === "refused") throw new Error(`${command.type} was refused: ${decision.refusal.says}`);
    const events = decision.decided === "events" ? decision.events : [];
    commits.push(events);
    for (const event of events) state = evolve(state, event);
  }
  if (!state || !rules) throw new Error("Nothing was played");
  return { rules, state, history: commits.flat(), commits };
}

/** A story with more steps. A refusal ends the test. */
export function goOn(story: Played, ...steps: Step[]): Played {
  const { rules } = story;
  let { state } = story;
  const commits = [...story.commits];
  for (const step of steps) {
    const command: Command = typeof step === "function" ? step(state, rules) : step;
    const decision = decide(state, command, rules);
    if (decision.decided === "refused") throw new Error(`${command.type} was refused: ${decision.refusal.says}`);
    const events = decision.decided === "events" ? decision.events : [];
    commits.push(events);
    state = events.reduce<Escalation>(evolve, state);
  }
  return { rules, state, history: commits.flat(), commits };
}

/**
 * Lets time pass from a story's end, in silence: each moment is reached two minutes after it, and what waits to be opened
 * is opened at once.
 * @param until no moment after it is reached
 */
export function silentUntil(story: Played, until: string): Played {
  let { state } = story;
  const commits = [...story.commits];
  for (;;) {
    const moment = state.phase === "opening" ? undefined : nextMoment(state);
    if (state.phase !== "opening" && (!moment || moment > until)) break;
    const at = moment ? new Date(Date.parse(moment) + 120_000).toISOString() : lastAt(commits);
    const step = moment ? tick(at) : open(at);
    const command: Command = typeof step === "function" ? step(state, story.rules) : step;
    const decision = decide(state, command, story.rules);
    if (decision.decided !== "events") throw new Error(`Nothing happened at ${at}`);
    commits.push(decision.events);
    state = decision.events.reduce<Escalation>(evolve, state);
  }
  return { rules: story.rules, state, history: commits.flat(), commits };
}

const lastAt = (commits: readonly (readonly EscalationEvent[])[]) =>
  commits.flat().at(-1)?.at ?? "1970-01-01T00:00:00.000Z";

/** The clocks that a story started, but for those of checklists, one a line: `practitioners/settle 2026-11-26T17:00Z`. */
export const dueDates = (story: Pick<Played, "history">): string[] => startedOf(story, ["stage", "proposal", "duty"]);

/** The checklists that a story started, one a line: `line-managers/checklist 2026-11-26T17:00Z`. */
export const listsDue = (story: Pick<Played, "history">): string[] => startedOf(story, ["checklist"]);

const startedOf = ({ history }: Pick<Played, "history">, kinds: readonly EventOf<"ClockStarted">["kind"][]): string[] =>
  eventsOf(history, "ClockStarted")
    .filter((each) => kinds.includes(each.kind))
    .map((each) => `${each.stage}/${each.clock} ${minute(each.due)}`);

/** What fell due in a story, one a line: `last day practitioners/settle 2026-11-26T09:30Z`. */
export const fellDue = (story: Pick<Played, "history">): string[] =>
  story.history.flatMap((each) =>
    each.type === "ReminderFellDue"
      ? [`${each.kind} ${each.stage}/${each.clock} ${minute(each.due)}`]
      : each.type === "DeadlinePassed"
        ? [`passed ${each.stage}/${each.clock} ${minute(each.due)}`]
        : [],
  );

/** `2026-11-26T17:00:00.000Z` → `2026-11-26T17:00Z`; an instant that is not a whole minute is kept as it is. */
export const minute = (instant: string) => instant.replace(/:00\.000Z$/, "Z");

/** Those of one type, in the order in which they happened. */
export const eventsOf = <T extends EventType>(history: readonly EscalationEvent[], type: T): EventOf<T>[] =>
  history.filter((each): each is EventOf<T> => each.type === type);

/** The notices that the last step of a story gave rise to: `asked → line-managers/raising-side/1`. */
export function noticesOfLast({ history, commits, rules }: Played): string[] {
  const before = history.length - (commits.at(-1)?.length ?? 0);
  return noticesOf(history, rules.policy)
    .filter((each) => each.event >= before)
    .map((each) => `${each.kind} → ${each.seat}`);
}

/** An event as a test expects it: any of its fields, its type among them. */
export type Expected = { readonly type: EventType } & Readonly<Record<string, unknown>>;

/** `given(...history).when(command).then(...)`. Without a history, the policy is that of the area of the concern. */
export function given(...history: readonly EscalationEvent[]) {
  return {
    when(step: Step) {
      const state = fold(history);
      const raised = history[0];
      const area =
        raised?.type === "EscalationRaised"
          ? raised.area
          : typeof step !== "function" && step.type === "raise"
            ? step.concern.area
            : "";
      const rules = rulesByArea[area];
      if (!rules) throw new Error(`No policy is held for ${area}`);
      const command = typeof step === "function" ? step(state as Escalation, rules) : step;
      const decision = decide(state, command, rules);
      const decided = decision.decided === "events" ? decision.events : decision;
      return {
        /** Exactly these events in this order, each with at least these fields. */
        then(...expected: readonly Expected[]): readonly EscalationEvent[] {
          expect(decided).toMatchObject(expected);
          return decision.decided === "events" ? decision.events : [];
        },
        thenRefused(code: Refusal["code"], field?: string): void {
          expect(decision).toEqual({
            decided: "refused",
            refusal: { code, says: expect.stringMatching(/^\S.*[.?]$/s), ...(field ? { field } : {}) },
          });
        },
        thenNothing(): void {
          expect(decision).toEqual({ decided: "nothing", because: expect.stringMatching(/\w/) });
        },
      };
    },
  };
}

/** A Knowsley escalation at stage 1: raised and opened on Monday 23 November 2026 at 10:00, due on Thursday at 17:00. */
export const knowsleyRaised = (at = "2026-11-23T10:00:00.000Z", over: Partial<Concern> = {}): Step[] => [
  raise(at, over),
  open(at),
];

/** A Milton Keynes escalation at stage 1, raised and opened at the same times; due on Monday 30 November at 17:00. */
export const miltonKeynesRaised = (at = "2026-11-23T10:00:00.000Z", over: Partial<Concern> = {}): Step[] => [
  raise(at, { area: "milton-keynes", disagreement: "levels-of-need", ...over }),
  open(at),
];

/** The raising side's party at each stage of Knowsley declares it unresolved at these instants; each next stage opens at once. */
export function knowsleyAt(stage: "line-managers" | "senior-managers" | "chair", over: Partial<Concern> = {}): Step[] {
  const climbs: [string, string, string][] = [
    ["2026-11-24T10:00:00.000Z", raiser, "practitioners"],
    ["2026-11-25T10:00:00.000Z", seats.knowsley.raisingManager, "line-managers"],
    ["2026-11-26T10:00:00.000Z", seats.knowsley.raisingSenior, "senior-managers"],
  ];
  const count = { "line-managers": 1, "senior-managers": 2, chair: 3 }[stage];
  return [
    ...knowsleyRaised(undefined, over),
    ...climbs
      .slice(0, count)
      .flatMap(([at, seat, from]): Step[] => [does(at, seat, "declare unresolved", from), open(at)]),
  ];
}

/** The same of Milton Keynes. */
export function miltonKeynesAt(stage: "manager" | "heads-of-service" | "chair", over: Partial<Concern> = {}): Step[] {
  const climbs: [string, string, string][] = [
    ["2026-11-24T10:00:00.000Z", raiser, "professionals"],
    ["2026-11-25T10:00:00.000Z", seats.miltonKeynes.raisingManager, "manager"],
    ["2026-11-26T10:00:00.000Z", seats.miltonKeynes.raisingHead, "heads-of-service"],
  ];
  const count = { manager: 1, "heads-of-service": 2, chair: 3 }[stage];
  return [
    ...miltonKeynesRaised(undefined, over),
    ...climbs
      .slice(0, count)
      .flatMap(([at, seat, from]): Step[] => [does(at, seat, "declare unresolved", from), open(at)]),
  ];
}
