/** Words of the pages by which a concern is raised: of each template, of each question, and of what is wrong, by its cause. */
import { byInvitation } from "./message.ts";

type Subject = "child" | "adult" | "community";

const personOrCommunity = (subject: Subject) => (subject === "community" ? "community" : "person");

/** What several of its pages say. */
const caption = "Raise a concern";
const saved = (until: string) => ({
  until: `Your answers are kept until ${until}.`,
  comeBack: "To come back, open the same link from your email. Nobody can read them without it.",
});

export const raise = {
  caption,
  saved,

  start: {
    title: "Raise a concern",
    what: "Use this when your agency and another one disagree about what a child, an adult at risk or a community needs: for example, because of a decision that the other agency took, or something that it did or did not do.",
    goes: "Your concern goes to that agency under the escalation policy of the safeguarding partnership. Those who have to act hear by email. If it is not settled in the policy’s own time, it goes to their managers by itself.",
    alertBefore: "If your concern is about practice and not about one case, ",
    alertLink: "submit a practice alert",
    alertAfter: " instead, where the partnership takes them.",
    warning: "This does not call for help. If someone is in immediate danger, call 999 first.",
    warningIcon: "Warning",
    areas: "Areas with a policy here",
    policyOf: (title: string, partnership: string, covers: string) => `The ${title} of ${partnership}, for ${covers}.`,
    elsewhere:
      "For any other area, follow that area’s own escalation procedure, or your organisation’s own policy where this service holds it.",
    link: "Get a link",
    noAccount:
      "You need no account. Raise the concern by a link that we send to your work address. Write nothing about the person here.",
    send: "Send me a link",
  },

  invited: {
    title: "Raise a concern",
    behalf: (agency: string) => `Continue to raise a concern on behalf of ${agency}. Nothing is raised by continuing.`,
    asked:
      "You are asked one thing at a time, and can check all of it before it is raised. Your answers are kept after each page, so that you can stop and come back by this link.",
    works: (until: string) => `This link works until ${until}, for as many concerns as you need to raise.`,
    goOn: "Continue",
  },

  over: {
    title: "This link is over",
    ended: (until: string) => `It worked until ${until}. What was begun by it and not raised is kept no longer.`,
    nothing: "Nothing has been raised by this one just now.",
    fresh: "We can send a fresh link to the address that this one went to.",
    send: "Send a fresh link",
    wrote: "What you wrote",
    copy: "Copy it before you leave this page.",
  },

  page: {
    goOn: "Save and continue",
    later: "Save and come back later",
    back: "Back",
    withRisk: "Because of the immediate risk you can leave this empty for now. You are asked for it afterwards.",
  },

  list: {
    title: "Your concern so far",
    begun: (day: string, done: number, all: number | undefined) =>
      `You began a concern on ${day}. ${done} ${all === undefined ? "" : `of ${all} `}question${done === 1 && all === undefined ? " is" : "s are"} answered.`,
    raisedBefore: (reference: string, when: string) =>
      `Raised by this link before: escalation ${reference}, at ${when}.`,
    rest: "The other questions follow from where the concern belongs.",
    states: {
      done: "Completed",
      some: (done: number, all: number) => `${done} of ${all} answered`,
      untouched: "Not started",
    },
    goOn: "Go on",
    check: "Check your answers",
    afresh: "Begin afresh",
  },

  afresh: {
    title: "Do you want to begin afresh?",
    loses: "Everything that you have written of this concern is removed. This cannot be undone.",
    yes: "Remove it and begin afresh",
    no: "Keep it and go back",
  },

  later: {
    title: "Your answers are saved",
    notRaised: "Nothing has been raised yet, and nobody has been told.",
    urgent: "Do not wait if it is urgent: speak with the other agency, and with your manager or safeguarding lead.",
    back: "Go back to the concern",
  },

  check: {
    title: "Check the concern before you raise it",
    change: "Change",
    raiseIt: "Raise it",
    raise: "Raise this concern",
    warning: "Warning",
    changed: "Your answers have changed since this page was shown. Check them again before you raise the concern.",
    under: (policy: string, partnership: string, why: string) =>
      `It is raised under the ${policy} of ${partnership}, ${why}.`,
    told: (agency: string) =>
      `${agency} is told at once and both sides see the same record. Nothing on it can be changed or removed afterwards.`,
  },

  raised: {
    title: "Your concern is raised",
    panel: (reference: string) => `Escalation ${reference}`,
    next: "What happens next",
    another: "Raise another concern",
    onRecord: (agency: string) => `Your concern with ${agency} is on the record. Write down its reference.`,
    under: (policy: string, partnership: string, why: string) =>
      `It runs under the ${policy} of ${partnership}, ${why}.`,
    late: (due: string) =>
      `The policy’s own time for raising it ended at ${due}. It is accepted, and recorded as late.`,
    missing: (what: string) =>
      `Because of the immediate risk nothing was held up, but this is still missing: ${what}. Add it by the link in the email that you get now.`,
    sooner:
      "You flagged immediate risk. If an answer is needed sooner than the policy asks for, set a shorter deadline by the link in the email that you get now.",
    email: (address: string) =>
      `You get an email at ${address} now, with a link to the record. You hear of everything that is decided and need not chase anybody.`,
    stage: (stage: string, who: string) =>
      `It is at “${stage}” now. Those who act there are told by email at once: ${who}.`,
    guide: "Because of the immediate risk the timescales are a guide only: nobody need wait for them.",
    by: (due: string) => `By ${due}`,
    after: "After that",
    goesOn: (stage: string) => `If it is not settled by then, it goes to “${stage}” by itself.`,
    bothSides: (role: string) => `the ${role} on both sides`,
    yourSide: (role: string) => `the ${role} on your side`,
    otherSide: (role: string) => `the ${role} on the other`,
    body: (role: string) => `the ${role}`,
    or: " or ",
  },

  before: {
    title: "What was raised by this link",
    says: (reference: string, when: string) => `Escalation ${reference}, raised at ${when}.`,
    add: "To add something to it, open the link in the email that acknowledges it.",
    another: "Raise another concern",
  },

  sections: {
    where: "Where the concern belongs",
    risk: "Immediate risk",
    whom: { child: "The child concerned", adult: "The adult concerned", community: "The community concerned" },
    policy: "What the policy asks",
    disagreement: "The disagreement",
    before: "Before the formal process",
    beginning: "At which stage it begins",
    you: "You and your manager",
    them: (agency: string) => `Whom you know at ${agency}`,
  },

  why: {
    area: (area: string) => `because the local authority area is ${area}`,
    "secure setting": (area: string) =>
      `because it relates to a secure setting in ${area}, wherever the child’s home is`,
    "own policy": (area: string) =>
      `which is your organisation’s own, because no policy is held here for ${area}. Any local procedure that exists takes precedence: check whether there is one`,
  },
  itsArea: "its area",

  beside: {
    hear: "you hear of every challenge and decision at once",
    file: (asks: string) => `you are asked to ${asks}`,
    holds: (title: string, asks: string) =>
      `Its stages and timescales govern. Your organisation’s own ${title} holds beside it${asks === "" ? "" : `: ${asks}`}.`,
  },

  questions: {
    email: {
      label: "Your work email address",
      hint: "At your own agency. We send a link to it by which you raise the concern.",
      missing: "Enter your work email address",
      what: "Your work email address",
    },
    area: {
      label: "Local authority area of the person or community concerned",
      hint: "It decides which partnership’s policy governs the concern.",
      what: "The area",
      missing: "Select the local authority area",
      another: "Another area",
      called: "Local authority area",
    },
    otherArea: {
      label: "Which other area is it?",
      hint: "The local authority area by its name.",
      what: "The area",
      missing: "Enter which area it is",
    },
    secure: {
      label: "Does it relate to a secure setting for young people?",
      what: "The secure setting",
      missing: "Select whether it relates to a secure setting for young people",
      yes: (area: string) => `Yes, to one in ${area}`,
      no: (only: boolean) => (only ? "No, or to one elsewhere" : "No, or to another one"),
      called: "Secure setting",
    },
    subject: {
      label: "Who is the concern about?",
      what: "Who it is about",
      missing: "Select who the concern is about",
      called: "It is about",
      options: {
        child: "A child or young person",
        adult: "An adult with care and support needs",
        community: "A community",
      },
    },
    receivingAgency: {
      label: "The agency whose decision or action you challenge",
      hint: "If it is not listed, ask your safeguarding partnership to add it.",
      what: "The agency",
      missing: "Choose the agency whose decision or action you challenge",
      called: "Receiving agency",
    },
    risk: {
      label: "Does immediate risk apply?",
      hint: (words: string) => `“${words}”`,
      what: "Immediate risk",
      missing: "Select whether immediate risk applies",
      yes: "Yes, it applies",
      no: "No",
      called: "Immediate risk",
      shownYes: (words: string) => `Yes: ${words}`,
      says: "If it applies, leave out what you do not have to hand. Nothing is held up for it, and you are asked for it afterwards.",
      under: (policy: string, partnership: string, why: string) =>
        `This concern is raised under the ${policy} of ${partnership}, ${why}.`,
      about: "The policy that governs it",
    },
    protect: {
      label: (subject: Subject) =>
        `Must the ${personOrCommunity(subject)} be protected sooner than the policy’s own timescales?`,
      hint: "If there is a date and time, every deadline is then no later.",
      what: "Whether protection is needed sooner",
      missing: "Select whether protection is needed sooner than the policy’s own timescales",
      yes: "Yes, by a date and time",
      no: "No",
      called: "Protection sooner than the policy’s timescales",
    },
    protectBy: {
      label: (subject: Subject) => `By which date and time must the ${personOrCommunity(subject)} be protected?`,
      hint: "Every deadline is then no later. For example, 27 3 2026",
      what: "The date and time of protection",
      missing: "Enter the date and time by which protection is needed",
      called: "To be protected by",
    },
    community: {
      label: "Which community is it?",
      what: "The community",
      missing: "Enter which community it is",
      hint: "Who or where it is, without anybody’s name where that can be avoided.",
      called: "The community",
    },
    person: {
      title: (subject: Subject) => `Who is the ${subject}?`,
      name: (subject: Subject) => `Name of the ${subject}`,
      missing: (subject: Subject) => `Enter the name of the ${subject}`,
      what: "The name",
      born: "Date of birth",
      bornHint: "For example, 14 5 2017",
      bornWhat: "The date of birth",
      called: (subject: Subject) => `The ${subject}`,
      shownBorn: (day: string) => `Born ${day}`,
    },
    circumstances: {
      label: "Circumstances",
      hint: {
        child: "For example, Child Protection Plan, in care, early help, secure setting.",
        adult: "For example, services that already support the person.",
      },
    },
    type: {
      label: "Type of disagreement",
      what: "The type of disagreement",
      missing: "Select the type of disagreement",
      another: "Another type",
    },
    anotherType: {
      label: "Which other type of disagreement is it?",
      what: "The type of disagreement",
      missing: "Describe the other type of disagreement",
      called: "The other type",
    },
    arose: {
      label: "When did the disagreement arise, or when was the decision received?",
      hint: (within: string) =>
        `The policy asks for a concern within ${within}. A later one is accepted, and recorded as late. For example, 27 3 2026`,
      what: "The date",
      missing: "Enter when the disagreement arose or the decision was received",
      called: "When it arose",
    },
    issue: { label: "The issue", missing: "Enter the issue", hint: "What happened, or what was decided." },
    disagreement: {
      label: "The nature of the disagreement",
      missing: "Enter the nature of the disagreement",
      hint: "What each agency says.",
    },
    evidence: { label: "The evidence", missing: "Enter the evidence", hint: "What you know, and from where." },
    sought: {
      label: "What you aim to achieve",
      missing: "Enter what you aim to achieve",
      hint: "What would settle it.",
    },
    theRisk: {
      label: { person: "The risk to the person", community: "The risk to the community" },
      missing: (subject: Subject) => `Enter the risk to the ${personOrCommunity(subject)}`,
      hint: "What may happen if nothing changes.",
    },
    own: {
      what: "Your answer",
      whatDate: "The date",
      yes: "Yes",
      no: "No",
      missing: {
        "yes or no": (question: string) => `Select yes or no: ${question}`,
        "one of": (question: string) => `Select an answer: ${question}`,
        "any of": (question: string) => `Select what applies: ${question}`,
        date: (question: string) => `Enter a date: ${question}`,
        text: (question: string) => `Enter an answer: ${question}`,
      },
    },
    before: {
      hint: "For example, 27 3 2026. Leave it empty if it has not happened yet.",
      what: "The date",
      empty: (opens: string, usually: string) =>
        `Leave empty what has not happened yet. The concern then opens at ${opens} instead of ${usually}.`,
      risk: (stage: string) => `Where immediate risk applies, it opens at ${stage} all the same.`,
      notYet: "Not yet",
    },
    start: {
      label: "Where does the concern begin?",
      what: "Where it begins",
      missing: "Select where the concern begins",
      usual: (stage: string) => `At ${stage}, as concerns usually do`,
      later: (stage: string) => `At ${stage}`,
      reason: (because: string) => `Only for this reason: ${because}`,
      called: "It begins at",
    },
    startReason: {
      label: "Why does it begin at a later stage?",
      what: "The reason",
      missing: "Enter why the concern begins at a later stage",
    },
    yourName: {
      label: "Your name",
      missing: "Enter your name",
      hint: "It is recorded as that of who raises it.",
      called: "You",
    },
    people: {
      at: (domains: string) => `At ${domains}.`,
      whatName: "The name",
      whatEmail: "The email address",
      leaveOut:
        "Leave out whom you do not know. Then it goes to whoever is known there for the role, or to their shared inbox.",
      manager: {
        title: "Who is your manager?",
        says: "Leave this out if you do not know. Then it is whoever is known in your agency for the role.",
        name: "Name of your manager",
        email: "Email address of your manager",
        called: "Your manager",
        inSentence: "your manager",
      },
      receiver: {
        title: (agency: string) => `Whose decision or action is it at ${agency}?`,
        name: "Name of the practitioner or decision maker",
        email: "Email address of the practitioner or decision maker",
        called: "Receiving practitioner",
        inSentence: "the practitioner or decision maker",
      },
      "receiver-manager": {
        title: (agency: string) => `Who is their manager at ${agency}?`,
        name: "Name of their manager",
        email: "Email address of their manager",
        called: "Their manager",
        inSentence: "their manager",
      },
    },
  },

  /** What the check page says of what was left empty. */
  empty: {
    optional: "Not given",
    afterwards: "Not said yet. You are asked for it afterwards.",
    notAnswered: "Not answered",
    noneOfThese: "None of these",
  },

  problems: {
    areaInLetters: "Enter the area by its name, in letters",
    areaNotHeld: (area: string, held: string) =>
      `No escalation policy is held here for ${area}, only for ${held}. Follow that area’s own escalation procedure`,
    notCovered: (policy: string, partnership: string, covers: string) =>
      `The ${policy} of ${partnership} covers ${covers} only. For anybody else, follow the procedure that covers them`,
    protectionPassed:
      "The date and time of protection has passed. Give one that is still to come, or say that there is none",
    bornInFuture: "The date of birth must be in the past",
    aroseInFuture:
      "The disagreement or decision cannot be in the future. Give the day on which it arose or was received",
    notYetBefore: "This has to have happened already. Enter the day on which it did, or leave it empty",
    otherDomain: (who: string, agency: string, domains: string) =>
      `The email address of ${who} must be at ${agency} (${domains}). If you do not know one, leave out name and address`,
    emailMissing: (who: string) => `Enter the email address of ${who}, or leave out the name too`,
    nameMissing: (who: string) => `Enter the name of ${who}, or leave out the email address too`,
    tooLong: (most: string, yours: string) =>
      `What you typed cannot be kept: shorten it to ${most} characters. Yours has ${yours}`,
  },

  /** The long texts of a concern, as they are called where they are given back. */
  kept: {
    "person-circumstances": "Circumstances",
    issue: "The issue",
    disagreement: "The nature of the disagreement",
    risk: "The risk",
    evidence: "The evidence",
    sought: "What you aim to achieve",
    "start-reason": "Why it begins at a later stage",
  },

  messages: {
    ...byInvitation({
      opens: "raise your concern",
      done: "raised",
      leads: { to: "/raise", text: "Ask for a new link" },
      urgent: [
        "Do not wait for an email if it is urgent: speak with the other agency, and with your manager or safeguarding lead.",
      ],
    }),
    notAskedNow: {
      title: "This is not asked any more",
      says: [
        "Your other answers have changed since this page was shown, in another window perhaps. What you typed just now was not kept.",
      ],
      leads: "Go back to your link, and press Continue",
    },
    anotherDraft: {
      title: "This page is of a concern that is not there any more",
      says: [
        "It has been raised already, or was begun afresh, since this page was shown. What you typed just now was not kept.",
      ],
      leads: "Go back to your link, and press Continue",
    },
    raisedOtherwise: {
      title: "This concern was raised before in other words",
      says: [
        "It was sent from this link before, and what was sent then is on the record. Nothing more has been raised.",
        "To add something to it, open the link in the email that acknowledges it. To raise what you have now as another concern, open your link again and press Continue.",
      ],
    },
  },
};
