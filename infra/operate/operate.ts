/** The commands of an operator, their options, and what each exit code says. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { inWords } from "./aws-in-words.ts";
import { checkDirectory, importFrom } from "./directory.ts";
import { erase, showRecord } from "./record.ts";
import { needed, Wrong, type World } from "./world.ts";

export const help = `npm run operate -- <command>

directory check <file>
    Whether a directory file can be used: every problem with its place, or what it has. Asks AWS for nothing.
directory import <file> --table <working table> [--dry-run]
    Says what the file would change of the directory that is held, and then changes it. With --dry-run it only says so.
record <reference> --record-table <name> --working-table <name>
    One record as JSON, with everything personal in it, for whoever asks what is held of them.
erase <reference> --record-table <name> --working-table <name> --yes [--although-open]
    Erases the people of one record, for good. Without --yes it only says what that means.

Region, credentials and profile are those of the AWS command line: AWS_PROFILE, AWS_REGION.
It ends with 0 when it was done, 1 when what was typed or the file is wrong (nothing was changed then), and 2 when AWS
failed or refused, or something there cannot be read.`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const tables = { "record-table": text, "working-table": text } as const;

/** @returns the exit code */
export async function operate(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  try {
    await run(args, world);
    return 0;
  } catch (error) {
    const isWrong = error instanceof Wrong;
    world.tell(isWrong ? error.message : inWords(error));
    return isWrong ? 1 : 2;
  }
}

async function run(args: readonly string[], world: World): Promise<void> {
  const [command, ...rest] = args[0] === "directory" ? [args.slice(0, 2).join(" "), ...args.slice(2)] : args;
  switch (command) {
    case "directory check": {
      const { what } = read(rest, "file", {});
      return checkDirectory(what, world);
    }
    case "directory import": {
      const { what, values } = read(rest, "file", { table: text, "dry-run": flag });
      const table = needed("table", values.table);
      return importFrom(what, { table, dryRun: values["dry-run"] ?? false }, world);
    }
    case "record": {
      const { what, values } = read(rest, "reference", tables);
      return showRecord(what, tablesOf(values), world);
    }
    case "erase": {
      const { what, values } = read(rest, "reference", { ...tables, yes: flag, "although-open": flag });
      const { yes = false, "although-open": althoughOpen = false } = values;
      return erase(what, { ...tablesOf(values), yes, althoughOpen }, world);
    }
    case "help":
    case "--help":
      return world.say(help);
    default:
      throw new Wrong(`${command ? `There is no command “${command}”.` : "Say what to do."}\n\n${help}`);
  }
}

const tablesOf = (values: { readonly "record-table"?: string; readonly "working-table"?: string }) => ({
  record: needed("record-table", values["record-table"]),
  working: needed("working-table", values["working-table"]),
});

/** The one thing that a command is about, and its options. @throws Wrong for anything more, less or else */
function read<O extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], about: string, options: O) {
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    } catch (error) {
      throw new Wrong(`${error instanceof Error ? error.message : String(error)}\n\n${help}`, { cause: error });
    }
  })();
  const [what, ...more] = positionals;
  if (what === undefined) throw new Wrong(`Name a ${about}.\n\n${help}`);
  if (more.length > 0) throw new Wrong(`One ${about} is named, and not “${more.join(" ")}” as well.\n\n${help}`);
  return { what, values };
}
