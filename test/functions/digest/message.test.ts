/** What digests say, of facts that are given. 2026-11-23 is a Monday; London is on UTC unless a test says otherwise. */
import { describe, expect, test } from "vitest";
import type { AlertFacts } from "../../../functions/alerts/facts.ts";
import { digestMessage, type DigestInput, type Part } from "../../../functions/digest/message.ts";
import { timeLeft } from "../../../functions/figures/time-left.ts";
import type { Facts, StageFacts } from "../../../functions/figures/facts.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { facts } from "../../support/facts.ts";

const calendar = calendarOf("england-and-wales");
const now = "2026-11-23T09:00:00.000Z";
const week: Part = {
  every: "week",
  period: { from: "2026-11-16", to: "2026-11-22" },
  what: ["open escalations", "figures"],
};
const names: Record<string, string> = {
  "whitebeam-school": "Whitebeam School",
  "social-care": "Children’s Social Care",
};

const digest = (changes: Partial<DigestInput> = {}) =>
  digestMessage({
    partnership: {
      name: "Knowsley SCP",
      inbox: "partnership@kscp.example",
      telephone: { number: "0151 496 0152" },
      inDanger: [],
    },
    parts: [{ ...week, what: ["open escalations"] }],
    now,
    calendar,
    facts: [],
    alerts: [],
    nameOf: (id) => names[id] ?? id,
    register: {
      url: "https://escalations.example/register/secret",
      of: "Knowsley SCP",
      until: "2026-12-28T09:00:00.000Z",
    },
    before: [],
    after: [],
    ...changes,
  });

const stage = (changes: Partial<StageFacts> = {}): StageFacts => ({
  stage: "line-managers",
  title: "Stage 2: line managers",
  openedAt: "2026-11-17T10:00:00.000Z",
  because: "deadline passed",
  due: "2026-11-27T17:00:00.000Z",
  setBy: "policy",
  asked: ["raising", "receiving"],
  answered: [],
  timescale: "running",
  ...changes,
});
const at = (reference: string, changes: Partial<StageFacts> = {}, more: Partial<Facts> = {}): Facts =>
  facts({ reference, raisedAt: "2026-11-10T10:00:00.000Z", stages: [stage(changes)], ...more });

/** The lines of one list. */
const listOf = ({ text }: { readonly text: string }, title: string): string[] =>
  (text.split("\n\n").find((each) => each.startsWith(`${title}\n`)) ?? "")
    .split("\n")
    .slice(1)
    .map((each) => each.replace(/^- /, ""));
const between = (reference: string) =>
  `${reference}: Whitebeam School with Children’s Social Care, threshold or level of need.`;

