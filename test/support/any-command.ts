/**
 * Anything that anybody could ask of an escalation, at random: mostly by somebody who may, so that stories get somewhere, and
 * otherwise by anybody, about any stage, at any time.
 */
import fc from "fast-check";
import { standingOf } from "../../functions/core/capabilities.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import type { Command, PartyCommandType } from "../../functions/core/commands.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import { nextMoment } from "../../functions/core/moments.ts";
import { does, people, tick } from "./core.ts";

const hour = 3_600_000;
/** How often each is drawn beside the others: a command that is missing here does not compile. */
const weights: Readonly<Record<PartyCommandType, number>> = {
  "record discussion": 1,
  respond: 1,
  "propose resolution": 2,
  "accept resolution": 1,
  "reject resolution": 1,
  "declare unresolved": 1,
  refer: 1,
  "hand on": 1,
  "shorten deadline": 1,
  "flag immediate risk": 1,
  "request information": 1,
  "provide information": 1,
  "give outcome": 2,
  "do duty": 2,
  "answer questions": 1,
  "arrange meeting": 1,
  "approve discussion": 1,
  tick: 2,
  "ask advice": 1,
  "give advice": 1,
  "add manager": 1,
  "propose date": 2,
  "accept date": 2,
  "reject date": 1,
  "confirm filed": 1,
  "add note": 1,
  withdraw: 1,
};
/** Every command that somebody gives by a link. */
export const partyCommands = Object.keys(weights) as PartyCommandType[];
const partyTypes = partyCommands.flatMap((type) => Array.from({ length: weights[type] }, () => type));

/** What only becomes possible by something that was asked before, and is done as soon as somebody may. */
const follows: readonly PartyCommandType[] = [
  "accept date",
  "reject date",
  "give advice",
  "tick",
  "approve discussion",
];

/** One random thing that is asked: how long after the one before, by whom of those known, for which stage. */
export const randomStep = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...partyTypes) },
    { weight: 2, arbitrary: fc.constantFrom("tick" as const, "next moment" as const, "next moment" as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "replan" as const,
        "replace execution" as const,
        "open again" as const,
        "report bounce" as const,
      ),
    },
  ),
  after: fc.oneof(
    fc.constantFrom(0, 1),
    fc.integer({ min: 0, max: 4 * hour }),
    fc.integer({ min: 0, max: 4 * hour }),
    fc.integer({ min: 0, max: 30 * hour }),
    fc.integer({ min: 0, max: 200 * hour }),
  ),
  who: fc.nat(60),
  acts: fc.boolean(),
  where: fc.nat(20),
  flag: fc.boolean(),
  which: fc.nat(9),
  ago: fc.integer({ min: -hour, max: 120 * hour }),
  /** Whether what waits to be opened is opened before this is asked. */
  opens: fc.integer({ min: 0, max: 9 }).map((each) => each > 0),
});
export type RandomStep = typeof randomStep extends fc.Arbitrary<infer T> ? T : never;

const iso = (at: number) => new Date(at).toISOString();

/**
 * The command that a random step is for an escalation as it stands.
 * @param at when it is asked, in milliseconds since 1970 (UTC); the command says when itself, since a moment may be waited for
 */
