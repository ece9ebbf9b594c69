import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EscalationEvent, EventOf, Seat } from "../../../functions/core/events.ts";
import { fold } from "../../../functions/core/evolve.ts";
import { noticesOf, type Notice, type NoticeKind } from "../../../functions/core/notices.ts";
import type { Story } from "../../../functions/escalations/escalations.ts";
import type { Message } from "../../../functions/mail/mail.ts";
import { messageFor } from "../../../functions/mail/messages.ts";
import { directoryFile, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { clockAt } from "../../support/doubles.ts";
import { walk, type Walk } from "../../support/walk.ts";
import {
  does,
  goOn,
  open,
  play,
  raise,
  raiser,
  silentUntil,
  told,
  type Played,
  type Step,
} from "../../support/core.ts";

/** Every kind there is: the compiler refuses one that is missing or too many. */
const kinds = Object.keys({
  acknowledged: 0,
  asked: 0,
  told: 0,
  "nobody holds the role": 0,
  climbed: 0,
  reminder: 0,
  chased: 0,
  "deadline passed": 0,
  responded: 0,
  "discussion recorded": 0,
  "resolution proposed": 0,
  "resolution rejected": 0,
  resolved: 0,
  "deadline shortened": 0,
  "deadlines replanned": 0,
  "immediate risk": 0,
  "information requested": 0,
  "information provided": 0,
  "outcome given": 0,
  "duty owed": 0,
  "duty done": 0,
  "missing information supplied": 0,
  "late answer": 0,
  withdrawn: 0,
  "could not be delivered": 0,
  "meeting arranged": 0,
  "date proposed": 0,
  "date agreed": 0,
  "date rejected": 0,
  "advice asked": 0,
  "advice given": 0,
  "confirmed in writing": 0,
  "file the record": 0,
  "copy of the record": 0,
} satisfies Record<NoticeKind, 0>) as NoticeKind[];

const agencyNames = Object.fromEntries(directoryFile.agencies.map((each) => [each.id, each.name]));

/** What parties type in these tests; each word stands nowhere else. */
const typed = {
  response: "Ptarmigan was visited on Monday",
  attended: "Xerxes and Wilhelmina",
  agreed: "To call Ptarmigan weekly",
  pursued: "Thaddeus rings back",
  resolution: "A plan by Wilhelmina",
  reason: "Kumquats were not considered",
  request: "Send the Lundqvist letter",
  information: "The Lundqvist letter says marzipan",
  outcome: "Both agencies to meet with Ignatius",
  words: "Confirmed to Ignatius in writing",
  note: "Corrigenda about marzipan",
};

const linkOf = (reference: string) => ({
  url: `https://escalations.example/${reference}/secret-of-forty-three-characters`,
  code: "7K QF 2M 9X",
});

interface Sent {
  readonly notice: Notice;
  readonly message: Message;
  readonly story: Story;
}

/** Every message that a history gives rise to, as it reads right after its commit and as it reads at the end. */
function messagesOf(story: Story, history: readonly EscalationEvent[] = story.history): Sent[] {
  const { rules, reference } = story;
  let length = 0;
  const ends = story.commits.map((each) => (length += each.events.length));
  const endOf = (event: number) => ends.find((end) => event < end) ?? history.length;
  return noticesOf(history, rules.policy).flatMap((notice) =>
    [history.slice(0, endOf(notice.event)), history]
      // Whoever is only known later hears later.
      .filter((then) => fold(then)?.seats.has(notice.seat))
      .map((then) => ({
        notice,
        story,
        message: messageFor({
          notice,
          reference,
          history: then,
          rules,
          agencyNames,
          partnership: directoryFile.partnerships.find((each) => each.id === rules.policy.partnership.id),
          link: linkOf(reference),
        }),
      })),
  );
}

let services: Services;
let stack: Stack;
const all: Sent[] = [];

const receiver = "practitioners/receiving-side/1";

/** Knowsley, to the chair and to the end of what is owed after. */
async function knowsleyToTheEnd(): Promise<Walk> {
  const path = walk(stack, await stack.raise({ arose: "2026-11-02" }));
  await path.open();
  await path.answer({
    type: "respond",
    seat: receiver,
    stage: "practitioners",
    response: typed.response,
    answers: { aim: typed.words },
  });
  await path.answer({
    type: "record discussion",
    seat: "raiser",
    stage: "practitioners",
    kind: "discussion",
    heldAt: "2026-11-17T09:30:00.000Z",
    attended: typed.attended,
    agreed: typed.agreed,
    pursued: typed.pursued,
  });
  await path.answer({
    type: "propose resolution",
    seat: receiver,
    stage: "practitioners",
    resolution: typed.resolution,
  });
  await path.answer({
    type: "reject resolution",
    seat: "raiser",
    stage: "practitioners",
    reason: typed.reason,
    unresolved: false,
  });
  await path.until("2026-11-20T09:31:00.000Z");
  await path.until("2026-11-20T17:01:00.000Z");
  await path.open();
  await path.answer({ type: "respond", seat: receiver, stage: "practitioners", response: typed.response, answers: {} });
  const manager = "line-managers/raising-side/1";
  await path.answer({
    type: "shorten deadline",
    seat: manager,
    stage: "line-managers",
    until: "2026-11-24T12:00:00.000Z",
    reason: typed.reason,
  });
  await path.answer({ type: "declare unresolved", seat: manager, stage: "line-managers", reason: typed.reason });
  await path.open();
  await path.answer({ type: "flag immediate risk", seat: "raiser", stage: "practitioners", reason: typed.reason });
  await path.answer({
    type: "refer",
    seat: "senior-managers/raising-side/1",
    stage: "senior-managers",
    reason: typed.reason,
  });
  await path.open();
  await path.answer({ type: "request information", seat: "chair/body/1", stage: "chair", request: typed.request });
  await path.answer({
    type: "provide information",
    seat: "senior-managers/raising-side/1",
    stage: "chair",
    information: typed.information,
  });
  await path.until("2026-11-30T09:00:00.000Z");
  await path.until("2026-12-07T09:00:00.000Z");
  await path.answer({ type: "give outcome", seat: "chair/body/1", stage: "chair", outcome: typed.outcome });
  await path.until("2026-12-14T09:31:00.000Z");
  await path.until("2026-12-15T09:31:00.000Z");
  await path.until("2026-12-22T10:00:00.000Z");
  for (const side of ["raising", "receiving"] as const)
    await path.answer({
      type: "do duty",
      seat: `senior-managers/${side}-side/1`,
      stage: "senior-managers",
      duty: `chair/act-on-recommendations:${side}`,
      words: typed.words,
      acts: true,
    });
  return path;
}

/** Milton Keynes, climbing by itself to the Board Chair, who is chased. */
async function miltonKeynesToTheChair(): Promise<Walk> {
  const path = walk(
    stack,
    await stack.raise({ area: "milton-keynes", typeOfDisagreement: "care-planning", immediateRisk: true }),
  );
  await path.open();
  await path.until("2026-11-24T17:01:00.000Z");
  await path.open();
  await path.until("2026-11-26T17:01:00.000Z");
  await path.open();
  await path.answer({
    type: "record discussion",
    seat: "heads-of-service/raising-side/1",
    stage: "heads-of-service",
    kind: "meeting",
    heldAt: "2026-11-26T16:00:00.000Z",
    attended: typed.attended,
    agreed: typed.agreed,
    pursued: typed.pursued,
  });
  await path.until("2026-12-04T17:01:00.000Z");
  await path.open();
  await path.until("2026-12-14T09:31:00.000Z");
  await path.until("2026-12-18T17:01:00.000Z");
  await path.until("2026-12-22T09:31:00.000Z");
  return path;
}

/** A story that the core alone has played, under a reference of its own. Of its commits messages read the events alone. */
const storyOf = (reference: string, { rules, state, history, commits }: Played): Story =>
  ({ reference, rules, state, history, commits: commits.map((events) => ({ events })) }) as unknown as Story;

const raisedIn = (area: "knowsley" | "shropshire"): Step[] => [
  raise("2026-11-17T10:00:00.000Z", {
    area,
    arose: "2026-11-16T00:00:00.000Z",
    sealed: told(area, {
      person: { name: personal.name, dateOfBirth: personal.dateOfBirth, circumstances: personal.circumstances },
      words: {
        issue: personal.issue,
        disagreement: personal.natureOfDisagreement,
        risk: personal.risk,
        evidence: personal.evidence,
        resolutionSought: personal.resolutionSought,
      },
      raising: { practitioner: personal.raiser },
      receiving: { practitioner: personal.receiver },
    }),
  }),
  open("2026-11-17T10:00:00.000Z"),
];

/** A meeting, a date that is rejected and one that is agreed, advice; and in Shropshire, what a manager confirms in writing. */
const beside: readonly Story[] = [
  storyOf(
    "7K3M-9QXD",
    play(
      ...raisedIn("knowsley"),
      does("2026-11-17T11:00:00.000Z", raiser, "arrange meeting", "practitioners", {
        for: "2026-11-18T14:00:00.000Z",
        where: typed.agreed,
        invited: typed.attended,
      }),
      does("2026-11-17T12:00:00.000Z", raiser, "propose date", "practitioners", {
        until: "2026-11-18T12:00:00.000Z",
        reason: typed.reason,
      }),
      does("2026-11-17T13:00:00.000Z", receiver, "reject date", "practitioners", {
        until: "2026-11-18T12:00:00.000Z",
        reason: typed.reason,
      }),
      does("2026-11-17T14:00:00.000Z", receiver, "propose date", "practitioners", {
        until: "2026-11-19T12:00:00.000Z",
        reason: typed.reason,
      }),
      does("2026-11-17T15:00:00.000Z", raiser, "accept date", "practitioners", { until: "2026-11-19T12:00:00.000Z" }),
      does("2026-11-18T10:00:00.000Z", raiser, "declare unresolved", "practitioners", { reason: typed.reason }),
      open("2026-11-18T10:00:00.000Z"),
      does("2026-11-18T11:00:00.000Z", "line-managers/receiving-side/1", "ask advice", "line-managers", {
        question: typed.request,
      }),
      does("2026-11-18T12:00:00.000Z", "line-managers/receiving-side/adviser-1", "give advice", "line-managers", {
        advice: typed.information,
      }),
    ),
  ),
  storyOf(
    "2FNQ-T8WD",
    play(
      ...raisedIn("shropshire"),
      does("2026-11-17T11:00:00.000Z", raiser, "declare unresolved", "professionals", { reason: typed.reason }),
      open("2026-11-17T11:00:00.000Z"),
      does("2026-11-17T12:00:00.000Z", "line-managers/receiving-side/1", "propose resolution", "line-managers", {
        resolution: typed.resolution,
      }),
      does("2026-11-17T13:00:00.000Z", "line-managers/raising-side/1", "accept resolution", "line-managers"),
      does("2026-11-17T14:00:00.000Z", "line-managers/raising-side/1", "tick", "line-managers", {
        items: [{ item: "confirmed-in-writing", on: "2026-11-17", words: typed.words }],
      }),
    ),
  ),
];

/** Whoever is asked beside the receiving practitioner, because of what came back. */
const joining: Seat = {
  seat: "practitioners/receiving-side/instead-1",
  side: "receiving",
  role: "practitioner",
  agency: "social-care",
  via: "inbox",
};
const bounced = (
  bounce: EventOf<"NoticeBounced">["bounce"],
  seat: string,
  at: string,
  instead?: Seat,
): EventOf<"NoticeBounced"> => ({
  type: "NoticeBounced",
  v: 1,
  at,
  notice: `1/asked/${seat}`,
  kind: "asked",
  seat,
  messageId: bounce,
  bounce,
  ...(instead
    ? { instead, sealed: { people: { [instead.seat]: { name: "Social Care", email: "front.door@care.example" } } } }
    : {}),
});

/** What is sent where e-mails came back. */
let cameBack: Sent[];
let knowsley: Story;
let miltonKeynes: Story;
/** Knowsley, at the chair at once, where the flag comes after the deadline. */
let early: Story;

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  const restart = () => stack.clock.set("2026-11-17T10:00:00.000Z");

  knowsley = await (await knowsleyToTheEnd()).story();
  restart();
  miltonKeynes = await (await miltonKeynesToTheChair()).story();
  restart();

  const flaggedLate = walk(stack, await stack.raise());
  await flaggedLate.open();
  for (const stage of ["practitioners", "line-managers"]) {
    const seat = stage === "practitioners" ? "raiser" : `${stage}/raising-side/1`;
    await flaggedLate.answer({ type: "declare unresolved", seat, stage, reason: typed.reason });
    await flaggedLate.open();
  }
  const senior = "senior-managers/raising-side/1";
  await flaggedLate.answer({ type: "refer", seat: senior, stage: "senior-managers", reason: typed.reason });
  await flaggedLate.open();
  await flaggedLate.until("2026-11-24T17:01:00.000Z");
  await flaggedLate.answer({
    type: "flag immediate risk",
    seat: "raiser",
    stage: "practitioners",
    reason: typed.reason,
  });
  early = await flaggedLate.story();
  restart();

  const hurried = walk(
    stack,
    await stack.raise({ immediateRisk: true, evidence: undefined, receiving: { agency: "lone-clinic" } }),
  );
  await hurried.open();
  await hurried.answer({
    type: "add note",
    seat: "raiser",
    stage: "line-managers",
    kind: "missing information",
    words: typed.note,
    concern: { evidence: personal.evidence },
  });
  await hurried.answer({ type: "withdraw", seat: "raiser", stage: "line-managers", reason: typed.reason });

  const settled = walk(stack, await stack.raise());
  await settled.open();
  await settled.answer({
    type: "propose resolution",
    seat: receiver,
    stage: "practitioners",
    resolution: typed.resolution,
  });
  await settled.answer({ type: "accept resolution", seat: "raiser", stage: "practitioners", comment: typed.note });

  const opened = walk(stack, await stack.raise());
  await opened.open();
  const story = await opened.story();
  const at = "2026-11-18T09:00:00.000Z";
  const unusual: EscalationEvent[] = [
    { type: "NoticeRefused", v: 1, at, notice: "1/asked/x", kind: "asked", seat: receiver, because: "MessageRejected" },
    bounced("transient", receiver, at, joining),
    bounced("complaint", receiver, at),
    bounced("permanent", joining.seat, at),
    bounced("rejected", "practitioners/told-nobody/1", at),
    bounced("permanent", receiver, at),
    {
      type: "DeadlinesReplanned",
      v: 1,
      at,
      reason: "Bank holidays are known until 2029-12-31",
      clocks: [
        { stage: "practitioners", clock: "settle", due: "2026-11-20T17:00:00.000Z", provisional: false, reminders: [] },
      ],
    },
  ];

  for (const each of [knowsley, miltonKeynes, early, await hurried.story(), await settled.story(), ...beside])
    all.push(...messagesOf(each));
  cameBack = messagesOf(story, [...story.history, ...unusual]);
  all.push(...cameBack);
}, 120_000);
afterAll(() => services.close());

