import { expect, it } from "vitest";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { noticesOf, type NoticeKind } from "../../../functions/core/notices.ts";
import { messageFor } from "../../../functions/mail/messages.ts";
import { agencies, did, opened, policy, reference, untilStage3 } from "./testshire.ts";

const stage3 = "The Stage 3 Escalation Form is filled from the record: you can read and save it at the link.";
const notice = "The Escalation Notice is filled from the record: you can read and save it at the link.";

/** The whole story, with everything that it gives notice of. */
const history = [
  ...untilStage3(),
  did("ResponseRecorded", 18, "receiving", "directors", { name: "Art Director", response: "Yes.", answers: {} }),
  opened(20, "executive"),
];

/** The lines on forms in each e-mail of a kind about a stage. */
function linesOn(kind: NoticeKind, stage: string): string[][] {
  const messages = noticesOf(history, policy)
    .filter((each) => each.kind === kind && each.stage === stage)
    .map((each) =>
      messageFor({
        notice: each,
        reference,
        history,
        rules: { policy, calendar: calendarOf("england-and-wales") },
        agencyNames: Object.fromEntries(agencies),
        partnership: undefined,
        link: { url: "https://escalations.example/7K3M-9QXD/secret", code: "7K QF 2M 9X" },
      }),
    );
  expect(messages.length).toBeGreaterThan(0);
  for (const { subject, text, html } of messages)
    expect(`${subject}${text}${html}`).not.toMatch(/Robin|Childe|Dee|Trust|Art |too late|assessment/);
  return messages.map(({ text }) => text.split("\n").filter((each) => each.includes("filled from the record")));
}

it.each<[NoticeKind, string, string[]]>([
  ["asked", "managers", []],
  ["responded", "managers", []],
  ["asked", "leads", [notice]],
  ["asked", "directors", [stage3, notice]],
  ["told", "directors", [stage3, notice]],
  ["responded", "directors", [stage3, notice]],
  ["asked", "executive", [stage3, notice]],
  ["climbed", "directors", []],
])(
  "MED-11, KNO-10, ALL-13 the e-mails “%s” at %s name the forms that are there, without a word of the case",
  (kind, stage, lines) => {
    for (const each of linesOn(kind, stage)) expect(each).toEqual(lines);
  },
);
