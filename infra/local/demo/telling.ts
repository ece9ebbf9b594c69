/** How the demo tells what happened, and holds it against what the policies say. */
import { inWords } from "../../../policies/calendar/instant.ts";
import { policyVersion } from "../../../policies/published.ts";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { inShort } from "../happened.ts";
import type { Record } from "./scene.ts";

/** What was found to be other than the policies say. */
export const wrong: string[] = [];

/** Holds something against what was worked out by hand. */
export function check(where: string, what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  wrong.push(`${where}: ${what} should be ${JSON.stringify(wanted)} and is ${JSON.stringify(found)}`);
}

/** Prints a record, an entry a line. */
export function print(record: Record, what: string): void {
  const rules = policyVersion(record.policy.id, record.policy.version);
  console.log(`\n${record.policy.partnership}: ${record.reference}, ${what}`);
  let last = "";
  for (const { at, events } of record.entries)
    for (const event of events) {
      const says =
        event.type === "NoticeSent" ? `  told ${whoIs(event.seat, record)}: ${event.kind}` : inShort(event, rules);
      if (!says) continue;
      const when = inWords(at);
      if (when !== last) console.log(`  ${when}`);
      last = when;
      console.log(`    ${says}${nameIn(event)}`);
    }
}

function whoIs(seat: string, { entries }: Record): string {
  if (seat === "raiser") return "the practitioner who raised it";
  for (const event of entries.flatMap((each) => each.events))
    for (const each of seatsIn(event))
      if (each.seat === seat) return `${each.role.replaceAll("-", " ")} (${each.side})`;
  return seat;
}

function seatsIn(event: EscalationEvent) {
  switch (event.type) {
    case "StageOpened":
      return [...event.asked, ...event.told, event.partnership];
    case "OthersTold":
      return event.told;
    case "HandedOn":
    case "ManagerJoined":
      return [event.to];
    case "AdviceAsked":
      return [event.of];
    case "NoticeBounced":
      return event.instead ? [event.instead] : [];
    default:
      return [];
  }
}

/** Who did it, by the name that they gave. */
function nameIn(event: EscalationEvent): string {
  return "sealed" in event && typeof event.sealed === "object" && "name" in event.sealed
    ? `, by ${event.sealed.name}`
    : "";
}
