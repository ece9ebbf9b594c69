/** Any order of any commands, at any time, by anybody. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rules } from "../../../functions/core/clocks.ts";
import type { Command, PartyCommandType } from "../../../functions/core/commands.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { Escalation } from "../../../functions/core/escalation.ts";
import { eventSchema, type EscalationEvent } from "../../../functions/core/events.ts";
import { evolve, fold } from "../../../functions/core/evolve.ts";
import { fallenDue, nextMoment } from "../../../functions/core/moments.ts";
import { noticesOf, noticesOwed } from "../../../functions/core/notices.ts";
import {
  does,
  knowsley,
  medway,
  miltonKeynes,
  open,
  people,
  raise,
  shropshire,
  tick,
  trainingProvider,
} from "../../support/core.ts";

const hour = 3_600_000;
const partyTypes: readonly PartyCommandType[] = [
  "record discussion",
  "respond",
  "propose resolution",
  "propose resolution",
  "accept resolution",
  "reject resolution",
  "declare unresolved",
  "refer",
  "hand on",
  "shorten deadline",
  "flag immediate risk",
  "request information",
  "provide information",
  "give outcome",
  "give outcome",
  "do duty",
  "add note",
  "withdraw",
];

/** One random thing that is asked: how long after the one before, by whom of those known, for which stage. */
const step = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...partyTypes) },
    { weight: 2, arbitrary: fc.constantFrom("tick" as const, "next moment" as const, "next moment" as const) },
    { weight: 1, arbitrary: fc.constantFrom("replan" as const, "replace execution" as const, "open again" as const) },
  ),
  after: fc.oneof(
    fc.constantFrom(0, 1),
    fc.integer({ min: 0, max: 30 * hour }),
    fc.integer({ min: 0, max: 200 * hour }),
  ),
  who: fc.nat(60),
  acts: fc.boolean(),
  where: fc.nat(20),
  flag: fc.boolean(),
  ago: fc.integer({ min: -hour, max: 120 * hour }),
  /** Whether what waits to be opened is opened before this is asked. */
  opens: fc.integer({ min: 0, max: 9 }).map((each) => each > 0),
});
type RandomStep = typeof step extends fc.Arbitrary<infer T> ? T : never;

const story = fc.record({
  area: fc.constantFrom(
    "knowsley" as const,
    "milton-keynes" as const,
    "medway" as const,
    "shropshire" as const,
    "kent" as const,
  ),
  raisedAt: fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 11, 24) }),
  immediateRisk: fc.boolean(),
  protectIn: fc.option(fc.integer({ min: 1, max: 400 * hour }), { nil: undefined, freq: 3 }),
  steps: fc.array(step, { minLength: 4, maxLength: 26 }),
});
type RandomStory = typeof story extends fc.Arbitrary<infer T> ? T : never;

const iso = (at: number) => new Date(at).toISOString();

const rulesOf = { knowsley, "milton-keynes": miltonKeynes, medway, shropshire, kent: trainingProvider };

interface Asked {
  readonly command: Command;
  readonly before: Escalation | undefined;
  readonly events: readonly EscalationEvent[];
  readonly after: Escalation;
}

