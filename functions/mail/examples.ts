/**
 * An example of every kind of email, as an invented partnership would send it: a kind without one does not compile. They
 * are facts, so that previews and tests go the way of every email from there on.
 */
import type { AlertFacts, WaitedFor } from "./facts/alert.ts";
import type { ClockTold, DeadlineTold, EscalationFacts, Reader } from "./facts/escalation.ts";
import { wayIn } from "./facts/link.ts";
import { partnershipTold, type PartnershipKnown } from "./facts/partnership.ts";
import type { DigestFacts } from "./letters/digest.ts";

const reference = "7K3M-9QXD";
const code = "7K QF 2M 9X";
const url = "https://escalations.example/7K3M-9QXD/example-of-a-link-that-opens-nothing-at-all";
const stage = "Stage 2: line managers";
const until = "2027-02-22T10:00:00.000Z";

const known: PartnershipKnown = {
  name: "Exampleshire Safeguarding Children Partnership",
  inbox: "partnership@exampleshire.example",
  questions: { number: "01632 960 123", hours: "weekdays from 9am to 5pm" },
  inDanger: [
    { who: "Exampleshire children’s social care", number: "01632 960 001", hours: "day and night" },
    { who: "Police, where it is not an emergency", number: "101" },
  ],
};
const partnership = partnershipTold(known.name, known);

const deadline: DeadlineTold = {
  due: "2026-11-27T17:00:00.000Z",
  passed: false,
  ofProposal: false,
  climbsTo: "Stage 3: senior managers",
  guide: false,
};
const appointment = {
  uid: "7K3M-9QXD-0123456789abcdef0123@escalations.example",
  sequence: 12,
  due: deadline.due,
  since: "2026-11-24T10:00:00.000Z",
  over: false,
};
const moved = { ...appointment, sequence: 17, due: "2026-11-26T12:00:00.000Z", since: "2026-11-25T10:00:00.000Z" };
const over = { ...appointment, sequence: 21, since: "2026-11-26T10:00:00.000Z", over: true };
const nearer = { ...deadline, due: moved.due };

const manager: Reader = { role: "line manager", side: "receiving", raised: false, throughInbox: false };
const raiser: Reader = { role: "practitioner", side: "raising", raised: true, throughInbox: false };
const team: Reader = { side: "partnership", raised: false, throughInbox: true };

/** To somebody who acts at the open stage. */
const acting = {
  reference,
  reader: manager,
  partnership,
  policy: {
    title: "Resolution and Escalation Policy",
    advice: "If you are unsure how to progress, contact the partnership’s Business Manager on 01632 960 124.",
  },
  raising: "Whitebeam Primary School",
  receiving: "Exampleshire Children’s Social Care",
  stillAsked: true,
  joins: false,
  forms: [],
  deadline,
  link: wayIn({ url, code }),
  appointments: [],
} as const;
const { deadline: _, ...noDeadline } = acting;
/** To somebody who hears and need do nothing. */
const hearing = { ...acting, reader: raiser, stillAsked: false };
const heardAfter = { ...noDeadline, reader: raiser, stillAsked: false };

const settle: ClockTold = {
  asks: "speak with each other and find a way forward that both sides agree",
  due: deadline.due,
  chased: false,
  passed: false,
  owed: false,
  isDeadline: true,
};
const feedback: ClockTold = {
  asks: "tell the practitioner who raised it what came of it",
  due: "2026-12-04T17:00:00.000Z",
  own: { policySays: "without delay" },
  chased: true,
  passed: false,
  owed: true,
  isDeadline: false,
};
const passed: DeadlineTold = { ...deadline, passed: true };

export const escalationExamples: EscalationFacts = {
  acknowledged: { ...hearing, stage: "Stage 1: practitioners", because: "area", missing: [], mayShorten: false },
  asked: {
    ...acting,
    stage,
    about: "Line managers meet and set out what each agency expects of the other.",
    first: [{ ...settle, asks: "speak with each other", due: "2026-11-24T17:00:00.000Z", isDeadline: false }],
    forms: ["Escalation Notice"],
    appointments: [appointment],
  },
  told: { ...hearing, reader: { ...team, role: "Business Manager" }, stage },
  "nobody holds the role": { ...acting, reader: team, stillAsked: false, stage },
  climbed: { ...hearing, stage, because: "deadline passed", appointments: [over] },
  reminder: { ...acting, stage, clock: settle, also: [feedback], appointments: [appointment] },
  chased: { ...noDeadline, stage, clock: { ...feedback, due: "2026-11-20T17:00:00.000Z", passed: true }, also: [] },
  "deadline passed": {
    ...acting,
    deadline: passed,
    stage,
    clock: { ...settle, chased: true },
    guide: false,
    immediateRisk: "A child is at immediate risk of significant harm",
  },
  responded: { ...acting, reader: { ...manager, side: "raising" }, stage },
  "discussion recorded": { ...acting, stage },
  "resolution proposed": { ...acting, stage, ownSide: false },
  "resolution rejected": { ...acting, stage },
  resolved: { ...heardAfter, stage, appointments: [over] },
  "deadline shortened": { ...acting, deadline: nearer, appointments: [moved] },
  "deadlines replanned": { ...acting, appointments: [moved], deadline: nearer },
  "immediate risk": {
    ...acting,
    immediateRisk: "A child is at immediate risk of significant harm",
    deadline: { ...nearer, guide: true },
    mayShorten: true,
  },
  "information requested": { ...acting, stage: "Stage 4: the Chair", deadline: { ...deadline, own: {} } },
  "information provided": { ...acting, reader: { ...team, role: "Chair" }, stage: "Stage 4: the Chair" },
  "outcome given": { ...heardAfter, stage: "Stage 4: the Chair", endsBy: "recommendations", appointments: [over] },
  "duty owed": {
    ...noDeadline,
    stage,
    clock: feedback,
    appointments: [{ ...appointment, due: feedback.due }],
  },
  "duty done": { ...heardAfter, stage, asks: feedback.asks },
  "missing information supplied": acting,
  "late answer": { ...acting, stage: "Stage 1: practitioners" },
  withdrawn: { ...heardAfter, reader: manager, appointments: [over] },
  "could not be delivered": {
    ...acting,
    reader: team,
    stillAsked: false,
    bounce: "permanent",
    to: { role: "line manager", place: "Exampleshire Children’s Social Care", inbox: false },
    beside: { role: "line manager", place: "Exampleshire Children’s Social Care", inbox: true },
    awaited: true,
  },
  "meeting arranged": { ...acting, stage, for: "2026-11-26T14:00:00.000Z" },
  "date proposed": { ...acting, stage, ownSide: false, until: moved.due },
  "date agreed": { ...acting, stage, deadline: nearer, appointments: [moved] },
  "date rejected": { ...acting, stage },
  "advice asked": { ...acting, reader: { ...manager, role: "designated safeguarding lead" }, stage },
  "advice given": { ...acting, stage },
  "confirmed in writing": { ...heardAfter, stage },
  "file the record": { ...noDeadline, stage, asks: "put the record on the child’s file" },
  "copy of the record": { ...heardAfter, stage, appointments: [over] },
};

