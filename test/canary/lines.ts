/** The lines that functions can write into their log, by their sources: one that nobody drives is known before anybody thinks of it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../functions");

/** Those that no laptop comes by, and why. */
const notHere: ReadonlyMap<string, string> = new Map([
  ["A deployment was refused", "the guard of a deployment runs in the cloud alone, and reads no record"],
  ["CloudFormation did not take the answer", "the guard of a deployment runs in the cloud alone, and reads no record"],
]);

/** What was said of each line that there is. */
export function linesNotHeard(logged: readonly string[]): { readonly all: number; readonly missed: readonly string[] } {
  const heard = new Set(logged.map((each) => (JSON.parse(each) as { message: string }).message));
  const all = linesThereAre().filter((each) => !notHere.has(each));
  return { all: all.length, missed: all.filter((each) => !heard.has(each)) };
}

/** @throws Error for a call of the log whose words do not stand in it */
function linesThereAre(): string[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".ts"));
  return [
    ...new Set(
      files.flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        const calls = text.match(/\blog\(\s*"(?:info|warn|error)"/g) ?? [];
        const lines = [...text.matchAll(/\blog\(\s*"(?:info|warn|error)",\s*"([^"]+)"/g)].map(([, line = ""]) => line);
        if (lines.length !== calls.length)
          throw new Error(`${file} logs something whose words do not stand in the call`);
        return lines;
      }),
    ),
  ];
}
