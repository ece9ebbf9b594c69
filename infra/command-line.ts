/** What is typed behind a command of package.json, and what is said where it cannot be used. */
import { readFileSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";

/**
 * The options behind a command. Whoever types `--help`, or what is none of them, is shown how the command is used, and the process ends.
 * @param usage the command with its options, as `npm run load [-- --seed 1]`, and below it whatever does not explain itself
 */
export function typed<C extends ParseArgsConfig>(usage: string, config: C): ReturnType<typeof parseArgs<C>> {
  if (process.argv.slice(2).includes("--help")) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows the first sentence of Node.js is about paths that begin with a hyphen.
    return refuse(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}.\n\n${usage}`);
  }
}

/** The words behind a command that takes no options; whoever types one, or `--help`, is shown how it is used, as by `typed`. */
export const words = (usage: string): string[] => typed(usage, { allowPositionals: true }).positionals;

/** What something gives; where it cannot, it says so in a sentence, and the process ends with 1. */
export function orRefuse<T>(give: () => T): T {
  try {
    return give();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** The whole number that an option says. Anything else is refused with the numbers that it can be, and the process ends. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  return refuse(`--${option} is a whole number from ${least} to ${most}, and not “${text}”.`);
}

/** Says why the command cannot do what was asked, and ends the process with 1. */
export function refuse(says: string): never {
  process.stderr.write(`${says}\n`);
  process.exit(1);
}

/** The text of a file that somebody named. @throws Error that says in a sentence why it cannot be read */
export function textOf(path: string | URL): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      code === "ENOENT" ? `There is no file ${String(path)}.` : `${String(path)} cannot be read (${code}).`,
      {
        cause: error,
      },
    );
  }
}
