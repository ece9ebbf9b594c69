/** The forms of the published policies, filled by stories that the core itself wrote. */
import { expect, it } from "vitest";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import { formDocument, formsOffered } from "../../../functions/documents/form.ts";
import { storyOf } from "../../../functions/escalations/escalations.ts";
import { does, open, play, raise, seats, type Played, type Step } from "../../support/core.ts";
import { read } from "./testshire.ts";

const agencies = new Map([
  ["north-school", "North School"],
  ["childrens-services", "Children’s Services"],
]);

/** Every form that there is at the end of a story, as it reads. */
function forms({ history, rules }: Pick<Played, "history" | "rules">): Record<string, string[]> {
  const commit = {
    reference: "7K3M-9QXD",
    partnership: rules.policy.partnership.id,
    cause: { kind: "service", task: "test" } as const,
    hash: "",
  };
  const commits = history.map((event, index) => ({
    ...commit,
    number: index + 1,
    at: event.at,
    command: `command-${index}`,
    events: [event],
  }));
  const story = storyOf(commit.reference, commits, () => rules);
  const source = { story, agencies, at: "2026-12-14T12:00:00.000Z" };
  return Object.fromEntries(formsOffered(source).map((each) => [each.title, read(formDocument(each, source))]));
}

/** Every e-mail of a story that asks or tells somebody of a stage, sent as soon as it was owed. */
function withMail({ history, rules }: Played): EscalationEvent[] {
  const sent = noticesOf(history, rules.policy).flatMap((each): EscalationEvent[] =>
    each.kind === "asked" || each.kind === "told"
      ? [
          {
            type: "NoticeSent",
            v: 1,
            at: history[each.event]?.at ?? "",
            notice: each.id,
            kind: each.kind,
            seat: each.seat,
            messageId: "m",
          },
        ]
      : [],
  );
  return [...history, ...sent];
}

const { medway, knowsley } = seats;

/** Answered at stage 1, then at stage 2 by a resolution that came too late; at stage 3 by 9am on Tuesday 1 December. */
const toDirectors: Step[] = [
  raise("2026-11-23T10:00:00.000Z", { area: "medway" }),
  open("2026-11-23T10:00:00.000Z"),
  does("2026-11-25T10:00:00.000Z", medway.receivingManager, "respond", "service-managers", { answers: {} }),
  does("2026-11-26T10:00:00.000Z", medway.raisingManager, "declare unresolved", "service-managers"),
  open("2026-11-26T10:00:00.000Z"),
  does("2026-11-27T10:00:00.000Z", medway.receivingLead, "propose resolution", "safeguarding-leads"),
  does("2026-11-30T10:00:00.000Z", medway.raisingLead, "reject resolution", "safeguarding-leads", {
    unresolved: false,
  }),
  does("2026-12-01T09:00:00.000Z", medway.raisingLead, "declare unresolved", "safeguarding-leads", {
    reason: "Ten days are too long.",
  }),
  open("2026-12-01T09:00:00.000Z"),
];

/** Appendix One, in its order, with the name of each box as the text has it. */
const appendixOne = [
  "Date of stage 3 alert",
  "From",
  "Service",
  "To",
  "Service",
  "Name of Child (if applicable)",
  "DOB (if applicable)",
  "Practitioner",
  "Service",
  "Line Manager",
  "== Stage One – Service Manager",
  "Date escalation raised",
  "Name of manager(s)",
  "Date response received",
  "== Stage Two – Designated Safeguarding Lead / Head of Service",
  "Date escalation raised",
  "Name of DSL/Head of Service",
  "Date response received",
  "== Stage Three – Assistant Director / Headteacher / equivalent",
  "Summary of concern(s) remaining from Stage 2",
  "Requested action",
  "Name of Assistant Director / Headteacher / equivalent",
  "Response",
  "Resolution of alert",
  "Date of response",
  "Form sent to MSCP",
  "== Stage four – MSCP",
  "Summary of concern(s) remaining from Stage 3",
];

