/** What the start pages say: the service's own, and one for each partnership whose policy is held. */
import type { Policy } from "../../../policies/language/schema.ts";
import type { FieldView } from "../fields.ts";
import type { AreaToday } from "../raise/where.ts";
import type { Shell } from "../shell.ts";
import { listed } from "../wording.ts";
import { start as words } from "../words/start.ts";

interface Leading {
  readonly id: string;
  readonly name: string;
}

export interface FrontView {
  readonly title: string;
  readonly partnerships: readonly Leading[];
  /** Whether a partnership of these takes practice alerts (MED-16). */
  readonly practiceAlerts: boolean;
}

export interface PartnershipView extends Shell {
  readonly title: string;
  readonly covers: readonly string[];
  readonly email: FieldView;
  readonly practiceAlerts: boolean;
  /** Whom to ask; the shell's own contact. */
  readonly ask?: Shell["contact"];
  readonly others: readonly Leading[];
}

const policiesOf = (areas: readonly AreaToday[]): Policy[] => [...new Set(areas.map(({ policy }) => policy))];

/** Every partnership whose policy is in force somewhere, by name. */
export function partnershipsOf(areas: readonly AreaToday[]): Leading[] {
  const found = new Map(policiesOf(areas).map(({ partnership: { id, name } }) => [id, { id, name }]));
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

export const frontView = (areas: readonly AreaToday[]): FrontView => ({
  title: words.front.title,
  partnerships: partnershipsOf(areas),
  practiceAlerts: policiesOf(areas).some((each) => each.practiceAlerts !== undefined),
});

/** @param id of a partnership that has at least one policy among these */
export function partnershipView(
  id: string,
  areas: readonly AreaToday[],
  shell: Shell,
  email: FieldView,
): PartnershipView {
  const policies = policiesOf(areas).filter((each) => each.partnership.id === id);
  const { covers, areas: forAreas, title } = words.partnership;
  return {
    ...shell,
    title,
    covers: policies.flatMap((policy) => [
      covers(policy.title, policy.coversInWords),
      forAreas(listed(areas.filter((each) => each.policy === policy).map(({ area }) => area.name))),
    ]),
    email,
    practiceAlerts: policies.some((each) => each.practiceAlerts !== undefined),
    ...(shell.contact ? { ask: shell.contact } : {}),
    others: partnershipsOf(areas).filter((each) => each.id !== id),
  };
}
