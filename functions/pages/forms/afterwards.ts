/** What a person must be told after what they did, beyond what is recorded and what happens next. */
import { roleInWords } from "../../../policies/language/stages.ts";
import type { EscalationEvent } from "../../core/events.ts";
import { checklistOf } from "../checklist.ts";
import type { Offer } from "../view.ts";
import { agencyName, type Visit } from "../visit.ts";
import { offersOf } from "./index.ts";
import { said as words } from "../words/forms/form.ts";
import { riskFollows } from "./risk.ts";

const said = words.afterwards;

interface Afterwards {
  readonly says: readonly string[];
  readonly offer?: Offer;
}

/** Of several events, the first of which something has to be told. Nothing is said where none has. */
export function afterwards(visit: Visit, events: readonly EscalationEvent[]): Afterwards {
  const moved = events.some((each) => each.type === "StageEnded");
  for (const event of events)
    switch (event.type) {
      case "HandedOn":
        return {
          says: [
            event.to.via === "inbox"
              ? said.handedToInbox(agencyName(visit, event.to.agency))
              : said.handedTo(roleInWords(visit.policy, event.to.role)),
            said.clockGoesOn,
          ],
        };
      case "ManagerJoined":
        return { says: [said.managerJoined] };
      case "AdviceAsked":
        return {
          says: [
            event.of.via === "inbox"
              ? said.adviceOfInbox(agencyName(visit, event.of.agency), roleInWords(visit.policy, event.of.role))
              : said.adviceOf(roleInWords(visit.policy, event.of.role)),
            said.clockGoesOn,
          ],
        };
      case "DateProposed":
        return { says: [said.dateProposed] };
      case "ItemsTicked": {
        const left = checklistOf(visit, event.stage).flatMap(({ item, on }) => (on ? [] : [item.words]));
        return {
          says: left.length > 0 ? [said.left(left)] : [said.nothingLeft],
        };
      }
      case "ImmediateRiskFlagged": {
        const shorten = moved ? undefined : offersOf(visit).find((each) => each.value === "shorten");
        return {
          says: [riskFollows(visit), ...(shorten ? [said.shorten] : [])],
          ...(shorten ? { offer: shorten } : {}),
        };
      }
      case "LateAnswerRecorded":
        return {
          says: [said.late],
        };
      default: // What else happened is in the record, and in what happens next.
    }
  return { says: [] };
}
