/** What a person must be told after what they did, beyond what is recorded and what happens next. */
import { roleInWords } from "../../../policies/language/stages.ts";
import type { EscalationEvent, Seat } from "../../core/events.ts";
import { checklistOf } from "../checklist.ts";
import type { Offer } from "../view.ts";
import { agencyName, type Visit } from "../visit.ts";
import { offersOf } from "./index.ts";
import { riskFollows } from "./risk.ts";

interface Afterwards {
  readonly says: readonly string[];
  readonly offer?: Offer;
}

export function afterwards(visit: Visit, events: readonly EscalationEvent[]): Afterwards {
  const moved = events.some((each) => each.type === "StageEnded");
  for (const event of events)
    switch (event.type) {
      case "HandedOn":
        return {
          says: [
            event.to.via === "inbox"
              ? `${wentToInbox(visit, event.to, ", not to the person that you named")}: only addresses that ${agencyName(visit, event.to.agency)} has registered are written to. The inbox is asked to pass it on.`
              : `The ${roleInWords(visit.policy, event.to.role)} that it was handed to is asked by email.`,
            "The clock did not stop.",
          ],
        };
      case "ManagerJoined":
        return { says: ["They are asked by email at once. The clock did not stop, and it did not start again."] };
      case "AdviceAsked":
        return {
          says: [
            event.of.via === "inbox"
              ? `${wentToInbox(visit, event.of, "")}, because nobody is known there as ${roleInWords(visit.policy, event.of.role)}. The inbox is asked to pass it on.`
              : `The ${roleInWords(visit.policy, event.of.role)} is asked by email.`,
            "The clock did not stop.",
          ],
        };
      case "DateProposed":
        return { says: ["The other side is asked by email. Until they accept it, the deadline stays as it is."] };
      case "ItemsTicked": {
        const left = checklistOf(visit, event.stage).flatMap(({ item, on }) => (on ? [] : [item.words]));
        return {
          says: left.length > 0 ? [`Still on the list: ${left.join("; ")}.`] : ["Everything on the list is done."],
        };
      }
      case "ImmediateRiskFlagged": {
        const shorten = moved ? undefined : offersOf(visit).find((each) => each.value === "shorten");
        return {
          says: [riskFollows(visit), ...(shorten ? ["Say now if it has to be settled sooner than the deadline."] : [])],
          ...(shorten ? { offer: shorten } : {}),
        };
      }
      case "LateAnswerRecorded":
        return {
          says: [
            "The stage that you were asked about was over. Your answer is on the record as a late answer, and those who act now see it. It does not settle anything.",
          ],
        };
      default: // What else happened is in the record, and in what happens next.
    }
  return { says: [] };
}

function wentToInbox(visit: Visit, { agency }: Pick<Seat, "agency">, instead: string): string {
  return `It went to the inbox of ${agencyName(visit, agency)}${instead}`;
}
