/**
 * The figures of the runs that there are: `npm run mutation:report` prints them, with `--write` they are put into README.md, and what nobody noticed into
 * survivors.md, each with why.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { refuse, typed } from "../../infra/command-line.ts";
import { formatted } from "../support/formatted.ts";
import { isNoticed, isThere, merged, type Mutant } from "./mutants.ts";
import { rooms } from "./rooms.ts";
import { whyOf } from "./why.ts";

/** Of a hundred mutants, how many have to be noticed. */
const promised = 90;

/** Prints the figures; false while fewer are noticed than is promised. */
export function report(mutants: readonly Mutant[]): boolean {
  const { noticed, counted } = countsOf(mutants);
  process.stdout.write(`\n${tableOf(mutants)}\n\n`);
  const kept = noticed * 100 >= promised * counted;
  process.stdout.write(
    `${noticed} of ${counted} mutants were noticed: ${score(mutants)} %, ${kept ? "at least" : "fewer than"} the ${promised} % promised.\n`,
  );
  return kept;
}

/** What a mutant that stopped the tests from running at all, or was never tried, says of the tests: nothing. */
const isCounted = ({ status }: Mutant) => ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status);

function countsOf(mutants: readonly Mutant[]) {
  const counted = mutants.filter(isCounted);
  return {
    counted: counted.length,
    noticed: counted.filter(isNoticed).length,
    untried: mutants.length - counted.length,
  };
}

function score(mutants: readonly Mutant[]): string {
  const { noticed, counted } = countsOf(mutants);
  return counted === 0 ? "–" : (Math.floor((noticed * 1000) / counted) / 10).toFixed(1);
}

function tableOf(mutants: readonly Mutant[]): string {
  const folders = Map.groupBy(mutants, ({ file }) => dirname(file));
  const rows = [...folders]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([folder, of]) => rowOf(`\`${folder}\``, of));
  return [
    "| Folder | Mutants | Noticed | of them by never ending | Unnoticed | Not tried | Score |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
    rowOf("**In all**", mutants),
  ].join("\n");
}

function rowOf(name: string, mutants: readonly Mutant[]): string {
  const { noticed, counted, untried } = countsOf(mutants);
  const endless = mutants.filter(({ status }) => status === "Timeout").length;
  return `| ${[name, mutants.length, noticed, endless, counted - noticed, untried, `${score(mutants)} %`].join(" | ")} |`;
}

/** Every mutant that nobody noticed, by why, and where no reason is known that is said too. */
function survivorsOf(mutants: readonly Mutant[]): string {
  const unnoticed = mutants.filter((each) => isCounted(each) && !isNoticed(each));
  const reasons = Map.groupBy(unnoticed, whyOf);
  const parts = [...reasons]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([why, of]) => `## ${why} (${of.length})\n\n${of.map(lineOf).join("\n")}\n`);
  return `# What nobody noticed\n\nWritten by \`node test/mutation/report.ts --write\`; the reasons stand in [why.ts](why.ts).\n\n${parts.join("\n")}`;
}

const lineOf = ({ file, line, from, to }: Mutant) => `- \`${file}:${line}\` ${code(from)} → ${code(to)}`;
const code = (text: string) => {
  const short = text.replaceAll(/\s+/g, " ").slice(0, 100);
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
};

if (import.meta.main) {
  const { write } = typed(
    "npm run mutation:report [-- --write]     the figures of the runs that there are; --write puts them into README.md and survivors.md",
    { options: { write: { type: "boolean", default: false } } },
  ).values;
  const missing = rooms.filter(({ name }) => !isThere(name));
  if (missing.length > 0)
    refuse(`There is no run of ${missing.map(({ name }) => name).join(", ")}: npm run mutation -- ${missing[0]?.name}`);
  const mutants = merged(rooms);
  process.exitCode = report(mutants) ? 0 : 1;
  if (write) {
    const readme = join(import.meta.dirname, "README.md");
    const [before, , after] = readFileSync(readme, "utf8").split(/(<!-- figures -->[^]*<!-- end of figures -->)/);
    const text = `${before}<!-- figures -->\n\n${tableOf(mutants)}\n\n<!-- end of figures -->${after}`;
    writeFileSync(readme, await formatted(readme, text));
    writeFileSync(join(import.meta.dirname, "survivors.md"), survivorsOf(mutants));
  }
}
