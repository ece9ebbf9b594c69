/** What a process prints that runs some of our code and has nothing but this environment, as a function has in the cloud. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

interface Printed {
  readonly status: number | null;
  /** Lines, without empty ones. */
  readonly out: readonly string[];
  readonly errors: string;
}

/** @param script a module; it imports ours by `${root}`, such as `import { log } from "${root}/functions/log.ts"` */
export function inProcess(
  script: (root: string) => string,
  environment: Readonly<Record<string, string>> = {},
): Printed {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--no-warnings", "--input-type=module", "--eval", script(root)],
    { cwd: root, env: environment, encoding: "utf8" },
  );
  return { status, out: stdout.split("\n").filter((line) => line !== ""), errors: stderr };
}

/** Every line of JSON that was printed, warnings and errors after the rest, as Lambda's log has them all. @throws Error for a line that is none */
export const linesOf = ({ out, errors }: Printed) =>
  [...out, ...errors.split("\n").filter((line) => line !== "")].map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  );