const of = (story: Story, kind: NoticeKind) => {
  const found = all.filter((each) => each.story === story && each.notice.kind === kind);
  if (found.length === 0) throw new Error(`There is no notice “${kind}” in this history`);
  return found;
};

/** What an HTML message shows, a line for whatever stands by itself; what lists of emails show beside the subject is left out. */
const linesOf = (html: string) =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, "")
    .replace(/<div style="display: none[^>]*>[^<]*<\/div>/, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .split("\n")
    .filter((each) => each.trim() !== "");

const names = [
  "Tregarthen",
  "Fairweather",
  "Nair",
  "Quist",
  ...[...directoryFile.agencies, ...directoryFile.partnerships].flatMap((each) =>
    Object.values(each.roles).flatMap((people) => people.flatMap((person) => person.name.split(" "))),
  ),
];
/** The words of a text that stand in no policy and no message of ours. */
const uncommon = [...Object.values(typed), personal.issue, personal.risk, personal.evidence, personal.circumstances]
  .concat(personal.natureOfDisagreement, personal.resolutionSought)
  .flatMap((text) => text.match(/[A-Z]?[a-z]{3,}/g) ?? [])
  .filter((word) =>
    /^(Ptarmigan|Xerxes|Wilhelmina|Thaddeus|Kumquats|Lundqvist|marzipan|Ignatius|Corrigenda|Xanthe|gallimaufry|Jabberwick|zarf|Ottoline|sphinxes|Oona|Quillon|aunt|quarrels|threshold)$/.test(
      word,
    ),
  );

describe("every email", () => {
  test("each kind of notice is among those looked at here", () => {
    expect(new Set(all.map((each) => each.notice.kind))).toEqual(new Set(kinds));
    expect(new Set(uncommon).size).toBeGreaterThan(15);
  });

  test.each(kinds)("ALL-13 “%s” carries the reference and never a person or a word of the concern", (kind) => {
    const found = all.filter((each) => each.notice.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { message, story } of found) {
      expect(message.subject).toMatch(new RegExp(`^${story.reference}: `));
      expect(message.text).toContain(`Escalation ${story.reference}: `);
      expect(message.html).toContain(`Escalation ${story.reference}: `);
      for (const part of [message.subject, message.text, message.html]) {
        for (const word of [...names, ...uncommon]) expect(part).not.toMatch(new RegExp(`\\b${word}\\b`));
        expect(part).not.toContain(personal.dateOfBirth);
        expect(part).not.toContain("30 May 2014");
        // No address of anybody's, but the partnership's own, which whoever has a question is given.
        expect(part.match(/[\w.]+@[\w.]+/g) ?? []).toSatisfy((found: string[]) =>
          found.every((each) => /^(partnership@(kscp|mk)\.example|mscp@medway\.gov\.uk)$/.test(each)),
        );
      }
    }
  });

  test.each(kinds)("ALL-05 “%s” says first what to do in immediate danger", (kind) => {
    const first = "If someone is in immediate danger, call 999 now. Do not wait for an answer through this service.";
    const found = all.filter((each) => each.notice.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) {
      expect(message.text.startsWith(`${first}\n\n`)).toBe(true);
      expect(linesOf(message.html)[0]).toBe(first);
      expect(/<p[^>]*><strong>([^<]*)<\/strong><\/p>/.exec(message.html)?.[1]).toBe(first);
    }
  });

  test.each(kinds)("“%s” has no gap where something should stand, and its HTML says what its text says", (kind) => {
    const found = all.filter((each) => each.notice.kind === kind);
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) {
      for (const part of [message.subject, message.text])
        expect(part).not.toMatch(/undefined|null|\[object|NaN|\(\)| {2}|: ?$|:\n\n| [.,;]| at \.| by \.|\n\n\n/);
      const lines = message.text
        .split(/\n+/)
        .filter((each) => each !== "" && !each.startsWith("https://"))
        .map((each) => each.replace(/^- /, "").replace(/^(Read and answer|Read the record):$/, "$1"));
      expect(linesOf(message.html)).toEqual(lines);
      // Between whom it is for and how it is answered stands what it is about.
      expect(lines.findIndex((each) => each.startsWith("How to "))).toBeGreaterThan(4);
    }
  });

  test("each has its link and its code once, a line of its own and a button, and the way to type them", () => {
    expect.hasAssertions();
    for (const { message, story } of all) {
      const { url, code } = linkOf(story.reference);
      expect(message.text.split(url)).toHaveLength(2);
      expect(message.text.split("\n")).toContain(url);
      expect(message.html.split(url)).toHaveLength(2);
      expect(message.html).toMatch(new RegExp(`<td[^>]*>\n<a href="${url}"[^>]*>Read (and answer|the record)</a>`));
      for (const part of [message.text, message.html]) {
        expect(part.split(code)).toHaveLength(2);
        expect(part).toContain(
          `Or go to https://escalations.example/answer and type the reference ${story.reference} and the code ${code}.`,
        );
      }
    }
  });

  test("each is short enough to be read in a list, and the reference comes first in it", () => {
    expect.hasAssertions();
    for (const { message } of all) expect(message.subject.length, message.subject).toBeLessThanOrEqual(90);
  });

  test("an answer to it goes to the partnership, and nowhere where the directory does not know it", () => {
    for (const { message } of of(knowsley, "asked")) expect(message.replyTo).toBe("partnership@kscp.example");
    for (const { message } of of(beside[1]!, "asked")) expect(message.replyTo).toBeUndefined();
  });

  test("ALL-16 Knowsley's say whom to ask when unsure", () => {
    for (const { message } of of(knowsley, "asked")) expect(message.text).toContain("(0151) 443 4786");
    for (const { message } of of(miltonKeynes, "asked")) expect(message.text).not.toContain("443 4786");
  });
});

describe("deadlines in emails", () => {
  test("KNO-04 whoever is asked at stage 1 reads the deadline in words, and what comes after it", () => {
    const [sent] = of(knowsley, "asked");
    expect(sent?.message.text).toContain(
      "By when\nThe deadline is 5pm on Friday 20 November 2026.\n\nWhat happens otherwise\nIf it is not settled by then, it goes to Stage 2: line managers by itself.",
    );
  });

  test("KNO-03 the one who raised it late reads that it is accepted and recorded as late", () => {
    expect(of(knowsley, "acknowledged")[0]?.message.text).toContain(
      "It was raised after the time that the policy gives for raising (5pm on Wednesday 4 November 2026). It is accepted, and recorded as late.",
    );
  });

  test("ALL-09 a reminder says by when, in its subject too", () => {
    const [sent] = of(knowsley, "reminder");
    expect(sent?.message.subject).toBe(
      `${knowsley.reference}: reminder: due 5pm on Friday 20 November 2026 (Stage 1: practitioners)`,
    );
    expect(sent?.message.text).toContain(
      "By 5pm on Friday 20 November 2026 this is to be done, and it is not yet recorded as done: speak with each other and find a way forward that both sides agree.",
    );
  });

  test("KNO-01 after the flag a timescale is called a guide for which nobody need wait, and its passing no breach", () => {
    const guide = "Because of immediate risk the timescale is a guide only: nobody need wait for it.";
    const asked = of(knowsley, "asked");
    expect(asked.find((each) => each.notice.stage === "chair")?.message.text).toContain(guide);
    expect(asked[0]?.message.text).not.toContain(guide);
    const passed = of(knowsley, "deadline passed").filter((each) => each.notice.clock === "recommend");
    expect(passed.length).toBeGreaterThan(0);
    for (const { message } of passed) {
      expect(message.text).toContain("A guide timescale has passed, at midday on Tuesday 24 November 2026");
      expect(message.text).not.toContain("A deadline has passed");
    }
  });

  test("KNO-01 a deadline that passed before the flag was raised is not called a guide afterwards", () => {
    const { history } = early;
    const flagged = history.findIndex((each) => each.type === "ImmediateRiskFlagged");
    const passed = of(early, "deadline passed").filter((each) => each.notice.event < flagged);
    expect(passed.length).toBeGreaterThan(0);
    for (const { message } of passed) {
      expect(message.text).toContain("A deadline has passed, at 5pm on ");
      expect(message.text).not.toContain("A guide timescale");
    }
  });

  test("KNO-01 the flag is named in the policy's own words", () => {
    for (const { message } of of(knowsley, "immediate risk"))
      expect(message.text).toContain(
        "IMMEDIATE RISK has been flagged: The child is at immediate risk of significant harm",
      );
  });

  test("ALL-05 where the policy has no rule, whoever flags is asked for a shorter timescale", () => {
    expect(of(miltonKeynes, "acknowledged")[0]?.message.text).toContain("set a shorter deadline by the link");
  });

  test("ALL-09 what is about no stage in particular tells the deadline of the one that is open", () => {
    for (const kind of ["deadlines replanned", "could not be delivered"] as const) {
      const found = all.filter((each) => each.notice.kind === kind);
      expect(found.length).toBeGreaterThan(0);
      for (const { message } of found)
        expect(message.text).toContain(
          "The deadline is 5pm on Friday 20 November 2026.\n\nWhat happens otherwise\nIf it is not settled by then,",
        );
    }
  });

  test.each([
    [
      "for now",
      "an email did not reach somebody",
      "An email about this escalation to the practitioner or decision maker of Children’s Social Care came back for now, as one does from a full mailbox or with an automatic answer. Whoever it was for may not read it for some time. Because of it, the inbox of Children’s Social Care, for the attention of the practitioner or decision maker, has been asked as well; either of them can answer.",
    ],
    ["as spam", "an email was marked as spam", "The mail service may hold back further emails to that address."],
    [
      "for good, from whoever was asked instead",
      "an email did not reach somebody",
      "to the inbox of Children’s Social Care came back for good. Whoever it was for has not had it, and will have none at that address. Nobody else is known who could be asked.",
    ],
    ["from the mail service itself", "an email did not reach somebody", "was held back by the mail service"],
  ])("ALL-09, ALL-13 what came back %s is told to the partnership in roles alone", (_how, subject, says) => {
    const found = cameBack.filter(
      ({ notice, message }) => notice.kind === "could not be delivered" && message.text.includes(says),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) {
      expect(message.subject).toContain(subject);
      expect(message.text).not.toContain("You are asked because");
    }
  });

  test("ALL-09 whoever is asked because something came back is asked as anybody is, and told why", () => {
    const asked = cameBack.find(({ notice }) => notice.kind === "asked" && notice.seat === joining.seat);
    expect(asked?.message.text).toContain("For the attention of: the practitioner or decision maker.");
    expect(asked?.message.text).toContain("You are asked to act as practitioner or decision maker");
    expect(asked?.message.text).toContain(
      "You are asked because an email to whoever was asked before did not reach them, or not for certain.",
    );
    expect(asked?.message.text).toContain("The deadline is 5pm on Friday 20 November 2026.");
    const others = cameBack.filter(({ notice }) => notice.kind === "asked" && notice.seat !== joining.seat);
    expect(others.length).toBeGreaterThan(0);
    for (const { message } of others) expect(message.text).not.toContain("whoever was asked before");
  });

  test("ALL-09 what is told after the deadline says that it has passed", () => {
    const risk = of(early, "immediate risk");
    expect(risk.length).toBeGreaterThan(0);
    for (const { message } of risk) {
      expect(message.text).toContain(
        "The deadline was 5pm on Tuesday 24 November 2026 and has passed.\n\nWhat happens otherwise\nIt stays open and is chased.",
      );
      expect(message.text).not.toContain("The deadline is");
    }
  });

  test("a deadline that has passed is not spoken of as still to come", () => {
    const passed = all.filter((each) => ["deadline passed", "chased"].includes(each.notice.kind));
    expect(passed.length).toBeGreaterThan(0);
    for (const { message } of passed) {
      const [, over = "", rest = ""] = /(?:passed, at|was due by) (.*?\d{4})(?::|\b)([\s\S]*)/.exec(message.text) ?? [];
      expect(over).not.toBe("");
      expect(rest).not.toContain(`The deadline is ${over}`);
    }
  });
});

describe("what was added beside the stages' own answers", () => {
  const [knowsleyBeside, shropshireBeside] = beside as [Story, Story];
  const said = (story: Story, kind: NoticeKind) => of(story, kind).map((each) => each.message);

  test("ALL-08 a proposed date is named, and that the deadline stays as it is until both sides agree", () => {
    const [first] = said(knowsleyBeside, "date proposed");
    expect(first?.subject).toBe("7K3M-9QXD: another deadline is proposed: accept or reject it");
    expect(first?.text).toContain(
      "The other side proposes midday on Wednesday 18 November 2026 as the deadline of Stage 1: practitioners. If you act for your side, accept or reject it by the link. Until both sides agree, the deadline stays as it is.",
    );
    expect(first?.text).toContain("The deadline is 5pm on Friday 20 November 2026.");
  });

  test("ALL-08, ALL-06 whoever raised the concern and hears of their own side's proposal is not asked to answer it", () => {
    const own = said(knowsleyBeside, "date proposed").filter(({ text }) => text.includes("Your own side proposes"));
    expect(own.length).toBeGreaterThan(0);
    for (const { subject, text } of own) {
      expect(subject).toBe("7K3M-9QXD: your side proposes another deadline");
      expect(text).toContain(
        "It counts when the other side accepts it. Until both sides agree, the deadline stays as it is.",
      );
      expect(text).not.toContain("accept or reject it by the link");
    }
    const proposed = storyOf(
      "9HJK-3MNP",
      play(...raisedIn("knowsley"), does("2026-11-17T11:00:00.000Z", raiser, "propose resolution", "practitioners")),
    );
    const [toReceiver, toRaiser] = [receiver, raiser].map((seat) =>
      messagesOf(proposed).find(({ notice }) => notice.kind === "resolution proposed" && notice.seat === seat),
    );
    expect(toReceiver?.message.text).toContain("The other agency proposes a resolution at Stage 1: practitioners.");
    expect(toRaiser?.message.text).toContain(
      "Your own side proposes a resolution at Stage 1: practitioners. It counts when the other side accepts it.",
    );
  });

  test("ALL-08 what both sides agreed is the deadline that is then told", () => {
    expect(said(knowsleyBeside, "date agreed")[0]?.text).toContain(
      "Both sides have agreed another deadline for Stage 1: practitioners. The reason is on the record.\n\nBy when\nThe deadline is midday on Thursday 19 November 2026.",
    );
    expect(said(knowsleyBeside, "date rejected")[0]?.text).toContain(
      "The deadline that was proposed for Stage 1: practitioners was not agreed. It stays as it was.\n\nBy when\nThe deadline is 5pm on Friday 20 November 2026.",
    );
  });

  test("SHR-09 a meeting that is arranged says for when, and where only by the link", () => {
    expect(said(knowsleyBeside, "meeting arranged")[0]?.text).toContain(
      "A meeting at Stage 1: practitioners has been arranged for 2pm on Wednesday 18 November 2026. Where, and who is invited, can be read by the link.",
    );
  });

  test("KNO-06 whoever is asked for advice reads for which stage, and that no deadline moves", () => {
    expect(said(knowsleyBeside, "advice asked")[0]?.text).toContain(
      "Somebody of your agency who acts at Stage 2: line managers asks for your advice. Read the question and the record by the link, and answer there. The deadline does not move.",
    );
  });

  test("SHR-02, ALL-13 a written confirmation is read and saved at the link, and never in the email", () => {
    const [confirmed] = said(shropshireBeside, "confirmed in writing");
    expect(confirmed?.subject).toBe("2FNQ-T8WD: a written confirmation is on the record");
    expect(confirmed?.text).toContain(
      "What was agreed or decided at Stage 2: Line Managers has been confirmed in writing. Read and save it by the link.",
    );
  });

  test("KNO-16, MK-10 filing is asked for in the policy's own words; a copy of the record is each side's own", () => {
    for (const { text } of said(knowsley, "file the record"))
      expect(text).toContain(
        "You are asked to put the record on the child’s file, together with any other written communication and information. The link lets you save the record as a document, and confirm that it was filed.",
      );
    for (const { text, subject } of said(miltonKeynes, "copy of the record")) {
      expect(subject).toMatch(/: your copy of the record \(Stage [123]: /);
      expect(text).toContain("your own copy, as it stands now, can be read and saved by the link.");
    }
  });
});

describe("the forms that go with a stage", () => {
  const at = "2026-11-23T10:00:00.000Z";
  /** Who of Medway's stage 3, and of the stages beside it, reads of the form: one line a message. */
  const mentions = (history: Played): string[] =>
    messagesOf(storyOf("9HJK-3MNP", history))
      .filter(({ message }) =>
        message.text.includes("is filled from the record: you can read and save it at the link."),
      )
      .map(({ notice, message }) => {
        const [, title = ""] = /The (.*) is filled from the record/.exec(message.text) ?? [];
        return `${title}: ${notice.kind} → ${notice.seat}`;
      });

  test("MED-11, MED-12 it goes to the directors and the MSCP when stage 3 opens, with the response again, and to the Executive", () => {
    const third = silentUntil(play(raise(at, { area: "medway" }), open(at)), "2026-12-07T17:00:00.000Z");
    const responded = goOn(
      third,
      does("2026-12-08T10:00:00.000Z", "assistant-directors/receiving-side/1", "respond", "assistant-directors"),
    );
    const last = silentUntil(responded, "2026-12-14T17:00:00.000Z");
    const form = "Stage 3 Escalation Form";
    expect([...new Set(mentions(last))]).toEqual([
      `${form}: asked → assistant-directors/raising-side/1`,
      `${form}: asked → assistant-directors/receiving-side/1`,
      `${form}: told → assistant-directors/told-partnership-office/1`,
      `${form}: responded → assistant-directors/raising-side/1`,
      `${form}: responded → raiser`,
      `${form}: responded → assistant-directors/told-partnership-office/1`,
      `${form}: asked → partnership/body/1`,
      `${form}: told → partnership/told-scrutineer/1`,
    ]);
  });

  test("KNO-10 the Escalation Notice goes to the senior managers, their directors and the Business Manager, and to the Chair", () => {
    const story = silentUntil(play(raise(at), open(at)), "2026-12-10T17:00:00.000Z");
    const form = "Escalation Notice";
    expect([...new Set(mentions(story))]).toEqual([
      `${form}: asked → senior-managers/raising-side/1`,
      `${form}: asked → senior-managers/receiving-side/1`,
      `${form}: told → senior-managers/told-business-manager/1`,
      `${form}: told → senior-managers/told-director-raising/1`,
      `${form}: told → senior-managers/told-director-receiving/1`,
      `${form}: asked → chair/body/1`,
    ]);
  });
});

describe("the organisation's own defaults", () => {
  const own = "The policy gives no number here. This timescale is the organisation’s own.";
  /** Every message about a clock, or about a stage whose deadline it tells. */
  const about = (stage: string, clock?: string) =>
    all.filter(
      (each) =>
        each.story === miltonKeynes &&
        each.notice.stage === stage &&
        (!clock || !each.notice.clock || each.notice.clock === clock),
    );

  test("MK-02 the default for the manager's stage is shown as the organisation's wherever it is told", () => {
    const told = about("manager").filter((each) => each.message.text.includes("26 November 2026"));
    expect(told.length).toBeGreaterThan(0);
    for (const { message } of told) expect(message.text).toContain(own);
  });

  test("MK-06 the default for the Board Chair is shown as the organisation's wherever it is told", () => {
    const told = about("chair").filter((each) => each.message.text.includes("18 December 2026"));
    expect(new Set(told.map((each) => each.notice.kind))).toEqual(
      new Set(["asked", "climbed", "reminder", "deadline passed", "chased"]),
    );
    for (const { message } of told) expect(message.text).toContain(own);
  });

  test("MK-01, MK-03 the policy's own numbers are never shown as the organisation's", () => {
    const told = [...about("professionals"), ...about("heads-of-service")].filter((each) =>
      /The deadline is/.test(each.message.text),
    );
    expect(told.length).toBeGreaterThan(0);
    for (const { message } of told) expect(message.text).not.toContain(own);
  });

  test("KNO-15 the time to answer recommendations is shown as the organisation's when owed, reminded of, passed and chased", () => {
    const told = all.filter(
      (each) => each.story === knowsley && each.notice.clock?.startsWith("act-on-recommendations"),
    );
    const dated = told.filter((each) => each.message.text.includes("14 December 2026"));
    expect(new Set(dated.map((each) => each.notice.kind))).toEqual(
      new Set(["duty owed", "reminder", "deadline passed", "chased"]),
    );
    for (const { message } of dated) expect(message.text).toContain(own);
  });
});
