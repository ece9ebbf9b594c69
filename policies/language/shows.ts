/** What a field of a form shows: a fact that stands on the record, and the words for it in a policy file. */

/** What can be shown of the concern itself. */
export const ofTheConcern = [
  "reference",
  "date raised",
  "date the disagreement arose",
  "raising agency",
  "raising practitioner",
  "raising manager",
  "receiving agency",
  "receiving practitioner",
  "receiving manager",
  "name of the person",
  "date of birth",
  "circumstances",
  "type of disagreement",
  "issue",
  "nature of the disagreement",
  "risk",
  "evidence",
  "resolution sought",
  "outcome",
] as const;

/** What can be shown of a stage, followed by its id. */
export const ofAStage = [
  "date of opening of",
  "date of end of",
  "how it ended:",
  "raising side of",
  "receiving side of",
  "body of",
  "responses of",
  "date of response of",
  "resolution of",
  "discussions of",
  "concerns remaining from",
] as const;

/** Read from the words of a policy file by `parseShows`, and answered from the record by functions/documents/facts.ts. */
export type Shows =
  | { readonly fact: (typeof ofTheConcern)[number] }
  | { readonly fact: (typeof ofAStage)[number]; readonly stage: string }
  | { readonly fact: "answer"; readonly question: string; readonly stage?: string }
  | { readonly fact: "date told"; readonly role: string; readonly stage: string };

const name = "([a-z][a-z0-9-]*)";

/** Undefined for what is none. */
export function parseShows(text: string): Shows | undefined {
  const plain = ofTheConcern.find((each) => each === text);
  if (plain) return { fact: plain };
  for (const fact of ofAStage) {
    const stage = new RegExp(`^${fact} ${name}$`).exec(text)?.[1];
    if (stage) return { fact, stage };
  }
  const [, question, at] = new RegExp(`^answer ${name}(?: at ${name})?$`).exec(text) ?? [];
  if (question) return { fact: "answer", question, ...(at ? { stage: at } : {}) };
  const [, role, stage] = new RegExp(`^date ${name} was told at ${name}$`).exec(text) ?? [];
  return role && stage ? { fact: "date told", role, stage } : undefined;
}

/** What a field of a form shows, in the words of a policy file. */
export function showsInWords(shows: Shows): string {
  if (shows.fact === "answer") return `answer ${shows.question}${shows.stage ? ` at ${shows.stage}` : ""}`;
  if (shows.fact === "date told") return `date ${shows.role} was told at ${shows.stage}`;
  return "stage" in shows ? `${shows.fact} ${shows.stage}` : shows.fact;
}