const respond: WaitedFor = { clock: "respond", due: "2026-11-30T17:00:00.000Z", passed: false, ownNumber: true };
const conclude: WaitedFor = { clock: "conclude", due: "2026-12-14T17:00:00.000Z", passed: false, ownNumber: true };
const alert = {
  reference: "PA-7K3M-9QXD",
  title: "Practice Alert",
  group: "Practice Improvement Group",
  partnership,
  doesNotReplace: ["the escalation process", "whistleblowing"],
  throughInbox: false,
  respond,
  conclude,
  chasedEvery: { unit: "working days", count: 5 },
  intervalIsOwn: true,
  link: wayIn({ url: url.replace(reference, "PA-7K3M-9QXD"), code }),
  appointments: [],
} as const;
const toRespond = { ...appointment, uid: "PA-7K3M-9QXD-1@escalations.example", due: respond.due };

export const alertExamples: AlertFacts = {
  acknowledged: alert,
  asked: { ...alert, throughInbox: true, appointments: [toRespond] },
  told: alert,
  reminder: { ...alert, clock: respond, also: [], appointments: [toRespond] },
  "deadline passed": { ...alert, clock: { ...respond, passed: true } },
  chased: { ...alert, clock: { ...respond, passed: true }, also: [] },
  "all responded": alert,
  "action recorded": {
    ...alert,
    action: 1,
    due: { clock: "action:1", due: "2026-12-18T17:00:00.000Z", passed: false, ownNumber: false },
  },
  "action done": { ...alert, action: 1 },
  "all actions done": alert,
  "late response": alert,
  closed: { ...alert, everyActionDone: true, appointments: [{ ...toRespond, sequence: 21, over: true }] },
  "could not be delivered": { ...alert, bounce: "transient" },
};

const agency = "Whitebeam Primary School";

export const linkExamples = {
  "to raise a concern": { agency, url: url.replace(reference, "raise"), until },
  "to submit a practice alert": { agency, url: url.replace(reference, "alert"), until },
  "to the register": { partnership: known, url: url.replace(reference, "register"), until },
  fresh: { reference, partnership: known, url, code, until },
};

const about = `${reference}: ${agency} with ${acting.receiving}, threshold or level of need.`;
const atStage = `${stage} is due 5pm on Friday 27 November 2026: 4 working days left.`;

export const digestExample: DigestFacts = {
  partnership,
  about: "both",
  periods: [{ every: "week", called: "Monday 16 November 2026 to Sunday 22 November 2026" }],
  at: "2026-11-23T09:00:00.000Z",
  counts: { needs: 2, due: 1, open: 3 },
  now: [
    {
      title: "Needs you now",
      lines: [
        `8P4N-2RTF: Merrow Health Trust with ${acting.receiving}, quality or progress of a plan, immediate risk. Stage 2: line managers was due 5pm on Thursday 19 November 2026: overdue by 2 working days. No answer from ${acting.receiving}.`,
      ],
    },
    { title: "Due in the coming seven days", lines: [`${about} ${atStage}`] },
    {
      title: "Practice alerts that need the group now",
      lines: [
        `${alert.reference}: submitted by ${agency} on Monday 2 November 2026. Action 1 (Merrow Health Trust) was due 5pm on Friday 20 November 2026: overdue by 1 working day.`,
      ],
    },
  ],
  happened: [{ title: "Newly raised", lines: [`${about} Raised on Tuesday 17 November 2026.`] }],
  figures: [
    {
      title: "Figures of the week, Monday 16 November 2026 to Sunday 22 November 2026",
      lines: ["Raised: 1 (0 late, 0 with immediate risk)", "Settled: 0"],
      charts: [{ title: "Raised, by type", bars: [{ label: "threshold or level of need", number: 1 }] }],
    },
    {
      title: "Open now",
      lines: [],
      charts: [
        {
          title: "Open, by stage",
          bars: [
            { label: "Stage 2: line managers (1 overdue)", number: 2 },
            { label: "Stage 1: practitioners", number: 1 },
          ],
        },
      ],
    },
  ],
  register: {
    url: "https://escalations.example/register/example-of-a-link-that-opens-nothing-at-all",
    of: known.name,
    until: "2026-12-28T09:00:00.000Z",
  },
  before: [],
  after: [],
};