export function commandOf(each: RandomStep, current: Escalation, at: number, rules: Rules): Command {
  const { policy } = rules;
  const moment = nextMoment(current);
  switch (each.what) {
    case "tick":
      return tick(iso(at));
    case "next moment":
      return tick(iso(moment ? Math.max(at, Date.parse(moment) + 120_000) : at));
    case "replan":
      return { type: "replan", id: `replan ${at}`, at: iso(at), reason: "As planned" };
    case "replace execution":
      return { type: "replace execution", id: `r ${at}`, at: iso(at), number: current.execution + 1, reason: "Lost" };
    case "report bounce": {
      const seats = [...current.seats.values()];
      const acting = current.opened.at(-1)?.acting ?? [];
      const known = each.acts && acting.length > 0 ? [...acting] : seats.map((one) => one.seat);
      const seat = known[each.who % known.length] ?? "raiser";
      const held = current.seats.get(seat);
      const other = (name: string, via: "stand-in" | "inbox") => ({
        role: held?.role ?? "practitioner",
        via,
        agency: held?.agency ?? "north-school",
        person: { name, email: `${name}@${held?.agency ?? "north-school"}.example` },
      });
      return {
        type: "report bounce",
        id: `bounce ${at}`,
        at: iso(at),
        notice: `1/asked/${seat}`,
        kind: "asked",
        seat,
        messageId: `${each.which}`,
        bounce: each.flag ? "permanent" : "transient",
        others: [other("deputy", "stand-in"), other("inbox", "inbox")].slice(each.where % 2),
      };
    }
    case "open again": {
      const stage = policy.stages[0]?.stage ?? "";
      const waits = current.phase === "opening" && current.next === stage;
      const found = waits ? people(current, rules, stage) : [];
      return { type: "open stage", id: `o ${at}`, at: iso(at), stage, people: found };
    }
    default: {
      // Mostly it is asked by somebody who may, so that stories get somewhere; otherwise by anybody.
      const ableTo = (type: PartyCommandType) =>
        [...current.seats.keys()].filter((one) => standingOf(current, policy, one).may.has(type));
      const next = follows.filter((type) => ableTo(type).length > 0);
      const what = (each.which > 5 ? next[each.who % Math.max(next.length, 1)] : undefined) ?? each.what;
      const acting = current.opened.at(-1)?.acting ?? [];
      const known = each.acts && acting.length > 0 ? [...acting] : [...current.seats.keys()];
      const able = each.which > 4 ? ableTo(what) : [];
      const list = what === "tick" ? current.clocks.find((one) => one.kind === "checklist") : undefined;
      const seat = able[each.who % Math.max(able.length, 1)] ?? known[each.who % known.length] ?? "raiser";
      const stages = policy.stages.map((one) => one.stage);
      const open = current.phase === "at stage" ? current.stage : (stages[0] ?? "");
      const stage = each.where < 16 ? (list?.stage ?? open) : (stages[each.where % stages.length] ?? open);
      const items = policy.stages.find((one) => one.stage === stage)?.checklist?.items ?? [];
      const proposal = current.phase === "at stage" ? current.dateProposal?.until : undefined;
      const owed = current.clocks.find((one) => one.kind === "duty" && one.status === "running");
      return does(iso(at), seat, what, stage, {
        ...(what === "record discussion"
          ? { kind: each.flag ? "meeting" : "discussion", heldAt: iso(at - each.ago) }
          : {}),
        ...(what === "reject resolution" ? { unresolved: each.flag } : {}),
        ...(what === "shorten deadline" ? { until: iso(at + each.ago) } : {}),
        ...(what === "do duty" && owed ? { duty: `${owed.stage}/${owed.clock}` } : {}),
        ...(what === "do duty" && each.which > 0 ? { choice: "systemic" } : {}),
        ...(what === "arrange meeting" ? { for: iso(at + each.ago) } : {}),
        ...(what === "approve discussion"
          ? { recordedAt: current.discussions.at(each.which % 3)?.recordedAt ?? iso(at) }
          : {}),
        ...(what === "propose date" ? { until: iso(at + each.ago * (each.flag ? 1 : 5)) } : {}),
        ...(what === "accept date" || what === "reject date"
          ? { until: each.which > 0 ? (proposal ?? iso(at)) : iso(at) }
          : {}),
        ...(what === "tick"
          ? {
              items: items
                .filter((_, place) => each.flag || place === each.which % items.length)
                .map((one) => ({
                  item: one.item,
                  on: iso(at - each.ago / 20).slice(0, 10),
                  ...(each.which > 0 ? { words: "As agreed." } : {}),
                })),
            }
          : {}),
        ...(what === "add manager"
          ? {
              to: {
                role: "service-manager",
                agency: "childrens-services",
                via: "holder",
                person: { name: "Mo Further", email: `mo-${each.which % 3}@childrens-services.example` },
              },
            }
          : {}),
        ...((what === "respond" || what === "answer questions") && each.flag
          ? {
              tells: [
                {
                  question: "commissioners",
                  seats: [
                    {
                      role: "commissioner",
                      agency: policy.partnership.id,
                      via: "holder",
                      person: { name: "Com Example", email: `commissioner-${each.which % 2}@knowsley.example` },
                    },
                  ],
                },
              ],
            }
          : {}),
      } as never);
    }
  }
}
