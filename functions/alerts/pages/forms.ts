/** What can be done through a link of a practice alert: one table entry a form. What may be done is the core's to say. */
import { dayInWords } from "../../../policies/calendar/instant.ts";
import type { Field } from "../../pages/fields.ts";
import type { FormPage } from "../../pages/forms/form.ts";
import type { Offer } from "../../pages/view.ts";
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

const yourName: Field = {
  kind: "line",
  name: "your-name",
  label: "Your name",
  hint: "It is recorded with what you do here.",
  missing: "Enter your name",
  what: "Your name",
  autocomplete: "name",
};
const text = (name: string, label: string, missing: string, hint?: string): Field => ({
  kind: "text",
  name,
  label,
  what: label,
  missing,
  ...(hint ? { hint } : {}),
});
const noCase = "Write nothing by which a child, an adult or a family could be recognised.";
const somebodyElse = "(somebody else)";
const given = (values: Values, name: string) => values.get(name) ?? "";

export const alertForms: Readonly<Record<string, Form>> = {
  respond: {
    does: "respond",
    offer: { text: "Respond for your agency", hint: "What your agency says of the alert." },
    done: "Your response is recorded",
    page: ({ story, seat }) => ({
      title: "Respond for your agency",
      does: `Says what ${seat.agency} thinks of the alert and does about it. Everybody with a link sees it.`,
      shows: [],
      ...(story.state.phase === "closed"
        ? { warning: "The alert is closed. Your response is put on the record, and reopens nothing." }
        : {}),
      fields: [yourName, text("response", "The response of your agency", "Enter the response of your agency", noCase)],
      button: "Record the response",
    }),
    command: (values) => ({ type: "respond", response: given(values, "response") }),
  },
  action: {
    does: "record action",
    offer: { text: "Record an action", hint: "What is to be done, by whom and by when." },
    done: "The action is recorded",
    inputs: { agency: "agency", who: "who", due: "due-day" },
    page: ({ story: { state } }) => ({
      title: "Record an action",
      does: "Those in the group hear of it, are reminded before its day, and asked again after it until it is done.",
      shows: [],
      fields: [
        yourName,
        text("what", "What is to be done", "Enter what is to be done", noCase),
        {
          kind: "choice",
          name: "agency",
          label: "Which agency is to do it?",
          what: "The agency",
          missing: "Select which agency is to do it",
          options: [...new Set(state.members.flatMap((each) => state.seats.get(each)?.agency ?? [])), somebodyElse].map(
            (each) => ({ value: each, text: each === somebodyElse ? "Somebody else" : each }),
          ),
        },
        { kind: "line", name: "who", label: "Who there, or who else", what: "Who it is" },
        { kind: "day", name: "due", label: "By when", what: "The day", missing: "Enter by when it is to be done" },
      ],
      button: "Record the action",
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
    offer: { text: "Mark an action as done", hint: "Say what was done." },
    done: "The action is recorded as done",
    inputs: { action: "action" },
    page: ({ story: { state } }) => ({
      title: "Mark an action as done",
      does: "Once every action is done, the alert can be closed.",
      shows: [],
      fields: [
        yourName,
        {
          kind: "choice",
          name: "action",
          label: "Which action is done?",
          what: "The action",
          missing: "Select which action is done",
          options: openActions(state).map(({ number, recorded }) => ({
            value: String(number),
            text: `Action ${number}, by ${dayInWords(recorded.due)}`,
            ...(recorded.sealed === erased ? {} : { hint: recorded.sealed.what }),
          })),
        },
        text("words", "What was done", "Enter what was done", noCase),
      ],
      button: "Record it as done",
    }),
    command: (values) => ({
      type: "finish action",
      action: Number(given(values, "action")),
      words: given(values, "words"),
    }),
  },
  close: {
    does: "close",
    offer: { text: "Close the alert with an outcome", hint: "The informer hears the outcome." },
    done: "The alert is closed",
    inputs: { noActionNeeded: "no-action" },
    page: ({ story }) => {
      const { state } = story;
      const silent = silentAgencies(state);
      return {
        title: "Close the alert with an outcome",
        does: `Ends the alert for the ${groupCalled(story)}. The informer and everybody in the group hear of it.`,
        shows: [],
        ...(silent.length > 0 ? { warning: `Not every agency has responded yet: ${silent.join(", ")}.` } : {}),
        fields: [
          yourName,
          ...(state.phase !== "closed" && state.actions.length === 0
            ? [
                {
                  kind: "choice" as const,
                  name: "no-action",
                  label: "No action is recorded. Is none needed?",
                  what: "Whether action is needed",
                  missing: "Select whether no action is needed",
                  options: [
                    { value: "yes", text: "Yes, no action is needed" },
                    { value: "no", text: "No, an action has to be recorded first" },
                  ],
                },
              ]
            : []),
          text("outcome", "The outcome", "Enter the outcome", `The informer reads it. ${noCase}`),
        ],
        button: "Close the alert",
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
    offer: { text: "Add a note or a correction to the record", hint: "Everybody with a link sees it." },
    done: "The note is added",
    page: () => ({
      title: "Add a note or a correction to the record",
      does: "Nothing on the record can be changed. A correction is a further entry.",
      shows: [],
      fields: [
        yourName,
        text("words", "What you want to put on the record", "Enter what you want to put on the record", noCase),
        { kind: "number", name: "corrects", label: "Number of the entry that it corrects", what: "The entry’s number" },
      ],
      button: "Add to the record",
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
