/** Emails about what goes on beside the stages’ own answers, and about the forms that go with a stage. */
import { beforeAll, describe, expect, test } from "vitest";
import type { NoticeKind } from "../../../functions/core/notices.ts";
import type { Story } from "../../../functions/escalations/escalations.ts";
import { does, goOn, open, play, raise, raiser, silentUntil, type Played } from "../../support/core.ts";
import { beside, emails, messagesOf, raisedIn, receiver, storyOf, type Emails } from "./sent.ts";

let knowsley: Emails["knowsley"];
let miltonKeynes: Emails["miltonKeynes"];
let of: Emails["of"];
beforeAll(async () => {
  ({ knowsley, miltonKeynes, of } = await emails());
}, 120_000);

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
