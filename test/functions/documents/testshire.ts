/** An invented policy with two forms, the first with every field of Medway's Appendix One, and a story under it, event by event. */
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import type { Form } from "../../../policies/language/schema.ts";
import type { By, EscalationEvent, EventOf, Seat, Side } from "../../../functions/core/events.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import type { Document } from "../../../functions/documents/document.ts";
import type { Source } from "../../../functions/documents/facts.ts";
import { formDocument } from "../../../functions/documents/form.ts";
import { storyOf } from "../../../functions/escalations/escalations.ts";

const stage = (id: string, title: string, role: string, rest: string) => `
  - stage: ${id}
    title: "${title}"
    clause: "4"
    raising side: [${role}]
    receiving side: [${role}]
    clocks:
      - { clock: settle, asks: settle it, within: 5 working days, from: stage opened, met by: resolution, when passed: climb, clause: "4" }
    ends by: agreement${rest}`;

export const policy = loadPolicy(
  `
policy: testshire
version: "1"
in force from: 2026-01-01
title: Escalation Policy
source: Invented for the tests
partnership: { id: testshire, name: Testshire Partnership, short name: TP }
area: { id: testshire, name: Testshire }
nation: england-and-wales
covers: [child]
covers in words: children
roles:
  practitioner: { called: practitioner, held in: agency, named as: practitioner }
  line-manager: { called: line manager, held in: agency, named as: manager }
  service-manager: { called: Service Manager, held in: agency }
  lead: { called: Head of Service, held in: agency }
  director: { called: Assistant Director, held in: agency }
  office: { called: partnership office, held in: partnership, through: partnership inbox }
  executive: { called: Executive, held in: partnership, through: partnership inbox }
immediate risk: { words: A child is at immediate risk, clause: "1" }
disagreements:
  - { id: threshold, words: Level of need, reported as: threshold or level of need }
asks when raised:
  - { id: in-care, question: Is the child in care?, answer: yes or no, clause: "2" }
  - id: plans
    question: Which plans are there?
    answer: any of
    options: [{ id: cin, words: Child in need plan }, { id: ehc, words: "Education, health and care plan" }]
    clause: "2"
  - { id: seen, question: When was the child last seen?, answer: date, clause: "2" }
  - { id: wishes, question: What does the child wish?, answer: text, required: false, clause: "2" }
before the formal process:
  confirms:
    - { id: consulted, question: When did you consult your line manager?, clause: "2" }
  otherwise opens at: informal
  explains: Speak first.
  clause: "2"
stages:${stage(
    "informal",
    "Before the formal process",
    "line-manager",
    `
    informal: true`,
  )}${stage(
    "managers",
    "Stage 1: Service Managers",
    "service-manager",
    `
    page asks:
      receiving side:
        - { id: file, question: Have you read the file?, answer: yes or no, clause: "4" }
        - { id: spoken, question: On which day did you speak?, answer: date, clause: "4" }`,
  )}${stage(
    "leads",
    "Stage 2: Heads of Service",
    "lead",
    `
    before it goes on:
      - { id: requested-action, question: What do you ask the directors to do?, answer: text, clause: "4" }`,
  )}${stage(
    "directors",
    "Stage 3: Assistant Directors",
    "director",
    `
    inform:
      - { who: office, of: partnership, clause: "4" }`,
  )}
  - stage: executive
    title: "Stage 4: Executive"
    clause: "4"
    body: { role: executive, through: partnership inbox, clause: "4" }
    clocks:
      - { clock: conclude, asks: conclude, within: 20 working days, from: stage opened, met by: outcome, when passed: note, clause: "4" }
    ends by: outcome
forms:
  - form: stage-3-form
    title: Stage 3 Escalation Form
    from stage: directors
    clause: Appendix One
    parts:
      - fields:
          - { label: Date of stage 3 alert, shows: date of opening of directors }
          - { label: From, shows: raising side of directors }
          - { label: Service, shows: raising agency }
          - { label: To, shows: receiving side of directors }
          - { label: Service, shows: receiving agency }
          - { label: Name of Child (if applicable), shows: name of the person }
          - { label: DOB (if applicable), shows: date of birth }
          - { label: Practitioner, shows: raising practitioner }
          - { label: Service, shows: raising agency }
          - { label: Line Manager, shows: raising manager }
      - title: Stage One – Service Manager
        fields:
          - { label: Date escalation raised, shows: date of opening of managers }
          - { label: Name of manager (s), shows: receiving side of managers }
          - { label: Date response received, shows: date of response of managers }
      - title: Stage Two – Designated Safeguarding Lead / Head of Service
        fields:
          - { label: Date escalation raised, shows: date of opening of leads }
          - { label: Name of DSL/Head of Service, shows: receiving side of leads }
          - { label: Date response received, shows: date of response of leads }
      - title: Stage Three – Assistant Director / Headteacher/ equivalent
        fields:
          - { label: Summary of concern(s) remaining from Stage 2, shows: concerns remaining from leads }
          - { label: Requested action, shows: [answer requested-action at leads, resolution sought] }
          - { label: Name of Assistant Director/ Headteacher/ equivalent, shows: receiving side of directors }
          - { label: Response, shows: responses of directors }
          - { label: Resolution of alert, shows: resolution of directors }
          - { label: Date of response, shows: date of response of directors }
          - { label: "Form sent to MSCP: date sent", shows: date office was told at directors }
      - title: Stage four – MSCP
        fields:
          - { label: Summary of concern(s) remaining from Stage 3, shows: concerns remaining from directors }
  - form: notice
    title: Escalation Notice
    from stage: leads
    says: This is not the partnership’s own template.
    clause: Appendix 2
    parts:
      - fields:
          - { label: The issue, shows: issue }
`,
  "testshire.yaml",
);

