/** Finding one's way in a policy: stages, clocks and duties by id. Asking for what is not there is a defect. */
import type { Clock, Duty, Policy, Stage } from "./schema.ts";

export function stageOf(policy: Policy, id: string): Stage {
  const found = policy.stages.find((each) => each.stage === id);
  if (!found) throw new Error(`Policy ${policy.policy} ${policy.version} has no stage ${id}`);
  return found;
}

export function firstStage(policy: Policy): Stage {
  const [first] = policy.stages;
  if (!first) throw new Error(`Policy ${policy.policy} ${policy.version} has no stages`);
  return first;
}

/** The stage to which an unsettled one climbs; undefined for the last. */
export function stageAfter(policy: Policy, id: string): Stage | undefined {
  return policy.stages[policy.stages.findIndex((each) => each.stage === id) + 1];
}

export function clockOf(policy: Policy, stage: string, clock: string): Clock | undefined {
  return stageOf(policy, stage).clocks.find((each) => each.clock === clock);
}

/** The duty that a running clock stands for. A duty of each side runs once a side, as `duty:side`. */
export function dutyOf(policy: Policy, stage: string, clock: string): Duty | undefined {
  const [duty] = clock.split(":");
  return stageOf(policy, stage).afterwards.find((each) => each.duty === duty);
}

/** What a role is called in the policy's own words. */
export function roleInWords(policy: Policy, role: string): string {
  return policy.roles[role]?.called ?? role;
}
