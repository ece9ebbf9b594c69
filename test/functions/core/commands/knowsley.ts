/** Knowsley's escalation at each of its stages, from Monday 23 November 2026, 10:00 on: what commands are given to. */
import { does, knowsleyAt, knowsleyRaised, play, raiser, seats } from "../../../support/core.ts";

export const K = seats.knowsley;
export const M = seats.miltonKeynes;
export const stage1 = play(...knowsleyRaised()).history;
export const stage2 = play(...knowsleyAt("line-managers")).history;
export const stage3 = play(...knowsleyAt("senior-managers")).history;
export const chair = play(...knowsleyAt("chair")).history;
export const soon = "2026-11-23T11:00:00.000Z";
/** After the other stages were opened, and before any deadline of theirs. */
export const later = "2026-11-26T11:00:00.000Z";

export const withdrawn = play(...knowsleyRaised(), does(soon, raiser, "withdraw", "practitioners")).history;
export const proposed = play(
  ...knowsleyRaised(),
  does(soon, K.practitioner, "propose resolution", "practitioners"),
).history;
export const settled = play(
  ...knowsleyRaised(),
  does(soon, K.practitioner, "propose resolution", "practitioners"),
  does("2026-11-23T12:00:00.000Z", raiser, "accept resolution", "practitioners"),
).history;
