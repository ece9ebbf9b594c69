/** The ways on which a concern comes to a stage: what a reader is told, and what the soundness check walks. */
import { allOf, stageInWords } from "./in-words.ts";
import type { Policy } from "./schema.ts";

export interface Way {
  /** The stage that it comes from; undefined for the raising. */
  readonly from?: string;
  readonly to: string;
  /** When this way is taken, as it follows “opens”: “where the flag of immediate risk is set”. */
  readonly when: string;
}

/** Every way to a stage of a policy, in the order of the stages that they come from. */
export function waysOf(policy: Policy): Way[] {
  const first = policy.stages.find((each) => !each.informal)?.stage;
  const before = policy.beforeTheFormalProcess;
  const risk = policy.immediateRisk.opensAt;
  return [
    ...(first
      ? [
          {
            to: first,
            when: before
              ? `when a concern is raised and it is confirmed: ${allOf(before.confirms.map((each) => each.question))}`
              : "when a concern is raised",
          },
        ]
      : []),
    ...(before
      ? [{ to: before.otherwiseOpensAt, when: "when a concern is raised and not all of that has happened yet" }]
      : []),
    ...(risk && risk !== first ? [{ to: risk, when: "at once, where immediate risk is flagged" }] : []),
    ...policy.mayOpenAt.map((each) => ({
      to: each.stage,
      when: `when a concern is raised with this reason: ${each.because}`,
    })),
    ...policy.stages.flatMap((stage, index) => {
      const next = policy.stages[index + 1];
      const title = stageInWords(policy, stage.stage);
      return [
        ...(next
          ? [
              {
                from: stage.stage,
                to: next.stage,
                when: `when ${title} is not settled in time, or declared unresolved`,
              },
            ]
          : []),
        ...(stage.mayRefer
          ? [{ from: stage.stage, to: stage.mayRefer.to, when: `when ${title} refers it: ${stage.mayRefer.because}` }]
          : []),
      ];
    }),
  ];
}

/** The stages that a concern can come to. */
export function reachable(policy: Policy): ReadonlySet<string> {
  return walked(waysOf(policy));
}

/** Whether a concern can come to a stage without having been at an earlier one. */
export function canPassOver(policy: Policy, earlier: string, later: string): boolean {
  return walked(waysOf(policy).filter((way) => way.to !== earlier)).has(later);
}

function walked(ways: readonly Way[]): ReadonlySet<string> {
  const found = new Set(ways.flatMap((way) => (way.from === undefined ? [way.to] : [])));
  // A set grows while it is walked: what is found is walked in turn.
  for (const stage of found) for (const way of ways) if (way.from === stage) found.add(way.to);
  return found;
}
