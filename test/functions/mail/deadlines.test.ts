/** What emails say of deadlines, and of the organisation’s own defaults. */
import { beforeAll, describe, expect, test } from "vitest";
import { emails, joining, type Emails } from "./sent.ts";

let all: Emails["all"];
let cameBack: Emails["cameBack"];
let early: Emails["early"];
let knowsley: Emails["knowsley"];
let miltonKeynes: Emails["miltonKeynes"];
let of: Emails["of"];
beforeAll(async () => {
  ({ all, cameBack, early, knowsley, miltonKeynes, of } = await emails());
}, 120_000);

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