describe("what needs the partnership now", () => {
  const needs = (...some: Facts[]) => listOf(digest({ facts: some }), "Needs you now");

  test("ALL-12 an open stage whose deadline is past, and who has not answered there", () => {
    expect(needs(at("2222-AAAA", { due: "2026-11-18T17:00:00.000Z", answered: ["raising"] }))).toEqual([
      `${between("2222-AAAA")} Stage 2: line managers was due 5pm on Wednesday 18 November 2026: overdue by 3 working days. No answer from Children’s Social Care.`,
    ]);
    expect(needs(at("2222-AAAA", { due: "2026-11-20T17:00:00.000Z", answered: ["raising", "receiving"] }))).toEqual([
      `${between("2222-AAAA")} Stage 2: line managers was due 5pm on Friday 20 November 2026: overdue by 1 working day.`,
    ]);
  });

  test("ALL-12 no answer, from two working days before the deadline on, and not sooner", () => {
    expect(needs(at("2222-AAAA", { due: "2026-11-25T17:00:00.000Z" }))).toEqual([
      `${between("2222-AAAA")} Stage 2: line managers is due 5pm on Wednesday 25 November 2026: 2 working days left. No answer from Whitebeam School or Children’s Social Care.`,
    ]);
    expect(needs(at("2222-AAAA", { due: "2026-11-26T17:00:00.000Z" }))).toEqual([]);
    expect(needs(at("2222-AAAA", { due: "2026-11-25T17:00:00.000Z", answered: ["raising", "receiving"] }))).toEqual([]);
    expect(needs(at("2222-AAAA", { due: "2026-11-25T17:00:00.000Z", endedAt: now }))).toEqual([]);
  });

  test("ALL-12 whoever decides for the partnership is asked and has not answered, however much time is left", () => {
    const chair = {
      title: "Stage 4: the Chair",
      due: "2026-12-18T17:00:00.000Z",
      asked: ["partnership"],
    } as const;
    expect(needs(at("2222-AAAA", chair))).toEqual([
      `${between("2222-AAAA")} Stage 4: the Chair is due 5pm on Friday 18 December 2026: 19 working days left. Waiting for the partnership: whoever decides there is asked and has not answered.`,
    ]);
    expect(needs(at("2222-AAAA", { ...chair, answered: ["partnership"] }))).toEqual([]);
  });

  test("ALL-12 what is owed after the settlement, overdue or not, by whose number", () => {
    const settled = (due: string, setBy: "policy" | "organisation" = "policy") =>
      at(
        "2222-AAAA",
        { endedAt: "2026-11-12T10:00:00.000Z" },
        {
          outcome: "resolved",
          endedAt: "2026-11-12T10:00:00.000Z",
          owed: [{ asks: "confirm it in writing", due, setBy }],
        },
      );
    expect(needs(settled("2026-11-23T12:00:00.000Z"))).toEqual([
      `${between("2222-AAAA")} Settled, but not yet done: confirm it in writing. It is due midday on Monday 23 November 2026: 3 working hours left.`,
    ]);
    expect(needs(settled("2026-11-19T17:00:00.000Z", "organisation"))).toEqual([
      `${between("2222-AAAA")} Settled, but not yet done: confirm it in writing. It was due 5pm on Thursday 19 November 2026: overdue by 2 working days. The policy gives no number here. This timescale is the organisation’s own.`,
    ]);
  });

  test("ALL-12 a role that nobody is known to hold, and emails of the period that came back, until it is closed", () => {
    const came = ["2026-11-13T10:00:00.000Z", "2026-11-18T10:00:00.000Z", "2026-11-20T10:30:00.000Z"];
    const more = { unheld: [{ called: "line manager", agency: "social-care" }], undelivered: came };
    expect(needs(at("2222-AAAA", {}, more))).toEqual([
      `${between("2222-AAAA")} Stage 2: line managers is due 5pm on Friday 27 November 2026: 4 working days left. Nobody is known as line manager of Children’s Social Care; the matter went to an inbox. 2 emails did not arrive, or were marked as spam, the last at 10:30am on Friday 20 November 2026. The record says for which role.`,
    ]);
    expect(needs(at("2222-AAAA", {}, { undelivered: came.slice(0, 1) }))).toEqual([]);
    const closed = { outcome: "resolved", endedAt: now, closedAt: now, undelivered: came } as const;
    expect(needs(at("2222-AAAA", { endedAt: now }, closed))).toEqual([]);
  });

  test("ALL-12 each once with all its reasons, the most delayed first, with what makes it urgent", () => {
    const some = [
      at("2222-CCCC", { due: "2026-11-24T17:00:00.000Z" }),
      at("2222-BBBB", { due: "2026-11-19T17:00:00.000Z" }, { immediateRisk: true, late: true }),
      at(
        "2222-AAAA",
        { due: "2026-11-18T17:00:00.000Z", asked: ["receiving", "partnership"] },
        { unheld: [{ called: "director", agency: "social-care" }] },
      ),
    ];
    expect(needs(...some)).toEqual([
      `${between("2222-AAAA")} Stage 2: line managers was due 5pm on Wednesday 18 November 2026: overdue by 3 working days. No answer from Children’s Social Care. Waiting for the partnership: whoever decides there is asked and has not answered. Nobody is known as director of Children’s Social Care; the matter went to an inbox.`,
      `2222-BBBB: Whitebeam School with Children’s Social Care, threshold or level of need, immediate risk, raised late. Stage 2: line managers was due 5pm on Thursday 19 November 2026: overdue by 2 working days. No answer from Whitebeam School or Children’s Social Care.`,
      `${between("2222-CCCC")} Stage 2: line managers is due 5pm on Tuesday 24 November 2026: 1 working day left. No answer from Whitebeam School or Children’s Social Care.`,
    ]);
  });
});

