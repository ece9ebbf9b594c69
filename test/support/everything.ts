/** Of each template a view with everything that it shows, each of its kinds, and what has to be escaped. */
import { fieldView, inputsOf, type Field } from "../../functions/pages/fields.ts";
import type { Views } from "../../functions/pages/render.ts";

const typed = '<b>"Tom & Jerry\'s"</b>\nsecond line';
const about = { label: `About ${typed}`, what: "It", missing: "Enter it" };
const options = [
  { value: "a", text: "One", hint: "A hint" },
  { value: "b", text: typed },
];

const fields: readonly Field[] = [
  { ...about, kind: "line", name: "line", autocomplete: "name", asHeading: true },
  { kind: "line", name: "email", label: "Email", what: "It", email: true, hint: typed },
  { ...about, kind: "text", name: "text" },
  { ...about, kind: "number", name: "number" },
  { ...about, kind: "choice", name: "choice", options },
  { ...about, kind: "choice", name: "list", options, asList: true },
  { ...about, kind: "several", name: "several", options },
  { ...about, kind: "day", name: "day" },
  { ...about, kind: "moment", name: "moment" },
];

const rows = [{ key: "Key", text: typed }];
const happened = [{ what: "Happened", who: "Somebody", clause: "4.2", details: rows }];
const offer = { value: "note", text: "Add a note", hint: "A hint" };
const groups = [
  { heading: "Asked", asked: true, offers: [{ ...offer, asked: true as const }] },
  { heading: "Else", asked: false, offers: [offer] },
];
const entry = { at: "2026-11-02T10:00:00.000Z", when: "10am on Monday 2 November 2026", happened };
const entries = [
  { ...entry, number: 1, side: { is: "raising" as const, called: "Raising side" }, correctedBy: [2] },
  { ...entry, number: 2, side: { is: "service" as const, called: "This service" }, corrects: 1, correctedBy: [] },
];

const shell = {
  partnership: "A partnership",
  danger: [{ who: "Out of hours", number: "01632 960 001", hours: "5pm to 9am" }],
  contact: { name: "A team", email: "team@example.org", telephone: { number: "01632 960 002", hours: "9am to 5pm" } },
};
const frame = {
  ...shell,
  reference: "K7QF-2M9X",
  action: "/K7QF-2M9X/secret",
  called: "practice alert",
  thing: "alert",
  sees: "Everybody with a link sees",
  notInstead: ["A complaint"],
};
const title = "A title";
const says = [typed];
const until = "10am on Monday 9 November 2026";
const problems = [{ text: "It is wrong", href: "#line" }, { text: "All of it is wrong" }];
const shownFields = fields.map((field) =>
  fieldView(field, new URLSearchParams(inputsOf(field).map((input): [string, string] => [input, typed])), [
    { field: field.name, input: inputsOf(field).at(-1) ?? "", says: "It is wrong" },
  ]),
);
const [aField] = shownFields;
if (!aField) throw new Error("No field");
const part = {
  heading: "A heading",
  says,
  asks: [{ what: "Answer", by: "noon", otherwise: "It climbs", notes: ["A note"] }],
};
const writing = { ...shell, action: "/raise/secret", draft: "an-id", saved: { until, comeBack: "Come back" } };
const invited = { title, action: "/raise/secret", agency: "An agency", until };

const registerFrame = { ...shell, title, action: "/register/secret" };

