/** What is measured: what a partnership's manager is given, by the functions that give it, for one partnership and one quarter. */
import { digestMessage } from "../../functions/digest/message.ts";
import type { Period } from "../../functions/figures/period.ts";
import { factsFor, type FiguresDependencies } from "../../functions/figures/read.ts";
import { partnershipTold } from "../../functions/mail/facts/partnership.ts";
import { readRegister } from "../../functions/register/read.ts";
import { readReport } from "../../functions/register/report.ts";
import { pageOf, sorted } from "../../functions/register/rows.ts";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import type { Invented } from "./partnerships.ts";

export interface Asked {
  readonly of: Invented;
  readonly period: Period;
  /** When it is asked, UTC. */
  readonly now: string;
  readonly dependencies: FiguresDependencies;
}

/** Each reads what it needs and gives what it comes to, so that two sizes can be compared. */
export const calls = {
  async digest({ of, period, now, dependencies }) {
    return digestMessage({
      partnership: partnershipTold(of.partnership.name, undefined),
      parts: [{ every: "month", period, what: ["open escalations", "figures"] }],
      now,
      calendar: calendarOf("england-and-wales"),
      facts: await factsFor(of.id, period, dependencies),
      alerts: [],
      nameOf: (agency) => agency,
      register: undefined,
      before: [],
      after: [],
    });
  },
  async report({ of, period, now, dependencies }) {
    return (await readReport(of.id, period, now, dependencies)).report;
  },
  async register({ of, period, now, dependencies }) {
    const { rows } = await readRegister(of.id, period, now, dependencies);
    return pageOf(sorted(rows, "most delayed"), 1);
  },
} as const satisfies Record<string, (asked: Asked) => Promise<unknown>>;

export type CallName = keyof typeof calls;
export const callNames = Object.keys(calls) as CallName[];
