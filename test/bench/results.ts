/** The results of a run: as a table for a terminal and a README, as JSON, and as a page of charts. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bars } from "../../functions/charts/bars.ts";
import { formatted } from "../support/formatted.ts";
import { cases } from "./cases/index.ts";
import { isMet, ratioOf, type Line, type Unit } from "./line.ts";
import { inWords, type Machine } from "./machine.ts";

export interface Results {
  /** When it began, UTC. */
  readonly at: string;
  readonly minutes: number;
  readonly quick: boolean;
  readonly full: boolean;
  readonly machine: Machine;
  readonly lines: readonly Line[];
}

const local = join(import.meta.dirname, "../../.local/bench");

export function tableOf({ lines }: Results): string {
  const rows = lines.map((line) => [
    line.what,
    figure(line.ours, line.unit),
    line.against.map(({ called, value }) => `${called}: ${figure(value, line.unit)}`).join("; ") || "–",
    ratio(line),
    goal(line),
    line.conditions,
  ]);
  return [
    ["What", "Ours", "Beside it", "Ratio", "Goal", "Conditions"],
    ["---", "--:", "---", "--:", "---", "---"],
    ...rows,
  ]
    .map((each) => `| ${each.join(" | ")} |`)
    .join("\n");
}

/** Keeps the results beside those of earlier runs, and draws them. @returns the page's file */
export function save(results: Results): string {
  mkdirSync(local, { recursive: true });
  const name = results.at.replaceAll(/[:.]/g, "-");
  writeFileSync(join(local, `${name}.json`), JSON.stringify(results, undefined, 2));
  const page = join(local, `${name}.html`);
  writeFileSync(page, pageOf(results));
  return page;
}

/** Writes the results into results.json and README.md of this folder. */
export async function keep(results: Results): Promise<void> {
  const json = join(import.meta.dirname, "results.json");
  const readme = join(import.meta.dirname, "README.md");
  writeFileSync(json, await formatted(json, JSON.stringify(results)));
  const [before, , after] = readFileSync(readme, "utf8").split(/(<!-- results -->[^]*<!-- end of results -->)/);
  const { at, minutes, machine } = results;
  const text = `${before}<!-- results -->\n\n${day(at)}, in ${minutes.toFixed(1)} minutes. ${inWords(machine)}\n\n${parts(
    results,
  )
    .map(({ title, of }) => `### ${title}\n\n${tableOf(of)}\n`)
    .join("\n")}\n<!-- end of results -->${after}`;
  writeFileSync(readme, await formatted(readme, text));
}

const parts = (results: Results) =>
  cases
    .map(({ name, title }) => ({
      title,
      of: { ...results, lines: results.lines.filter((each) => each.of === name) },
    }))
    .filter(({ of }) => of.lines.length > 0);

const day = (at: string) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "Europe/London" }).format(new Date(at));

const number = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const figure = (value: number, unit: Unit) =>
  `${value >= 100 ? whole.format(value) : number.format(value)}${unit === "" ? "" : ` ${unit}`}`;

function ratio(line: Line): string {
  const of = ratioOf(line);
  return of === undefined ? "–" : `${number.format(of)} ×`;
}

function goal(line: Line): string {
  if (!line.goal) return "–";
  const { of, atMost, atLeast } = line.goal;
  const limit =
    atMost !== undefined && atMost === atLeast
      ? `exactly ${number.format(atMost)}`
      : atMost === undefined
        ? `at least ${number.format(atLeast ?? 0)}`
        : atMost === 0
          ? "none"
          : `at most ${number.format(atMost)}`;
  return `${limit}${of === "ratio" ? " ×" : ""}: ${isMet(line) ? "met" : "**not met**"}`;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function pageOf(results: Results): string {
  const charts = parts(results).map(
    ({ title, of }) =>
      `<h2>${escaped(title)}</h2>\n${of.lines
        .map(
          (line) =>
            `<figure><figcaption>${escaped(line.what)}${line.unit === "" ? "" : ` (${escaped(line.unit)})`}${line.goal ? `, goal: ${escaped(goal(line).replaceAll("*", ""))}` : ""}<br><small>${escaped(line.conditions)}</small></figcaption>${bars(
              [{ called: "Ours", value: line.ours }, ...line.against].map(({ called, value }) => ({
                label: called,
                number: Number(value.toPrecision(3)),
              })),
            )}</figure>`,
        )
        .join("\n")}`,
  );
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Benchmarks of ${day(results.at)}</title>
<style>
body { font: 16px/1.4 Arial, Helvetica, sans-serif; max-width: 1040px; margin: 2rem auto; padding: 0 1rem; color: #0b0c0c }
figure { display: inline-block; vertical-align: top; width: 480px; max-width: 100%; margin: 0 1rem 2rem 0 }
figcaption { margin-bottom: .5rem } svg { max-width: 100%; height: auto }
</style>
</head>
<body>
<h1>Benchmarks of ${day(results.at)}</h1>
<p>${escaped(inWords(results.machine))}${results.quick ? " A quick look: the times are rough." : ""}</p>
${charts.join("\n")}
</body>
</html>
`;
}
