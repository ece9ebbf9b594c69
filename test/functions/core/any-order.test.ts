/** Any order of any commands, at any time, by anybody. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rules } from "../../../functions/core/clocks.ts";
import type { Command } from "../../../functions/core/commands.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { Escalation } from "../../../functions/core/escalation.ts";
import { eventSchema, type EscalationEvent } from "../../../functions/core/events.ts";
import { evolve, fold } from "../../../functions/core/evolve.ts";
import { fallenDue, nextMoment } from "../../../functions/core/moments.ts";
import { dayOf } from "../../../policies/calendar/instant.ts";
import { noticesOf, noticesOwed, type Notice } from "../../../functions/core/notices.ts";
import { clockOf } from "../../../policies/language/stages.ts";
import { commandOf, randomStep } from "../../support/any-command.ts";
import {
  confirmedBefore,
  knowsley,
  medway,
  miltonKeynes,
  open,
  raise,
  shropshire,
  told,
  trainingProvider,
} from "../../support/core.ts";

const hour = 3_600_000;

/** What is asked for and answered beside the stages' own answers, and leaves every deadline where it is. */
const movesNothing: ReadonlySet<string> = new Set([
  "tick",
  "propose date",
  "reject date",
  "ask advice",
  "give advice",
  "add manager",
  "arrange meeting",
  "approve discussion",
  "answer questions",
  "confirm filed",
  "report bounce",
]);

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
  /** How many of the things that come before the formal process are confirmed. */
  confirmed: fc.constantFrom(0, 2, 3, 3),
  police: fc.boolean(),
  status: fc.subarray(["child-protection-plan", "in-care"]),
  beside: fc.boolean(),
  protectIn: fc.option(fc.integer({ min: 1, max: 400 * hour }), { nil: undefined, freq: 3 }),
  steps: fc.array(randomStep, { minLength: 4, maxLength: 26 }),
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
function run({ area, raisedAt, immediateRisk, protectIn, steps, ...about }: RandomStory): Asked[] {
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
      ...(area === "medway"
        ? {
            receiving: { agency: "childrens-services", ...(about.police ? { kind: "police" } : {}) },
            sealed: told("medway", {
              before: Object.fromEntries(
                Object.keys(confirmedBefore)
                  .slice(0, about.confirmed)
                  .map((each) => [each, "2026-03-19"]),
              ),
              answers: { status: about.status, ...(about.police ? { "concerns-mash": "yes" } : {}) },
            }),
          }
        : {}),
      ...(about.beside
        ? {
            beside: [
              {
                side: "receiving",
                policy: { id: "training-provider", version: "2025" },
                practitionersHear: true,
                filing: "file it",
              },
            ],
          }
        : {}),
      ...(protectIn === undefined ? {} : { protectBy: iso(now + protectIn) }),
    }),
  );
  for (const each of steps) {
    now += each.after;
    if (each.opens) openWhatWaits(iso(now));
    const command = commandOf(each, state as Escalation, now, rules);
    now = Date.parse(command.at);
    ask(command);
  }
  openWhatWaits(iso(now));
  return asked;
}

/** Every test looks at the same stories, and at smaller ones of a story for which something does not hold. */
const played: Map<string, Asked[]> = new Map();
function storyOf(random: RandomStory): Asked[] {
  const name = JSON.stringify(random);
  const asked = played.get(name) ?? run(random);
  played.set(name, asked);
  return asked;
}

