/** The load test with a few escalations, and what somebody sees whose press is over the limit. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linkIn, wordsOf } from "../../infra/local/person.ts";
import { journey, knowsleyConcern } from "../support/journey.ts";
import { load } from "./load.ts";

test("many answer at once and a deadline is shared: every answer is on the record and every email goes out once", async () => {
  const found = await load({
    escalations: 20,
    sharing: 10,
    within: 1,
    seed: "1",
    folder: mkdtempSync(join(tmpdir(), "load-")),
    realTime: false,
  });
  expect(found.broken).toEqual([]);
  expect([found.concerns, found.answers, found.climbed]).toEqual([20, 20, 10]);
  expect(found.otherStatuses).toEqual({});
}, 240_000);

test("a press over the limit is not lost silently: its page says to send it again, and that is then recorded, once", async () => {
  const it = await journey("2026-11-23T10:00:00.000Z");
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const path = linkIn(it.mail("j.malik@social-care.knowsley.example", "your answer is asked for"));
  const send = await it.open(path, "note");
  const note = { kind: "note", words: "We have spoken." };
  await it.moveTo("2026-11-23T10:02:00.000Z");
  for (let entry = 0; entry < 60; entry++) expect((await send({ ...note, command: `note-${entry}` })).status).toBe(200);
  const refused = await send(note);
  expect(refused.status).toBe(429);
  expect(wordsOf(await refused.text())).toContain(
    "Nothing was recorded of this. Wait a minute, go back, and send it again.",
  );
  const notes = async () => (await it.types(reference)).filter((each) => each === "NoteAdded");
  expect(await notes()).toHaveLength(60);

  await it.moveTo("2026-11-23T10:05:00.000Z");
  for (const _ of ["again", "and once more"]) expect((await send(note)).status).toBe(200);
  expect(await notes()).toHaveLength(61);
});
