/** What follows when immediate risk is flagged, said before it is and after (ALL-05, KNO-01, SHR-07). */
import { stageOf } from "../../../policies/language/stages.ts";
import type { Visit } from "../visit.ts";
import { said as words } from "../words/forms/form.ts";

const said = words.risk;

export function riskFollows({ policy }: Visit): string {
  const { opensAt, timescalesBecome, eachStageWithin } = policy.immediateRisk;
  return [
    said.told,
    ...(opensAt ? [said.opens(stageOf(policy, opensAt).title)] : eachStageWithin ? [said.nearer] : [said.nothingMoves]),
    ...(timescalesBecome ? [said.guide] : []),
  ].join(" ");
}