const always = (holds: (asked: readonly Asked[], rules: Rules) => void) =>
  fc.assert(
    fc.property(story, (random) => {
      holds(storyOf(random), rulesOf[random.area]);
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
        // MED-01: the informal stage is used where something that comes before the formal process was not confirmed.
        if (event.type === "EscalationRaised" && rules.policy.beforeTheFormalProcess && !event.notYet) last = 0;
        if (event.type !== "StageOpened") continue;
        const at = stages.indexOf(event.stage);
        if (event.because === "immediate risk" || event.because === "referred") expect(at).toBeGreaterThan(last);
        else expect(at).toBe(last + 1);
        last = at;
      }
    });
  });

  test("ALL-04, ALL-08 moves no deadline later but by a recorded re-plan or by what both sides agreed where the policy leaves it to them", () => {
    let later = 0;
    always((asked, { policy }) => {
      for (const { before, after, events } of asked) {
        if (!before || events.some((each) => each.type === "DeadlinesReplanned")) continue;
        const agreed = events.find((each) => each.type === "DateAgreed");
        before.clocks.forEach((clock, index) => {
          const due = after.clocks[index]?.due ?? "9";
          expect(after.clocks[index]?.clock).toBe(clock.clock);
          if (due <= clock.due) return;
          later++;
          expect(agreed?.clocks).toContainEqual(
            expect.objectContaining({ stage: clock.stage, clock: clock.clock, due }),
          );
          expect(clockOf(policy, clock.stage, clock.clock)?.sidesMayAgreeALaterDate).toBe(true);
          expect(clock.noLaterThan === undefined || due <= clock.noLaterThan).toBe(true);
          for (const date of before.protectBy) if (date > (agreed?.at ?? "")) expect(due <= date).toBe(true);
        });
      }
    });
    expect(later, "later dates that were agreed").toBeGreaterThan(0);
  });

  test("ALL-08 a date agreed is one that the other side proposed and nobody replaced", () => {
    let agreed = 0;
    always((asked) => {
      for (const { before, command, events } of asked)
        for (const event of events) {
          if (event.type !== "DateAgreed") continue;
          agreed++;
          if (before?.phase !== "at stage") throw new Error("A date was agreed where no stage was open");
          expect(before.dateProposal).toMatchObject({ until: event.until });
          expect(new Set([before.dateProposal?.by.side, event.by.side])).toEqual(new Set(["raising", "receiving"]));
          expect(command.type).toBe("accept date");
        }
    });
    expect(agreed, "dates that were agreed").toBeGreaterThan(5);
  });

  test("ALL-08, SHR-09, KNO-06, MED-03 ticks, proposed dates, advice, further managers and meetings leave every deadline where it is", () => {
    const done = new Set<string>();
    always((asked) => {
      for (const { command, before, after, events } of asked) {
        if (!before || !movesNothing.has(command.type)) continue;
        if (events.length > 0) done.add(command.type);
        for (const [index, clock] of before.clocks.entries()) expect(after.clocks[index]?.due).toBe(clock.due);
      }
    });
    expect(done, "each of them happened in some story").toEqual(movesNothing);
  });

  test("SHR-07 a flag brings deadlines nearer, and none later", () => {
    always((asked) => {
      for (const { before, after, events } of asked)
        for (const event of events)
          if (event.type === "DeadlinesExpedited")
            for (const each of event.clocks) {
              const was = before?.clocks.find((one) => one.stage === each.stage && one.clock === each.clock);
              expect(each.due < (was?.due ?? "")).toBe(true);
              expect(after.clocks.some((one) => one.stage === each.stage && one.due === each.due)).toBe(true);
            }
    });
  });

  test("SHR-09 what is ticked is ticked once, and no list is over before all of it that is due is ticked", () => {
    always((asked, { policy }) => {
      for (const { after } of asked) {
        const ticked = after.ticked.map((each) => `${each.stage}/${each.item}`);
        expect(new Set(ticked).size).toBe(ticked.length);
        for (const clock of after.clocks) {
          if (clock.kind !== "checklist" || clock.status !== "over" || after.phase === "closed") continue;
          const climbed = !["resolved", "outcome given"].includes(
            after.opened.findLast((each) => each.stage === clock.stage)?.how ?? "",
          );
          const items = policy.stages.find((each) => each.stage === clock.stage)?.checklist?.items ?? [];
          if (!climbed) for (const { item } of items) expect(ticked).toContain(`${clock.stage}/${item}`);
        }
      }
    });
  });

  test("KNO-16, TP-08 nobody approves their own record, or one twice; each side confirms once that it filed", () => {
    always((asked) => {
      for (const { after } of asked) {
        for (const each of after.discussions) {
          expect(each.approvedBy).not.toContain(each.by);
          expect(new Set(each.approvedBy).size).toBe(each.approvedBy.length);
        }
        expect(new Set(after.filed).size).toBe(after.filed.length);
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
        const own = events.filter((each) => "by" in each && "sealed" in each && each.type !== "OthersTold");
        expect(own.length).toBeGreaterThanOrEqual(1);
        for (const each of own) expect(each).toMatchObject({ at: command.at, sealed: { name: "Pat Example" } });
      }
    });
  });

  test("after the end there are only notes, late answers, approvals, confirmations of filing and what became of notices", () => {
    always((asked) => {
      const history = historyOf(asked);
      const closed = history.findIndex((each) => each.type === "EscalationClosed");
      if (closed < 0) return;
      for (const event of history.slice(closed + 1))
        expect(event.type).toMatch(/^(NoteAdded|NoticeBounced|LateAnswerRecorded|DiscussionApproved|RecordFiled)$/);
    });
  });

  test("ALL-06 closes nothing by silence, nor by the receiving side alone", () => {
    always((asked) => {
      for (const { command, before, events } of asked) {
        if (events.some((each) => each.type === "EscalationClosed"))
          expect(["accept resolution", "give outcome", "withdraw", "do duty", "tick"]).toContain(command.type);
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
      // Whatever is neither sent nor lapsed waits for another reminder to the same person on the same day.
      const settled = new Set([...owed.send, ...owed.lapse.map((each) => each.notice)].map((each) => each.id));
      const isReminder = ({ kind }: Notice) => kind === "reminder" || kind === "chased";
      const reminderOf = ({ seat, event }: Notice) => {
        const person = state?.seats.get(seat)?.person;
        return `${dayOf(history[event]?.at ?? "")}/${person && person !== "erased" ? person.email : seat}`;
      };
      const today = owed.send.filter(isReminder).map(reminderOf);
      expect(new Set(today).size).toBe(today.length);
      for (const each of notices.filter(({ id }) => !settled.has(id)))
        expect([isReminder(each), today]).toEqual([true, expect.arrayContaining([reminderOf(each)])]);
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
