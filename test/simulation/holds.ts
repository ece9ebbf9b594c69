/** What a test asks of many histories of one place. */
import { expect } from "vitest";
import type { Machines } from "./machines.ts";
import { storeFor } from "./play.ts";
import type { Place } from "./policies.ts";
import { runHistories, type Outcome } from "./run.ts";

const seed = 20261122;

/** Says what broke, and how to see it again. */
export const said = ({ broken }: Outcome) =>
  broken && `${broken.says}\n${JSON.stringify(broken.history)}\nTo see it again: ${broken.replay}`;

/** Plays so many histories of a place, and expects each to hold. */
export async function holds(place: Place, histories: number, machines: Machines): Promise<void> {
  const outcome = await runHistories({ seed, histories, shrinks: false }, place, machines, await storeFor(place));
  expect(said(outcome)).toBeUndefined();
  expect(outcome.held).toBe(histories);
  // What never got anywhere would hold whatever is promised.
  expect(outcome.counted.stages).toBeGreaterThan(histories);
  expect(outcome.counted.mails).toBeGreaterThan(histories);
}