describe("the other lists", () => {
  test("ALL-12 due in the coming seven days and not a moment later; what is open beyond that stands apart", () => {
    const mail = digest({
      facts: [
        at("2222-AAAA", { due: "2026-11-30T09:00:00.000Z" }),
        at("2222-BBBB", { due: "2026-11-30T08:59:00.000Z" }),
        at("2222-CCCC", { due: "2026-11-23T09:00:00.000Z", answered: ["raising", "receiving"] }),
        at("2222-DDDD", { due: "2026-11-20T17:00:00.000Z" }),
      ],
    });
    const starts = (title: string) => listOf(mail, title).map((each) => each.slice(0, 9));
    expect(starts("Due in the coming seven days")).toEqual(["2222-CCCC", "2222-BBBB"]);
    expect(starts("Also open")).toEqual(["2222-AAAA"]);
    expect(starts("Needs you now")).toEqual(["2222-DDDD"]);
    expect(mail.subject).toBe("1 needs you, 2 due this week, 4 open: weekly digest of escalations");
  });

  test("ALL-12 newly raised, climbed, settled and withdrawn in the period, and nothing of the days before and after", () => {
    const days = ["2026-11-15T23:59:59.999Z", "2026-11-16T00:00:00.000Z", "2026-11-22T23:59:59.999Z", now];
    const second = (openedAt: string) => [
      stage({ stage: "practitioners", title: "Stage 1: practitioners", endedAt: openedAt }),
      stage({ openedAt }),
    ];
    const mail = digest({
      facts: days.flatMap((each, index) => [
        facts({ reference: `2222-AAA${index + 2}`, raisedAt: each }),
        facts({ reference: `2222-BBB${index + 2}`, raisedAt: "2026-11-01T00:00:00.000Z", stages: second(each) }),
        facts({
          reference: `2222-CCC${index + 2}`,
          raisedAt: "2026-11-01T00:00:00.000Z",
          outcome: "withdrawn",
          endedAt: each,
          workingDays: 1,
          stages: [stage({ endedAt: each })],
          highest: "line-managers",
        }),
      ]),
    });
    const about = (reference: string) => between(reference);
    expect(listOf(mail, "Newly raised")).toEqual([
      `${about("2222-AAA3")} Raised on Monday 16 November 2026.`,
      `${about("2222-AAA4")} Raised on Sunday 22 November 2026.`,
    ]);
    expect(listOf(mail, "Gone on to a further stage")).toEqual([
      `${about("2222-BBB3")} Stage 2: line managers (deadline passed).`,
      `${about("2222-BBB4")} Stage 2: line managers (deadline passed).`,
    ]);
    expect(listOf(mail, "Settled or withdrawn")).toEqual([
      `${about("2222-CCC3")} Withdrawn at Stage 2: line managers on Monday 16 November 2026, 1 working day after it was raised.`,
      `${about("2222-CCC4")} Withdrawn at Stage 2: line managers on Sunday 22 November 2026, 1 working day after it was raised.`,
    ]);
  });

  test("ALL-08 the partnership sees which deadlines both sides agreed in the period, and not those of another", () => {
    const mail = digest({
      facts: [
        at(
          "2222-AAAA",
          {},
          {
            datesAgreed: [
              { at: "2026-11-15T23:59:00.000Z", stage: "line-managers", until: "2026-11-20T17:00:00.000Z" },
              { at: "2026-11-17T10:00:00.000Z", stage: "line-managers", until: "2026-12-03T17:00:00.000Z" },
            ],
          },
        ),
      ],
    });
    expect(listOf(mail, "Deadlines that both sides agreed")).toEqual([
      `${between("2222-AAAA")} Stage 2: line managers: 5pm on Thursday 3 December 2026. Why is on the record.`,
    ]);
  });

  test("ALL-12 a list is cut after 20, and says how many more the register has; the counts count them all", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => at(`2222-${1000 + index}`, { due: "2026-11-18T17:00:00.000Z" }));
    const cut = listOf(digest({ facts: many(57) }), "Needs you now");
    expect(cut).toHaveLength(21);
    expect(cut.at(-1)).toBe("and 37 more in the register");
    expect(digest({ facts: many(57) }).subject).toBe(
      "57 need you, 0 due this week, 57 open: weekly digest of escalations",
    );
    expect(listOf(digest({ facts: many(20) }), "Needs you now").at(-1)).toContain("2222-1019");
  });

  test("ALL-12 nothing to report is said in one line, and in the subject", () => {
    const { subject, text } = digest({ parts: [week] });
    expect(subject).toBe("Nothing to report: weekly digest of escalations");
    expect(text).toBe(`Nothing to report: weekly digest of escalations

The weekly digest of escalations of Knowsley SCP: Monday 16 November 2026 to Sunday 22 November 2026.

Nothing to report.

Open the register:
https://escalations.example/register/secret

The register has all escalations of Knowsley SCP. The link is for you alone, shows nothing until you press Continue, and ends at 9am on Monday 28 December 2026.

Whom to ask
Knowsley SCP: partnership@kscp.example

Telephone: 0151 496 0152

What this is about
This email holds no details of any person concerned, so do not reply to it with any. A record is read by the link of an email about it.
`);
  });
});

