/**
 * What real policies were seen to need is each shown in an invented policy that changes a thing or two of a small one, and runs
 * through the core from its text alone.
 */
import { calendarOf } from "../../../../policies/calendar/bank-holidays.ts";
import { loadPolicy } from "../../../../policies/language/load.ts";
import { does, holds, open, play, raise, raiser, told, type Played, type Step } from "../../../support/core.ts";
import { smallPolicy } from "../../small.ts";

export const monday = "2026-11-23T10:00:00.000Z";
export const receiver = "first/receiving-side/1";
export const chair = "last/body/1";

/** A policy of an area of its own, which is that area's from now on. */
export function policyOf(area: string, changes: Readonly<Record<string, string>>) {
  const text = smallPolicy({ "area: { id: small, name: Small }": `area: { id: ${area}, name: Small }`, ...changes });
  const policy = loadPolicy(text, `policies/${area}/1.yaml`);
  holds(area, { policy, calendar: calendarOf("england-and-wales") });
  return policy;
}

/** It is raised, and its first stage opens at once. */
export const raised = (area: string, over: Parameters<typeof raise>[1] = {}, at = monday): Played =>
  play(raise(at, { area, ...over }), open(at));
/** What was answered when it was raised. */
export const answering = (area: string, answers: Readonly<Record<string, string | string[]>>, at = monday): Played =>
  raised(area, { sealed: told(area, { answers }) }, at);

/** The clock of the small policy’s first stage. */
export const settle = `      - clock: settle
        asks: settle it
        within: 3 working days
        from: stage opened
        met by: resolution
        when passed: climb
        clause: "1"
`;
/** A clock of the first stage, beside the one by which it is settled. */
export const clock = (
  name: string,
  within: string,
  metBy: string,
  more = "",
  from = "stage opened",
) => `      - clock: ${name}
        asks: ${name}
        within: ${within}
        from: ${from}
        met by: ${metBy}
        when passed: note
${more}        clause: "1"
`;
/** What somebody owes, which is chased every working day. */
export const duty = (name: string, kind: string, by: string, to: string, within: string, from: string, more = "") =>
  `      - duty: ${name}
        asks: ${name}
        kind: ${kind}
        by: ${by}
        to: ${to}
        within: ${within}
        from: ${from}
        chase every: 1 working day
${more}        clause: "1"
`;
/** Duties that the first stage leaves behind. */
export const afterFirst = (...duties: string[]) => ({
  "    ends by: agreement\n": `    ends by: agreement\n    afterwards:\n${duties.join("")}`,
});
/** The receiving side proposes and the raising side accepts, at 10:00 and 11:00. */
export const agree = (day: string): Step[] => [
  does(`${day}T10:00:00.000Z`, receiver, "propose resolution", "first"),
  does(`${day}T11:00:00.000Z`, raiser, "accept resolution", "first"),
];
