/** What is put on the record beside answering. */
export const said = {
  discussion: {
    done: "The record of the discussion or meeting is added",
    title: "Record a discussion or a meeting",
    does: "Puts what was said and agreed between the agencies on the record, where both sides see it and the other side can approve it.",
    fields: {
      kind: {
        label: "What was it?",
        what: "Your answer",
        missing: "Select whether it was a discussion or a meeting",
        options: {
          discussion: "A discussion",
          meeting: "A meeting",
        },
      },
      atStage: {
        label: "At which stage was it held?",
        what: "The stage",
        missing: "Select the stage at which it was held",
      },
      heldAt: {
        label: "When was it held?",
        what: "When it was held",
        missing: "Enter when it was held",
      },
      attended: {
        label: "Who took part",
        missing: "Enter who took part",
      },
      agreed: {
        label: "What was agreed",
        missing: "Enter what was agreed",
        hint: "If nothing was agreed, say so.",
      },
      pursued: {
        label: "How outstanding issues will be pursued",
        missing: "Enter how outstanding issues will be pursued",
        hint: "If no issue is outstanding, say so.",
      },
    },
    button: "Add to the record",
  },
  approve: {
    done: "Your approval is recorded",
    title: (kind: string, heldAt: string) => `Approve what was recorded of the ${kind} held at ${heldAt}`,
    does: "Says that you took part and that this is what was said. It carries the date on which you approve it. If something is wrong, do not approve it: add a correction to the record.",
    shows: {
      attended: "Who took part",
      agreed: "What was agreed",
      pursued: "How outstanding issues will be pursued",
      recordedBy: "Recorded by",
    },
    by: (name: string, role: string, side: string) => `${name}, ${role} (${side})`,
    button: "Approve this record",
  },
  arrangeMeeting: {
    done: "The meeting is on the record",
    title: "Arrange a meeting",
    does: "Puts a meeting that is to be held on the record, and tells those who act by email. Once it was held, record it as a meeting.",
    fields: {
      for: {
        label: "When is it?",
        what: "When it is",
        missing: "Enter when it is",
      },
      where: {
        label: "Where is it?",
        hint: "A place, or how to join it online.",
        what: "Where it is",
        missing: "Enter where it is",
      },
      invited: {
        label: "Who is invited",
        missing: "Enter who is invited",
      },
    },
    button: "Arrange this meeting",
  },
  risk: {
    done: "Immediate risk is recorded",
    title: "Flag immediate risk",
    does: "Tells everybody who acts at once.",
    shows: {
      confirmed: "What you confirm",
      follows: "What follows",
    },
    warning: "This does not call for help. If someone is in immediate danger, call 999 first.",
    fields: {
      reason: {
        label: "What the immediate risk is",
        missing: "Enter what the immediate risk is",
      },
    },
    button: "Confirm and flag immediate risk",
  },
  withdraw: {
    done: "The concern is withdrawn",
    title: "Withdraw the concern",
    does: "Ends the escalation for good. The record stays, and the receiving side is told.",
    fields: {
      reason: {
        label: "Why you withdraw the concern",
        missing: "Enter why you withdraw the concern",
      },
    },
    button: "Withdraw the concern",
  },
  note: {
    done: "Your note is on the record",
    title: "Add a note to the record",
    does: "Adds an entry that everybody on the record sees. Nothing on the record can be changed: a correction is a further entry.",
    fields: {
      kind: {
        label: "What do you want to add?",
        what: "Your answer",
        missing: "Select whether you add a note or correct an entry",
        options: {
          note: "A note",
          correction: "A correction of an entry",
        },
      },
      corrects: {
        label: "If you correct an entry: its number",
        hint: "The record shows it, for example “Entry 3”.",
        what: "The number of the entry",
        missing: "Enter the number of the entry that you correct",
        noSuchEntry: (corrects: number, count: number) =>
          `There is no entry ${corrects}. The record has entries 1 to ${count}`,
      },
      words: {
        label: "What you want to put on the record",
        missing: "Enter what you want to put on the record",
      },
    },
    button: "Add to the record",
  },
};
