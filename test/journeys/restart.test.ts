/** Stopping and starting again; being killed is test/crash. 2026-11-23 is a Monday. */
import { expect, test } from "vitest";
import { journey, knowsleyConcern } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const receivingManager = "d.stott@social-care.knowsley.example";

test("stopped in the middle of a stage and started again, it goes on: the deadline holds, and nobody is told anything twice", async () => {
  const it = await journey(monday, { restarts: true });
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const before = await it.types(reference);
  const sent = it.laptop.mailbox.mails().length;
  await it.restart();
  expect(await it.types(reference)).toEqual(before);
  expect(it.laptop.mailbox.mails()).toHaveLength(sent);
  await it.moveTo("2026-11-26T17:04:00.000Z");
  expect(await it.event(reference, "StageOpened")).toMatchObject({ stage: "line-managers" });
  expect(it.mails(receivingManager, "your answer is asked for")).toBe(1);
});

test("links from before a restart still open", async () => {
  const it = await journey(monday, { restarts: true });
  await it.raise(knowsleyConcern("2026-11-20"));
  await it.restart();
  await it.answers("j.malik@social-care.knowsley.example", "your answer is asked for", "note", {
    kind: "note",
    words: "Here.",
  });
});
