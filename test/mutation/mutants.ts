/** What Stryker found, run by run, put together. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import type { Room } from "./rooms.ts";

/** Stryker's own names for what became of a mutant. */
type Status =
  | "Killed"
  | "Timeout"
  | "Survived"
  | "NoCoverage"
  | "Ignored"
  | "RuntimeError"
  | "CompileError"
  | "Pending";

interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Reported {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: Status;
  readonly statusReason?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** One run's report, in the format of mutation-testing-report-schema. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Reported[] }>>;
}

/** One small way to break the code, and what became of it. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** The text that was replaced, and with what. */
  readonly from: string;
  readonly to: string;
  readonly mutator: string;
  readonly status: Status;
  /** The line that it stands in. */
  readonly within: string;
}

const root = join(import.meta.dirname, "../..");

/** Where the runs leave their reports: kept out of git. */
export const reports = join(root, ".local/mutation");

/** Whether a room was run: all that was not noticed by its quick tests is in the same report. */
export const isThere = (room: string) => existsSync(join(reports, `${room}.json`));

export const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Report;

export const isUnnoticed = ({ status }: Reported) => status === "Survived" || status === "NoCoverage";

/** Whether a mutant acts only while the code loads, so that a run which loads it once passes it over. */
export const isLoading = ({ status }: Reported) => status === "Ignored";

/**
 * Every mutant of the rooms once: of one that a further run tried again, the better of what became of it.
 * @throws Error for a report of a file that has been changed since
 */
export function merged(rooms: readonly Pick<Room, "name" | "mutate">[]): readonly Mutant[] {
  const found = new Map<string, Mutant>();
  for (const { name, mutate } of rooms) {
    for (const file of globSync([`${name}.json`, `${name}-*.json`], { cwd: reports })) {
      for (const [key, mutant] of mutantsOf(read(join(reports, file)))) {
        if (!mutate.some((each) => matchesGlob(mutant.file, each))) continue;
        const before = found.get(key);
        if (before === undefined || rank(mutant.status) > rank(before.status)) found.set(key, mutant);
      }
    }
  }
  return [...found.values()];
}

export const isNoticed = ({ status }: Pick<Mutant, "status">) => status === "Killed" || status === "Timeout";

const order: readonly Status[] = [
  "Ignored",
  "Pending",
  "CompileError",
  "RuntimeError",
  "NoCoverage",
  "Survived",
  "Timeout",
  "Killed",
];
const rank = (status: Status) => order.indexOf(status);

function* mutantsOf({ files }: Report): Generator<[string, Mutant]> {
  for (const [file, { source, mutants }] of Object.entries(files)) {
    if (source !== readFileSync(join(root, file), "utf8"))
      throw new Error(`${file} has been changed since its mutants were tried: run npm run mutation again`);
    const lines = source.split("\n");
    for (const { location, mutatorName, replacement = "", status } of mutants) {
      const { start, end } = location;
      const key = [file, start.line, start.column, end.line, end.column, mutatorName, replacement].join("|");
      yield [
        key,
        {
          file,
          line: start.line,
          from: between(lines, start, end),
          to: replacement,
          mutator: mutatorName,
          status,
          within: lines[start.line - 1]?.trim() ?? "",
        },
      ];
    }
  }
}

function between(lines: readonly string[], start: Place, end: Place): string {
  const whole = lines.slice(start.line - 1, end.line);
  const last = whole.length - 1;
  return whole
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : line.length))
    .join("\n");
}