/** Runs a random story and gives back everything that was asked, with what became of it. */
function run({ area, raisedAt, immediateRisk, protectIn, steps }: RandomStory): Asked[] {
  const rules = rulesOf[area];
  const asked: Asked[] = [];
  let state: Escalation | undefined;
  const ask = (command: Command) => {
    const decision = decide(state, command, rules);
    const events = decision.decided === "events" ? decision.events : [];
    if (decision.decided === "events") expect(events.length).toBeGreaterThan(0);
    const after = events.reduce<Escalation | undefined>(evolve, state) as Escalation;
    asked.push({ command, before: state, events, after });
    state = after;
  };
  const openWhatWaits = (at: string) => {
    if (state?.phase !== "opening") return;
    const opening = open(at);
    ask(typeof opening === "function" ? opening(state, rules) : opening);
  };

  let now = raisedAt;
  ask(
    raise(iso(now), {
      area,
      disagreement: rules.policy.disagreements[0]?.id ?? "another",
      arose: iso(now - 24 * hour),
      immediateRisk,
      ...(protectIn === undefined ? {} : { protectBy: iso(now + protectIn) }),
    }),
  );
  for (const each of steps) {
    now += each.after;
    if (each.opens) openWhatWaits(iso(now));
    ask(commandOf(each, state as Escalation, now, rules));
  }
  openWhatWaits(iso(now));
  return asked;

  function commandOf(each: RandomStep, current: Escalation, at: number, rules: Rules): Command {
    const { policy } = rules;
    const moment = nextMoment(current);
    switch (each.what) {
      case "tick":
        return tick(iso(at));
      case "next moment":
        if (moment) now = Math.max(at, Date.parse(moment) + 120_000);
        return tick(iso(now));
      case "replan":
        return { type: "replan", id: `replan ${at}`, at: iso(at), reason: "As planned" };
      case "replace execution":
        return { type: "replace execution", id: `r ${at}`, at: iso(at), number: current.execution + 1, reason: "Lost" };
      case "open again": {
        const stage = policy.stages[0]?.stage ?? "";
        const waits = current.phase === "opening" && current.next === stage;
        const found = waits ? people(current, rules, stage) : [];
        return { type: "open stage", id: `o ${at}`, at: iso(at), stage, people: found };
      }
      default: {
        const acting = current.opened.at(-1)?.acting ?? [];
        const known = each.acts && acting.length > 0 ? [...acting] : [...current.seats.keys()];
        const seat = known[each.who % known.length] ?? "raiser";
        const stages = policy.stages.map((one) => one.stage);
        const open = current.phase === "at stage" ? current.stage : (stages[0] ?? "");
        const stage = each.where < 16 ? open : (stages[each.where % stages.length] ?? open);
        const owed = current.clocks.find((one) => one.kind === "duty" && one.status === "running");
        return does(iso(at), seat, each.what, stage, {
          ...(each.what === "record discussion"
            ? { kind: each.flag ? "meeting" : "discussion", heldAt: iso(at - each.ago) }
            : {}),
          ...(each.what === "reject resolution" ? { unresolved: each.flag } : {}),
          ...(each.what === "shorten deadline" ? { until: iso(at + each.ago) } : {}),
          ...(each.what === "do duty" && owed ? { duty: `${owed.stage}/${owed.clock}` } : {}),
        } as never);
      }
    }
  }
}

const always = (holds: (asked: readonly Asked[], rules: Rules) => void) =>
  fc.assert(
    fc.property(story, (random) => {
      holds(run(random), rulesOf[random.area]);
    }),
    { seed: 20261123, numRuns: 600, includeErrorInReport: true },
  );

const historyOf = (asked: readonly Asked[]) => asked.flatMap((each) => each.events);

