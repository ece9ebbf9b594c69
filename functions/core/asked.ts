/** What a running clock asks for, in the policy's words: pages, e-mails and the record all say it from here. */
import { asksOf, clockOf, dutyOf, stageOf } from "../../policies/language/stages.ts";
import type { Policy } from "../../policies/language/schema.ts";
import type { Timescale } from "../../policies/calendar/timescale.ts";
import type { RunningClock, Seat } from "./events.ts";
import { checklistClock } from "./clocks.ts";

export interface AskedFor {
  /** As the end of “You are asked to …”. */
  readonly asks: string;
  readonly clause?: string;
  /** The number is the organisation's own and never shown as the policy's (MK-02, MK-06). */
  readonly ownDefault: boolean;
  /** What the text says in place of a number. */
  readonly inWords?: string;
  readonly chaseEvery?: Timescale;
}

/** @param seat whoever is asked, where it reads differently for different people */
export function askedFor(
  policy: Policy,
  clock: Pick<RunningClock, "stage" | "clock">,
  seat?: Pick<Seat, "side" | "concludes">,
): AskedFor {
  if (clock.clock === "answer-proposal") return { asks: "answer the proposed resolution", ownDefault: false };
  if (clock.clock === checklistClock) {
    const list = stageOf(policy, clock.stage).checklist;
    return {
      asks: "do what is on the list of this stage, and tick it with the day on which it was done",
      ownDefault: false,
      ...(list ? { clause: list.clause, chaseEvery: list.chaseEvery } : {}),
    };
  }
  const rule = clockOf(policy, clock.stage, clock.clock);
  const duty = rule ? undefined : dutyOf(policy, clock.stage, clock.clock);
  const part = rule ?? duty;
  return {
    asks: (rule && seat ? asksOf(rule, seat) : part?.asks) ?? clock.clock,
    ownDefault: part?.setBy === "organisation",
    ...(part ? { clause: part.clause } : {}),
    ...(part?.chaseEvery ? { chaseEvery: part.chaseEvery } : {}),
    ...(rule?.inWords ? { inWords: rule.inWords } : {}),
  };
}

/** A number that the policy does not give is never shown as the policy's; undefined where it gives one. */
export function ownDefaultInWords({ ownDefault, inWords }: AskedFor): string | undefined {
  if (!ownDefault) return undefined;
  return inWords
    ? `The policy says “${inWords}” and gives no number here. This timescale is the organisation’s own.`
    : "The policy gives no number here. This timescale is the organisation’s own.";
}