describe("how long there is", () => {
  const left = (due: string, at: string) => {
    const { over, count, unit } = timeLeft(due, at, calendar);
    return `${over ? "over " : ""}${count} ${unit}`;
  };

  test.each([
    // Easter 2027: Good Friday is 26 March, Easter Monday 29 March; the clocks go forward on the Sunday between them.
    [
      "2027-03-31T16:00:00.000Z",
      "2027-03-25T09:00:00.000Z",
      "2 working day",
      "over Easter and the change of the clocks",
    ],
    ["2027-03-25T17:00:00.000Z", "2027-03-30T08:00:00.000Z", "over 1 working day", "past, over the same days"],
    // The clocks go back on Sunday 25 October 2026.
    ["2026-10-26T17:00:00.000Z", "2026-10-26T09:00:00.000Z", "8 working hour", "on the day after the clocks went back"],
    ["2026-10-23T16:00:00.000Z", "2026-10-26T09:00:00.000Z", "over 1 working day", "past, over that night"],
    ["2026-11-23T17:00:00.000Z", "2026-11-23T16:30:00.000Z", "0 working hour", "less than an hour"],
    ["2026-11-23T14:00:00.000Z", "2026-11-23T16:30:00.000Z", "over 2 working hour", "past on the same day"],
  ])("ALL-12 until %s at %s: %s (%s)", (due, at, said) => {
    expect(left(due, at)).toBe(said);
  });
});

describe("several in one", () => {
  const month: Part = {
    every: "month",
    period: { from: "2026-10-01", to: "2026-10-31" },
    what: ["figures", "open escalations"],
  };
  const october = at("2222-OCTB", { due: "2026-11-18T17:00:00.000Z" }, { raisedAt: "2026-10-05T09:00:00.000Z" });

  test("ALL-12, KNO-18 a week’s and a month’s say each thing once, and the figures of each", () => {
    const mail = digest({
      parts: [week, month],
      facts: [october, at("2222-NOVB", {}, { raisedAt: "2026-11-17T10:00:00.000Z" })],
    });
    expect(mail.subject).toBe("1 needs you, 1 due this week, 2 open: weekly and monthly digest of escalations");
    expect(mail.text).toContain(
      "The weekly and monthly digest of escalations of Knowsley SCP: Monday 16 November 2026 to Sunday 22 November 2026 and Thursday 1 October 2026 to Saturday 31 October 2026.",
    );
    expect(listOf(mail, "Newly raised").map((each) => each.slice(0, 9))).toEqual(["2222-OCTB", "2222-NOVB"]);
    expect(mail.text.match(/^Needs you now$/gm)).toHaveLength(1);
    expect(mail.text).toContain(
      "Figures of the week, Monday 16 November 2026 to Sunday 22 November 2026\nRaised, by type\nthreshold or level of need: 1\n",
    );
    expect(mail.text).toContain(
      "Figures of the month, Thursday 1 October 2026 to Saturday 31 October 2026\nRaised, by type\nthreshold or level of need: 1\n",
    );
    expect(mail.text.match(/^Open, by stage$/gm)).toHaveLength(1);
  });

  test("ALL-12, MED-17 with practice alerts beside the escalations, the counts are those of both", () => {
    const mail = digest({
      parts: [{ ...week, what: [...week.what, "practice alerts"] }],
      facts: [october],
      alerts: [alert()],
    });
    expect(mail.subject).toBe("2 need you, 0 due this week, 2 open: weekly digest");
    expect(mail.text).toContain("The weekly digest of escalations and practice alerts of Knowsley SCP");
  });

  test("TP-09 whoever is sent figures alone has numbers and charts, and no list of cases", () => {
    const mail = digest({ parts: [{ ...month, what: ["figures"] }], facts: [october] });
    expect(mail.subject).toBe("1 raised, 0 settled, 1 open: monthly digest of escalations");
    expect(mail.text).toContain("- Raised: 1 (0 late, 0 with immediate risk)");
    expect(mail.text).not.toContain("2222-OCTB");
  });
});

describe("charts", () => {
  test("ALL-12 are cells of a colour and a width with the number beside each, and lines in plain text", () => {
    const mail = digest({
      parts: [week],
      facts: [
        ...["AAA2", "AAA3", "AAA4", "AAA5"].map((each) => at(`2222-${each}`, { title: "Stage <2>" })),
        at("2222-BBBB", { stage: "chair", title: "Stage 4", due: "2026-11-20T17:00:00.000Z" }),
      ],
    });
    expect(mail.text).toContain("Open now\nOpen, by stage\nStage <2>: 4\nStage 4 (1 overdue): 1\n");
    const rows = mail.html.slice(mail.html.indexOf("Open, by stage"));
    const bars = [...rows.matchAll(/<td width="(\d+)%" bgcolor="#1d70b8"/g)].map((each) => each[1]);
    expect(bars).toEqual(["100", "25"]);
    expect(rows).toContain("Stage &#60;2&#62;");
    expect(mail.html).not.toMatch(/<(img|svg)\b/);
  });
});

