/** Who is reminded of what and when, to the millisecond. Raised and opened on Monday 23 November 2026 at 10:00, when London is on UTC. */
import { describe, expect, test } from "vitest";
import { decide } from "../../../functions/core/decide.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import {
  fellDue,
  knowsleyRaised,
  miltonKeynesRaised,
  open,
  play,
  raise,
  silentUntil,
  tick,
  type Played,
} from "../../support/core.ts";

const monday = "2026-11-23T10:00:00.000Z";

const remindedIn = ({ history, rules }: Played) =>
  noticesOf(history, rules.policy)
    .filter(({ kind }) => kind === "reminder")
    .map(({ event, seat, stage, clock }) => `${history[event]?.at.slice(0, 16)} ${seat} ${stage}/${clock}`);

describe("two clocks of a stage that end together are one thing to be reminded of", () => {
  test("MK-01 to meet and to settle, by the same Monday: each practitioner is reminded at half time and on the last day", () => {
    const story = silentUntil(play(...miltonKeynesRaised()), "2026-11-30T10:00:00.000Z");
    expect(fellDue(story)).toEqual([
      "half time professionals/meet 2026-11-26T09:30Z",
      "half time professionals/settle 2026-11-26T09:30Z",
      "last day professionals/meet 2026-11-30T09:30Z",
      "last day professionals/settle 2026-11-30T09:30Z",
    ]);
    expect(remindedIn(story)).toEqual([
      "2026-11-26T09:32 raiser professionals/meet",
      "2026-11-26T09:32 professionals/receiving-side/1 professionals/meet",
      "2026-11-30T09:32 raiser professionals/meet",
      "2026-11-30T09:32 professionals/receiving-side/1 professionals/meet",
    ]);
  });

  test("MED-02 to respond and to settle, by the same Monday: each manager once", () => {
    const story = silentUntil(play(raise(monday, { area: "medway" }), open(monday)), "2026-11-26T10:00:00.000Z");
    expect(remindedIn(story)).toEqual([
      "2026-11-26T09:32 service-managers/raising-side/1 service-managers/respond",
      "2026-11-26T09:32 service-managers/receiving-side/1 service-managers/respond",
    ]);
  });
});

describe("a moment has come only after its instant", () => {
  const story = play(...knowsleyRaised());
  const at = (instant: string) => {
    const decision = decide(story.state, tick(instant), story.rules);
    return decision.decided === "events" ? decision.events.map(({ type }) => type) : decision.decided;
  };

  test("ALL-07, KNO-01 of a reminder at 09:30 and of a deadline at 17:00", () => {
    expect(at("2026-11-26T09:30:00.000Z")).toBe("nothing");
    expect(at("2026-11-26T09:30:00.001Z")).toEqual(["ReminderFellDue"]);
    expect(at("2026-11-26T17:00:00.000Z")).toEqual(["ReminderFellDue"]);
    expect(at("2026-11-26T17:00:00.001Z")).toEqual(["DeadlinePassed", "StageEnded"]);
  });
});
