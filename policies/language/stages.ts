/** Finding one's way in a policy: stages, clocks and duties by id. Asking for what is not there is a defect. */
import type { Clock, Duty, Form, Policy, Stage } from "./schema.ts";

/**
 * The stage of an id.
 * @throws Error for a stage that the policy has not: an escalation cannot be at one
 */
export function stageOf(policy: Policy, id: string): Stage {
  const found = policy.stages.find((each) => each.stage === id);
  if (!found) throw new Error(`Policy ${policy.policy} ${policy.version} has no stage ${id}`);
  return found;
}

/** The first stage of the formal process: where a concern opens unless something says otherwise. */
export function firstStage(policy: Policy): Stage {
  const first = policy.stages.find((each) => !each.informal);
  if (!first) throw new Error(`Policy ${policy.policy} ${policy.version} has no stages`);
  return first;
}

/** The stage to which an unsettled one climbs; undefined for the last. */
export function stageAfter(policy: Policy, id: string): Stage | undefined {
  return policy.stages[policy.stages.findIndex((each) => each.stage === id) + 1];
}

/**
 * A clock that a stage itself has; undefined for what runs by another id there, such as a duty (`dutyOf`).
 * @throws Error for a stage that the policy has not
 */
export function clockOf(policy: Policy, stage: string, clock: string): Clock | undefined {
  return stageOf(policy, stage).clocks.find((each) => each.clock === clock);
}

/** What a clock asks of whoever acts in a seat, in the words that are meant for them. */
export function asksOf(clock: Clock, seat: { readonly side: string; readonly concludes?: true | undefined }): string {
  const { raisingSide, receivingSide, body } = clock.asksOf;
  const own = seat.concludes
    ? body
    : seat.side === "raising"
      ? raisingSide
      : seat.side === "receiving"
        ? receivingSide
        : body;
  return own ?? clock.asks;
}

/** The duty that a running clock stands for. A duty of each side runs once a side, as `duty:side`. */
export function dutyOf(policy: Policy, stage: string, clock: string): Duty | undefined {
  const [duty] = clock.split(":");
  return stageOf(policy, stage).afterwards.find((each) => each.duty === duty);
}

/** The forms that go with what is sent at a stage: those from this stage, or one before it, on (MED-11, KNO-10). */
export function formsAt(policy: Policy, stage: string): Form[] {
  const order = policy.stages.map((each) => each.stage);
  return policy.forms.filter((each) => order.indexOf(each.fromStage) <= order.indexOf(stage));
}

/** What a role is called in the policy's own words. */
export function roleInWords(policy: Policy, role: string): string {
  return policy.roles[role]?.called ?? role;
}
