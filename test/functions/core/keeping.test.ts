import { describe, expect, test } from "vitest";
import { decideKeeping, erasureOf, holdOf, type KeepingCommand } from "../../../functions/core/keeping.ts";
import type { EscalationEvent, KeepingEvent } from "../../../functions/core/events.ts";
import { evolve, fold } from "../../../functions/core/evolve.ts";
import { knowsleyRaised, play } from "../../support/core.ts";

const at = "2027-02-01T09:30:00.000Z";
const words = { askedBy: "Ines Calloway, legal services", reason: "An inquest" };
const place: KeepingCommand = { type: "place hold", id: "1", at, ...words };
const lift: KeepingCommand = { type: "lift hold", id: "2", at, ...words };
const erase: KeepingCommand = { type: "record erasure", id: "3", at, because: "asked" };
const placed: KeepingEvent = { type: "LegalHoldPlaced", v: 1, at, sealed: words };
const lifted: KeepingEvent = { type: "LegalHoldLifted", v: 1, at, sealed: words };
const gone: KeepingEvent = { type: "PeopleErased", v: 1, at, because: "asked" };
const open: readonly EscalationEvent[] = play(...knowsleyRaised()).history;

describe("a legal hold", () => {
  test("is placed and lifted on the record of whatever is open or closed, with who asked and why", () => {
    expect(decideKeeping(open, place)).toEqual({ decided: "events", events: [placed] });
    expect(decideKeeping([...open, placed], lift)).toEqual({ decided: "events", events: [lifted] });
    expect(holdOf(open)).toBeUndefined();
    expect(holdOf([...open, placed])).toEqual(placed);
    expect(holdOf([...open, placed, lifted])).toBeUndefined();
    expect(holdOf([...open, placed, lifted, placed])).toEqual(placed);
  });

  test("is placed and lifted once", () => {
    expect(decideKeeping([...open, placed], place).decided).toBe("nothing");
    expect(decideKeeping(open, lift).decided).toBe("nothing");
  });

  test("forbids an erasure until it is lifted", () => {
    expect(decideKeeping([...open, placed], erase)).toEqual({
      decided: "refused",
      refusal: { says: "It is under a legal hold since 2027-02-01: nothing of it is erased." },
    });
    expect(decideKeeping([...open, placed, lifted], erase)).toEqual({ decided: "events", events: [gone] });
  });

  test("cannot be placed on what was erased", () => {
    expect(decideKeeping([...open, gone], place).decided).toBe("refused");
  });

  test("changes nothing of how an escalation stands", () => {
    expect(fold([...open, placed, lifted])).toEqual(fold(open));
  });
});

describe("an erasure", () => {
  test("stands on the record once, with its class", () => {
    const retention = { class: "about-a-child", source: "Line 14" };
    expect(decideKeeping(open, { ...erase, because: "age", retention })).toEqual({
      decided: "events",
      events: [{ ...gone, because: "age", retention }],
    });
    expect(erasureOf([...open, gone])).toEqual(gone);
    expect(decideKeeping([...open, gone], erase).decided).toBe("nothing");
  });

  test("ends what was open, so that nothing of it falls due any more, and leaves what was closed as it ended", () => {
    const state = fold([...open, gone]);
    expect(state).toMatchObject({ phase: "closed", how: "erased" });
    expect(new Set(state?.clocks.map((each) => each.status))).toEqual(new Set(["over"]));
    const withdrawn: EscalationEvent = { type: "EscalationClosed", v: 1, at, how: "withdrawn" };
    const closed = fold([...open, withdrawn]);
    expect(evolve(closed, gone)).toEqual(closed);
  });
});
