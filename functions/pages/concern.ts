/** What was raised, in rows to read: on the page after Continue, and part by part in the record. */
import { dayInWords, dayOf, inWords, timeOf } from "../../policies/calendar/instant.ts";
import { erased, type ConcernWords } from "../core/events.ts";
import { agencyName, type Visit } from "./visit.ts";
import { english } from "./words/index.ts";
import { listed, type Row } from "./wording.ts";

const words = english.party.concern;

/** What stands on pages where something personal was erased. */
export const erasedInWords = words.erased;

/** What each part of a concern is called on pages. */
export const wordsCalled: Readonly<Record<keyof ConcernWords, string>> = words.parts;

const parts = ["issue", "disagreement", "risk", "evidence", "resolutionSought"] as const;

export function missingInWords(missing: readonly (keyof ConcernWords)[]): string {
  return listed(missing.map((each) => wordsCalled[each].charAt(0).toLowerCase() + wordsCalled[each].slice(1)));
}

export function concernRows(visit: Visit): Row[] {
  const { state, policy } = visit;
  const { raised } = state;
  const concern = raised.sealed;
  const person =
    concern === erased
      ? erasedInWords
      : [
          concern.person.name,
          ...(concern.person.dateOfBirth ? [words.born(dayInWords(concern.person.dateOfBirth))] : []),
          ...(concern.person.circumstances ? [concern.person.circumstances] : []),
        ].join("\n");
  const raiser = concern === erased ? erasedInWords : concern.raising.practitioner.name;
  const receiver = concern === erased ? undefined : concern.receiving.practitioner?.name;
  const protect = [...new Set(state.protectBy)].toSorted();
  return [
    { key: words.who, text: person },
    { key: words.type, text: typeInWords(visit) },
    ...parts.map((each): Row => {
      const text = state.words === erased ? erasedInWords : state.words[each];
      return { key: wordsCalled[each], text: text ?? words.notSaid };
    }),
    { key: words.arose, text: aroseInWords(raised.arose) },
    {
      key: words.raised,
      text: `${inWords(raised.at)}${raised.raiseBy?.late ? `\n${words.late(inWords(raised.raiseBy.due))}` : ""}`,
    },
    { key: words.raising, text: `${agencyName(visit, raised.raising.agency)}\n${raiser}` },
    {
      key: words.receiving,
      text: `${agencyName(visit, raised.receiving.agency)}${receiver ? `\n${receiver}` : ""}`,
    },
    {
      key: words.immediateRisk,
      text: state.immediateRisk ? words.flagged(policy.immediateRisk.words) : words.notFlagged,
    },
    ...(protect.length > 0 ? [{ key: words.protect, text: protect.map(inWords).join("\n") }] : []),
  ];
}

/** The type of disagreement in the policy's words, or the description of another (ALL-03). */
export function typeInWords({ state, policy }: Pick<Visit, "state" | "policy">): string {
  const { disagreement, sealed } = state.raised;
  if (disagreement !== "another")
    return policy.disagreements.find((each) => each.id === disagreement)?.words ?? disagreement;
  return sealed === erased ? erasedInWords : words.another(sealed.anotherType ?? words.notDescribed);
}

/** When the disagreement arose: a day, unless a time was given with it. */
export function aroseInWords(arose: string): string {
  return timeOf(arose) === "00:00" ? dayInWords(dayOf(arose)) : inWords(arose);
}