it("MED-11 Medway's form has every field of Appendix One, in its order", () => {
  const form = forms(play(...toDirectors))["Stage 3 Escalation Form"] ?? [];
  const labels = form.map((each) => each.split(": ")[0]?.replace(/ \((from|to)\)$/, "") ?? "");
  let from = 0;
  for (const each of appendixOne) {
    const at = labels.indexOf(each, from);
    expect(at, `${each}, after ${labels[from - 1]}`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
});

it("MED-11, MED-12 Medway's form says at each stage what the record says by then", () => {
  const story = play(...toDirectors);
  expect(forms(play(...toDirectors.slice(0, 5)))).toEqual({});
  const atOpening = forms({ ...story, history: withMail(story) })["Stage 3 Escalation Form"];
  expect(atOpening).toEqual(
    expect.arrayContaining([
      "Date of stage 3 alert: Tuesday 1 December 2026",
      "Name of Child (if applicable): Robin Example",
      "DOB (if applicable): Friday 30 May 2014",
      "Practitioner: Ada Raiser",
      "Service: North School",
      "Date escalation raised: Monday 23 November 2026",
      "Date response received: Wednesday 25 November 2026",
      "Date escalation raised: Thursday 26 November 2026",
      "Date response received: Friday 27 November 2026",
      "Summary of concern(s) remaining from Stage 2: Ten days are too long. [Pat Example, Designated Safeguarding Lead or Head of Service, North School, at 9am on Tuesday 1 December 2026]",
      "Requested action: An assessment.",
      "Response: Not on the record",
      "Resolution of alert: Not on the record",
      "Date of response: Not on the record",
      "Form sent to MSCP: Tuesday 1 December 2026",
      "Summary of concern(s) remaining from Stage 3: Not on the record",
    ]),
  );
  const later = play(
    ...toDirectors,
    does("2026-12-03T10:00:00.000Z", medway.receivingDirector, "respond", "assistant-directors", { answers: {} }),
    does("2026-12-04T10:00:00.000Z", medway.raisingDirector, "declare unresolved", "assistant-directors"),
    open("2026-12-04T10:00:00.000Z"),
    does("2026-12-11T10:00:00.000Z", medway.executive, "give outcome", "partnership"),
  );
  const director = "Assistant Director, Deputy Director, headteacher, governor or equivalent";
  expect(forms({ ...later, history: withMail(later) })["Stage 3 Escalation Form"]).toEqual(
    expect.arrayContaining([
      `Response: We have looked again. [Pat Example, ${director}, Children’s Services, at 10am on Thursday 3 December 2026]`,
      "Resolution of alert: Not resolved: it was declared unresolved",
      "Date of response: Thursday 3 December 2026",
      "Form sent to MSCP: Tuesday 1 December 2026",
      `Summary of concern(s) remaining from Stage 3: The concern remains. [Pat Example, ${director}, North School, at 10am on Friday 4 December 2026]`,
    ]),
  );
});

it("KNO-10 Knowsley's notice is made when the line managers could not settle it, and brought up to date for the Chair", () => {
  const steps: Step[] = [
    raise("2026-11-23T10:00:00.000Z"),
    open("2026-11-23T10:00:00.000Z"),
    does("2026-11-24T10:00:00.000Z", "raiser", "declare unresolved", "practitioners"),
    open("2026-11-24T10:00:00.000Z"),
    does("2026-11-25T10:00:00.000Z", knowsley.raisingManager, "declare unresolved", "line-managers", {
      reason: "The threshold is met.",
    }),
    open("2026-11-25T10:00:00.000Z"),
  ];
  expect(forms(play(...steps.slice(0, 4)))).toEqual({});
  const notice = (...more: Step[]) => forms(play(...steps, ...more))["Escalation Notice"] ?? [];
  const remain =
    "Concerns that remain: The threshold is met. [Pat Example, line manager, North School, at 10am on Wednesday 25 November 2026]";
  expect(notice()).toEqual(
    expect.arrayContaining([
      "Name of child: Robin Example",
      "The issue: The referral was closed.",
      "How it ended: It was declared unresolved",
      remain,
      "Referred: Wednesday 25 November 2026",
      "Concerns that remain: Not on the record",
    ]),
  );
  expect(
    notice(
      does("2026-11-26T10:00:00.000Z", knowsley.raisingSenior, "declare unresolved", "senior-managers"),
      open("2026-11-26T10:00:00.000Z"),
    ),
  ).toEqual(
    expect.arrayContaining([
      remain,
      "Concerns that remain: The concern remains. [Pat Example, senior manager, North School, at 10am on Thursday 26 November 2026]",
      "Referred: Thursday 26 November 2026",
    ]),
  );
});
