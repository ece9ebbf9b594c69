/**
 * What the service promises (sections 5 and 9 of the design, and ALL-01, ALL-04, ALL-06 to ALL-09), said of what can be seen of one
 * escalation at one time: its record, the e-mails that went out, the executions that run. Each throws a `Broken` that names it.
 */
import { addMinutes } from "../../policies/calendar/instant.ts";
import { fallenDue, nextMoment } from "../../functions/core/moments.ts";
import { noticesOf, noticesOwed } from "../../functions/core/notices.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import { erased } from "../../functions/core/events.ts";
import { evolve } from "../../functions/core/evolve.ts";
import type { Story } from "../../functions/escalations/escalations.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { clockOf, stageOf } from "../../policies/language/stages.ts";
import type { Sent } from "./world.ts";

export interface Seen {
  readonly story: Story;
  readonly sent: readonly Sent[];
  readonly running: ReadonlySet<string>;
  /** The ids of the commands of which somebody was told that they are recorded. */
  readonly acknowledged: ReadonlySet<string>;
  /** UTC */
  readonly now: string;
}

export class Broken extends Error {
  constructor(promise: string, how: string) {
    super(`Broken: ${promise}. ${how}`);
    this.name = "Broken";
  }
}

type Promised = (seen: Seen) => string | undefined;

/** What holds at every moment, whatever is under way and whatever has failed. Each says how it is broken, or nothing. */
const always: Readonly<Record<string, Promised>> = {
  "no answer is lost": ({ story, acknowledged }) => {
    const recorded = new Set(story.commits.map((each) => each.command));
    const lost = [...acknowledged].find((each) => !recorded.has(each));
    return lost && `“${lost}” was said to be recorded, and is not`;
  },

  "nothing is carried out twice": ({ story }) => {
    const twice = twiceIn(story.commits.map((each) => each.command));
    return twice && `“${twice}” stands on the record twice`;
  },

  "no stage is passed over but by a clause that says so": ({ story }) => {
    const stages = story.rules.policy.stages.map((each) => each.stage);
    let last = stages.indexOf(story.state.raised.opensAt) - 1;
    for (const event of story.history) {
      if (event.type !== "StageOpened") continue;
      const at = stages.indexOf(event.stage);
      const mayLeap = event.because === "immediate risk" || event.because === "referred";
      if (mayLeap ? at <= last : at !== last + 1)
        return `${event.stage} was opened because of “${event.because}” after ${stages[last] ?? "the raising"}`;
      last = at;
    }
    return undefined;
  },

  "no stage opens with its deadline past": ({ story }) => {
    const past = story.history.find(
      (each) => each.type === "ClockStarted" && each.kind !== "duty" && each.due <= each.at,
    );
    return past && JSON.stringify(past);
  },

  "after the end come only notes, corrections, late answers, confirmations and what became of e-mails": ({ story }) => {
    const closed = story.history.findIndex((each) => each.type === "EscalationClosed");
    const late = closed < 0 ? undefined : story.history.slice(closed + 1).find((each) => !afterTheEnd.has(each.type));
    return late && JSON.stringify(late);
  },

  "deadlines move later only by agreement or by a recorded re-plan": ({ story }) => {
    let state: Escalation | undefined;
    for (const { events } of story.commits) {
      const before: Escalation | undefined = state;
      for (const event of events) state = evolve(state, event);
      if (!before || !state || events.some((each) => each.type === "DeadlinesReplanned")) continue;
      const agreed = events.find((each) => each.type === "DateAgreed");
      for (const [index, { stage, clock, due }] of before.clocks.entries()) {
        const now = state.clocks[index]?.due ?? "9";
        if (now <= due) continue;
        const may =
          limitOf(story.rules.policy, before.clocks[index]!)?.sidesMayAgreeALaterDate &&
          agreed?.clocks.some((each) => each.stage === stage && each.clock === clock && each.due === now);
        if (!may) return `${stage}/${clock} was due at ${due}, and then at ${now}`;
      }
    }
    return undefined;
  },

  "what is closed by nobody is not closed": ({ story }) => {
    const ends = story.commits.find(
      ({ cause, events }) =>
        cause.kind === "service" && events.some((each) => each.type === "StageEnded" && each.next === undefined),
    );
    return ends && `the service ended it by “${ends.command}”`;
  },

  "nothing open is without a next moment": ({ story, now }) => {
    const { state, rules } = story;
    const settled = fallenDue(state, now, rules).reduce<Escalation>(evolve, state);
    const waits = settled.phase === "at stage" || settled.phase === "duties";
    return waits && !nextMoment(settled) ? `it is ${settled.phase} and waits for nothing` : undefined;
  },

  "every e-mail is one that the record gives rise to, to whom it is for": ({ story, sent }) => {
    const notices = new Map(noticesOf(story.history, story.rules.policy).map((each) => [each.id, each]));
    for (const each of sent) {
      const notice = notices.get(each.notice);
      const seat = notice && story.state.seats.get(notice.seat);
      if (!seat || seat.person === erased || seat.person.email !== each.to || each.reference !== story.reference)
        return `${each.notice} of ${each.reference} went to ${each.to}`;
    }
    return undefined;
  },

  "what the record says was sent, was sent": ({ story, sent }) => {
    const taken = new Set(sent.map((each) => `${each.notice} ${each.messageId}`));
    const never = story.history.find(
      (each) => each.type === "NoticeSent" && !taken.has(`${each.notice} ${each.messageId}`),
    );
    return never && JSON.stringify(never);
  },

  "nothing is sent twice without a fault": ({ sent }) => {
    const first = new Map<string, Sent>();
    for (const each of sent) {
      const before = first.get(each.notice);
      if (before && !before.troubled()) return `${each.notice} went out at ${before.at} and again at ${each.at}`;
      first.set(each.notice, each);
    }
    return undefined;
  },

  "what became of a notice is said once": ({ story }) => {
    const twice = twiceIn(
      story.history.flatMap((each) =>
        each.type === "NoticeSent" || each.type === "NoticeLapsed" || each.type === "NoticeRefused"
          ? [each.notice]
          : [],
      ),
    );
    return twice && `${twice} is reported twice`;
  },

  "at most one execution may act": ({ story, running }) => {
    const beyond = [...running].find((each) => Number(each.split("-").at(-1)) > story.state.execution);
    return beyond && `${beyond} runs, and the record knows of ${story.state.execution} only`;
  },
};

