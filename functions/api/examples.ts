/** The examples of the OpenAPI document. People and places are those of the laptop’s sample directory, all invented. */
import type * as z from "../../policies/schemas.ts";
import type {
  EscalationsAnswer,
  PoliciesAnswer,
  RaisedAnswer,
  FiguresAnswer,
  RecordAnswer,
  RegisterAnswer,
  ReportAnswer,
} from "./answers.ts";
import type { concernSchema } from "./concern.ts";
import { alertExamples } from "../alerts/api.ts";
import { problem, type FieldProblem, type Problem, type ProblemKind } from "./problem.ts";

const figures = {
  partnership: "knowsley",
  period: { from: "2026-11-01", to: "2026-11-30" },
  at: "2026-12-01T00:00:00.000Z",
  raised: {
    number: 3,
    late: 1,
    immediateRisk: 0,
    byType: [{ type: "plan or progress", number: 3 }],
    byAgencies: [{ raising: "whitebeam-primary", receiving: "knowsley-social-care", number: 3 }],
    byArea: [{ area: "knowsley", number: 3 }],
  },
  ended: {
    number: 1,
    byOutcome: [{ outcome: "resolved", number: 1 }],
    byType: [{ type: "plan or progress", number: 1, resolved: 1 }],
    byStageReached: [{ policy: "knowsley", stage: "line-managers", title: "Stage 2: line managers", number: 1 }],
    workingDays: { median: 6, longest: 6 },
    withinTimescale: 0,
  },
  stages: { within: 1, passed: 1, guidePassed: 0 },
  deadlines: { passed: 1, guidePassed: 0 },
  open: {
    number: 2,
    overdue: 0,
    byStage: [{ policy: "knowsley", stage: "practitioners", title: "Stage 1: practitioners", number: 2, overdue: 0 }],
  },
  themes: [
    {
      rule: "same type between the same two agencies",
      type: "plan or progress",
      between: ["knowsley-social-care", "whitebeam-primary"],
      number: 3,
      references: ["7K3M-9QXD", "4FTH-2WPA", "9XQC-6RNE"],
    },
  ],
} satisfies FiguresAnswer;

