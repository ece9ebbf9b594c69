/**
 * `npm run scale [-- --full]`: what a digest, a report and a page of the register of one partnership and one quarter cost, with 1,000
 * and 10,000 escalations in the table, and with 100,000 on request. The partnership that is measured has the same ones each time.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { callNames, type CallName } from "./calls.ts";
import type { Measured } from "./measure.ts";
import { generateFolder } from "./folder.ts";
import { startServer } from "./server.ts";

const { values } = parseArgs({ options: { full: { type: "boolean", default: false } } });
const sizes = [1_000, 10_000, ...(values.full ? [100_000] : [])];
const about = { partnerships: 150, years: 5, seed: 1 };

interface Row extends Measured {
  readonly call: CallName;
  readonly size: number;
}
const columns = ["items", "capacity", "roundTrips", "milliseconds", "megabytes"] as const;
const called: Readonly<Record<(typeof columns)[number], string>> = {
  items: "items read",
  capacity: "read capacity",
  roundTrips: "round trips",
  milliseconds: "median ms",
  megabytes: "peak MiB",
};

const rows: Row[] = [];
for (const size of sizes) {
  const folder = join(".local", "scale", `${size}-${about.partnerships}-${about.years}-${about.seed}`);
  if (!existsSync(folder)) process.stdout.write(`${await generateFolder(folder, { escalations: size, ...about })}\n`);
  const server = await startServer(folder);
  for (const call of callNames) rows.push({ call, size, ...(await measure(server.endpoint, call)) });
  await server.close();
}

process.stdout.write(`\n${table()}\n\n${verdicts().join("\n")}\n`);

async function measure(endpoint: string, call: CallName): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, "measure.ts"),
    endpoint,
    call,
    String(about.partnerships),
    String(about.years),
  ]);
  return JSON.parse(stdout) as Measured;
}

function inWords(column: (typeof columns)[number], number: number): string {
  return column === "milliseconds" || column === "megabytes" ? number.toFixed(1) : String(number);
}

/** As Markdown, to be put where it is read. */
function table(): string {
  const lines = [
    ["", "escalations", ...columns.map((each) => called[each])],
    ["---", ...["", ...columns].map(() => "--:")],
    ...rows.map((row) => [
      row.call,
      row.size.toLocaleString("en-GB"),
      ...columns.map((column) => inWords(column, row[column])),
    ]),
  ];
  return lines.map((each) => `| ${each.join(" | ")} |`).join("\n");
}

/** Whether the most and the least of each figure are within 10 % of each other. */
function verdicts(): string[] {
  return columns.map((column) => {
    const spreads = callNames.map((call) => {
      const figures = rows.filter((each) => each.call === call).map((each) => each[column]);
      return Math.max(...figures) / Math.min(...figures) - 1;
    });
    const most = Math.max(...spreads);
    const within = most === 0 ? "the same at every size" : most <= 0.1 ? "within 10 %" : "NOT within 10 %";
    return `${called[column]}: ${within}${most === 0 ? "" : ` (${(most * 100).toFixed(1)} % apart at most)`}`;
  });
}