describe("any order of any commands", () => {
  test("folds to the same state however often, and every event is one that the record can hold", () => {
    always((asked) => {
      const history = historyOf(asked);
      const state = asked.at(-1)?.after;
      expect(fold(history)).toEqual(state);
      expect(fold(structuredClone(history))).toEqual(state);
      for (const event of history) expect(eventSchema.parse(event)).toEqual(event);
    });
  });

  test("leaves no open escalation without a next moment, and none in the past once what was due has happened", () => {
    always((asked, rules) => {
      for (const { command, after } of asked) {
        const settled = fallenDue(after, command.at, rules).reduce<Escalation>(evolve, after);
        const moment = nextMoment(settled);
        if (settled.phase === "at stage" || settled.phase === "duties") expect(moment).toBeDefined();
        if (settled.phase === "closed") expect(moment).toBeUndefined();
        if (moment) expect(moment >= command.at).toBe(true);
        expect(fallenDue(settled, command.at, rules)).toEqual([]);
      }
    });
  });

  test("opens no stage with its deadline past", () => {
    always((asked) => {
      for (const event of historyOf(asked))
        if (event.type === "ClockStarted" && event.kind !== "duty") expect(event.due > event.at).toBe(true);
    });
  });

  test("ALL-07, KNO-01, KNO-13 passes over no stage but by immediate risk or a referral", () => {
    always((asked, rules) => {
      const stages = rules.policy.stages.map((each) => each.stage);
      let last = -1;
      for (const event of historyOf(asked)) {
        if (event.type !== "StageOpened") continue;
        const at = stages.indexOf(event.stage);
        if (event.because === "immediate risk" || event.because === "referred") expect(at).toBeGreaterThan(last);
        else expect(at).toBe(last + 1);
        last = at;
      }
    });
  });

  test("ALL-04, ALL-08 moves no deadline later but by a recorded re-plan: a running clock only comes nearer", () => {
    always((asked) => {
      for (const { before, after, events } of asked) {
        if (!before || events.some((each) => each.type === "DeadlinesReplanned")) continue;
        before.clocks.forEach((clock, index) => {
          expect(after.clocks[index]?.clock).toBe(clock.clock);
          expect((after.clocks[index]?.due ?? "9") <= clock.due).toBe(true);
        });
      }
    });
  });

  test("ALL-04 has no stage's deadline beyond a protective date that is still ahead", () => {
    always((asked) => {
      for (const { command, after } of asked)
        for (const clock of after.clocks)
          if (clock.kind !== "duty" && clock.status === "running" && !clock.passedAt)
            for (const date of after.protectBy) if (date > command.at) expect(clock.due <= date).toBe(true);
    });
  });

  test("loses no answer: what was not refused stands on the record with the name of who gave it", () => {
    always((asked, rules) => {
      for (const { command, before, events } of asked) {
        if (!before || !("seat" in command) || !("name" in command)) continue;
        if (decide(before, command, rules).decided !== "events") continue;
        const own = events.filter((each) => "by" in each && "sealed" in each);
        expect(own.length).toBeGreaterThanOrEqual(1);
        for (const each of own) expect(each).toMatchObject({ at: command.at, sealed: { name: "Pat Example" } });
      }
    });
  });

  test("after the end there are only notes, late answers and what became of notices", () => {
    always((asked) => {
      const history = historyOf(asked);
      const closed = history.findIndex((each) => each.type === "EscalationClosed");
      if (closed < 0) return;
      for (const event of history.slice(closed + 1)) expect(event.type).toMatch(/^(NoteAdded|LateAnswerRecorded)$/);
    });
  });

  test("ALL-06 closes nothing by silence, nor by the receiving side alone", () => {
    always((asked) => {
      for (const { command, before, events } of asked) {
        const ends = events.find((each) => each.type === "StageEnded" && each.next === undefined);
        if (!ends) continue;
        expect(["accept resolution", "give outcome", "withdraw"]).toContain(command.type);
        if (command.type !== "accept resolution" || before?.phase !== "at stage") continue;
        const side = before.seats.get(command.seat)?.side;
        expect(new Set([side, before.proposal?.by.side])).toEqual(new Set(["raising", "receiving"]));
      }
    });
  });

  test("ALL-07 the last stage is never ended by a deadline", () => {
    always((asked, rules) => {
      const last = rules.policy.stages.at(-1)?.stage;
      for (const event of historyOf(asked))
        if (event.type === "StageEnded" && event.stage === last) expect(event.how).not.toBe("deadline passed");
    });
  });

  test("ALL-09 tells only whom the record knows, each thing once, and owes the same however often it is asked", () => {
    always((asked, rules) => {
      const history = historyOf(asked);
      const notices = noticesOf(history, rules.policy);
      const ids = notices.map((each) => each.id);
      expect(new Set(ids).size).toBe(ids.length);
      const state = fold(history);
      for (const each of notices) expect(state?.seats.has(each.seat)).toBe(true);
      const owed = noticesOwed(history, rules.policy);
      expect(noticesOwed(history, rules.policy)).toEqual(owed);
      expect([...owed.send, ...owed.lapse.map((each) => each.notice)].map((each) => each.id).toSorted()).toEqual(
        ids.toSorted(),
      );
      // What was owed after an earlier commit is owed by the same name later: nothing goes out twice.
      const half = historyOf(asked.slice(0, Math.ceil(asked.length / 2)));
      const earlier = noticesOf(half, rules.policy).map((each) => each.id);
      for (const each of earlier) expect(ids).toContain(each);
    });
  });

  test("ALL-09 whoever acts when a stage opens is asked, except the one who has just raised it", () => {
    always((asked, rules) => {
      const history = historyOf(asked);
      const notices = noticesOf(history, rules.policy);
      history.forEach((event, index) => {
        if (event.type !== "StageOpened") return;
        const told = notices.filter((each) => each.event === index && each.kind === "asked").map((each) => each.seat);
        expect(told).toEqual(event.asked.map((each) => each.seat).filter((each) => each !== "raiser"));
      });
    });
  });
});
