/** What befalls one escalation, at random: who asks what and when, what fails, what is stopped. */
import fc from "fast-check";
import { dayOf } from "../../policies/calendar/instant.ts";
import { isAsked } from "../../functions/core/conditions.ts";
import { randomOf } from "../scale/random.ts";
import { randomStep } from "../support/any-command.ts";
import type { Place } from "./policies.ts";
import { hows } from "./world.ts";

const hour = 3_600_000;

/** How much of what is under way is let through before the next thing happens: everything, or only so many calls. */
const letThrough = fc.oneof(
  { weight: 3, arbitrary: fc.constant("everything" as const) },
  { weight: 2, arbitrary: fc.nat(30) },
);

const move = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("somebody acts" as const),
      step: randomStep,
      /** The same once more: pressed again later, or a second time at once. */
      again: fc.constantFrom("no" as const, "no" as const, "no" as const, "later" as const, "at once" as const),
      letThrough,
    }),
  },
  // Left to chance alone, hardly any would ever come to its end.
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant("somebody settles something" as const),
      step: randomStep,
      again: fc.constant("no" as const),
      letThrough,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("time passes" as const),
      /** To the next moment of the escalation, by so much before or after it; or by so much from now. */
      to: fc.constantFrom("moment" as const, "moment" as const, "from now" as const),
      by: fc.oneof(fc.constantFrom(-1, 0, 1, 60_000, 180_000), fc.integer({ min: 0, max: 30 * hour })),
      letThrough,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("reconcile" as const), letThrough }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("the execution is stopped" as const), isHeard: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("everything is killed" as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("it is submitted again" as const), letThrough }) },
);
export type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

export const anyHistory = fc.record({
  begins: fc.integer({ min: Date.UTC(2026, 0, 5), max: Date.UTC(2026, 11, 24) }),
  /** Decides what is submitted, and which of several calls that wait goes first. */
  seed: fc.nat(1_000_000),
  immediateRisk: fc.boolean(),
  skewMs: fc.constantFrom(0, 0, 2_000),
  faults: fc.array(fc.record({ after: fc.nat(90), how: fc.constantFrom(...hows) }), { maxLength: 7 }),
  moves: fc.array(move, { minLength: 3, maxLength: 18 }),
});
export type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never;

/** A concern as an agency's system posts it, with whatever the policy of the place asks. */
export function concernFor(
  { rules: { policy }, area, agencies }: Place,
  { begins: began, seed, immediateRisk, skewMs }: History,
) {
  // Nothing has arisen yet that a process whose clock is slow would take for the future.
  const begins = began - skewMs;
  const random = randomOf(`concern ${seed}`);
  const raising = random.oneOf(agencies);
  const receiving = random.oneOf(agencies.filter((each) => each !== raising));
  const day = (ago: number) => dayOf(new Date(begins - ago * 24 * hour).toISOString());
  const answers = Object.fromEntries(
    policy.asksWhenRaised
      .filter((each) => isAsked(each, { raising, receiving }) && (each.required || random.happens(0.4)))
      .map(({ id, answer, options = [] }) => {
        switch (answer) {
          case "yes or no":
            return [id, random.oneOf(["yes", "no"])];
          case "one of":
            return [id, random.oneOf(options).id];
          case "any of":
            return [id, options.filter(() => random.happens(0.3)).map((each) => each.id)];
          case "date":
            return [id, day(1)];
          case "text":
            return [id, "Words"];
        }
      }),
  );
  const confirms = policy.beforeTheFormalProcess?.confirms ?? [];
  const confirmed = random.happens(0.7) ? confirms : confirms.slice(1);
  const person = (of: string) => ({ name: `Somebody of ${of}`, email: `somebody@${of}.example` });
  return {
    client: `${raising.id}-system`,
    body: {
      area,
      subject: random.oneOf(policy.covers.filter((each) => each !== "community")),
      person: { name: "Robin Example", dateOfBirth: "2014-05-30" },
      typeOfDisagreement: random.oneOf(policy.disagreements).id,
      ...(immediateRisk && random.happens(0.5) ? {} : { issue: "The referral was closed." }),
      natureOfDisagreement: "We see a higher level of need.",
      risk: "Neglect at home.",
      evidence: "Attendance.",
      resolutionSought: "An assessment.",
      arose: day(random.below(4)),
      ...(immediateRisk ? { immediateRisk } : {}),
      ...(random.happens(0.15) ? { protectBy: new Date(begins + (random.below(300) + 4) * hour).toISOString() } : {}),
      ...(Object.keys(answers).length > 0 ? { answers } : {}),
      ...(confirms.length > 0 ? { before: Object.fromEntries(confirmed.map((each) => [each.id, day(1)])) } : {}),
      raising: { practitioner: person(raising.id) },
      receiving: { agency: receiving.id, ...(random.happens(0.7) ? { practitioner: person(receiving.id) } : {}) },
    },
  };
}
