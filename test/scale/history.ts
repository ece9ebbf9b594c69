/**
 * The life of one invented escalation, through the real core: raised, opened, answered or not, climbed, settled, withdrawn, or still
 * open when the time that is told is over. The same chance gives the same life.
 */
import { addMinutes, dayOf } from "../../policies/calendar/instant.ts";
import { dutyOf, stageOf } from "../../policies/language/stages.ts";
import { seatsOwing, standingOf } from "../../functions/core/capabilities.ts";
import { isAsked } from "../../functions/core/conditions.ts";
import type { Command, Found, PartyCommand, PartyCommandType } from "../../functions/core/commands.ts";
import { decide } from "../../functions/core/decide.ts";
import { isOwed, runningClocks, type Escalation } from "../../functions/core/escalation.ts";
import type { EscalationEvent, RaisedAnswers, Side } from "../../functions/core/events.ts";
import { evolve } from "../../functions/core/evolve.ts";
import { nextMoment } from "../../functions/core/moments.ts";
import { noticesOwed } from "../../functions/core/notices.ts";
import { leftToTick } from "../../functions/core/owed.ts";
import { peopleNeeded } from "../../functions/core/people.ts";
import type { Commit } from "../../functions/record/commit.ts";
import type { Invented } from "./partnerships.ts";
import type { Random } from "./random.ts";

export interface Life {
  readonly reference: string;
  readonly history: readonly EscalationEvent[];
  readonly commits: readonly Commit[];
  readonly state: Escalation;
}

/** What becomes of it, as far as its people have it in their hands. */
type Fate =
  | { readonly is: "settled"; readonly at: number }
  | { readonly is: "silent" }
  /** Not even the last body concludes, however often it is reminded. */
  | { readonly is: "forgotten" }
  | { readonly is: "disputed" }
  | { readonly is: "withdrawn"; readonly at: number };

function fateOf(random: Random): Fate {
  const chance = random.next();
  if (chance < 0.48) return { is: "settled", at: 0 };
  if (chance < 0.7) return { is: "settled", at: 1 };
  if (chance < 0.8) return { is: "settled", at: 2 };
  if (chance < 0.87) return { is: "silent" };
  if (chance < 0.94) return { is: "disputed" };
  return { is: "withdrawn", at: random.below(2) };
}

const person = (role: string, of: string) => ({ name: `${role} of ${of}`, email: `${role}@${of}.example` });

/** Longer lives than this do not come; one that did would mean that time stands still in it. */
const mostSteps = 600;

/**
 * @param raisedAt UTC
 * @param until the instant (UTC) at which the telling ends: what happens later has not happened
 */
