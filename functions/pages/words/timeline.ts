/** The record in sentences, by the kind of event. */
import type { NoticeKind } from "../../core/notices.ts";

export const said = {
  written: "What was written",
  reason: "Reason",
  keeping: {
    holdPlaced: "A legal hold was placed on this record: nothing of it is erased until that is lifted.",
    holdLifted: "The legal hold on this record was lifted.",
    askedBy: "Asked for by",
    erased: {
      age: "What is personal on this record was erased, because the time for which it is kept is over.",
      asked: "What is personal on this record was erased.",
    },
    retention: "Retention class",
    of: (name: string, source: string) => `${name} (${source})`,
  },
  stage: (title: string) => `“${title}”`,
  stageOpened: {
    what: (stage: string, because: string) => `${stage} opened: ${because}.`,
    shows: {
      askedToAct: "Asked to act",
      informed: "Informed",
    },
    because: {
      raised: "the concern was raised",
      unresolved: "the stage before it ended unresolved",
      "deadline passed": "the deadline of the stage before it passed",
      "immediate risk": "immediate risk was flagged",
      referred: "the matter was referred to it",
    },
  },
  clockStarted: {
    what: (asks: string, due: string, from: string) =>
      `Time started for: ${asks}. Due by ${due}, counted from ${from}.`,
  },
  clockMet: {
    what: (asks: string) => `No longer waited for: ${asks}.`,
  },
  deadlinePassed: {
    guide: (due: string, asks: string) =>
      `The guide timescale passed, ${due}, for: ${asks}. Because of the immediate risk it was a guide, so this is no breach.`,
    what: (due: string, asks: string) => `The deadline passed, ${due}, for: ${asks}.`,
  },
  reminderFellDue: {
    atHalfTime: (asks: string) => `The reminder at half time fell due for: ${asks}.`,
    onTheLastDay: (asks: string) => `The reminder on the last day fell due for: ${asks}.`,
    afterwards: (asks: string) => `A further reminder fell due, after the deadline, for: ${asks}.`,
  },
  discussionRecorded: {
    what: (kind: string, heldAt: string, stage: string) => `Recorded a ${kind} held at ${heldAt}, at ${stage}.`,
    shows: {
      attended: "Who took part",
      agreed: "What was agreed",
      pursued: "How outstanding issues will be pursued",
    },
  },
  responseRecorded: {
    what: (stage: string) => `Responded at ${stage}.`,
    shows: {
      response: "Response",
    },
  },
  questionsAnswered: {
    what: (stage: string) => `Answered what the policy asks at ${stage}.`,
  },
  meetingArranged: {
    what: (when: string, stage: string) => `Arranged a meeting for ${when}, at ${stage}.`,
    shows: {
      where: "Where",
      invited: "Who is invited",
    },
  },
  discussionApproved: {
    what: (recordedAt: string) => `Approved the record of the discussion or meeting that was entered at ${recordedAt}.`,
  },
  othersTold: {
    what: "Others were informed, as the answer to a question of the policy says.",
    shows: {
      informed: "Informed",
    },
  },
  itemsTicked: {
    what: (stage: string) => `Ticked what was done, from the list of ${stage}.`,
    done: (day: string) => `Done on ${day}`,
  },
  adviceAsked: {
    what: (stage: string) => `Asked for advice at ${stage}.`,
    shows: {
      askedOf: "Asked of",
      question: "Question",
    },
  },
  adviceGiven: {
    what: (stage: string) => `Gave advice at ${stage}.`,
    shows: {
      advice: "Advice",
    },
  },
  managerJoined: {
    what: (stage: string) => `Brought a further manager in at ${stage}. No clock restarted.`,
    shows: {
      named: "Named",
      askedToAct: "Asked to act",
    },
  },
  dateProposed: {
    what: (until: string, stage: string) => `Proposed ${until} as the deadline of ${stage}.`,
  },
  dateAgreed: {
    what: (stage: string, until: string) =>
      `Accepted the deadline that the other side proposed for ${stage}: ${until}.`,
    text: (due: string) => `Now due by ${due}`,
  },
  dateRejected: {
    what: (stage: string) => `Rejected the deadline that the other side proposed for ${stage}.`,
  },
  deadlinesExpedited: {
    what: (stage: string) =>
      `Deadlines of ${stage} were brought nearer, because the policy expedites it when somebody is at risk.`,
    text: (due: string) => `Now due by ${due}`,
  },
  recordFiled: {
    what: "Confirmed that the record was filed.",
    shows: {
      where: "Where",
    },
  },
  resolutionProposed: {
    what: (stage: string) => `Proposed a resolution at ${stage}.`,
    shows: {
      proposedResolution: "Proposed resolution",
    },
  },
  resolutionAccepted: {
    what: (stage: string) => `Accepted the proposed resolution at ${stage}.`,
    comment: "Comment",
  },
  resolutionRejected: {
    what: (stage: string) => `Rejected the proposed resolution at ${stage}.`,
  },
  declaredUnresolved: {
    what: (stage: string) => `Declared the matter unresolved at ${stage}.`,
  },
  stageEnded: {
    what: (stage: string, how: string, next: string | undefined) =>
      `${stage} ended: ${how}.${next ? ` The matter goes to ${next}.` : ""}`,
  },
  stageReferred: {
    what: (stage: string, to: string) => `Referred the matter from ${stage} to ${to}.`,
  },
  handedOn: {
    what: (stage: string) => `Handed their part in ${stage} on. The clock did not stop.`,
    shows: {
      named: "Named as the right person",
      handedTo: "Handed to",
    },
  },
  deadlineShortened: {
    what: (until: string) => `Brought the deadline nearer: it is now ${until}.`,
    asked: (until: string) => `Asked for it to be settled by ${until}.`,
  },
  immediateRiskFlagged: {
    what: (risk: string) => `Flagged immediate risk: “${risk}”.`,
    guide: (risk: string) => `Flagged immediate risk: “${risk}”. The timescales are a guide from then on.`,
  },
  informationRequested: {
    what: (sides: string) => `Asked the ${sides} for further information.`,
    shows: {
      request: "What was asked",
    },
  },
  informationProvided: {
    what: "Gave further information.",
    shows: {
      information: "Information",
    },
  },
  outcomeGiven: {
    what: {
      recommendations: "Made recommendations.",
      outcome: "Recorded the outcome.",
      decision: "Recorded the decision.",
      mediation: "Recorded the outcome of the mediation.",
      record: "Recorded the disagreement and what is outstanding.",
    },
    key: {
      recommendations: "Recommendations",
      outcome: "Outcome",
      decision: "Decision",
      mediation: "Outcome",
      record: "Outcome",
    },
  },
  dutyDone: {
    what: (asks: string) => `Did what was still to do: ${asks}.`,
    acts: "The agency acts on the recommendations.",
    doesNotAct: "The agency does not act on the recommendations.",
    chosen: (option: string) => `Chosen: ${option}.`,
    shows: {
      inTheirWords: "In their words",
    },
  },
  noteAdded: {
    note: "Added a note.",
    correction: (entry: number | undefined) =>
      `Added a correction${entry === undefined ? "" : ` of entry ${entry}`}. The entry itself stays as it is.`,
    key: { note: "Note", correction: "Correction", "missing information": "What was added" },
    missing: "Added what was missing from the concern.",
  },
  lateAnswerRecorded: {
    what: (stage: string, answer: string) =>
      `Gave a late answer for ${stage}: ${answer}. The stage was over, so it settles nothing.`,
    inTime: (stage: string, answer: string) =>
      `Gave a late answer for ${stage}: ${answer}. It was received in time, though the stage had moved on when it was written down.`,
    answers: {
      respond: "a response",
      "answer questions": "what the policy asks",
      "propose resolution": "a proposed resolution",
      "accept resolution": "the proposed resolution is accepted",
      "reject resolution": "the proposed resolution is rejected",
      "declare unresolved": "the matter is declared unresolved",
      refer: "a referral",
      "give outcome": "an outcome",
    },
    shows: {
      answer: "Answer",
    },
  },
  escalationWithdrawn: {
    what: "Withdrew the concern.",
  },
  deadlinesReplanned: {
    what: (reason: string) => `Deadlines were planned again: ${reason}.`,
    text: (due: string) => `Now due by ${due}`,
    provisional: (due: string) => `Now due by ${due}, until more bank holidays are published`,
  },
  escalationClosed: {
    what: (how: string) => `The escalation was closed. ${how}`,
  },
  executionReplaced: {
    what: (reason: string) =>
      `The service started again to watch this escalation: ${reason}. Nothing on the record changed.`,
  },
  noticeSent: {
    what: (seat: string, kind: string) => `Email sent to the ${seat}: ${kind}.`,
  },
  noticeLapsed: {
    what: (seat: string, kind: string, because: string) =>
      `Email to the ${seat} was not sent (${kind}), because ${because}.`,
  },
  noticeRefused: {
    what: (seat: string, kind: string) =>
      `Email to the ${seat} could not be sent (${kind}): the mail service refused it.`,
    shows: {
      whatItSaid: "What it said",
    },
  },
  noticeBounced: {
    what: (seat: string, bounce: string, kind: string) => `Email to the ${seat} ${bounce} (${kind}).`,
    shows: {
      subtype: "What the mail service calls it",
      askedAsWell: "Asked as well",
    },
  },
  raised: {
    what: (agency: string) => `Raised a concern with ${agency}.`,
    late: (due: string) => `This is later than the policy’s own time for raising it, ${due}.`,
    immediateRisk: (risk: string) => `Immediate risk was flagged: “${risk}”.`,
    born: (day: string) => `Born ${day}`,
    shows: {
      theConcern: "The concern",
      whoItIsAbout: "Who it is about",
      typeOfDisagreement: "Type of disagreement",
      whenItArose: "When it arose",
      policy: "Policy",
      protectBy: "To be settled sooner, to protect the person, by",
    },
    policy: (name: string, title: string, version: string) => `${name}, ${title}, version ${version}`,
  },
  /** Who did something, or is asked. */
  person: {
    who: (name: string, role: string, agency: string, side: string) => `${name}, ${role}, ${agency} (${side})`,
    inbox: (agency: string, role: string, side: string) =>
      `The inbox of ${agency}, for the attention of the ${role} (${side})`,
    erased: "Erased",
    nameErased: "A person whose name has been erased",
    notKnown: "Not known",
  },
  /** To whom an email went, in a sentence. */
  seat: {
    unknown: "person concerned",
    inbox: (agency: string) => `inbox of ${agency}`,
    role: (role: string, agency: string) => `${role}, ${agency}`,
  },
  /** What an email said, by its kind. */
  notices: {
    acknowledged: "the concern was received",
    asked: "they are asked to act",
    told: "they are informed of the stage",
    "nobody holds the role": "nobody is known for a role",
    climbed: "the matter went to the next stage",
    reminder: "a reminder",
    chased: "a reminder after the deadline",
    "deadline passed": "a deadline passed",
    responded: "a response was recorded",
    "discussion recorded": "a discussion or meeting was recorded",
    "resolution proposed": "a resolution was proposed",
    "resolution rejected": "the proposed resolution was rejected",
    resolved: "the resolution was accepted",
    "deadline shortened": "the deadline was brought nearer",
    "deadlines replanned": "deadlines were planned again",
    "immediate risk": "immediate risk was flagged",
    "information requested": "further information is asked for",
    "information provided": "further information was given",
    "outcome given": "the outcome was given",
    "duty owed": "something is still to be done",
    "duty done": "what was still to do was done",
    "missing information supplied": "what was missing from the concern was added",
    "late answer": "a late answer was recorded",
    withdrawn: "the concern was withdrawn",
    "could not be delivered": "an email could not be delivered",
    "meeting arranged": "a meeting was arranged",
    "date proposed": "another deadline was proposed",
    "date agreed": "another deadline was agreed",
    "date rejected": "the proposed deadline was not agreed",
    "advice asked": "their advice is asked for",
    "advice given": "advice was given",
    "confirmed in writing": "a written confirmation was given",
    "file the record": "they are asked to file the record",
    "copy of the record": "their own copy of the record",
  } satisfies Readonly<Record<NoticeKind, string>>,
};
