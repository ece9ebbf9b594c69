/**
 * Keeping a record and erasing its people, of an escalation or of a practice alert alike: by an operator, at any time,
 * whatever the policy says. A legal hold and an erasure stand on one chain, so that neither can slip in beside the other.
 */
import type { KeepingEvent, KeepingEventOf } from "./events.ts";

interface Asked {
  readonly id: string;
  /** UTC. */
  readonly at: string;
}

/** What an operator asks of a record of either kind (`npm run operate`); no page and no API gives it. */
export type KeepingCommand =
  | (Asked & { readonly type: "place hold" | "lift hold"; readonly askedBy: string; readonly reason: string })
  | (Asked & { readonly type: "record erasure" } & Pick<KeepingEventOf<"PeopleErased">, "because" | "retention">);

/** Why an operator's command is refused, in words that they can act on. */
export interface KeepingRefusal {
  readonly says: string;
}

type Decision =
  | { readonly decided: "events"; readonly events: readonly KeepingEvent[] }
  | { readonly decided: "nothing"; readonly because: string }
  | { readonly decided: "refused"; readonly refusal: KeepingRefusal };

type History = readonly { readonly type: string }[];
const isA =
  <T extends KeepingEvent["type"]>(...types: readonly T[]) =>
  (event: { readonly type: string }): event is KeepingEventOf<T> =>
    types.some((each) => each === event.type);

/** The legal hold under which a record is, if it is under one. */
export function holdOf(history: History): KeepingEventOf<"LegalHoldPlaced"> | undefined {
  const last = history.findLast(isA("LegalHoldPlaced", "LegalHoldLifted"));
  return last?.type === "LegalHoldPlaced" ? last : undefined;
}

/** That its people were erased, if they were. */
export const erasureOf = (history: History) => history.findLast(isA("PeopleErased"));

/** What holds already happens no second time. Refused: a hold on what was erased, and an erasure of what is under a hold. */
export function decideKeeping(history: History, command: KeepingCommand): Decision {
  const { at } = command;
  const hold = holdOf(history);
  const happens = (event: KeepingEvent): Decision => ({ decided: "events", events: [event] });
  const refused = (says: string): Decision => ({ decided: "refused", refusal: { says } });
  switch (command.type) {
    case "place hold":
      if (erasureOf(history)) return refused("What is personal on it was erased: there is nothing left to hold.");
      if (hold) return { decided: "nothing", because: "it is under a legal hold already" };
      return happens({ type: "LegalHoldPlaced", v: 1, at, sealed: wordsOf(command) });
    case "lift hold":
      if (!hold) return { decided: "nothing", because: "it is under no legal hold" };
      return happens({ type: "LegalHoldLifted", v: 1, at, sealed: wordsOf(command) });
    case "record erasure": {
      if (erasureOf(history)) return { decided: "nothing", because: "the erasure stands on its record already" };
      if (hold) return refused(`It is under a legal hold since ${hold.at.slice(0, 10)}: nothing of it is erased.`);
      const { because, retention } = command;
      return happens({ type: "PeopleErased", v: 1, at, because, ...(retention ? { retention } : {}) });
    }
    default:
      return command satisfies never;
  }
}

const wordsOf = ({ askedBy, reason }: { readonly askedBy: string; readonly reason: string }) => ({ askedBy, reason });
