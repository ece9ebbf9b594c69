import { describe, expect, it } from "vitest";
import { eventSchema, type EscalationEvent } from "../../../functions/core/events.ts";
import { happened } from "../../../functions/pages/happened.ts";
import { actingSeat, mainOf, name, policies, reach, world } from "./support.ts";

const nurse = "raiser";
const social = "practitioners/receiving-side/1";

describe("the record page", () => {
  it("ALL-01 is the same for both sides: every entry in order, with who and when", async () => {
    const made = await world();
    const receiving = made.link(social);
    const raising = made.link(nurse);
    await made.send(receiving, "note", { ...name, kind: "note", words: "First words" });
    made.at("2026-11-03T09:00:00.000Z");
    await made.send(receiving, "propose", { ...name, resolution: "Visit tomorrow" });
    await made.send(raising, "answer-proposal", { ...name, answer: "reject", reason: "Too late", unresolved: "yes" });
    await made.open();
    const pages = await Promise.all([receiving, raising].map((each) => made.post(each, { do: "record" })));
    expect(mainOf(pages[0]?.html ?? "").replaceAll(receiving, "")).toBe(
      mainOf(pages[1]?.html ?? "").replaceAll(raising, ""),
    );
    const text = pages[0]?.text ?? "";
    const inOrder = [
      "Entry 1 Raising side 10am on Monday 2 November 2026 Raised a concern with Knowsley Council. Ada Nurse, practitioner or decision maker, Whiston Hospital (raising side)",
      "Entry 2 This service 10am on Monday 2 November 2026 “Stage 1: practitioners” opened: the concern was raised. Policy: 4, Stage 1",
      "Entry 3 Receiving side 10am on Monday 2 November 2026 Added a note. Sam Answerer, practitioner or decision maker, Knowsley Council (receiving side), by the link that was sent to Una Worker Note First words",
      "Entry 4 Receiving side 9am on Tuesday 3 November 2026 Proposed a resolution at “Stage 1: practitioners”.",
      "Entry 5 Raising side 9am on Tuesday 3 November 2026 Rejected the proposed resolution",
      "Declared the matter unresolved",
      "“Stage 1: practitioners” ended: it was declared unresolved. The matter goes to “Stage 2: line managers”.",
      "Entry 6",
    ];
    const places = inOrder.map((each) => text.indexOf(each));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("ALL-01 shows a correction as a further entry that names the entry it corrects, which stays as it was", async () => {
    const made = await world();
    const path = made.link(social);
    await made.send(path, "note", { ...name, kind: "note", words: "It was Monday" });
    await made.send(path, "note", { ...name, kind: "correction", corrects: "3", words: "It was Tuesday" });
    const { text, html } = await made.post(path, { do: "record" });
    expect(text).toContain("Corrected by entry 4");
    expect(text).toContain("It was Monday");
    expect(text).toContain("This corrects entry 3");
    expect(html).toContain('href="#entry-3"');
    expect(html).toContain('id="entry-3"');
  });

  it("shows e-mails by kind and role, never an address", async () => {
    const made = await world();
    await made.escalations.perform(
      "K7QF-2M9X",
      {
        type: "record notices",
        id: "notices",
        at: "2026-11-02T10:01:00.000Z",
        notices: [
          {
            type: "NoticeSent",
            v: 1,
            at: "2026-11-02T10:01:00.000Z",
            notice: "1",
            kind: "asked",
            seat: social,
            messageId: "m",
          },
          {
            type: "NoticeLapsed",
            v: 1,
            at: "2026-11-02T10:01:00.000Z",
            notice: "2",
            kind: "reminder",
            seat: nurse,
            because: "it was done before the reminder was sent",
          },
          {
            type: "NoticeRefused",
            v: 1,
            at: "2026-11-02T10:01:00.000Z",
            notice: "3",
            kind: "asked",
            seat: nurse,
            because: "Address ada.nurse@hospital.example is blocked",
          },
        ],
      },
      { kind: "service", task: "tell" },
    );
    await made.send(made.link(social), "hand-on", { ...name, named: "Zoe Right", email: "zoe@council.example" });
    const { text, html } = await made.post(made.link(nurse), { do: "record" });
    expect(text).toContain(
      "Email sent to the practitioner or decision maker, Knowsley Council: they are asked to act.",
    );
    expect(text).toContain("was not sent (a reminder), because it was done before the reminder was sent.");
    expect(text).toContain("could not be sent (they are asked to act): the mail service refused it.");
    expect(text).toContain("Named as the right person Zoe Right");
    expect(mainOf(html)).not.toMatch(/@[a-z]+\.example/);
  });

  it("ALL-01 shows deadlines that passed, and under immediate risk calls it a guide and no breach", async () => {
    const made = await world({ concern: { immediateRisk: true } });
    made.at("2026-11-10T09:00:00.000Z");
    await made.tick();
    const { text } = await made.post(made.link(nurse, "line-managers"), { do: "record" });
    expect(text).toContain("The guide timescale passed, 5pm on Monday 9 November 2026");
    expect(text).toContain("so this is no breach");
    expect(text).toContain("“Stage 3: senior managers” opened: the deadline of the stage before it passed.");
  });

  it("ALL-01 says of each entry whose doing it was, in words, and links a correction to what it corrects", async () => {
    const { made, path } = await corrected();
    const { html } = await made.post(path, { do: "record" });
    const sides = [...html.matchAll(/id="entry-(\d+)"[\s\S]*?app-side--(\w+)">([^<]+)</g)].map((each) =>
      each.slice(1, 4),
    );
    expect(sides).toEqual([
      ["1", "raising", "Raising side"],
      ["2", "service", "This service"],
      ["3", "receiving", "Receiving side"],
      ["4", "receiving", "Receiving side"],
    ]);
    expect(html).toMatch(/id="entry-4"[\s\S]*This corrects <a class="govuk-link" href="#entry-3">entry 3<\/a>/);
    expect(html).toContain('<time datetime="2026-11-02T10:00:00.000Z">10am on Monday 2 November 2026</time>');
  });

  it("ALL-01 is saved as data that has all of the page, and for each entry the kinds and the hash by which it is checked", async () => {
    const { made, path } = await corrected();
    const page = await made.post(path, { do: "record" });
    const saved = await made.post(path, { do: "export" });
    expect(saved.status).toBe(200);
    const file = JSON.parse(saved.html) as Exported;
    const { commits } = await made.story();
    expect(file).toMatchObject({ reference: "K7QF-2M9X", asOf: "2026-11-02T10:00:00.000Z" });
    expect(file.policy).toEqual({ title: policies.knowsley.title, version: policies.knowsley.version });
    expect(file.entries.map(({ number, at, hash }) => ({ number, at, hash }))).toEqual(
      commits.map(({ number, at, hash }) => ({ number, at, hash })),
    );
    expect(file.entries.map((each) => each.events.map(({ kind }) => kind))).toEqual(
      commits.map(({ events }) => events.map(({ type }) => type)),
    );
    expect(file.entries[2]).toMatchObject({ side: "Receiving side", correctedBy: [4] });
    expect(file.entries[3]).toMatchObject({ corrects: 3, correctedBy: [] });
    // Word for word what the page says, in its order: with the words of the file taken out one after the other, only
    // the page's own headings and the clauses' label remain.
    const said = file.entries.flatMap(({ number, side, when, events }) => [
      `Entry ${number} ${side} ${when}`,
      ...events.flatMap(({ what, who, clause, details }) => [
        what,
        ...(clause ? [clause] : []),
        ...(who ? [who] : []),
        ...details.flatMap(({ key, text }) => [key, text]),
      ]),
    ]);
    let from = 0;
    for (const each of said) {
      const words = each.replaceAll(/\s+/g, " ");
      const found = page.text.indexOf(words, from);
      expect(found, words).toBeGreaterThanOrEqual(from);
      const between = page.text.slice(from, found).trim();
      if (from > 0) expect(["", "Policy:", "Corrected by entry 4 .", "This corrects entry 3 ."]).toContain(between);
      from = found + words.length;
    }
    expect(page.text.slice(from).trim()).toMatch(/^Save the record /);
  });

  it("ALL-13 is saved under its reference alone, is kept by nobody on the way, and has no address in it", async () => {
    const { made, path } = await corrected();
    const { headers, html } = await made.post(path, { do: "export" });
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="K7QF-2M9X.json"');
    expect(headers.get("cache-control")).toBe("no-store");
    expect(html).not.toContain("@");
    expect((await made.story()).commits).toHaveLength(4);
  });

  it("has words for every kind of event", async () => {
    const made = await world();
    await reach(made, "chair");
    const seat = await actingSeat(made, "partnership");
    const { state, commits } = await made.story();
    const known = { state, policy: policies.knowsley, agencies: new Map<string, string>() };
    const examples: EscalationEvent[] = exampleEvents(seat);
    const kinds = new Set([...commits.flatMap((each) => each.events), ...examples].map((each) => each.type));
    expect([...kinds].toSorted()).toEqual(eventSchema.events.map(({ type }) => type).toSorted());
    for (const event of examples) {
      const { what } = happened(event, known);
      expect(what).toMatch(/^[A-Z“].*[.”]$/s);
      expect(what).not.toMatch(/undefined|\[object/);
    }
  });
});

/** A record whose third entry is a note, and whose fourth corrects it. */
async function corrected() {
  const made = await world();
  const path = made.link(social);
  await made.send(path, "note", { ...name, kind: "note", words: "It was Monday.\nThe health visitor was there." });
  await made.send(path, "note", { ...name, kind: "correction", corrects: "3", words: "It was Tuesday" });
  return { made, path };
}

interface Exported {
  readonly policy: unknown;
  readonly entries: readonly {
    readonly number: number;
    readonly at: string;
    readonly when: string;
    readonly side: string;
    readonly hash: string;
    readonly events: readonly {
      readonly kind: string;
      readonly what: string;
      readonly who?: string;
      readonly clause?: string;
      readonly details: readonly { readonly key: string; readonly text: string }[];
    }[];
  }[];
}

/** One of each kind that a walk to the last stage does not bring. */
function exampleEvents(seat: string): EscalationEvent[] {
  const at = "2026-11-02T10:00:00.000Z";
  const about = { v: 1, at, stage: "practitioners" } as const;
  const by = { side: "raising", role: "practitioner", agency: "hospital" } as const;
  const clock = { ...about, clock: "settle" } as const;
  const to = { seat, side: "receiving", role: "line-manager", agency: "council", via: "inbox" } as const;
  const reason = { name: "A", reason: "B" };
  return [
    { type: "DeadlinePassed", ...clock, due: at, guide: false },
    { type: "ReminderFellDue", ...clock, kind: "last day", due: at },
    { type: "ReminderFellDue", ...clock, kind: "chase", due: at },
    { type: "ClockMet", ...clock },
    { type: "ClockMet", ...about, clock: "answer-proposal" },
    {
      type: "DiscussionRecorded",
      ...about,
      by,
      kind: "meeting",
      heldAt: at,
      sealed: { name: "A", attended: "B", agreed: "C", pursued: "D" },
    },
    {
      type: "ResponseRecorded",
      ...about,
      by,
      sealed: { name: "A", response: "B", answers: { aim: "C", unknown: "D" } },
    },
    { type: "ResolutionProposed", ...about, by, sealed: { name: "A", resolution: "B" } },
    { type: "ResolutionAccepted", ...about, by, sealed: { name: "A" } },
    { type: "ResolutionRejected", ...about, by, sealed: reason },
    { type: "StageReferred", ...about, by, to: "chair", sealed: reason },
    {
      type: "HandedOn",
      ...about,
      by,
      from: seat,
      to,
      sealed: { name: "A", person: { name: "B", email: "C" }, named: "D" },
    },
    { type: "DeadlineShortened", v: 1, at, by, until: at, clocks: [], sealed: reason },
    { type: "ImmediateRiskFlagged", v: 1, at, by, guide: true, sealed: "erased" },
    { type: "InformationRequested", ...about, by, of: ["raising", "receiving"], sealed: { name: "A", request: "B" } },
    { type: "InformationProvided", ...about, by, sealed: { name: "A", information: "B" } },
    { type: "OutcomeGiven", ...about, by, kind: "recommendations", sealed: { name: "A", outcome: "B" } },
    {
      type: "DutyDone",
      v: 1,
      at,
      by,
      stage: "chair",
      duty: "act-on-recommendations:raising",
      acts: true,
      sealed: { name: "A", words: "B" },
    },
    { type: "NoteAdded", v: 1, at, by, kind: "missing information", sealed: { name: "A", words: "B" } },
    {
      type: "LateAnswerRecorded",
      ...about,
      by,
      answer: "respond",
      receivedInTime: true,
      sealed: { name: "A", words: "B" },
    },
    { type: "MeetingArranged", ...about, by, for: at, sealed: { name: "A", where: "B", invited: "C" } },
    { type: "DiscussionApproved", ...about, by, recordedAt: at, sealed: { name: "A" } },
    { type: "QuestionsAnswered", ...about, by, sealed: { name: "A", answers: { aim: "B", unknown: "C" } } },
    { type: "OthersTold", ...about, by, question: "aim", told: [to], sealed: { people: {} } },
    {
      type: "ItemsTicked",
      ...about,
      by,
      items: [{ item: "unknown", on: "2026-11-02" }],
      sealed: { name: "A", words: { unknown: "B" } },
    },
    {
      type: "AdviceAsked",
      ...about,
      by,
      of: to,
      sealed: { name: "A", person: { name: "B", email: "C" }, question: "D" },
    },
    {
      type: "AdviceGiven",
      seat: "practitioners/raising-side/adviser-1",
      ...about,
      by,
      sealed: { name: "A", advice: "B" },
    },
    {
      type: "ManagerJoined",
      ...about,
      by,
      to,
      sealed: { name: "A", person: { name: "B", email: "C" }, named: "B, b@c.example" },
    },
    { type: "DateProposed", ...about, by, until: at, sealed: reason },
    {
      type: "DateAgreed",
      ...about,
      by,
      until: at,
      clocks: [{ stage: "practitioners", clock: "settle", due: at, reminders: [] }],
      sealed: { name: "A" },
    },
    { type: "DateRejected", ...about, by, sealed: reason },
    {
      type: "DeadlinesExpedited",
      ...about,
      clocks: [{ stage: "practitioners", clock: "settle", due: at, reminders: [] }],
    },
    { type: "RecordFiled", v: 1, at, by, sealed: { name: "A", where: "B" } },
    { type: "LegalHoldPlaced", v: 1, at, sealed: { askedBy: "A", reason: "B" } },
    { type: "LegalHoldLifted", v: 1, at, sealed: { askedBy: "A", reason: "B" } },
    { type: "PeopleErased", v: 1, at, because: "age", retention: { class: "A", source: "B" } },
    { type: "EscalationWithdrawn", v: 1, at, by, sealed: reason },
    {
      type: "DeadlinesReplanned",
      v: 1,
      at,
      reason: "bank holidays were published",
      clocks: [{ stage: "practitioners", clock: "settle", due: at, provisional: true, reminders: [] }],
    },
    { type: "EscalationClosed", v: 1, at, how: "withdrawn" },
    { type: "ExecutionReplaced", v: 1, at, number: 2, reason: "it had stopped" },
    { type: "NoticeSent", v: 1, at, notice: "1", kind: "asked", seat, messageId: "m" },
    { type: "NoticeLapsed", v: 1, at, notice: "1", kind: "asked", seat, because: "it was over" },
    { type: "NoticeRefused", v: 1, at, notice: "1", kind: "asked", seat, because: "blocked" },
    {
      type: "NoticeBounced",
      v: 1,
      at,
      notice: "1",
      kind: "asked",
      seat,
      messageId: "m",
      bounce: "transient",
      subtype: "MailboxFull",
      instead: to,
      sealed: { people: {} },
    },
  ];
}
