/** What `npm run policy -- check | show | simulate` does and says: for whoever writes a policy. Nothing is started and nothing is sent. */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { PolicyFileError } from "../../policies/language/load.ts";
import { readBack } from "../../policies/language/read-back.ts";
import { almanac } from "./almanac.ts";
import { check } from "./check.ts";
import { deeds } from "./deeds.ts";
import { ids, policyAt } from "./find.ts";
import { simulate } from "./simulate.ts";
import { Said, storyFrom, storyOf, type Say, type Story } from "./story.ts";

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

/** What was named, which is to be a policy. */
function given(named: string | undefined, policies: string): string {
  if (named === undefined) throw new Said(`Name a policy: a file, or one of ${ids(policies).join(", ")}.\n\n${help}`);
  return named;
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
      // What follows the first sentence of Node.js is about paths that begin with a hyphen.
      throw new Said(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}.\n\n${help}`, {
        cause: error,
      });
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
    story: storyOf(
      Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
      () => "the options",
    ),
  };
}

function run([what, ...rest]: readonly string[], policies: string, say: Say): void {
  const found = (named: string | undefined) => policyAt(given(named, policies), policies);
  switch (what) {
    case "check":
    case "show": {
      const [named, ...more] = rest;
      if (more.length > 0) throw new Said(`One policy is named, and not “${rest.join(" ")}” as well.`);
      if (what === "check") check(found(named), policies, say);
      else say(readBack(found(named).policy));
      return;
    }
    case "simulate": {
      const { policy: named, story } = storyOfOptions(rest);
      const { policy } = found(named);
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
 * @param policies the folder of those that are held
 * @param complain takes what is wrong, with what to do
 * @returns the code to exit with
 */
export function policyCommand(args: readonly string[], policies: string, say: Say, complain: Say): 0 | 1 {
  try {
    run(args, policies, say);
    return 0;
  } catch (error) {
    const isSaid = error instanceof Said || error instanceof PolicyFileError;
    complain(isSaid ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}
