import { describe, expect, test } from "vitest";
import type { EscalationEvent, EventOf } from "../../../functions/core/events.ts";
import { fold } from "../../../functions/core/evolve.ts";
import { noticesOf, type NoticeKind } from "../../../functions/core/notices.ts";
import type { Message } from "../../../functions/mail/mail.ts";
import { messageFor } from "../../../functions/mail/messages.ts";
import {
  does,
  goOn,
  knowsley,
  open,
  play,
  raise,
  raiser,
  silentUntil,
  type Played,
  type Step,
} from "../../support/core.ts";

const link = { url: "https://escalations.example/7K3M-9QXD/secret", code: "7K QF 2M 9X" };
const { policy } = knowsley;
const receiver = "practitioners/receiving-side/1";
const manager = "line-managers/receiving-side/1";

/** What is owed at the end of a history, as it is then sent. */
function send(history: readonly EscalationEvent[], at: string): EscalationEvent[] {
  const sent = new Set(history.flatMap((each) => (each.type === "NoticeSent" ? [each.notice] : [])));
  const owed = noticesOf(history, policy).filter((each) => !sent.has(each.id) && fold(history)?.seats.has(each.seat));
  return owed.map(({ id, kind, seat }): EventOf<"NoticeSent"> => ({
    type: "NoticeSent",
    v: 1,
    at,
    notice: id,
    kind,
    seat,
    messageId: id,
  }));
}

interface Told {
  readonly kind: NoticeKind;
  readonly seat: string;
  readonly message: Message;
}

/** Every email of a story, written when it is owed and sent at once. */
function emailsOf(story: Played): Told[] {
  const told: Told[] = [];
  let history: EscalationEvent[] = [];
  for (const commit of story.commits) {
    history = history.concat(commit);
    const at = commit.at(-1)?.at ?? "";
    const now = send(history, at);
    for (const { notice: id } of now as EventOf<"NoticeSent">[]) {
      const notice = noticesOf(history, policy).find((each) => each.id === id);
      if (!notice) throw new Error(`There is no notice ${id}`);
      const about = { reference: "7K3M-9QXD", history, rules: knowsley, agencyNames: {}, partnership: undefined, link };
      told.push({ kind: notice.kind, seat: notice.seat, message: messageFor({ ...about, notice }) });
    }
    history = history.concat(now);
  }
  return told;
}

/** A calendar file, read back line by line. */
function read(content: string) {
  const lines = content.replaceAll(/\r\n[ \t]/g, "").split("\r\n");
  const of = (name: string) =>
    lines.filter((each) => each.startsWith(`${name}:`)).map((each) => each.slice(name.length + 1));
  return {
    method: of("METHOD")[0],
    uid: of("UID")[0],
    sequence: Number(of("SEQUENCE")[0]),
    start: of("DTSTART")[0],
    end: of("DTEND")[0],
    status: of("STATUS")[0],
    summary: of("SUMMARY")[0],
    description: of("DESCRIPTION")[0],
  };
}

const filesOf = (told: readonly Told[], seat: string) =>
  told
    .filter((each) => each.seat === seat)
    .flatMap(({ kind, message }) => (message.calendar ?? []).map(({ content }) => ({ kind, ...read(content) })));

const at = (day: number, hour = 10) => `2026-11-${day}T${hour}:00:00.000Z`;
const raised: Step[] = [raise(at(17), { arose: "2026-11-16T00:00:00.000Z" }), open(at(17))];
const reason = { reason: "Because." };

/** Brought nearer, resolved at stage 2 after stage 1 was declared unresolved. */
const story = play(
  ...raised,
  does(at(18), raiser, "shorten deadline", "practitioners", { until: at(19, 12), ...reason }),
  does(at(18, 11), raiser, "declare unresolved", "practitioners", reason),
  open(at(18, 11)),
  does(at(18, 12), manager, "propose date", "line-managers", { until: at(19), ...reason }),
  does(at(18, 13), "line-managers/raising-side/1", "accept date", "line-managers", { until: at(19) }),
  does(at(18, 14), manager, "propose resolution", "line-managers", { resolution: "A visit." }),
  does(at(18, 15), "line-managers/raising-side/1", "accept resolution", "line-managers"),
);
const silent = silentUntil(play(...raised), "2026-12-10T17:00:00.000Z");

