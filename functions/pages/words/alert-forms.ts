/** What the forms of a practice alert's link say, by the form. */
import { said } from "./forms/form.ts";

const noCase = "Write nothing by which a child, an adult or a family could be recognised.";

export const alertForms = {
  yourName: said.yourName,
  noCase,
  respond: {
    offer: { text: "Respond for your agency", hint: "What your agency says of the alert." },
    done: "Your response is recorded",
    title: "Respond for your agency",
    does: (agency: string) =>
      `Says what ${agency} thinks of the alert and does about it. Everybody with a link sees it.`,
    closed: "The alert is closed. Your response is put on the record, and reopens nothing.",
    response: { label: "The response of your agency", missing: "Enter the response of your agency" },
    button: "Record the response",
  },
  action: {
    offer: { text: "Record an action", hint: "What is to be done, by whom and by when." },
    done: "The action is recorded",
    title: "Record an action",
    does: "Those in the group hear of it, are reminded before its day, and asked again after it until it is done.",
    what: { label: "What is to be done", missing: "Enter what is to be done" },
    agency: {
      label: "Which agency is to do it?",
      what: "The agency",
      missing: "Select which agency is to do it",
      somebodyElse: "Somebody else",
    },
    who: { label: "Who there, or who else", what: "Who it is" },
    due: { label: "By when", what: "The day", missing: "Enter by when it is to be done" },
    button: "Record the action",
  },
  done: {
    offer: { text: "Mark an action as done", hint: "Say what was done." },
    done: "The action is recorded as done",
    title: "Mark an action as done",
    does: "Once every action is done, the alert can be closed.",
    action: {
      label: "Which action is done?",
      what: "The action",
      missing: "Select which action is done",
      option: (number: number, day: string) => `Action ${number}, by ${day}`,
    },
    words: { label: "What was done", missing: "Enter what was done" },
    button: "Record it as done",
  },
  close: {
    offer: { text: "Close the alert with an outcome", hint: "The informer hears the outcome." },
    done: "The alert is closed",
    title: "Close the alert with an outcome",
    does: (group: string) => `Ends the alert for the ${group}. The informer and everybody in the group hear of it.`,
    silent: (agencies: string) => `Not every agency has responded yet: ${agencies}.`,
    noAction: {
      label: "No action is recorded. Is none needed?",
      what: "Whether action is needed",
      missing: "Select whether no action is needed",
      yes: "Yes, no action is needed",
      no: "No, an action has to be recorded first",
    },
    outcome: { label: "The outcome", missing: "Enter the outcome", hint: `The informer reads it. ${noCase}` },
    button: "Close the alert",
  },
  note: {
    offer: { text: "Add a note or a correction to the record", hint: "Everybody with a link sees it." },
    done: "The note is added",
    title: "Add a note or a correction to the record",
    does: "Nothing on the record can be changed. A correction is a further entry.",
    words: { label: "What you want to put on the record", missing: "Enter what you want to put on the record" },
    corrects: { label: "Number of the entry that it corrects", what: "The entry’s number" },
    button: "Add to the record",
  },
};
