/** A policy as a diagram (Mermaid): its stages, who acts, when each is due, and where it goes when it is not settled. */
import { timescaleInWords } from "../calendar/timescale.ts";
import type { Clock, Duty, Policy, StartEvent } from "./schema.ts";

export function diagramOf(policy: Policy): string {
  const called = (role: string) => policy.roles[role]?.called ?? role;
  const lines = ["flowchart TD", `  raise(["A concern is raised"])`];
  const first = policy.stages[0];
  if (first) lines.push(`  raise --> ${first.stage}`);
  if (policy.immediateRisk.opensAt && policy.immediateRisk.opensAt !== first?.stage)
    lines.push(`  raise -. "immediate risk" .-> ${policy.immediateRisk.opensAt}`);
  policy.stages.forEach((stage, index) => {
    const next = policy.stages[index + 1];
    const who = stage.body
      ? called(stage.body.role)
      : [stage.raisingSide, stage.receivingSide].map((roles) => (roles ?? []).map(called).join(" or ")).join(" with ");
    const clocks = stage.clocks.map((clock) => `${clock.asks}: ${inWords(clock)}`);
    lines.push(`  ${stage.stage}["${[`<b>${stage.title}</b>`, who, ...clocks].map(escaped).join("<br>")}"]`);
    if (next) lines.push(`  ${stage.stage} -- "not settled in time, or declared unresolved" --> ${next.stage}`);
    if (stage.mayRefer) lines.push(`  ${stage.stage} -. "${escaped(stage.mayRefer.because)}" .-> ${stage.mayRefer.to}`);
    const end = stage.endsBy === "agreement" ? "a resolution is accepted" : stage.endsBy;
    const owed = stage.afterwards.map((duty) => `${duty.asks}: ${inWords(duty)}`);
    lines.push(`  ${stage.stage} -- "${end}" --> ${owed.length > 0 ? `${stage.stage}-owed` : "ended"}`);
    if (owed.length > 0)
      lines.push(`  ${stage.stage}-owed["${owed.map(escaped).join("<br>")}"]`, `  ${stage.stage}-owed --> ended`);
  });
  return [...lines, `  ended(["Closed"])`].join("\n");
}

function inWords(part: Clock | Duty): string {
  const own = part.setBy === "organisation" ? ", the organisation’s own" : "";
  return `${timescaleInWords(part.within)} from ${startInWords(part.from)}${own}`;
}

function startInWords(start: StartEvent): string {
  switch (start.event) {
    case "raised":
      return "the raising";
    case "disagreement arose":
      return "the disagreement";
    case "stage opened":
      return "the opening of the stage";
    case "meeting held":
      return "stage" in start ? `the meeting of ${start.stage}` : "the meeting";
    case "deadline":
      return `the deadline of ${start.stage}`;
    case "resolution reached":
      return "the resolution";
    case "outcome given":
      return "the outcome";
  }
}

const escaped = (text: string) => text.replaceAll('"', "#quot;");
