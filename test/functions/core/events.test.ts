/** Events stand on the record for ever: an example, once here, is never changed. A new shape is a new version with its own. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type core, ZodMiniArray, ZodMiniObject, ZodMiniOptional, ZodMiniUnion } from "zod/mini";
import { eventSchema, formerEvents, type EscalationEvent } from "../../../functions/core/events.ts";
import { LaterVersion } from "../../../functions/core/event-schema.ts";
import { evolve, fold } from "../../../functions/core/evolve.ts";
import { upToDate, type AnyVersion } from "../../../functions/core/versions.ts";
import { knowsleyRaised, play } from "../../support/core.ts";
import { shapesOf } from "../../support/shapes.ts";

const folder = new URL("examples/", import.meta.url);
const files = readdirSync(folder).toSorted();
const exampleOf = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
/** `DutyDone.v1.a-choice.json` is a second example of version 1, for what may be there and is not in the first. */
const typeOf = (file: string) => file.split(".").slice(0, 2).join(".");
const kept = JSON.parse(readFileSync(new URL("shapes-on-record.json", import.meta.url), "utf8")) as Record<
  string,
  object
>;
/** What whoever changed a shape reads first. */
const toDo =
  "What stands on a record is never changed: a new shape is a new version (functions/README.md, “How to add”), and its examples stay as they are";
const atStage = play(...knowsleyRaised()).state;

describe("ALL-01 the contracts of what stands on the record", () => {
  test("every type of event has an example of its version, and no example is of anything else", () => {
    const types = [...eventSchema.events.map(({ type, v }) => `${type}.v${v}`), ...Object.keys(formerEvents)];
    expect(
      files.filter((each) => each === `${typeOf(each)}.json`),
      `an example in test/functions/core/examples/ for each version of an event; a former version is one that has a step in formerEvents. ${toDo}`,
    ).toEqual(types.map((each) => `${each}.json`).toSorted());
    expect(new Set(files.map(typeOf))).toEqual(new Set(types));
  });

  /** Where a schema leaves something out, in words such as `sealed.person.circumstances`. */
  const optionalIn = (schema: core.$ZodType, at: readonly string[] = []): string[] => {
    if (schema instanceof ZodMiniOptional) return [at.join("."), ...optionalIn(schema.def.innerType, at)];
    if (schema instanceof ZodMiniArray) return optionalIn(schema.def.element, at);
    if (schema instanceof ZodMiniUnion) return schema.def.options.flatMap((each) => optionalIn(each, at));
    if (schema instanceof ZodMiniObject)
      return Object.entries(schema.def.shape).flatMap(([key, one]) => optionalIn(one, [...at, key]));
    return [];
  };
  const has = (value: unknown, [key, ...rest]: readonly string[]): boolean => {
    if (Array.isArray(value)) return value.some((each) => has(each, key === undefined ? [] : [key, ...rest]));
    if (key === undefined) return value !== undefined;
    return typeof value === "object" && value !== null && has((value as Record<string, unknown>)[key], rest);
  };

  /** A seat that concludes is one that was asked, or took over from one. */
  const never = /^(told|partnership|of)\.concludes$/;

  test.each(
    eventSchema.events.flatMap(({ type, v, schema }) =>
      [...new Set(optionalIn(schema()))]
        .filter((field) => !never.test(field) && !(type === "ManagerJoined" && field === "to.concludes"))
        .map((field) => [`${type}.v${v}`, field] as const),
    ),
  )("%s has an example in which %s is there", (type, field) => {
    const examples = files.filter((each) => typeOf(each) === type).map(exampleOf);
    expect(
      examples.some((each) => has(each, field.split("."))),
      `an example of ${type} with ${field}. Is the event on records already, and the field new? ${toDo}`,
    ).toBe(true);
  });

  test("ALL-01 the shape of each version stays as it is, and loses no word: shapes-on-record.json has all of them", () => {
    // What former versions had stays there to be read, though no schema says it any more.
    const former = Object.keys(formerEvents).map((each): [string, object] => [each, kept[each] ?? {}]);
    expect(
      { ...shapesOf(eventSchema), ...Object.fromEntries(former) },
      `test/functions/core/shapes-on-record.json. Add to it what is a new version’s, or a new word; what is missing here is on records and stays. ${toDo}`,
    ).toEqual(kept);
  });

  test("ALL-01 what is no event is refused, and of what is one only its own fields are spoken of", () => {
    for (const none of [undefined, null, "NoteAdded", 5, {}, { type: "Invented", v: 1 }])
      expect(() => eventSchema.parse(none), JSON.stringify(none)).toThrow("invalid_");
    const { type, v } = eventSchema.events.find((each) => each.type === "NoteAdded")!;
    expect(() => eventSchema.parse({ type, v, at: 5 })).toThrow(/"at"/);
    expect(() => eventSchema.parse({ type, v: v - 1 })).toThrow(/"v"/);
  });

  test("ALL-01 what a later version of the service wrote is refused as that, and never taken for something else", () => {
    const { type, v } = eventSchema.events.find((each) => each.type === "NoteAdded")!;
    expect(() => eventSchema.parse({ type, v: v + 1, at: "2026-11-23T10:00:00.000Z" })).toThrow(
      new LaterVersion("NoteAdded", v + 1),
    );
    expect(new LaterVersion("NoteAdded", 2).message).toBe(
      "NoteAdded stands there in version 2, which only a later version of the service reads: deploy that one",
    );
  });

  test.each(files)("%s reads back as it was written, with nothing lost", (file) => {
    const example = exampleOf(file);
    const { type, v } = example as EscalationEvent;
    expect(`${type}.v${v}`).toBe(typeOf(file));
    // A former version is written no more, and reads as what its steps make of it.
    const read = upToDate(example as AnyVersion, formerEvents);
    expect(() => eventSchema.parse(read), toDo).not.toThrow();
    expect(eventSchema.parse(read), toDo).toEqual(read);
  });

  test.each(files)("%s folds", (file) => {
    const event = eventSchema.parse(upToDate(exampleOf(file) as AnyVersion, formerEvents));
    const state = event.type === "EscalationRaised" ? evolve(undefined, event) : evolve(atStage, event);
    expect(state.raised.policy.id).toBe("knowsley");
  });

  test.each(files.filter((file) => /"sealed"/.test(readFileSync(new URL(file, folder), "utf8"))))(
    "%s reads and folds when its people are erased",
    (file) => {
      const example = { ...(exampleOf(file) as object), sealed: "erased" };
      const event = eventSchema.parse(upToDate(example, formerEvents));
      const state = event.type === "EscalationRaised" ? evolve(undefined, event) : evolve(atStage, event);
      expect(state.phase).toMatch(/\w/);
    },
  );

  test.each([
    ["of an unknown type", { type: "EscalationForgotten" }],
    ["of a version that there never was", { v: 0 }],
    ["without its instant", { at: undefined }],
    ["with half of its people", { sealed: { people: { raiser: { name: "Ada" } } } }],
  ])("an event %s is no event", (_what, wrong) => {
    const example = exampleOf("StageOpened.v1.json") as object;
    expect(eventSchema.parse(example)).toEqual(example);
    expect(() => eventSchema.parse({ ...example, ...wrong })).toThrow("invalid_");
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
