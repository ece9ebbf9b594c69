/** Events of practice alerts stand on records for ever: an example, once here, is never changed. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evolve, fold } from "../../../functions/alerts/core/alert.ts";
import { alertEventSchema, formerAlertEvents, type AlertEvent } from "../../../functions/alerts/core/events.ts";
import { eventSchema } from "../../../functions/core/events.ts";
import { upToDate, type AnyVersion } from "../../../functions/core/versions.ts";
import { shapesOf } from "../../support/shapes.ts";
import { askGroup, monday, play } from "./core.ts";

const folder = new URL("examples/", import.meta.url);
const files = readdirSync(folder).toSorted();
const exampleOf = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
/** What whoever changed a shape reads first. */
const toDo =
  "What stands on a record is never changed: a new shape is a new version (functions/README.md, “How to add”), and its examples stay as they are";
const { state } = play(askGroup(monday));
const folded = (event: AlertEvent) => evolve(event.type === "AlertSubmitted" ? undefined : state, event);

describe("ALL-01 the contracts of what stands on the record of a practice alert", () => {
  test("every type of event has an example of its version, and no example is of anything else", () => {
    const types = [...alertEventSchema.events.map(({ type, v }) => `${type}.v${v}`), ...Object.keys(formerAlertEvents)];
    expect(
      files,
      `an example for each version of an event; a former version is one that has a step in formerAlertEvents. ${toDo}`,
    ).toEqual(types.map((each) => `${each}.json`).toSorted());
  });

  test("ALL-01 the shape of each version stays as it is, and loses no word: shapes-on-record.json has all of them", () => {
    const kept = JSON.parse(readFileSync(new URL("shapes-on-record.json", import.meta.url), "utf8")) as Record<
      string,
      object
    >;
    // What former versions had stays there to be read, though no schema says it any more.
    const former = Object.keys(formerAlertEvents).map((each): [string, object] => [each, kept[each] ?? {}]);
    expect(
      { ...shapesOf(alertEventSchema), ...Object.fromEntries(former) },
      `test/functions/alerts/shapes-on-record.json. Add to it what is a new version’s, or a new word; what is missing here is on records and stays. ${toDo}`,
    ).toEqual(kept);
  });

  test.each(files)("%s reads back as it was written, with nothing lost, and folds", (file) => {
    // A former version is written no more, and reads as what its steps make of it.
    const read = upToDate(exampleOf(file) as AnyVersion, formerAlertEvents);
    expect(() => alertEventSchema.parse(read), toDo).not.toThrow();
    expect(alertEventSchema.parse(read), toDo).toEqual(read);
    expect(folded(alertEventSchema.parse(read)).submitted.policy.id).toBe("medway");
  });

  test.each(files.filter((file) => /"sealed"/.test(readFileSync(new URL(file, folder), "utf8"))))(
    "%s reads and folds when its people are erased",
    (file) => {
      const example = { ...(exampleOf(file) as object), sealed: "erased" };
      const event = alertEventSchema.parse(upToDate(example, formerAlertEvents));
      expect(folded(event).phase).toMatch(/\w/);
    },
  );

  test("an alert's events are none of an escalation's, so that neither is read as the other", () => {
    expect(() => eventSchema.parse(exampleOf("AlertSubmitted.v1.json"))).toThrow("type");
    expect(() => eventSchema.parse(exampleOf("GroupAsked.v1.json"))).toThrow("type");
  });

  test("a record that does not begin with the submission is broken", () => {
    expect(() => fold(play(askGroup(monday)).history.slice(1))).toThrow("not with AlertSubmitted");
  });
});
