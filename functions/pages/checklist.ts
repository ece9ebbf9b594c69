/** A stage's list of what somebody does, ticks and dates (SHR-09), as it stands now. */
import { stageOf } from "../../policies/language/stages.ts";
import type { Stage } from "../../policies/language/schema.ts";
import { itemsOf } from "../core/clocks.ts";
import { itemsDue } from "../core/owed.ts";
import type { Visit } from "./visit.ts";

export interface Item {
  readonly item: NonNullable<Stage["checklist"]>["items"][number];
  /** The day on which it was done. */
  readonly on?: string;
  /** It can be ticked: some things can be only once there is an agreement or a decision. */
  readonly due: boolean;
}

/** The items that are for this case, in the policy's order. */
export function checklistOf(
  { state, policy, story }: Pick<Visit, "state" | "policy" | "story">,
  stage: string,
): Item[] {
  const rules = stageOf(policy, stage);
  const due = new Set(itemsDue(rules, state).map((each) => each.item));
  const ticked = story.history.flatMap((each) =>
    each.type === "ItemsTicked" && each.stage === stage ? each.items : [],
  );
  return itemsOf(rules, state).map((item) => {
    const on = ticked.find((each) => each.item === item.item)?.on;
    return { item, due: due.has(item.item), ...(on ? { on } : {}) };
  });
}
