/** What is asked of whoever submits a practice alert, and how its parts are called where it is read. */

export const alertQuestions = {
  partnership: {
    label: "Partnership",
    what: "The partnership",
    missing: "Select the partnership that the alert is for",
  },
  aboutACase: {
    label: "Is it about one case?",
    hint: "For example, about one child, adult or family, though nobody is named.",
    what: "Whether it is about one case",
    missing: "Select whether it is about one case",
    no: "No, I declare that it is not about one case",
    yes: "Yes, it is about one case",
  },
  whom: "Whom it concerns",
  concerns: {
    label: "Does it concern a single agency?",
    what: "Whom it concerns",
    missing: "Select whether it concerns a single agency",
    one: { text: "Yes", hint: "That agency must have been consulted first." },
    more: "No, more than one agency",
    both: "Select that it concerns a single agency, or empty the three questions that follow",
  },
  consulted: {
    service: { label: "If a single agency, which?" },
    on: { label: "If a single agency, when was it consulted?", what: "The day of the consultation" },
    with: { label: "If a single agency, with whom there, and how?" },
    missing: "Consult the agency first, then enter on which day it was consulted, with whom and how",
  },
  you: "You",
  name: { label: "Your name", missing: "Enter your name" },
  title: {
    label: "Your title",
    missing: "Enter your title",
    hint: "Usually, it is the safeguarding lead who informs.",
  },
  service: {
    label: "Your service",
    missing: "Enter your service",
    hint: (agency: string) => `You submit it on behalf of ${agency}.`,
  },
  telephone: {
    label: "Telephone number",
    hint: (email: string) => `For questions. You are told of the outcome by email at ${email}.`,
  },
  alert: { heading: "The alert", says: ["Name no child, adult or family."] },
  date: { label: "Date of the alert", what: "The date of the alert", missing: "Enter the date of the alert" },
  summary: {
    label: "Summary of what happened",
    missing: "Enter what happened",
    hint: "Include specific dates and examples, and nothing by which a child could be recognised.",
  },
  measures: {
    label: "What measures have already been taken to try and address or resolve the issue?",
    missing: "Enter what measures have already been taken",
  },
  causes: {
    label: "Summary of contributory causes, barriers and challenges",
    missing: "Enter the contributory causes, barriers and challenges",
  },
  goodPractice: {
    label: "Identified areas of good practice",
    missing: "Enter the identified areas of good practice",
  },
  action: {
    label: "Action taken or recommended to prevent a recurrence",
    missing: "Enter the action taken or recommended",
  },
  workEmailHint: "At your own agency. We send a link to it by which you submit the alert.",
};

/** The alert as it is read: the partnership's own fields (MED-15). */
export const alertRead = {
  informer: "Name of informer and title",
  service: "Service",
  contact: "Contact details",
  date: "Date of the alert",
  concerns: "Concerns",
  single: (service: string, day: string, whom: string) => `A single agency: ${service}\nConsulted on ${day}: ${whom}`,
  several: "More than one agency",
  summary: "What happened",
  measures: "Measures already taken",
  causes: "Contributory causes, barriers and challenges",
  goodPractice: "Identified good practice",
  action: "Action taken or recommended",
};