export const reference = "7K3M-9QXD";
export const agencies = new Map([
  ["school", "North School"],
  ["council", "Testshire Council"],
  ["testshire", "Testshire Partnership"],
]);

/** An instant of November 2026, when London keeps UTC. */
export const at = (day: number, time = "10:00") => `2026-11-${String(day).padStart(2, "0")}T${time}:00.000Z`;

type Concern = Exclude<EventOf<"EscalationRaised">["sealed"], "erased">;

export function raised(over: Partial<Concern> = {}): EventOf<"EscalationRaised"> {
  return {
    type: "EscalationRaised",
    v: 1,
    at: at(2),
    policy: { id: "testshire", version: "1" },
    partnership: "testshire",
    area: "testshire",
    subject: "child",
    disagreement: "threshold",
    arose: at(1, "00:00"),
    raising: { agency: "school" },
    receiving: { agency: "council" },
    immediateRisk: false,
    guide: false,
    missing: [],
    opensAt: "managers",
    submission: { client: "page:school", keyHash: "", bodyHash: "" },
    sealed: {
      person: { name: "Robin Childe", dateOfBirth: "2019-03-04", circumstances: "In care" },
      words: {
        issue: "The referral was closed.",
        disagreement: "We see a higher level of need.",
        risk: "Neglect at home.",
        evidence: "Two disclosures.",
        resolutionSought: "An assessment.",
      },
      raising: {
        practitioner: { name: "Ada Teacher", email: "ada@school.example" },
        manager: { name: "Meg Line", email: "meg@school.example" },
      },
      receiving: {},
      ...over,
    },
  };
}

const agencyOf: Readonly<Record<Side, string>> = { raising: "school", receiving: "council", partnership: "testshire" };

const seat = (stage: string, side: Side, role: string, via: Seat["via"], concludes = false): Seat => ({
  seat: `${stage}/${concludes ? "body" : role === "office" ? "told-office" : `${side}-side`}/1`,
  side,
  role,
  agency: agencyOf[side],
  via,
  ...(concludes ? { concludes: true } : {}),
});

/** Who holds the roles: by name, or nobody, so that it goes to an inbox. */
type Holders = Partial<Record<"raising" | "receiving", string>>;

const roleAt: Readonly<Record<string, string>> = {
  informal: "line-manager",
  managers: "service-manager",
  leads: "lead",
  directors: "director",
  executive: "executive",
};

export function opened(day: number, stage: string, holders: Holders = {}): EventOf<"StageOpened"> {
  const role = roleAt[stage] ?? "";
  const asked =
    stage === "executive"
      ? [seat(stage, "partnership", role, "inbox", true)]
      : (["raising", "receiving"] as const).map((side) => seat(stage, side, role, holders[side] ? "holder" : "inbox"));
  const partnership: Seat = { ...seat(stage, "partnership", "inbox", "inbox"), seat: `${stage}/partnership-inbox/1` };
  const told = stage === "directors" ? [seat(stage, "partnership", "office", "inbox")] : [];
  const name = (each: Seat) => (each.side === "partnership" ? undefined : holders[each.side]) ?? "An inbox";
  return {
    type: "StageOpened",
    v: 1,
    at: at(day),
    stage,
    because: "raised",
    asked,
    told,
    partnership,
    sealed: {
      people: Object.fromEntries(
        [...asked, ...told, partnership].map((each) => [
          each.seat,
          { name: name(each), email: `${each.agency}-${each.role}@${each.agency}.example` },
        ]),
      ),
    },
  };
}