const everything: Views = {
  landing: { ...frame, part: { ...part, waits: true } },
  expired: { ...frame, kept: rows },
  fresh: { ...frame, title, says },
  answer: { action: "/answer", fields: shownFields, problems },
  party: {
    ...frame,
    part,
    asked: [typed],
    missing: "Something is missing",
    risk: "There is a risk",
    proposal: { heading: "Proposed", says: "Somebody proposed", text: typed },
    agreement: {
      form: "respond",
      command: "an-id",
      stage: "stage",
      about: typed,
      does: "It does this.",
      name: aField,
    },
    concern: rows,
    acting: rows,
    about: { title: "A stage", text: typed, clause: "4.1" },
    advice: ["Ask your lead"],
    lists: [{ title: "A list", says: "To tick", rows }],
    next: ["Next"],
    offers: groups,
    problems,
    documents: [{ id: "record", title: "A document" }],
  },
  document: {
    ...frame,
    document: {
      id: "record",
      title: "A document",
      reference: "K7QF-2M9X",
      says: "It is not the partnership’s own",
      policy: "A policy",
      made: "Made at noon",
      parts: [
        {
          title: "A part",
          fields: [{ label: "A field", says: [{ text: typed, from: "Somebody" }, { text: "More" }] }],
        },
      ],
      entries,
    },
  },
  form: {
    ...frame,
    form: "note",
    command: "an-id",
    stage: "stage",
    about: typed,
    title,
    does: "It does this.",
    warning: typed,
    shows: [
      { heading: "A heading", text: typed, quoted: true, clause: "4" },
      { text: typed, quoted: false },
    ],
    fields: shownFields,
    button: "Go on",
    problems,
  },
  done: { ...frame, title, says, offer, entry: 3, recorded: happened, next: ["Next"] },
  record: {
    ...frame,
    entries,
    shown: "noon",
    saves: [
      { does: "save", form: "record", text: "Save" },
      { does: "bundle", says: "All of it", text: "Save all" },
    ],
  },
  message: {
    ...frame,
    title,
    says,
    leads: { to: "/raise", text: "Raise" },
    also: { to: "/alert", text: "Alert" },
    kept: rows,
  },
  "raise/start": {
    title,
    areas: [{ name: "An area", says }],
    practiceAlerts: true,
    fields: shownFields,
    problems,
  },
  "raise/invited": invited,
  "raise/over": { title, action: "/raise/secret", until, kept: rows },
  "raise/page": {
    ...writing,
    title,
    caption: "A caption",
    page: "issue",
    titled: true,
    says,
    quotes: [typed],
    fields: shownFields,
    about: { heading: "About", says, quotes: [typed] },
    fromCheck: true,
    problems,
  },
  "raise/list": {
    ...writing,
    title,
    begun: "You began",
    before: ["Raised before"],
    sections: [
      { title: "A section", page: "issue", state: "Completed", done: true },
      { title: typed, page: "risk", state: "Not started", done: false },
    ],
    whole: false,
    next: "risk",
  },
  "raise/afresh": { ...writing, title },
  "raise/later": { ...writing, title },
  "raise/check": {
    ...writing,
    title,
    caption: "A caption",
    revision: 3,
    changed: true,
    says,
    sections: [{ title: "A section", rows: [{ key: "Key", text: typed, page: "issue" }] }],
    problems,
  },
  "raise/raised": {
    ...shell,
    title,
    reference: "K7QF-2M9X",
    panel: "Escalation K7QF-2M9X",
    policy: ["By this policy"],
    next: ["Next"],
    asked: rows,
    then: ["Then"],
    action: "/raise/secret",
  },
  "raise/before": { ...shell, title, action: "/raise/secret", says },
  "start/front": { title, partnerships: [{ id: "knowsley", name: typed }], practiceAlerts: true },
  "start/partnership": {
    ...shell,
    title,
    covers: ["It covers"],
    email: aField,
    practiceAlerts: true,
    ask: shell.contact,
    others: [{ id: "knowsley", name: typed }],
  },
  "register/landing": { ...registerFrame, says },
  "register/over": registerFrame,
  "register/list": {
    ...registerFrame,
    shown: "As it stands at noon.",
    days: "In a year.",
    urgent: "1 overdue",
    needs: [
      { value: "overdue", text: "1 overdue", now: true },
      { value: "open", text: "2 open", now: false },
    ],
    only: "Only: overdue.",
    caption: "1 to 2 of 60",
    headers: ["Reference", "State", "Deadline"],
    rows: [
      {
        late: true,
        cells: [
          { header: "Reference", text: "K7QF-2M9X" },
          { header: "State", text: typed },
          { header: "Deadline", text: "" },
        ],
      },
    ],
    nothing: "None",
    pages: {
      page: 3,
      previous: 2,
      next: 4,
      numbers: [
        { page: 1, now: false, gapBefore: false },
        { page: 3, now: true, gapBefore: true },
      ],
    },
    sentDays: [{ name: "from-day", value: "1" }],
    sent: [{ name: "state", value: typed }],
  },
  "register/filter": { ...registerFrame, days: shownFields, which: shownFields, sort: aField, problems },
  "register/charts": {
    ...registerFrame,
    shown: "As it stands at noon.",
    days: "In a year.",
    only: "Only: overdue.",
    charts: [
      {
        title: "A chart",
        alt: "Chart: a chart",
        note: "The most frequent",
        headers: ["What", "Number"],
        rows: [[typed, 3]],
        image: "data:image/svg+xml;base64,PHN2Zy8+",
      },
    ],
    sent: [{ name: "state", value: typed }],
  },
  "register/report": {
    ...registerFrame,
    of: "Escalations of a partnership",
    says,
    period: "July to September 2026",
    before: "April to June 2026",
    sections: [{ title: "Raised", figures: [{ label: typed, now: "2", before: "1" }] }],
    themes: [
      {
        title: typed,
        rule: "A rule",
        number: 2,
        references: ["K7QF-2M9X", "AAAA-2222"],
        theme: { rule: "same type three times or more", type: "other", number: 2, references: ["K7QF-2M9X"] },
      },
    ],
    silent: { neverRaised: [typed], neverAnswered: [{ agency: typed, asked: "twice" }] },
    choose: shownFields,
    problems,
    sent: [{ name: "period", value: typed }],
    alert: { says: "Start one", begins: [{ text: typed, sent: [{ name: "theme-type", value: "other" }] }] },
  },
  "alert/start": {
    title,
    partnerships: [
      {
        title: "An alert",
        partnership: "A partnership",
        about: "About",
        clause: "5",
        doesNotReplace: ["A complaint"],
        aboutACase: "that",
      },
    ],
    theme: { says: typed, sent: [{ name: "theme-type", value: "other" }] },
    fields: shownFields,
    problems,
  },
  "alert/invited": { ...frame, ...invited },
  "alert/form": {
    ...frame,
    title,
    caption: "A caption",
    sections: [{ heading: "A section", says, fields: shownFields }],
    hidden: [{ name: "line", value: typed }],
    button: { text: "Go on", does: "check" },
    problems,
  },
  "alert/check": {
    ...frame,
    title,
    caption: "A caption",
    rows,
    says,
    hidden: [{ name: "line", value: typed }],
    command: "an-id",
    checked: JSON.stringify({ typed }),
  },
  "alert/submitted": { ...frame, title, says },
  "alert/party": {
    ...frame,
    part,
    alert: rows,
    responses: rows,
    actions: rows,
    outcome: rows,
    offers: groups,
    problems,
  },
};

/** @throws Error for a template that has no such view: a new one needs its own here */
export function everythingFor(template: string): object {
  const view = new Map<string, object>(Object.entries(everything)).get(template);
  if (!view) throw new Error(`No view for ${template}`);
  return view;
}