export function lifeOf(
  reference: string,
  { id, rules, area, agencies }: Invented,
  raisedAt: string,
  until: string,
  random: Random,
): Life {
  const { policy } = rules;
  const commits: Commit[] = [];
  const history: EscalationEvent[] = [];
  let state: Escalation | undefined;
  let now = raisedAt;
  let commands = 0;

  /** @returns whether it was taken. What the core refuses has not happened. */
  const ask = (command: Command): boolean => {
    const decision = decide(state, command, rules);
    if (decision.decided !== "events") return false;
    for (const each of decision.events) state = evolve(state, each);
    history.push(...decision.events);
    commits.push({
      reference,
      partnership: id,
      number: commits.length + 1,
      at: command.at,
      cause: { kind: "service", task: "generated" },
      command: command.id,
      events: decision.events,
      hash: "",
    });
    return true;
  };
  const newId = () => `${++commands}`;
  const living = (): Escalation => {
    if (!state) throw new Error(`${reference} was not raised: ${JSON.stringify(decide(undefined, raising, rules))}`);
    return state;
  };

  const raising = raise(random);
  ask(raising);
  const isRecent = addMinutes(raisedAt, 300 * 24 * 60) > until;
  const fate: Fate = isRecent && random.happens(0.08) ? { is: "forgotten" } : fateOf(random);
  const quietRole = random.happens(0.08);
  const mailFails = random.happens(0.07);
  const delays = () => (random.happens(0.5) ? random.below(30 * 60) + 20 : random.below(5 * 24 * 60) + 60);
  let late = 0;

  for (let step = 0; now < until; step++) {
    if (step > mostSteps) throw new Error(`${reference} does not come to an end`);
    const current = living();
    if (current.phase === "closed") break;
    if (current.phase === "opening") {
      ask({ type: "open stage", id: newId(), at: now, stage: current.next, people: peopleFor(current, current.next) });
      if (mailFails && living().opened.length === 1) comesBack();
      continue;
    }
    const deed = current.phase === "at stage" ? atStage(current) : afterwards(current);
    const at = addMinutes(now, delays());
    const moment = nextMoment(current);
    // Whatever falls due before somebody acts happens first, as the service has it happen.
    if (!deed || (moment !== undefined && moment < at)) {
      if (moment === undefined) break;
      const reached = addMinutes(moment, 2);
      if (reached >= until) break;
      now = reached > now ? reached : now;
      if (!ask({ type: "reach moment", id: newId(), at: now })) break;
      continue;
    }
    if (at >= until) break;
    now = at;
    deed();
  }
  return { reference, history, commits, state: living() };

  function raise(random: Random): Extract<Command, { type: "raise" }> {
    const [raiser, receiver] = twoOf(agencies, random);
    const immediateRisk = random.happens(0.06);
    const asked = policy.asksWhenRaised.filter(
      (each) => isAsked(each, { raising: raiser, receiving: receiver }) && (each.required || random.happens(0.3)),
    );
    const answers: RaisedAnswers = Object.fromEntries(
      asked.map(({ id, answer, options = [] }) => {
        switch (answer) {
          case "yes or no":
            return [id, random.oneOf(["yes", "no"])];
          case "one of":
            return [id, random.oneOf(options).id];
          case "any of":
            return [id, options.filter(() => random.happens(0.3)).map((each) => each.id)];
          case "date":
            return [id, dayOf(addMinutes(raisedAt, -48 * 60))];
          case "text":
            return [id, "Words"];
        }
      }),
    );
    const confirms = policy.beforeTheFormalProcess?.confirms ?? [];
    const confirmed = random.happens(0.8) ? confirms : confirms.slice(0, 1);
    const another = random.happens(0.1);
    return {
      type: "raise",
      id: "raise",
      at: raisedAt,
      concern: {
        area,
        subject: random.oneOf(policy.covers),
        disagreement: another ? "another" : random.oneOf(policy.disagreements).id,
        arose: addMinutes(raisedAt, -(random.below(9 * 24 * 60) + 30)),
        raising: { agency: raiser.id, kind: raiser.kind },
        receiving: { agency: receiver.id, kind: receiver.kind },
        immediateRisk,
        ...(random.happens(0.03) ? { protectBy: addMinutes(raisedAt, (random.below(20) + 2) * 24 * 60) } : {}),
        submission: { client: "generated", keyHash: "", bodyHash: "" },
        sealed: {
          person: { name: "Somebody" },
          ...(another ? { anotherType: "Words" } : {}),
          words: {
            issue: "Words",
            disagreement: "Words",
            risk: "Words",
            evidence: "Words",
            resolutionSought: "Words",
          },
          ...(asked.length > 0 ? { answers } : {}),
          ...(confirms.length > 0
            ? { before: Object.fromEntries(confirmed.map((each) => [each.id, dayOf(addMinutes(raisedAt, -24 * 60))])) }
            : {}),
          raising: { practitioner: person("practitioner", raiser.id) },
          receiving: random.happens(0.7) ? { practitioner: person("practitioner", receiver.id) } : {},
        },
      },
    };
  }

  function peopleFor(current: Escalation, stage: string): Found[] {
    return peopleNeeded(current, policy, stage).map(({ need, roles, of, throughInbox, named, purpose }) => ({
      need,
      seats: (roles.length > 0 ? roles : ["inbox"]).map((role) => {
        const nobody = throughInbox || (quietRole && purpose === "act" && named?.role !== role);
        return {
          role,
          agency: of,
          via: nobody ? ("inbox" as const) : ("holder" as const),
          person: nobody ? person("inbox", of) : named?.role === role ? named.person : person(role, of),
        };
      }),
    }));
  }

  /** One e-mail of the first stage is refused, or goes out and comes back; whoever can be reached instead is asked. */
  function comesBack(): void {
    const notice = noticesOwed(history, policy).send.find((each) => each.kind === "asked");
    if (!notice) return;
    const { id: of, kind, seat } = notice;
    const about = { v: 1, at: now, notice: of, kind, seat } as const;
    if (random.happens(0.2)) {
      ask({
        type: "record notices",
        id: newId(),
        at: now,
        notices: [{ type: "NoticeRefused", ...about, because: "Refused" }],
      });
      return;
    }
    const messageId = `message-${reference}`;
    ask({ type: "record notices", id: newId(), at: now, notices: [{ type: "NoticeSent", ...about, messageId }] });
    now = addMinutes(now, 5);
    const held = living().seats.get(seat);
    ask({
      type: "report bounce",
      id: newId(),
      at: now,
      notice: of,
      kind,
      seat,
      messageId,
      bounce: random.oneOf(["permanent", "transient", "complaint"]),
      others: held
        ? [{ role: held.role, agency: held.agency, via: "inbox", person: person("inbox", held.agency) }]
        : [],
    });
  }

  /** What somebody does next at the open stage; undefined where everybody is silent. */
  function atStage(current: Extract<Escalation, { phase: "at stage" }>): (() => unknown) | undefined {
    const rules = stageOf(policy, current.stage);
    const place = current.opened.length - 1;
    if (fate.is === "withdrawn" && place >= fate.at) {
      const seat = seatOf(current, "withdraw", "raising");
      if (seat) return () => gives(seat, current.stage, { type: "withdraw", reason: "Words" });
    }
    const body = seatOf(current, "give outcome");
    if (body) {
      // Some bodies take their time, and are reminded; some have not concluded when the telling ends.
      if (fate.is === "forgotten" || (fate.is === "silent" && late++ < 4)) return undefined;
      return () => gives(body, current.stage, { type: "give outcome", outcome: "Words" });
    }
    if (fate.is === "silent" || fate.is === "forgotten") return undefined;
    const answered = history.findLastIndex((each) => "stage" in each && each.stage === current.stage && "by" in each);
    const opened = history.findLastIndex((each) => each.type === "StageOpened");
    if (answered < opened) {
      const first = firstDeed(current);
      if (first) return first;
    }
    if (current.dateProposal) {
      const by = current.dateProposal.by.side === "raising" ? "receiving" : "raising";
      const seat = seatOf(current, "accept date", by);
      const { until: date } = current.dateProposal;
      const reject = random.happens(0.3);
      if (seat)
        return () =>
          reject
            ? gives(seat, current.stage, { type: "reject date", until: date, reason: "Words" })
            : gives(seat, current.stage, { type: "accept date", until: date });
    }
    if (current.proposal) {
      const seat = seatOf(current, "accept resolution");
      if (!seat) return undefined;
      return () => gives(seat, current.stage, { type: "accept resolution" });
    }
    if (fate.is === "settled" && place >= fate.at && rules.endsBy === "agreement") {
      const seat = seatOf(current, "propose resolution", "receiving") ?? seatOf(current, "propose resolution");
      if (seat) return () => gives(seat, current.stage, { type: "propose resolution", resolution: "Words" });
    }
    // Half of those who do not agree say so; the others let the deadline pass.
    const seat = seatOf(current, "declare unresolved", "raising");
    if (!seat || late++ % 2 === 1) return undefined;
    const answers = Object.fromEntries(
      rules.beforeItGoesOn.map((each) => [each.id, each.mustBe ?? (each.answer === "yes or no" ? "yes" : "Words")]),
    );
    return () => gives(seat, current.stage, { type: "declare unresolved", reason: "Words", answers });
  }

  /** What comes before an answer: talking, responding, flagging a risk, asking for another date. */
  function firstDeed(current: Extract<Escalation, { phase: "at stage" }>): (() => unknown) | undefined {
    const { stage } = current;
    const chance = random.next();
    const receiving = seatOf(current, "respond", "receiving");
    if (chance < 0.4 && receiving)
      return () => gives(receiving, stage, { type: "respond", response: "Words", answers: {} });
    const talking = seatOf(current, "record discussion");
    if (chance < 0.6 && talking)
      return () =>
        gives(talking, stage, {
          type: "record discussion",
          kind: "discussion",
          heldAt: addMinutes(now, -10),
          attended: "Words",
          agreed: "Words",
          pursued: "Words",
        });
    const flagging = seatOf(current, "flag immediate risk", "raising");
    if (chance < 0.63 && flagging)
      return () => gives(flagging, stage, { type: "flag immediate risk", reason: "Words" });
    const dating = seatOf(current, "propose date", "receiving");
    const due = runningClocks(current).find((each) => each.stage === stage)?.due;
    if (chance < 0.7 && dating && due)
      return () =>
        gives(dating, stage, {
          type: "propose date",
          until: addMinutes(due, random.oneOf([-24, 48, 96]) * 60),
          reason: "Words",
        });
    return undefined;
  }

  /** What is still owed after the end: done, mostly in time. */
  function afterwards(current: Escalation): (() => unknown) | undefined {
    const clock = runningClocks(current).find(isOwed);
    if (!clock) return undefined;
    if (late++ % 3 === 2 && late < 9) return undefined;
    const [seat] = seatsOwing(current, policy, clock);
    if (!seat) return undefined;
    const { stage } = clock;
    if (clock.kind === "checklist") {
      const items = leftToTick(stageOf(policy, stage), current);
      if (items.length === 0) return undefined;
      return () =>
        gives(seat, stage, {
          type: "tick",
          items: items.map(({ item }) => ({ item, on: dayOf(now), words: "Words" })),
        });
    }
    const duty = dutyOf(policy, stage, clock.clock);
    const choice = duty?.options ? random.oneOf(duty.options).id : undefined;
    return () =>
      gives(seat, stage, {
        type: "do duty",
        duty: `${stage}/${clock.clock}`,
        words: "Words",
        acts: true,
        ...(choice ? { choice } : {}),
      });
  }

  function gives(seat: string, stage: string, deed: Deed): void {
    ask({ ...deed, id: newId(), at: now, seat, stage, name: "Somebody" });
  }

  function seatOf(current: Escalation, may: PartyCommandType, side?: Side): string | undefined {
    const acting = current.opened.at(-1)?.acting ?? [];
    return ["raiser", ...acting].find(
      (each) =>
        (side === undefined || current.seats.get(each)?.side === side) &&
        standingOf(current, policy, each).may.has(may) &&
        (!needsActing.has(may) || acting.includes(each)),
    );
  }
}

const needsActing: ReadonlySet<PartyCommandType> = new Set(["respond"]);

type OfDeed<T> = T extends unknown ? Omit<T, "id" | "at" | "seat" | "stage" | "name"> : never;
type Deed = OfDeed<PartyCommand>;

function twoOf<T>(some: readonly T[], random: Random): [T, T] {
  const first = random.oneOf(some);
  return [first, random.oneOf(some.filter((each) => each !== first))];
}
