/** What the group of a practice alert finds in its calendars, from email to email. */
import { describe, expect, test } from "vitest";
import { fold } from "../../../functions/alerts/core/alert.ts";
import type { AlertCommand } from "../../../functions/alerts/core/commands.ts";
import type { AlertEvent } from "../../../functions/alerts/core/events.ts";
import { noticesOwed } from "../../../functions/alerts/core/notices.ts";
import { alertMessageFor } from "../../../functions/mail/messages.ts";
import { medway } from "../../support/core.ts";
import { action, askGroup, close, expectNothingPersonal, monday, play, respond, tick } from "./core.ts";

const reference = "PA-7K3M-9QXD";
const link = { url: "https://escalations.example/PA-7K3M-9QXD/secret", code: "7K QF 2M 9X" };
const at = "2026-11-18T10:00:00.000Z";
const asked = askGroup(monday);

interface Filed {
  readonly kind: string;
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly end: string;
}

/** Every calendar file that a seat gets, each email sent as soon as it is owed. */
function filesOf(
  seat: string,
  ...steps: readonly AlertCommand[]
): { readonly files: readonly Filed[]; readonly text: string } {
  const files: Filed[] = [];
  const contents: string[] = [];
  const history: AlertEvent[] = [...play().history];
  for (const [index] of steps.entries()) {
    const { last } = play(...steps.slice(0, index + 1));
    history.push(...last);
    const now = last.at(-1)?.at ?? "";
    for (const notice of noticesOwed(history).send) {
      const state = fold(history);
      if (!state) throw new Error("There is no alert");
      const about = { reference, history, state, rules: medway, partnership: undefined, link };
      const { calendar = [] } = alertMessageFor({ ...about, notice });
      for (const { method, content } of notice.seat === seat ? calendar : []) {
        const lines = content.replaceAll(/\r\n[ \t]/g, "").split("\r\n");
        const of = (name: string) => lines.find((each) => each.startsWith(`${name}:`))?.slice(name.length + 1) ?? "";
        files.push({ kind: notice.kind, method, uid: of("UID"), sequence: Number(of("SEQUENCE")), end: of("DTEND") });
        contents.push(lines.join("\n"));
      }
      const sent = { type: "NoticeSent", v: 1, at: now, notice: notice.id, kind: notice.kind, seat: notice.seat };
      history.push({ ...sent, messageId: notice.id } as AlertEvent);
    }
  }
  return { files, text: contents.join("\n") };
}

describe("the calendar file of an email about a practice alert", () => {
  test("MED-17 who is asked to respond has its deadline, the same one with the reminder, and it is taken out once they have", () => {
    const story = [
      asked,
      tick("2026-11-23T09:31:00.000Z"),
      respond("2026-11-24T10:00:00.000Z", "member/1"),
      close("2026-11-25T10:00:00.000Z", true),
    ];
    const { files } = filesOf("member/1", ...story);
    expect(files.map(({ kind, method, end }) => [kind, method, end])).toEqual([
      ["asked", "PUBLISH", "20261130T170000Z"],
      ["reminder", "PUBLISH", "20261130T170000Z"],
      ["closed", "CANCEL", "20261130T170000Z"],
    ]);
    expect(new Set(files.map((each) => each.uid)).size).toBe(1);
    expect(files[0]?.uid).toMatch(/^PA-7K3M-9QXD-[0-9a-f]{20}@escalations\.example$/);
    expect(files[1]?.sequence).toBe(files[0]?.sequence);
    expect(files[2]?.sequence).toBeGreaterThan(files[1]?.sequence ?? 0);
  });

  test("MED-17 an action’s day stands in the calendars of those who hear of it and whose it is", () => {
    const story = [asked, action(at, "2026-12-18")];
    expect(filesOf("member/2", ...story).files.map(({ kind, end }) => [kind, end])).toEqual([
      ["asked", "20261130T170000Z"],
      ["action recorded", "20261218T170000Z"],
    ]);
  });

  test("ALL-13 it has the reference and the group, and nothing of the alert or of a person; who only hears has none", () => {
    const story = [asked, action(at, "2026-12-18")];
    const { text } = filesOf("member/2", ...story);
    expect(text).toContain("SUMMARY:Answer Partnership Practice Alert PA-7K3M-9QXD");
    expect(text).toContain("Learning Lessons group");
    expectNothingPersonal(text);
    for (const words of ["Whitebeam", "Verity", "Pat Example", "Send lists"]) expect(text).not.toContain(words);
    for (const seat of ["informer", "partnership-inbox"]) expect(filesOf(seat, ...story).files).toEqual([]);
  });
});