const by = (side: Side, stage: string): By => ({ side, role: roleAt[stage] ?? "", agency: agencyOf[side], stage });

type Sealed<T extends EscalationEvent["type"]> = Exclude<Extract<EventOf<T>, { sealed: unknown }>["sealed"], "erased">;

/** What somebody did at a stage, with what they wrote. */
export function did<
  T extends
    | "ResponseRecorded"
    | "ResolutionProposed"
    | "ResolutionRejected"
    | "ResolutionAccepted"
    | "DeclaredUnresolved"
    | "QuestionsAnswered",
>(type: T, day: number, side: Side, stage: string, sealed: Sealed<T>): EventOf<T> {
  // Of a type that is chosen by the caller the compiler cannot tell which members the event has.
  return { type, v: 1, at: at(day), by: by(side, stage), stage, sealed } as unknown as EventOf<T>;
}

export const ended = (
  day: number,
  stage: string,
  how: EventOf<"StageEnded">["how"],
  next?: string,
): EscalationEvent => ({
  type: "StageEnded",
  v: 1,
  at: at(day, "17:00"),
  stage,
  how,
  ...(next ? { next } : {}),
});

/** The e-mail that a history owes to a seat went out. */
export function sent(history: readonly EscalationEvent[], day: number, kind: string, to: string): EscalationEvent {
  const notice = noticesOf(history, policy).findLast((each) => each.kind === kind && each.seat === to);
  if (!notice) throw new Error(`Nothing of the kind ${kind} is owed to ${to}`);
  return { type: "NoticeSent", v: 1, at: at(day), notice: notice.id, kind, seat: to, messageId: "m" };
}

/** From the raising to the opening of stage 3, and the e-mail to the partnership's office. */
export function untilStage3(): EscalationEvent[] {
  const history: EscalationEvent[] = [
    raised(),
    opened(2, "managers", { raising: "Mo Head", receiving: "Nia Service" }),
    did("ResponseRecorded", 4, "receiving", "managers", {
      name: "Nia Service",
      response: "We have looked again.",
      answers: { file: "yes", spoken: "2026-11-03" },
    }),
    did("DeclaredUnresolved", 5, "raising", "managers", { name: "Mo Head", reason: "Nothing changed." }),
    ended(5, "managers", "unresolved", "leads"),
    opened(6, "leads", { raising: "Lou Governor", receiving: "Hal Lead" }),
    did("ResolutionProposed", 9, "receiving", "leads", { name: "Hal Lead", resolution: "A visit next month." }),
    did("ResolutionRejected", 10, "raising", "leads", { name: "Lou Governor", reason: "Next month is too late." }),
    ended(13, "leads", "deadline passed", "directors"),
    opened(16, "directors", { raising: "Dee Trust", receiving: "Art Director" }),
  ];
  return [...history, sent(history, 16, "told", "directors/told-office/1")];
}

export function sourceOf(history: readonly EscalationEvent[], now = at(17, "09:30")): Source {
  const commits = history.map((event, index) => ({
    reference,
    partnership: policy.partnership.id,
    number: index + 1,
    at: event.at,
    cause: { kind: "service", task: "test" } as const,
    command: `command-${index}`,
    events: [event],
    hash: "",
  }));
  const story = storyOf(reference, commits, () => ({ policy, calendar: calendarOf("england-and-wales") }));
  return { story, agencies, at: now };
}

export const formCalled = (id: string): Form => {
  const form = policy.forms.find((each) => each.form === id);
  if (!form) throw new Error(`There is no form ${id}`);
  return form;
};

/** What stands in a document, one field a line: `label: text [who said it and when]`, parts by their titles. */
export const read = (document: Document): string[] =>
  document.parts.flatMap(({ title, fields }) => [
    ...(title ? [`== ${title}`] : []),
    ...fields.map(
      ({ label, says }) => `${label}: ${says.map(({ text, from }) => (from ? `${text} [${from}]` : text)).join(" | ")}`,
    ),
  ]);

/** The fields of Medway's form, as a history fills them. */
export const stage3Form = (history: readonly EscalationEvent[]) =>
  read(formDocument(formCalled("stage-3-form"), sourceOf(history)));

/** A field that a form of one field would show. */
export const shown = (shows: Form["parts"][number]["fields"][number]["shows"], history: readonly EscalationEvent[]) =>
  read(
    formDocument({ ...formCalled("notice"), parts: [{ fields: [{ label: "?", shows }] }] }, sourceOf(history)),
  )[0]?.slice(3);