describe("the calendar file of an email", () => {
  test("goes to whoever is asked by a deadline, with the half hour before it, in UTC, and by its reference", () => {
    const asked = emailsOf(play(...raised)).find((each) => each.kind === "asked");
    const [file] = asked?.message.calendar ?? [];
    expect(file).toMatchObject({ filename: "deadline-7K3M-9QXD.ics", method: "PUBLISH" });
    expect(read(file?.content ?? "")).toEqual({
      method: "PUBLISH",
      uid: expect.stringMatching(/^7K3M-9QXD-[0-9a-f]{20}@escalations\.example$/) as string,
      sequence: expect.any(Number) as number,
      start: "20261120T163000Z",
      end: "20261120T170000Z",
      status: "CONFIRMED",
      summary: "Answer escalation 7K3M-9QXD",
      description:
        "Escalation 7K3M-9QXD\\, as practitioner or decision maker for the agency whose decision is challenged: due 5pm on Friday 20 November 2026. The link and the code are in the email.",
    });
    expect(file?.content).not.toContain(link.url);
    expect(file?.content).not.toContain(link.code);
  });

  test("ALL-04 moves with the deadline: the same appointment, at the new time, under a higher number", () => {
    const [asked, moved, over, ...rest] = filesOf(emailsOf(story), receiver);
    expect([asked?.kind, moved?.kind, over?.kind]).toEqual(["asked", "deadline shortened", "climbed"]);
    expect(moved).toMatchObject({ uid: asked?.uid, method: "PUBLISH", end: "20261119T120000Z" });
    expect(moved?.sequence).toBeGreaterThan(asked?.sequence ?? 0);
    expect(over).toMatchObject({ uid: asked?.uid, method: "CANCEL", status: "CANCELLED", end: "20261119T120000Z" });
    expect(over?.sequence).toBeGreaterThan(moved?.sequence ?? 0);
    expect(rest).toEqual([]);
  });

  test("ALL-08 moves to the date that both sides agree, and is taken out when the matter is resolved", () => {
    const files = filesOf(emailsOf(story), manager);
    expect(files.map(({ kind, method, end }) => `${kind}: ${method} ${end}`)).toEqual([
      "asked: PUBLISH 20261119T120000Z",
      "date agreed: PUBLISH 20261119T100000Z",
      // The proposal gave time to answer it, until the day by which the person is to be protected.
      "resolved: CANCEL 20261119T120000Z",
      "duty owed: PUBLISH 20261120T170000Z",
    ]);
    expect(files.map(({ uid }) => uid === files[0]?.uid)).toEqual([true, true, true, false]);
  });

  test("is taken out of no calendar into which it never came, and goes to nobody of whom nothing is asked", () => {
    const told = emailsOf(silent);
    for (const kind of ["told", "nobody holds the role", "responded"] as const)
      for (const { message } of told.filter((each) => each.kind === kind)) expect(message.calendar).toBeUndefined();
    for (const seat of new Set(told.map((each) => each.seat))) {
      const had = new Set<string | undefined>();
      for (const { method, uid } of filesOf(told, seat)) {
        if (method === "CANCEL") expect(had).toContain(uid);
        had.add(uid);
      }
    }
  });

  test("never tells of two times under one number, whenever an email is written and however late", () => {
    const times = new Map<string, string>();
    for (const { history } of [story, silent]) {
      const whole = [...history, ...send(history, "2026-12-10T17:00:00.000Z")];
      for (let length = 1; length <= history.length; length++) {
        const then = whole.slice(0, length);
        for (const notice of noticesOf(then, policy)) {
          if (!fold(then)?.seats.has(notice.seat) || notice.clock !== undefined) continue;
          const about = {
            reference: "7K3M-9QXD",
            history: then,
            rules: knowsley,
            agencyNames: {},
            partnership: undefined,
            link,
          };
          for (const { content } of messageFor({ ...about, notice }).calendar ?? []) {
            const { uid, sequence, end, status } = read(content);
            const key = `${history === story.history} ${uid} ${sequence}`;
            expect(times.get(key) ?? `${end} ${status}`).toBe(`${end} ${status}`);
            times.set(key, `${end} ${status}`);
          }
        }
      }
    }
    expect(times.size).toBeGreaterThan(5);
  });

  test("ALL-13 nothing that is sealed on the record is in any part of any email", () => {
    const canary = "Quetzalcoatl";
    const marked = (value: unknown): unknown =>
      typeof value === "string"
        ? `${canary} ${value}`
        : Array.isArray(value)
          ? value.map(marked)
          : value !== null && typeof value === "object"
            ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, marked(each)]))
            : value;
    const mark = (commit: readonly EscalationEvent[]) =>
      commit.map((each) => ("sealed" in each ? ({ ...each, sealed: marked(each.sealed) } as EscalationEvent) : each));
    const responded = goOn(
      play(...raised),
      does(at(17, 11), receiver, "respond", "practitioners", { response: "We visit.", answers: {} }),
      does(at(17, 12), raiser, "flag immediate risk", "practitioners", reason),
    );
    for (const each of [story, silent, responded]) {
      const told = emailsOf({ ...each, commits: each.commits.map(mark) });
      expect(told.length).toBeGreaterThan(2);
      expect(JSON.stringify(told.map(({ message }) => message))).not.toContain(canary);
    }
  });
});
