/** What can be done through a link of a practice alert: one table entry a form. What may be done is the core's to say. */
import { dayInWords } from "../../../policies/calendar/instant.ts";
import type { Field } from "../../pages/fields.ts";
import type { FormPage } from "../../pages/forms/form.ts";
import type { Offer } from "../../pages/view.ts";
import { alertForms as said } from "../../pages/words/alert-forms.ts";
import { openActions, silentAgencies } from "../core/alert.ts";
import type { SeatCommand, SeatCommandType } from "../core/commands.ts";
import { mayDo } from "../core/decide.ts";
import { erased } from "../core/events.ts";
import { clocksFor, groupCalled, type AlertVisit } from "./view.ts";

type OwnPart<T> = T extends SeatCommand ? Omit<T, "id" | "at" | "seat" | "name"> : never;
type Asking = OwnPart<SeatCommand>;
type Values = ReadonlyMap<string, string>;

interface Form {
  readonly does: SeatCommandType;
  readonly offer: Omit<Offer, "value">;
  page(visit: AlertVisit): FormPage;
  command(values: Values): Asking;
  /** The input of a field that the core refuses, by the core's name for it. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The heading once it is recorded. */
  readonly done: string;
}

const yourName: Field = { kind: "line", name: "your-name", autocomplete: "name", ...said.yourName };
const text = (name: string, { label, missing, hint = said.noCase }: LongText): Field => ({
  kind: "text",
  name,
  label,
  what: label,
  missing,
  hint,
});
interface LongText {
  readonly label: string;
  readonly missing: string;
  readonly hint?: string;
}
const somebodyElse = "(somebody else)";
const given = (values: Values, name: string) => values.get(name) ?? "";

/** By the name that each is sent under, in the order in which a page offers them. */
export const alertForms: Readonly<Record<string, Form>> = {
  respond: {
    does: "respond",
    offer: said.respond.offer,
    done: said.respond.done,
    page: ({ story, seat }) => ({
      title: said.respond.title,
      does: said.respond.does(seat.agency),
      shows: [],
      ...(story.state.phase === "closed" ? { warning: said.respond.closed } : {}),
      fields: [yourName, text("response", said.respond.response)],
      button: said.respond.button,
    }),
    command: (values) => ({ type: "respond", response: given(values, "response") }),
  },
  action: {
    does: "record action",
    offer: said.action.offer,
    done: said.action.done,
    inputs: { agency: "agency", who: "who", due: "due-day" },
    page: ({ story: { state } }) => ({
      title: said.action.title,
      does: said.action.does,
      shows: [],
      fields: [
        yourName,
        text("what", said.action.what),
        {
          kind: "choice",
          name: "agency",
          label: said.action.agency.label,
          what: said.action.agency.what,
          missing: said.action.agency.missing,
          options: [...new Set(state.members.flatMap((each) => state.seats.get(each)?.agency ?? [])), somebodyElse].map(
            (each) => ({ value: each, text: each === somebodyElse ? said.action.agency.somebodyElse : each }),
          ),
        },
        { kind: "line", name: "who", ...said.action.who },
        { kind: "day", name: "due", ...said.action.due },
      ],
      button: said.action.button,
    }),
    command: (values) => {
      const agency = given(values, "agency");
      const who = values.get("who");
      return {
        type: "record action",
        what: given(values, "what"),
        ...(agency === somebodyElse ? {} : { agency }),
        ...(who ? { who } : {}),
        due: given(values, "due"),
      };
    },
  },
  done: {
    does: "finish action",
    offer: said.done.offer,
    done: said.done.done,
    inputs: { action: "action" },
    page: ({ story: { state } }) => ({
      title: said.done.title,
      does: said.done.does,
      shows: [],
      fields: [
        yourName,
        {
          kind: "choice",
          name: "action",
          label: said.done.action.label,
          what: said.done.action.what,
          missing: said.done.action.missing,
          options: openActions(state).map(({ number, recorded }) => ({
            value: String(number),
            text: said.done.action.option(number, dayInWords(recorded.due)),
            ...(recorded.sealed === erased ? {} : { hint: recorded.sealed.what }),
          })),
        },
        text("words", said.done.words),
      ],
      button: said.done.button,
    }),
    command: (values) => ({
      type: "finish action",
      action: Number(given(values, "action")),
      words: given(values, "words"),
    }),
  },
  close: {
    does: "close",
    offer: said.close.offer,
    done: said.close.done,
    inputs: { noActionNeeded: "no-action" },
    page: ({ story }) => {
      const { state } = story;
      const silent = silentAgencies(state);
      return {
        title: said.close.title,
        does: said.close.does(groupCalled(story)),
        shows: [],
        ...(silent.length > 0 ? { warning: said.close.silent(silent.join(", ")) } : {}),
        fields: [
          yourName,
          ...(state.phase !== "closed" && state.actions.length === 0
            ? [
                {
                  kind: "choice" as const,
                  name: "no-action",
                  label: said.close.noAction.label,
                  what: said.close.noAction.what,
                  missing: said.close.noAction.missing,
                  options: [
                    { value: "yes", text: said.close.noAction.yes },
                    { value: "no", text: said.close.noAction.no },
                  ],
                },
              ]
            : []),
          text("outcome", said.close.outcome),
        ],
        button: said.close.button,
      };
    },
    command: (values) => ({
      type: "close",
      outcome: given(values, "outcome"),
      noActionNeeded: values.get("no-action") === "yes",
    }),
  },
  note: {
    does: "add note",
    offer: said.note.offer,
    done: said.note.done,
    page: () => ({
      title: said.note.title,
      does: said.note.does,
      shows: [],
      fields: [yourName, text("words", said.note.words), { kind: "number", name: "corrects", ...said.note.corrects }],
      button: said.note.button,
    }),
    command: (values) => {
      const corrects = values.get("corrects");
      return {
        type: "add note",
        words: given(values, "words"),
        ...(corrects === undefined ? {} : { corrects: Number(corrects) }),
      };
    },
  },
};

/** By which commands what a clock waits for is done. */
function waitsFor(clock: string): SeatCommandType[] {
  if (clock === "respond") return ["respond"];
  return clock === "conclude" ? ["record action", "close"] : ["finish action"];
}

/** What can be done in a seat; what is asked of it now is marked. */
export function alertOffers({ story, seat }: AlertVisit): Offer[] {
  const may = mayDo(story.state, seat.seat);
  const asked = new Set(clocksFor(story, seat).flatMap(({ clock }) => waitsFor(clock)));
  return Object.entries(alertForms).flatMap(([value, { does, offer }]) =>
    may.has(does) ? [{ value, ...offer, ...(asked.has(does) ? { asked: true as const } : {}) }] : [],
  );
}

export const alertFormOf = (key: string): Form | undefined =>
  Object.hasOwn(alertForms, key) ? alertForms[key] : undefined;
