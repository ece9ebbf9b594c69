/** What follows when immediate risk is flagged, said before it is and after (ALL-05, KNO-01, SHR-07). */
import { stageOf } from "../../../policies/language/stages.ts";
import type { Visit } from "../visit.ts";

export function riskFollows({ policy }: Visit): string {
  const { opensAt, timescalesBecome, eachStageWithin } = policy.immediateRisk;
  return [
    "Everybody who has to act is told at once.",
    ...(opensAt
      ? [`If the matter is at an earlier stage, it moves to “${stageOf(policy, opensAt).title}” at once.`]
      : eachStageWithin
        ? ["No stage is skipped, and the policy brings the deadline nearer at once."]
        : [
            "No stage is skipped and no deadline moves by itself. Ask for a shorter timescale if the person has to be protected sooner.",
          ]),
    ...(timescalesBecome ? ["The timescales are a guide only from then on: nobody need wait for them."] : []),
  ].join(" ");
}
