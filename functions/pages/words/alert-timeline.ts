/** The record of a practice alert in sentences, by the kind of event. */

/** How an alert ended, as the end of a sentence. */
export const ended = {
  "actions done": "every action is done",
  "no action needed": "no action is needed",
  erased: "everything personal on its record was erased while it was open",
};

export const alertTimeline = {
  sides: { informer: "Informer", service: "This service" },
  erasedName: "A person whose name has been erased",
  written: "What was written",
  seats: {
    informer: "informer",
    unknown: "person concerned",
    inbox: (agency: string) => `inbox of ${agency}`,
    member: (agency: string) => `member for ${agency}`,
  },
  submitted: (alert: string) => `Submitted a ${alert}, and declared that it is not about one case.`,
  theAlert: "The alert",
  groupAsked: {
    what: (group: string) => `The ${group} was asked to consider it and to respond.`,
    asked: "Asked",
    inbox: (agency: string, group: string) => `The inbox of ${agency}, for the attention of the ${group}`,
    erased: "Erased",
    notKnown: "Not known",
    informed: "Informed",
    partnership: (agency: string) => `The inbox of ${agency}`,
  },
  clockStarted: {
    what: (asks: string, due: string) => `Time started to ${asks}. Due by ${due}.`,
    provisional: " Bank holidays that far ahead are not published yet.",
  },
  clockMet: (asks: string) => `No longer waited for: to ${asks}.`,
  deadlinePassed: (due: string, asks: string) => `The time passed, ${due}, to ${asks}.`,
  reminder: {
    chase: (asks: string) => `A further reminder fell due, after the deadline, to ${asks}.`,
    "half time": (asks: string) => `The reminder at half time fell due to ${asks}.`,
    "last day": (asks: string) => `The reminder on the last day fell due to ${asks}.`,
  },
  responded: {
    what: "Responded for their agency.",
    late: "Responded after the alert was closed. It reopens nothing.",
    response: "Response",
  },
  actionRecorded: {
    what: (number: number, due: string) => `Recorded action ${number}, to be done by ${due}.`,
    action: "What",
    who: "Who",
  },
  actionDone: { what: (number: number) => `Recorded action ${number} as done.`, words: "In their words" },
  note: {
    what: "Added a note.",
    correction: (entry: number) => `Added a correction of entry ${entry}. The entry itself stays as it is.`,
    note: "Note",
    corrected: "Correction",
  },
  closed: {
    what: (group: string, how: string) => `Closed the alert for the ${group}: ${how}.`,
    outcome: "Outcome",
  },
  replaced: (reason: string) =>
    `The service started again to watch this alert: ${reason}. Nothing on the record changed.`,
  notice: {
    sent: (seat: string, kind: string) => `Email sent to the ${seat} (${kind}).`,
    lapsed: (seat: string, kind: string, because: string) =>
      `Email to the ${seat} was not sent (${kind}), because ${because}.`,
    refused: (seat: string, kind: string) =>
      `Email to the ${seat} could not be sent (${kind}): the mail service refused it.`,
    bounced: (seat: string, kind: string, bounce: string) => `Email to the ${seat} ${bounce} (${kind}).`,
    subtype: "What the mail service calls it",
  },
};
