/** Who acts instead of somebody who is not the right person (ALL-10), and to which address the matter may go. */
import { stageOf } from "../../policies/language/stages.ts";
import type { Found } from "../core/commands.ts";
import { isAtAgency, type Directory } from "../directory/directory.ts";
import { agencyName, type Visit } from "./visit.ts";

type Taker = Found["seats"][number];

/** The role that may stand in for the last body, where the policy names one (“Vice Chair”). */
export function standInRole({ state, policy, seat }: Visit): string | undefined {
  if (state.phase !== "at stage" || seat.side !== "partnership") return undefined;
  const standIn = stageOf(policy, state.stage).body?.standIn;
  return standIn === seat.role ? undefined : standIn;
}

/** The stand-in of the last body; where the directory knows nobody in that role, the partnership's inbox for their attention. */
export async function toStandIn(visit: Visit, role: string, directory: Pick<Directory, "partnership">): Promise<Taker> {
  const id = visit.state.raised.partnership;
  const holder = (await directory.partnership(id))?.roles[role]?.[0];
  if (!holder) return { ...(await partnershipInbox(visit, directory)), role };
  return { role, agency: id, via: "stand-in", person: { name: holder.name, email: holder.email } };
}

/**
 * The person who was named, where the address is at one of the agency's domains; otherwise the agency's own inbox, so that
 * nobody can send a case to an address of their choosing. A matter of the partnership goes to the partnership's inbox.
 */
export async function toPerson(
  visit: Visit,
  person: { readonly name: string; readonly email: string | undefined },
  directory: Pick<Directory, "agency" | "partnership">,
): Promise<Taker> {
  const { seat } = visit;
  if (seat.side === "partnership") return partnershipInbox(visit, directory);
  const agency = await directory.agency(seat.agency);
  if (!agency) return partnershipInbox(visit, directory);
  const { email } = person;
  if (email && isAtAgency(email, agency))
    return { role: seat.role, agency: agency.id, via: "holder", person: { name: person.name, email } };
  return { role: seat.role, agency: agency.id, via: "inbox", person: { name: agency.name, email: agency.inbox } };
}

async function partnershipInbox(visit: Visit, directory: Pick<Directory, "partnership">): Promise<Taker> {
  const { seat, state } = visit;
  const id = state.raised.partnership;
  const known = (await directory.partnership(id))?.inbox ?? inboxOnRecord(visit);
  if (!known) throw new Error(`The partnership ${id} has no inbox`);
  return { role: seat.role, agency: id, via: "inbox", person: { name: agencyName(visit, id), email: known } };
}

/** The partnership's inbox as it was when the stage opened. */
function inboxOnRecord({ state }: Visit): string | undefined {
  const seat = [...state.seats.values()].findLast((each) => each.side === "partnership" && each.via === "inbox");
  return seat && seat.person !== "erased" ? seat.person.email : undefined;
}
