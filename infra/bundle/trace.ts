/** Reads a stack trace of a bundle back into the names, files and lines of the sources, by the maps that were kept beside it. */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, join, normalize } from "node:path";

/** `at name (/var/task/index.js:12:345)`, and the same without a name; in a log it all stands on one line. */
const place =
  /(?<before>\bat (?:async )?)(?:(?<called>(?:new )?[^()\s:\\]+(?: \[as \w+\])?) \()?(?<file>[^()\s:\\]+\.js):(?<line>\d+):(?<column>\d+)\)?/g;

/**
 * @param folder of the bundle that the trace comes from, as a deployment left it in `cdk.out/functions`
 * @returns the trace, with what no map tells as it was
 */
export function readTrace(trace: string, folder: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string) => {
    const path = join(folder, `${basename(file)}.map`);
    if (!maps.has(path)) {
      const map = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SourceMapPayload) : undefined;
      maps.set(path, map && new SourceMap(map));
    }
    return maps.get(path);
  };
  return trace.replace(
    place,
    (whole, before: string, called: string | undefined, file: string, line: string, column: string) => {
      const found = mapOf(file)?.findOrigin(Number(line), Number(column));
      if (!found || !("fileName" in found)) return whole;
      const source = normalize(join(folder, found.fileName));
      return `${before}${found.name ?? called ?? ""} (${source}:${found.lineNumber}:${found.columnNumber})`;
    },
  );
}