export const examples = {
  ...alertExamples,
  concern: {
    area: "knowsley",
    subject: "child",
    person: { name: "Robin Sampleton", dateOfBirth: "2017-05-14", circumstances: "Child in need plan since September" },
    typeOfDisagreement: "step-up-step-down",
    issue: "The child in need plan is to be closed although two of its three actions are not done.",
    natureOfDisagreement: "Social care says that the risk has reduced. We see no change.",
    risk: "The child goes home to the same situation, without anybody visiting.",
    evidence: "Four entries in our log since half-term, and the minutes of the last review.",
    resolutionSought: "The plan stays open until the home visits have happened and been reviewed together.",
    arose: "2026-11-16",
    raising: { practitioner: { name: "Sam Carter", email: "s.carter@whitebeam-primary.example" } },
    receiving: {
      agency: "knowsley-social-care",
      practitioner: { name: "Jo Malik", email: "j.malik@social-care.knowsley.example" },
    },
  } satisfies z.input<ReturnType<typeof concernSchema>>,
  /** With the policy's own questions, and with something that has to come first and has not happened yet (MED-01). */
  concernBeforeTheFormalProcess: {
    area: "medway",
    subject: "child",
    person: { name: "Jamie Sampleton", dateOfBirth: "2015-09-21", circumstances: "Child protection plan since June" },
    typeOfDisagreement: "insufficient-progress",
    issue: "The child protection plan has made no progress since the last review.",
    natureOfDisagreement: "Social care says that the parents engage. We see no change in attendance.",
    risk: "The child is left without the safety that the plan was to give.",
    evidence: "Attendance of 61 per cent this term, and the minutes of the last two core groups.",
    resolutionSought: "The contingency plan is put in place, and the core group meets within a week.",
    arose: "2026-11-13",
    answers: { status: ["child-protection-plan"] },
    before: { "manager-consulted": "2026-11-13", "professional-to-professional": "2026-11-16" },
    raising: { practitioner: { name: "Noor Castle", email: "n.castle@hoo-meadows.example" } },
    receiving: { agency: "medway-social-care" },
  } satisfies z.input<ReturnType<typeof concernSchema>>,
  raised: {
    reference: "7K3M-9QXD",
    record: "https://escalations.example/escalations/7K3M-9QXD",
    policy: {
      id: "knowsley",
      version: "2020-06",
      title: "Multi Agency Escalation Policy",
      because:
        "It is the policy of Knowsley Safeguarding Children Partnership for Knowsley, the area that the concern gives.",
    },
  } satisfies RaisedAnswer,
  raisedBeforeTheFormalProcess: {
    reference: "4GXR-T2WN",
    record: "https://escalations.example/escalations/4GXR-T2WN",
    policy: {
      id: "medway",
      version: "2024",
      title: "Escalation Policy",
      because:
        "It is the policy of Medway Safeguarding Children Partnership for Medway, the area that the concern gives.",
    },
    notYetFormal: {
      stage: { id: "informal", title: "Before Stage 1: professional to professional" },
      missing: [
        {
          id: "managers-in-contact",
          question: "On which day did a line or team manager contact the equivalent manager of the other agency?",
        },
      ],
      because:
        "It is not in the formal process yet, because this was not answered: “On which day did a line or team manager contact the equivalent manager of the other agency?”. Before the formal process you consult your own line manager, try to resolve it professional to professional, and a line or team manager contacts the equivalent manager of the other agency. Until then the two sides work on it informally, by a date that both can accept; either can end that, and what is not settled goes on to Stage 1 by itself.",
      next: "It opens at “Before Stage 1: professional to professional”, and those who act there are told by email at once. If it is not settled there in time, it goes to “Stage 1: Service Managers” by itself; either side can send it there sooner by declaring it unresolved.",
    },
  } satisfies RaisedAnswer,
  escalations: {
    escalations: [
      {
        reference: "7K3M-9QXD",
        policy: { id: "knowsley", version: "2020-06" },
        raisedAt: "2026-11-17T10:00:00.000Z",
        side: "raising",
        status: "at stage",
        stage: { id: "practitioners", title: "Stage 1: practitioners" },
        nextMoment: { at: "2026-11-20T17:00:00.000Z", inWords: "5pm on Friday 20 November 2026" },
        record: "https://escalations.example/escalations/7K3M-9QXD",
      },
    ],
    nextCursor: "oT8nE0Z7o0mV5d9j1q2b4DIwMjYtMTEtMTdUMTA6MDA6MDAuMDAwWiM3SzNNLTlRWEQ",
  } satisfies EscalationsAnswer,
  policies: {
    day: "2026-11-17",
    policies: [
      {
        id: "knowsley",
        version: "2020-06",
        title: "Multi Agency Escalation Policy",
        inForceFrom: "2020-06-01",
        source: "Knowsley procedures, chapter 9.2, fully reviewed and revised June 2020",
        partnership: { id: "knowsley", name: "Knowsley Safeguarding Children Partnership", shortName: "KSCP" },
        area: { id: "knowsley", name: "Knowsley" },
        ownPolicyOfAnOrganisation: false,
        covers: ["child"],
        coversInWords: "children and young people",
        scope: [],
        advice:
          "If you are unsure how to progress, contact the Knowsley Safeguarding Children Partnership’s Business Manager on (0151) 443 4786.",
        immediateRisk: {
          words: "The child is at immediate risk of significant harm",
          opensAt: "line-managers",
          timescalesBecome: "a guide",
          clause: "4, first paragraph",
        },
        typesOfDisagreement: [
          { id: "level-of-need", words: "Level of need/threshold", reportedAs: "threshold or level of need" },
        ],
        asksWhenRaised: [],
        mayOpenAt: [],
        stages: [
          {
            id: "practitioners",
            title: "Stage 1: practitioners",
            informal: false,
            unresolvedBy: "raising side",
            raisingSide: [{ role: "practitioner", called: "practitioner or decision maker" }],
            receivingSide: [{ role: "practitioner", called: "practitioner or decision maker" }],
            endsBy: "agreement",
            clocks: [
              {
                id: "settle",
                asks: "speak with each other and find a way forward that both sides agree",
                within: "3 working days",
                countedFrom: "stage opened",
                setBy: "policy",
                instead: [],
                orSooner: [],
                sidesMayAgreeALaterDate: false,
                isAGuide: false,
                isMaximum: false,
                whenPassed: "climb",
                clause: "4, Stage 1",
              },
            ],
            afterwards: [],
            clause: "4, Stage 1",
          },
        ],
      },
    ],
  } satisfies PoliciesAnswer,
  record: {
    reference: "7K3M-9QXD",
    policy: {
      id: "knowsley",
      version: "2020-06",
      title: "Multi Agency Escalation Policy",
      partnership: "Knowsley Safeguarding Children Partnership",
    },
    raising: { agency: "whitebeam-primary" },
    receiving: { agency: "knowsley-social-care" },
    raisedAt: "2026-11-17T10:00:00.000Z",
    status: "closed",
    how: "withdrawn",
    immediateRisk: false,
    deadlines: [],
    entries: [
      {
        number: 7,
        at: "2026-11-18T09:12:31.402Z",
        by: "party",
        events: [
          {
            type: "EscalationWithdrawn",
            v: 1,
            at: "2026-11-18T09:12:31.402Z",
            by: { side: "raising", role: "practitioner", agency: "whitebeam-primary" },
            sealed: { name: "Sam Carter", reason: "The plan stays open." },
          },
          { type: "EscalationClosed", v: 1, at: "2026-11-18T09:12:31.402Z", how: "withdrawn" },
        ],
      },
    ],
  } satisfies RecordAnswer,
  figures,
  register: {
    partnership: "knowsley",
    period: { from: "2025-11-19", to: "2026-11-18" },
    at: "2026-11-18T10:00:00.000Z",
    total: 1,
    page: 1,
    pages: 1,
    escalations: [
      {
        reference: "7K3M-9QXD",
        state: ["open", "overdue"],
        stateInWords: "Overdue",
        stage: { id: "knowsley/practitioners", title: "Stage 1: practitioners" },
        type: "plan or progress",
        raising: { id: "whitebeam-primary", name: "Whitebeam Primary School" },
        receiving: { id: "knowsley-social-care", name: "Knowsley Children’s Social Care" },
        raisedAt: "2026-11-12T10:00:00.000Z",
        due: "2026-11-17T17:00:00.000Z",
        timeInWords: "1 working day over",
      },
    ],
  } satisfies RegisterAnswer,
  registerCsv:
    "Reference,State,Time left or over,Stage,Type,Raising agency,Receiving agency,Raised,Deadline,Working days to resolution\r\n7K3M-9QXD,Overdue,1 working day over,Stage 1: practitioners,Plan or progress,Whitebeam Primary School,Knowsley Children’s Social Care,2026-11-12 10:00,2026-11-17 17:00,\r\n",
  report: {
    partnership: "knowsley",
    period: { from: "2026-11-01", to: "2026-11-30" },
    previousPeriod: { from: "2026-10-01", to: "2026-10-31" },
    figures,
    before: {
      ...figures,
      period: { from: "2026-10-01", to: "2026-10-31" },
      at: "2026-11-01T00:00:00.000Z",
      themes: [],
    },
    silent: {
      neverRaised: [{ id: "merrow-health", name: "Merrow Community Health Trust" }],
      neverAnswered: [{ id: "knowsley-social-care", name: "Knowsley Children’s Social Care", asked: 2 }],
    },
  } satisfies ReportAnswer,
  reportCsv: "Section,Figure,November 2026,October 2026\r\nRaised,Raised,3,2\r\n",
};

