/** What the project's formatter makes of a text, for files that are written by a command or compared with one that is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, type FormatConfig } from "oxfmt";

/** How files are set here; which are left as they are is not asked. */
const config = JSON.parse(readFileSync(join(import.meta.dirname, "../../.oxfmtrc.json"), "utf8")) as FormatConfig & {
  readonly ignorePatterns: readonly string[];
};

/**
 * The text as the formatter leaves it.
 * @param file its ending says in what language the text is
 * @throws Error for what is not of that language
 */
export async function formatted(file: string, text: string): Promise<string> {
  const { ignorePatterns: _, ...options } = config;
  const { code, errors } = await format(file, text, options);
  if (errors.length > 0) throw new Error(`${file}: ${errors.map((each) => each.message).join("; ")}`);
  return code;
}