const alert = (changes: Partial<AlertFacts> = {}): AlertFacts => ({
  reference: "PA-2222-AAAA",
  submittedAt: "2026-11-02T10:00:00.000Z",
  agency: "Whitebeam School",
  respond: { due: "2026-11-16T17:00:00.000Z", silent: ["Health", "Police"] },
  setBy: "organisation",
  actions: [],
  undelivered: [],
  ...changes,
});

describe("practice alerts, for the group that oversees them", () => {
  const weekly = (...alerts: AlertFacts[]) =>
    digest({ parts: [{ ...week, what: ["practice alerts"] }], alerts, register: undefined });

  test("MED-17 who has not responded, actions due and overdue, what else is open, what was closed", () => {
    const { respond: _, ...answered } = alert();
    const mail = weekly(
      { ...answered, reference: "PA-2222-DDDD", closedAt: "2026-11-20T10:00:00.000Z", how: "no action needed" },
      {
        ...answered,
        reference: "PA-2222-CCCC",
        submittedAt: "2026-11-18T10:00:00.000Z",
        conclude: { due: "2026-12-16T17:00:00.000Z" },
      },
      {
        ...answered,
        reference: "PA-2222-BBBB",
        actions: [
          { number: 1, agency: "Care", due: "2026-11-12T17:00:00.000Z", doneAt: "2026-11-11T10:00:00.000Z" },
          { number: 2, agency: "Health", due: "2026-11-20T17:00:00.000Z" },
          { number: 3, due: "2026-11-27T17:00:00.000Z" },
        ],
      },
      alert(),
    );
    expect(mail.subject).toBe("2 need you, 1 due this week, 3 open: weekly digest of practice alerts");
    expect(mail.text).toBe(`2 need you, 1 due this week, 3 open: weekly digest of practice alerts

The weekly digest of practice alerts of Knowsley SCP: Monday 16 November 2026 to Sunday 22 November 2026.

What is open is as it stood at 9am on Monday 23 November 2026.

Practice alerts that need the group now
- PA-2222-AAAA: submitted by Whitebeam School on Monday 2 November 2026. Not responded: Health and Police. Responses were due 5pm on Monday 16 November 2026: overdue by 5 working days. The policy gives no number here. This timescale is the organisation’s own.
- PA-2222-BBBB: submitted by Whitebeam School on Monday 2 November 2026. Action 2 (Health) was due 5pm on Friday 20 November 2026: overdue by 1 working day. Action 3 is due 5pm on Friday 27 November 2026: 4 working days left. 1 of 3 actions done.

Practice alerts due in the coming seven days
- PA-2222-BBBB: submitted by Whitebeam School on Monday 2 November 2026. Action 2 (Health) was due 5pm on Friday 20 November 2026: overdue by 1 working day. Action 3 is due 5pm on Friday 27 November 2026: 4 working days left. 1 of 3 actions done.

Practice alerts also open
- PA-2222-CCCC: submitted by Whitebeam School on Wednesday 18 November 2026. What is to be done, or its closing, is due 5pm on Wednesday 16 December 2026: 17 working days left. The policy gives no number here. This timescale is the organisation’s own.

Practice alerts newly submitted
- PA-2222-CCCC: submitted by Whitebeam School on Wednesday 18 November 2026.

Practice alerts closed
- PA-2222-DDDD: submitted by Whitebeam School on Monday 2 November 2026. Closed at 10am on Friday 20 November 2026: no action was needed.

Whom to ask
Knowsley SCP: partnership@kscp.example

Telephone: 0151 496 0152

What this is about
This email holds no details of any person concerned, so do not reply to it with any. A record is read by the link of an email about it.
`);
  });

  test("MED-17 an alert stays in it until its actions are done and it is closed, and then no longer", () => {
    const { respond: _, ...done } = alert({ closedAt: "2026-11-13T10:00:00.000Z", how: "actions done" });
    expect(weekly(done).subject).toBe("Nothing to report: weekly digest of practice alerts");
    expect(weekly(alert({ respond: { due: "2026-12-16T17:00:00.000Z", silent: ["Police"] } })).subject).toBe(
      "0 need you, 0 due this week, 1 open: weekly digest of practice alerts",
    );
  });
});
