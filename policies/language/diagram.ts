/**
 * A policy as a diagram (Mermaid): its stages, who acts, when each is due, and where it goes when it is not settled. Pure.
 * Dashed arrows are ways that only some concerns take; a stage drawn round is before the formal process.
 */
import {
  allOf,
  anyOf,
  conditionInWords,
  endInWords,
  everyInWords,
  sideInWords,
  timeInWords,
  withinInWords,
  whoActsInWords,
} from "./in-words.ts";
import type { Policy, Stage } from "./schema.ts";
import { roleInWords } from "./stages.ts";

/** The text of the diagram, without a fence around it. `npm run diagrams` writes that of every policy into policies/README.md. */
export function diagramOf(policy: Policy): string {
  const lines = ["flowchart TD", `  raise(["A concern is raised"])`, ...entries(policy)];
  policy.stages.forEach((stage, index) => {
    const next = policy.stages[index + 1];
    const text = box(about(policy, stage));
    lines.push(`  ${stage.stage}${stage.informal ? `("${text}")` : `["${text}"]`}`);
    if (next) lines.push(`  ${stage.stage} -- "${climbsWhen(stage)}" --> ${next.stage}`);
    if (stage.mayRefer) lines.push(dashed(stage.stage, stage.mayRefer.because, stage.mayRefer.to));
    const owed = stage.afterwards.map((duty) => `${duty.asks}: ${timeInWords(policy, duty)}`);
    const settled = stage.checklist?.items.filter((item) => item.when === "settled") ?? [];
    const afterwards = [...owed, ...settled.map((item) => `☐ ${item.words}`)];
    lines.push(
      `  ${stage.stage} -- "${endInWords(stage)}" --> ${afterwards.length > 0 ? `${stage.stage}-owed` : "ended"}`,
    );
    if (afterwards.length > 0)
      lines.push(`  ${stage.stage}-owed["${box(afterwards)}"]`, `  ${stage.stage}-owed --> ended`);
  });
  return [...lines, ...agencies(policy), `  ended(["Closed"])`].join("\n");
}

/** The ways from the raising to a stage. */
function entries(policy: Policy): string[] {
  const before = policy.beforeTheFormalProcess;
  const first = policy.stages.find((each) => !each.informal)?.stage ?? "";
  const risk = policy.immediateRisk;
  const lines = before
    ? [
        `  raise -- "${box([`it is confirmed, with its day: ${allOf(before.confirms.map((each) => each.question))}`])}" --> ${first}`,
        dashed("raise", "not all of it has happened yet", before.otherwiseOpensAt),
      ]
    : [`  raise --> ${first}`];
  if (risk.opensAt && risk.opensAt !== first) lines.push(dashed("raise", "immediate risk", risk.opensAt));
  for (const each of policy.mayOpenAt) lines.push(dashed("raise", `may open here: ${each.because}`, each.stage));
  if (risk.eachStageWithin) {
    const says = `immediate risk: each stage ${withinInWords(risk.eachStageWithin)}, from its opening or from the flag`;
    lines.push(`  Expedited{{"${box([says])}"}}`, "  raise -.- Expedited");
  }
  return lines;
}

/** What stands in the box of a stage. */
function about(policy: Policy, stage: Stage): string[] {
  const items = stage.checklist?.items.filter((item) => item.when === "stage opens") ?? [];
  return [
    `<b>${stage.title}</b>`,
    ...(stage.informal ? ["before the formal process"] : []),
    whoActsInWords(policy, stage),
    ...stage.clocks.map((clock) => `${clock.asks}: ${timeInWords(policy, clock)}${clock.isAGuide ? ", a guide" : ""}`),
    ...(stage.checklist && items.length > 0
      ? [
          `the ${sideInWords[stage.checklist.of]}’s checklist, chased every ${everyInWords(stage.checklist.chaseEvery)}:`,
          ...items.map(
            (item) => `☐ ${item.words}${item.onlyIf ? ` (only where ${conditionInWords(policy, item.onlyIf)})` : ""}`,
          ),
        ]
      : []),
  ];
}

function climbsWhen(stage: Stage): string {
  const who = stage.unresolvedBy === "either side" ? " by either side" : "";
  return `not settled in time, or declared unresolved${who}`;
}

/** Who holds a role in some agencies, as a note beside the stages. */
function agencies(policy: Policy): string[] {
  const says = Object.entries(policy.roles).flatMap(([role, { differs }]) =>
    differs.map((each) => {
      const where = [
        ...(each.inAgenciesOfKind ? [`in agencies of the kind ${each.inAgenciesOfKind}`] : []),
        ...(each.onlyIf ? [`where ${conditionInWords(policy, each.onlyIf)}`] : []),
      ].join(", ");
      const names = each.is.map((one) => roleInWords(policy, one));
      return `${roleInWords(policy, role)} ${where}: ${each.eachIsAsked ? allOf(names) : anyOf(names)}`;
    }),
  );
  return says.length > 0 ? [`  Who[/"${box(["<b>Who holds a role</b>", ...says])}"/]`] : [];
}

const dashed = (from: string, because: string, to: string) => `  ${from} -. "${box([because])}" .-> ${to}`;

/** Lines of a label; Mermaid ends one at a quotation mark. */
const box = (lines: readonly string[]) => lines.map((each) => each.replaceAll('"', "#quot;")).join("<br>");
