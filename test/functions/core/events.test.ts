/** Events stand on the record for ever: an example, once here, is never changed. A new shape is a new version with its own. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventSchema, type EscalationEvent } from "../../../functions/core/events.ts";
import { evolve, fold } from "../../../functions/core/evolve.ts";
import { knowsleyRaised, play } from "../../support/core.ts";

const folder = new URL("examples/", import.meta.url);
const files = readdirSync(folder).toSorted();
const exampleOf = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const atStage = play(...knowsleyRaised()).state;

describe("ALL-01 the contracts of what stands on the record", () => {
  test("every type of event has an example of its version, and no example is of anything else", () => {
    const types = eventSchema.options.map(({ shape }) => `${shape.type.value}.v${shape.v.value}.json`);
    expect(files).toEqual(types.toSorted());
  });

  test.each(files)("%s reads back as it was written, with nothing lost", (file) => {
    const example = exampleOf(file);
    expect(eventSchema.parse(example)).toEqual(example);
    expect(`${(example as EscalationEvent).type}.v1.json`).toBe(file);
  });

  test.each(files)("%s folds", (file) => {
    const event = eventSchema.parse(exampleOf(file));
    const state = event.type === "EscalationRaised" ? evolve(undefined, event) : evolve(atStage, event);
    expect(state.raised.policy.id).toBe("knowsley");
  });

  test.each(files.filter((file) => /"sealed"/.test(readFileSync(new URL(file, folder), "utf8"))))(
    "%s reads and folds when its people are erased",
    (file) => {
      const event = eventSchema.parse({ ...(exampleOf(file) as object), sealed: "erased" });
      const state = event.type === "EscalationRaised" ? evolve(undefined, event) : evolve(atStage, event);
      expect(state.phase).toMatch(/\w/);
    },
  );

  test.each([
    ["of an unknown type", { type: "EscalationForgotten" }],
    ["of another version", { v: 2 }],
    ["without its instant", { at: undefined }],
    ["with half of its people", { sealed: { people: { raiser: { name: "Ada" } } } }],
  ])("an event %s is no event", (_what, wrong) => {
    const example = exampleOf("StageOpened.v1.json") as object;
    expect(eventSchema.safeParse(example).success).toBe(true);
    expect(eventSchema.safeParse({ ...example, ...wrong }).success).toBe(false);
  });
});

describe("folding", () => {
  test("an empty history is no escalation", () => {
    expect(fold([])).toBeUndefined();
  });

  test("a record that does not begin with the raising is broken", () => {
    const { history } = play(...knowsleyRaised());
    expect(() => fold(history.slice(1))).toThrow("not with EscalationRaised");
  });

  test("an erased record keeps seats, stages and clocks, and names nobody", () => {
    const { history } = play(...knowsleyRaised());
    const erased = history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
    const state = fold(erased);
    expect(state?.words).toBe("erased");
    expect([...(state?.seats.values() ?? [])].map((each) => each.person)).toEqual(["erased", "erased", "erased"]);
    expect(state?.clocks).toEqual(play(...knowsleyRaised()).state.clocks);
    expect(state).toMatchObject({ phase: "at stage", stage: "practitioners" });
  });
});