/** What holds as soon as everything has had its turn, where nothing has failed, and nobody but the execution has done anything. */
const untroubled: Readonly<Record<string, Promised>> = {
  "without a fault everybody is told, and the next stage opened, at once": ({ story }) => {
    if (story.state.phase === "opening") return `${story.state.next} waits to be opened`;
    // After the end nothing waits that could be woken: of what comes then, reconcile tells within minutes.
    if (story.state.phase === "closed") return undefined;
    const { send } = noticesOwed(story.history, story.rules.policy);
    return send.length > 0 ? send.map((each) => each.id).join(", ") : undefined;
  },
};

/** What holds once whatever failed has been healed. */
const healed: Readonly<Record<string, Promised>> = {
  "nothing is owed and unsent": ({ story }) => {
    const { send, lapse } = noticesOwed(story.history, story.rules.policy);
    const left = [...send, ...lapse.map((each) => each.notice)].map((each) => each.id);
    return left.length > 0 ? left.join(", ") : undefined;
  },

  "what went out is recorded as sent": ({ story, sent }) => {
    const said = new Set(story.history.flatMap((each) => (each.type === "NoticeSent" ? [each.notice] : [])));
    // Whoever dies between sending and writing so leaves nothing from which another could know.
    const unsaid = sent.find((each) => !each.troubled() && !said.has(each.notice));
    return unsaid && `${unsaid.notice} went out at ${unsaid.at}`;
  },

  "what is open has exactly one wait, and what is closed has none": ({ story, running }) => {
    const own = `${story.reference}-${story.state.execution}`;
    const expected = story.state.phase === "closed" ? [] : [own];
    const found = [...running].toSorted();
    return JSON.stringify(found) === JSON.stringify(expected)
      ? undefined
      : `it is ${story.state.phase}, and what runs is ${found.join(", ") || "nothing"}`;
  },

  "no moment is past and no stage waits to be opened": ({ story, now }) => {
    const moment = nextMoment(story.state);
    if (story.state.phase === "opening") return `${story.state.next} waits to be opened`;
    // It is noticed within three minutes.
    return moment && addMinutes(moment, 3) < now ? `${moment} has come, and it is ${now}` : undefined;
  },

  "each side of a stage was asked": ({ story }) => {
    const told = new Set(
      story.history.flatMap((each) =>
        each.type === "NoticeSent" || each.type === "NoticeLapsed" || each.type === "NoticeRefused"
          ? [each.notice]
          : [],
      ),
    );
    const unasked = story.history.find((each, index) => {
      if (each.type !== "StageOpened") return false;
      // Whoever raised it knows of the stage that it opens at; whoever is asked in two seats hears once.
      const sides = Map.groupBy(
        each.asked.filter(({ seat }) => seat !== "raiser"),
        ({ side }) => side,
      );
      return [...sides.values()].some((of) => !of.some(({ seat }) => told.has(`${index}/asked/${seat}`)));
    });
    return unasked && JSON.stringify(unasked);
  },
};

/** The policy's own words on a clock; a checklist has those of the clock that limits its stage. */
const limitOf = (policy: Policy, { kind, stage, clock }: Escalation["clocks"][number]) =>
  kind === "checklist"
    ? stageOf(policy, stage).clocks.findLast((each) => each.whenPassed !== "note")
    : clockOf(policy, stage, clock);

const afterTheEnd = new Set([
  "NoteAdded",
  "LateAnswerRecorded",
  "DiscussionApproved",
  "RecordFiled",
  "NoticeSent",
  "NoticeLapsed",
  "NoticeRefused",
  "NoticeBounced",
  "LegalHoldPlaced",
  "LegalHoldLifted",
  "PeopleErased",
]);

const twiceIn = (all: readonly string[]) => all.find((each, index) => all.indexOf(each) !== index);

const holding = (promises: Readonly<Record<string, Promised>>) => (seen: Seen) => {
  for (const [promise, isBroken] of Object.entries(promises)) {
    const how = isBroken(seen);
    if (how) throw new Broken(promise, how);
  }
};

/** @throws Broken for the first promise that does not hold at this moment */
export const holdAlways = holding(always);
/** @throws Broken for the first that does not hold though nothing has failed */
export const holdWhenUntroubled = holding(untroubled);
/** @throws Broken for the first that does not hold though everything was healed */
export const holdWhenHealed = holding(healed);

/** What is held where it is heard or looked up, and not against what is seen: play.ts. */
export const promised = {
  raised: "a concern can be raised",
  once: "one submission is one escalation",
  wakes: "an answer wakes the execution",
  register: "the register shows what the record says",
  pages: "every page shows what the record says",
  api: "the API shows what the record says",
} as const;

/** The promises by their names, for whoever counts them. */
export const promises = [
  ...[always, untroubled, healed].flatMap((each) => Object.keys(each)),
  ...Object.values(promised),
];
