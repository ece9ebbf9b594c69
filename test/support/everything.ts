/** A view that has everything that any template shows, each of its kinds, and what has to be escaped. */
import { fieldView, inputsOf, type Field } from "../../functions/pages/fields.ts";

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
const offers = [{ value: "note", text: "Add a note", hint: "A hint" }];
const entry = { at: "2026-11-02T10:00:00.000Z", when: "10am on Monday 2 November 2026", happened };
const entries = [
  { ...entry, number: 1, side: { is: "raising", called: "Raising side" }, correctedBy: [2] },
  { ...entry, number: 2, side: { is: "service", called: "This service" }, corrects: 1, correctedBy: [] },
];

const everything = {
  title: "A title",
  caption: "A caption",
  reference: "K7QF-2M9X",
  partnership: "A partnership",
  danger: [{ who: "Out of hours", number: "01632 960 001", hours: "5pm to 9am" }],
  contact: { name: "A team", email: "team@example.org", telephone: { number: "01632 960 002", hours: "9am to 5pm" } },
  called: "practice alert",
  thing: "alert",
  sees: "Everybody with a link sees",
  notInstead: ["A complaint"],
  action: "/K7QF-2M9X/secret",
  agency: "An agency",
  until: "10am on Monday 9 November 2026",
  part: {
    heading: "A heading",
    says: [typed],
    asks: [{ what: "Answer", by: "noon", otherwise: "It climbs", notes: ["A note"] }],
  },
  says: [typed],
  leads: { to: "/raise", text: "Raise" },
  also: { to: "/alert", text: "Alert" },
  kept: rows,
  rows,
  form: "note",
  command: "an-id",
  checked: JSON.stringify({ typed }),
  stage: "stage",
  about: { title: "A stage", text: typed, clause: "4.1" },
  does: "It does this.",
  warning: typed,
  shows: [
    { heading: "A heading", text: typed, quoted: true, clause: "4" },
    { text: typed, quoted: false },
  ],
  fields: fields.map((field) =>
    fieldView(field, new URLSearchParams(inputsOf(field).map((input): [string, string] => [input, typed])), [
      { field: field.name, input: inputsOf(field).at(-1) ?? "", says: "It is wrong" },
    ]),
  ),
  button: "Go on",
  back: { text: "Go back", does: "form" },
  problems: [{ text: "It is wrong", href: "#line" }, { text: "All of it is wrong" }],
  offer: offers[0],
  offers,
  entry: 3,
  recorded: happened,
  next: ["Next"],
  entries,
  shown: "noon",
  saves: [{ does: "save", form: "record", text: "Save" }],
  document: {
    id: "record",
    title: "A document",
    reference: "K7QF-2M9X",
    says: "It is not the partnership’s own",
    policy: "A policy",
    made: "Made at noon",
    parts: [
      { title: "A part", fields: [{ label: "A field", says: [{ text: typed, from: "Somebody" }, { text: "More" }] }] },
    ],
    entries,
  },
  documents: [{ id: "record", title: "A document" }],
  asked: ["What is asked"],
  missing: "Something is missing",
  risk: "There is a risk",
  proposal: { says: "Somebody proposed", text: typed },
  concern: rows,
  acting: rows,
  advice: ["Ask your lead"],
  lists: [{ title: "A list", says: "To tick", rows }],
  alert: rows,
  responses: rows,
  actions: rows,
  outcome: rows,
  hidden: [{ name: "line", value: typed }],
  sections: [{ heading: "A section", says: ["Says"], quotes: [typed], fields: [] }],
  where: rows,
  policy: ["By this policy"],
  then: ["Then"],
  areas: [{ name: "An area", says: ["Says"] }],
  practiceAlerts: true,
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
};

/** Where a template calls something by the name of what others have. */
const own: Readonly<Record<string, object>> = {
  "raise/form": { button: { text: "Go on", does: "check" } },
  "raise/raised": { asked: rows },
};

export const everythingFor = (template: string): object => ({ ...everything, ...own[template] });