const aboutACase =
  "A Partnership Practice Alert must not be about one case. Raise a disagreement about a case by the Escalation Policy instead, or use the MSCP Review Referral Form, where the case may need a review.";

/** For problems that say field by field what is wrong. */
const exampleErrors: Partial<Record<ProblemKind, readonly FieldProblem[]>> = {
  invalid: [
    { field: "risk", says: "say the risk to the person; only a concern with immediateRisk can leave it for later" },
  ],
  "invalid-alert": [{ field: "summary", says: "say what happened" }],
  "about-a-case": [{ field: "notAboutOneCase", says: aboutACase }],
};

/** A problem of a kind, as an operation gives it, and for its parameters. */
export function exampleProblem(
  kind: ProblemKind,
  {
    method,
    path,
    wrongParameters,
  }: {
    readonly method: "get" | "post";
    readonly path: string;
    readonly wrongParameters?: readonly FieldProblem[] | undefined;
  },
): Problem {
  const errors = kind === "invalid-parameters" ? wrongParameters : exampleErrors[kind];
  return problem(kind, exampleDetail(kind, method, path), errors);
}

/** Where an operation's own words are others than those of most. */
function exampleDetail(kind: ProblemKind, method: "get" | "post", path: string): string | undefined {
  if (kind === "too-many" && method === "get")
    return "Your system can send 120 requests a minute. Send the same request again in 42 seconds.";
  if (kind === "not-found" && path.endsWith("/bundle"))
    return "There is no escalation 7K3M-9QXD to which your agency is a party, or which runs under your partnership’s policy. Check the reference.";
  if (kind === "about-a-case")
    return `Nothing was submitted. ${aboutACase} A concern is raised at https://escalations.example/raise.`;
  if (kind === "key-used-before" && path === "/practice-alerts")
    return "The Idempotency-Key was used before for practice alert PA-7K3M-9QXD, with another body. Use a new key for a new alert; to repeat that one, send the same body.";
  return undefined;
}
