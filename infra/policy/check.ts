/** Whether a policy file can be used, makes sense, and can be held beside the others: every problem with its line and what to write instead. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { clashesWith, notBesideOthers, type Clash, type PolicyInFile } from "../../policies/beside-others.ts";
import { timeInWords, whoActsInWords } from "../../policies/language/in-words.ts";
import { PolicyFileError, readPolicyFile, type PolicyProblem } from "../../policies/language/load.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { soundnessOf, type Finding } from "../../policies/language/soundness.ts";
import { policyFiles } from "../../policies/files.ts";
import { stateMachineFor, stateMachineName, type Branch } from "../state-machine.ts";
import type { Found } from "./find.ts";
import { Said, type Say } from "./story.ts";

/** Prints what is wrong, or that it is fine. Exit 1 for what cannot be used; a warning alone is none. */
export function check(found: Found, folder: string, say: Say): void {
  const { policy, shown, problemAt } = found;
  const findings = soundnessOf(policy);
  const beside = besideOthers(found, folder);
  const inFile = ({ path, says }: Clash | Finding) => problemAt(path, says);
  const errors: PolicyProblem[] = [
    ...findings.filter((each) => each.severity === "error").map(inFile),
    ...beside.errors.map(inFile),
    ...namesOfStates(policy),
  ];
  const warnings = [...findings.filter((each) => each.severity === "warning"), ...beside.warnings].map(inFile);
  for (const [what, list] of [
    ["error", errors],
    ["look at this", warnings],
  ] as const)
    for (const each of list.toSorted((a, b) => a.line - b.line))
      say(`${shown}:${each.line} ${what}: ${each.place ? `${each.place}: ` : ""}${each.message}`);
  if (errors.length > 0) throw new Said(`${shown} cannot be used: ${count(errors.length, "error")}.`);
  say(
    [
      `${shown} is fine${warnings.length > 0 ? `, but for ${count(warnings.length, "thing")} to look at` : ""}.`,
      `${policy.partnership.name}: ${policy.title}, version ${policy.version}, in force from ${policy.inForceFrom}`,
      ...policy.stages.map(
        (stage) =>
          `  ${stage.title}: ${whoActsInWords(policy, stage)}\n${stage.clocks.map((clock) => `    ${clock.asks}: ${timeInWords(policy, clock)}`).join("\n")}`,
      ),
      `Read it back in plain words: npm run policy -- show ${shown}`,
    ].join("\n"),
  );
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;

/** What Step Functions would not take of the machine that the policy makes: its name, or that of a state. */
function namesOfStates(policy: Policy): PolicyProblem[] {
  const problem = (message: string) => ({ line: 1, place: "", message });
  try {
    stateMachineName(policy);
    const names = (branch: Branch): string[] =>
      Object.entries(branch.States).flatMap(([name, state]) => [
        name,
        ...(state.Type === "Parallel" ? state.Branches.flatMap(names) : []),
      ]);
    return names(stateMachineFor(policy))
      .filter((name) => name.length > 80)
      .map((name) => problem(`the state “${name}” has more than 80 characters: shorten the title of its stage`));
  } catch (error) {
    return [problem(error instanceof Error ? error.message : String(error))];
  }
}

/** What cannot be held beside the policies that are there. A draft that stands elsewhere is not held: what it would take is to be looked at. */
function besideOthers(
  { file, policy }: Found,
  folder: string,
): {
  readonly errors: readonly Clash[];
  readonly warnings: readonly Clash[];
} {
  const files = policyFiles(folder);
  const others = files.filter((each) => each !== file).flatMap((each) => readable(each, folder));
  return files.includes(file)
    ? { errors: notBesideOthers({ file, policy }, others, basename(folder)), warnings: [] }
    : { errors: [], warnings: clashesWith(policy, others, basename(folder)) };
}

/** Another that cannot be read is held by nothing, and says so itself when it is checked. */
function readable(file: string, folder: string): PolicyInFile[] {
  try {
    return [{ file, policy: readPolicyFile(readFileSync(join(folder, file), "utf8"), file).policy }];
  } catch (error) {
    if (error instanceof PolicyFileError) return [];
    throw error;
  }
}
