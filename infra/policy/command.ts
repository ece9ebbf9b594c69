/** What `npm run policy -- check | show | simulate` does and says: for whoever writes a policy. Nothing is started and nothing is sent. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { PolicyFileError, readPolicyFile, type PolicyFile, type PolicyProblem } from "../../policies/language/load.ts";
import { readBack } from "../../policies/language/read-back.ts";
import { soundnessOf } from "../../policies/language/soundness.ts";
import { timeInWords, whoActsInWords } from "../../policies/language/in-words.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { stateMachineFor, stateMachineName, type Branch } from "../state-machine.ts";
import { almanac } from "./almanac.ts";
import { deeds } from "./deeds.ts";
import { simulate } from "./simulate.ts";
import { Said, storyFrom, storyOf, type Story } from "./story.ts";

const root = join(import.meta.dirname, "..", "..");
const policies = join(root, "policies");

const help = `npm run policy -- check <file>
    Whether the file can be used and makes sense: every problem with its line and what to write instead.
npm run policy -- show <policy>
    The whole policy back in plain words, with its clauses and readings.
npm run policy -- simulate <policy> [<story.yaml>] --raised 2026-12-21T10:00 [--event "2026-12-23T11:00 respond"] …
    What happens by it, on a calendar, with invented people, until it is closed. Times are those of London.

<policy> is a file, or the id of a policy that is held here, such as knowsley.

For simulate:
  --raised <time>            when the concern is raised
  --arose <time>             when the disagreement arose (the same day)
  --immediate-risk           flagged so
  --subject <who>            child, adult or community
  --type <type>              of disagreement
  --answer <question>=<answer>   to a question that the policy asks when a concern is raised; again for each
  --before <id>=<day>        what came before the formal process; again for each
  --open-at <stage>          a later stage at which it enters
  --raising-kind <kind>, --receiving-kind <kind>   the kinds of the two agencies, such as education
  --protect-by <time>        the date by which the person must be protected
  --until <time>             where to stop
  --event "<time> <deed> [by raising|receiving|body|partnership] [which]"   again for each; deeds are:
${Object.entries(deeds)
  .map(([word, [, means]]) => `      ${word.padEnd(17)}${means}`)
  .join("\n")}
  Instead of options, a story.yaml can say the same: raised, arose, immediate risk, answers, before, happens, until …`;

/** Takes a text that somebody is to read. */
type Say = (text: string) => void;

interface Found extends PolicyFile {
  readonly shown: string;
}

/** A policy by its file or its id; of several versions, the one that came into force last. @throws Said, PolicyFileError */
function policyAt(named: string | undefined): Found {
  if (named === undefined) throw new Said(`Name a policy: a file, or one of ${ids().join(", ")}.\n\n${help}`);
  const read = (file: string): Found => {
    const shown = relative(process.cwd(), file);
    return { ...readPolicyFile(readFileSync(file, "utf8"), shown), shown };
  };
  if (/\.ya?ml$/.test(named)) {
    if (!existsSync(named)) throw new Said(`There is no file ${named}.`);
    return read(named);
  }
  const folder = join(policies, named);
  if (!ids().includes(named))
    throw new Said(`There is no file and no policy “${named}”. There is ${ids().join(", ")}.`);
  const versions = readdirSync(folder)
    .filter((each) => each.endsWith(".yaml"))
    .map((each) => read(join(folder, each)));
  const [latest] = versions.toSorted((a, b) => (a.policy.inForceFrom > b.policy.inForceFrom ? -1 : 1));
  if (!latest) throw new Said(`There is no policy in ${folder}.`);
  return latest;
}

function ids(): string[] {
  return readdirSync(policies, { withFileTypes: true })
    .filter(
      (each) => each.isDirectory() && readdirSync(join(policies, each.name)).some((file) => file.endsWith(".yaml")),
    )
    .map((each) => each.name);
}

/** Prints what is wrong, or that it is fine. Exit 1 for what cannot be used; a warning alone is none. */
function check(named: string | undefined, say: Say): void {
  const found = policyAt(named);
  const { policy, shown, problemAt } = found;
  const findings = soundnessOf(policy).map((each) => ({ ...each, ...problemAt(each.path, each.says) }));
  const errors: PolicyProblem[] = [...findings.filter((each) => each.severity === "error"), ...namesOfStates(policy)];
  const warnings = findings.filter((each) => each.severity === "warning");
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

function pairs(option: string, given: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (given ?? []).map((each) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(each) ?? [];
      if (name === undefined || value === undefined)
        throw new Said(`--${option} “${each}”: write it as <id>=<answer>.`);
      return [name, value];
    }),
  );
}

const text = { type: "string" } as const;
const list = { type: "string", multiple: true } as const;
const options = {
  raised: text,
  arose: text,
  until: text,
  "protect-by": text,
  "immediate-risk": { type: "boolean" },
  subject: text,
  type: text,
  "open-at": text,
  "raising-kind": text,
  "receiving-kind": text,
  answer: list,
  before: list,
  event: list,
} as const;

function storyOfOptions(args: readonly string[]): { policy: string | undefined; story: Story } {
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true });
    } catch (error) {
      throw new Said(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, { cause: error });
    }
  })();
  const [policy, file, ...more] = positionals;
  if (more.length > 0) throw new Said(`Only a policy and a story are named, and not “${more.join(" ")}”.\n\n${help}`);
  if (file !== undefined) {
    if (Object.keys(values).length > 0)
      throw new Said("Either a story file says what happens, or options do, and not both.");
    if (!existsSync(file)) throw new Said(`There is no file ${file}.`);
    return { policy, story: storyFrom(readFileSync(file, "utf8"), file) };
  }
  if (values.raised === undefined)
    throw new Said(`Say when the concern is raised: --raised 2026-12-21T10:00\n\n${help}`);
  const told = {
    raised: values.raised,
    arose: values.arose,
    until: values.until,
    "protect by": values["protect-by"],
    "immediate risk": values["immediate-risk"],
    subject: values.subject,
    disagreement: values.type,
    "open at": values["open-at"],
    "raising kind": values["raising-kind"],
    "receiving kind": values["receiving-kind"],
    answers: pairs("answer", values.answer),
    before: pairs("before", values.before),
    happens: values.event,
  };
  return {
    policy,
    story: storyOf(Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)), "the options"),
  };
}

function run([what, ...rest]: readonly string[], say: Say): void {
  switch (what) {
    case "check":
    case "show": {
      const [named, ...more] = rest;
      if (more.length > 0) throw new Said(`One policy is named, and not “${rest.join(" ")}” as well.`);
      if (what === "check") check(named, say);
      else say(readBack(policyAt(named).policy));
      return;
    }
    case "simulate": {
      const { policy: named, story } = storyOfOptions(rest);
      const { policy } = policyAt(named);
      const lines = almanac(simulate(policy, story));
      say([`${policy.partnership.name}: ${policy.title}, version ${policy.version}`, ...lines].join("\n"));
      return;
    }
    case "help":
    case "--help":
      say(help);
      return;
    default:
      throw new Said(`${what === undefined ? "Say what to do." : `There is no “${what}” here.`}\n\n${help}`);
  }
}

/**
 * @param args as they stand after `npm run policy --`
 * @param complain takes what is wrong, with what to do
 * @returns the code to exit with
 */
export function policyCommand(args: readonly string[], say: Say, complain: Say): 0 | 1 {
  try {
    run(args, say);
    return 0;
  } catch (error) {
    const isSaid = error instanceof Said || error instanceof PolicyFileError;
    complain(isSaid ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}
