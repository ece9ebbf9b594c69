/** What is measured: what a partnership's manager is given, by the functions that give it, for one partnership and one quarter. */
import { digestMessage } from "../../functions/digest/message.ts";
import { stageNow } from "../../functions/figures/facts.ts";
import { figuresOf, isOpenAt } from "../../functions/figures/figures.ts";
import type { Period } from "../../functions/figures/period.ts";
import { factsFor, type FiguresDependencies } from "../../functions/figures/read.ts";
import type { Invented } from "./partnerships.ts";

export interface Asked {
  readonly of: Invented;
  readonly period: Period;
  /** When it is asked, UTC. */
  readonly now: string;
  readonly dependencies: FiguresDependencies;
}

const rowsOfAPage = 50;

/** Each reads what it needs and gives what it comes to, so that two sizes can be compared. */
export const calls = {
  async digest({ of, period, now, dependencies }) {
    const facts = await factsFor(of.id, period, dependencies);
    return digestMessage({
      partnership: of.partnership.name,
      every: "month",
      what: ["open escalations", "figures"],
      period,
      now,
      facts,
      nameOf: (agency) => agency,
    });
  },
  async report({ of, period, now, dependencies }) {
    return figuresOf(await factsFor(of.id, period, dependencies), period, now);
  },
  async register({ of, period, now, dependencies }) {
    const facts = await factsFor(of.id, period, dependencies);
    const due = (each: (typeof facts)[number]) => (isOpenAt(each, now) ? (stageNow(each)?.due ?? "9") : "A");
    return facts
      .toSorted((a, b) => (due(a) < due(b) ? -1 : 1))
      .slice(0, rowsOfAPage)
      .map(({ reference, raising, receiving, outcome, raisedAt }) => ({
        reference,
        raising,
        receiving,
        outcome,
        raisedAt,
      }));
  },
} as const satisfies Record<string, (asked: Asked) => Promise<unknown>>;

export type CallName = keyof typeof calls;
export const callNames = Object.keys(calls) as CallName[];
