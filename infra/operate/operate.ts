/** The commands of an operator, their options, and what each exit code says. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { inWords } from "./aws-in-words.ts";
import { exportRecords, restoreRecords } from "./archive.ts";
import { checkDirectory, importFrom } from "./directory.ts";
import { erase, eraseAgain, listErasures } from "./erasing.ts";
import { hold } from "./hold.ts";
import { showRecord } from "./record.ts";
import { answerRequest } from "./request.ts";
import { retention } from "./retention.ts";
import { needed, Wrong, type World } from "./world.ts";

export const help = `npm run operate -- <command>

directory check <file>
    Whether a directory file can be used: every problem with its place, or what it has. Asks AWS for nothing.
directory import <file> --table <working table> [--dry-run]
    Says what the file would change of the directory that is held, and then changes it. With --dry-run it only says so.
record <reference> <tables>
    One record as JSON, with everything personal in it.
request <reference> <tables> --from "the person"|<address> --into <folder>
    Everything that is held of it, for one person who asks: as JSON and as a document, with what is others’ marked.
erase <reference> <tables> <bucket> --yes [--although-open]
    Erases the people of one record, for good. Without --yes it only says what that means.
hold place|lift <reference> <tables> --asked-by <who> --reason <why>
    Places a legal hold on a record, or lifts it. Under one nothing is erased. Both sides read who asked, and why.
retention due|erase <tables> <bucket> [--partnership <id>] [--yes]
    What is kept beyond the time of its retention class, by the directory; and erases that, with --yes.
erasures list <bucket>
    What was erased, when and why.
erasures again <tables> <bucket> --yes
    Erases again what was erased before and can be read, after a restore.
export <file> <tables> <bucket> [--reference <one>]… [--keys <file>]
    Whole records as they are stored, sealed, into a new file; all of them, or those that are named. With --keys their keys
    into another.
restore <file> <tables> <bucket> [--keys <file>] [--dry-run]
    Restores such a file into tables that do not have its records. It writes over nothing.

<tables> is --record-table <name> --working-table <name>, and <bucket> is --witness-bucket <name>: outputs of the data stack.
On a laptop on which the service runs (npm start), --laptop stands for all three.
Region, credentials and profile are those of the AWS command line: AWS_PROFILE, AWS_REGION.
It ends with 0 when it was done, 1 when what was typed or the file is wrong (nothing was changed then), and 2 when AWS
failed or refused, or something there cannot be read.`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const tables = { "record-table": text, "working-table": text } as const;
const where = { ...tables, "witness-bucket": text } as const;
/** Commands of two words. */
const twofold: ReadonlySet<string | undefined> = new Set(["directory", "hold", "retention", "erasures"]);

/** @param laptop the world of the laptop, for --laptop @returns the exit code */
export async function operate(args: readonly string[], world: World, laptop: () => Promise<World>): Promise<0 | 1 | 2> {
  try {
    const others = args.filter((each) => each !== "--laptop");
    await run(others, others.length < args.length ? await laptop() : world);
    return 0;
  } catch (error) {
    const isWrong = error instanceof Wrong;
    world.tell(isWrong ? error.message : inWords(error));
    return isWrong ? 1 : 2;
  }
}

async function run(args: readonly string[], world: World): Promise<void> {
  const [command, ...rest] = twofold.has(args[0]) ? [args.slice(0, 2).join(" "), ...args.slice(2)] : args;
  switch (command) {
    case "directory check": {
      const { what } = read(rest, "file", {});
      return checkDirectory(what, world);
    }
    case "directory import": {
      const { what, values } = read(rest, "file", { table: text, "dry-run": flag });
      const table = needed("table", values.table, world);
      return importFrom(what, { table, dryRun: values["dry-run"] ?? false }, world);
    }
    case "record": {
      const { what, values } = read(rest, "reference", tables);
      return showRecord(what, tablesOf(values, world), world);
    }
    case "request": {
      const { what, values } = read(rest, "reference", { ...tables, from: text, into: text });
      const { from = "", into = "." } = values;
      return answerRequest(what, { ...tablesOf(values, world), from, into }, world);
    }
    case "erase": {
      const { what, values } = read(rest, "reference", { ...where, yes: flag, "although-open": flag });
      const { yes = false, "although-open": althoughOpen = false } = values;
      return erase(what, { ...whereOf(values, world), yes, althoughOpen }, world);
    }
    case "hold place":
    case "hold lift": {
      const { what, values } = read(rest, "reference", { ...tables, "asked-by": text, reason: text });
      const { "asked-by": askedBy = "", reason = "" } = values;
      const about = { ...tablesOf(values, world), askedBy, reason };
      return hold(command === "hold place" ? "place" : "lift", what, about, world);
    }
    case "retention due":
    case "retention erase": {
      const { partnership, yes = false, ...values } = readOptions(rest, { ...where, partnership: text, yes: flag });
      const about = { ...whereOf(values, world), partnership, yes };
      return retention(command === "retention due" ? "due" : "erase", about, world);
    }
    case "erasures list": {
      const values = readOptions(rest, { "witness-bucket": text });
      return listErasures({ witnesses: needed("witness-bucket", values["witness-bucket"], world) }, world);
    }
    case "erasures again": {
      const { yes = false, ...values } = readOptions(rest, { ...where, yes: flag });
      return eraseAgain({ ...whereOf(values, world), yes }, world);
    }
    case "export": {
      const { what, values } = read(rest, "file", { ...where, keys: text, reference: { ...text, multiple: true } });
      const { keys, reference: references = [] } = values;
      return exportRecords(what, { ...whereOf(values, world), keys, references }, world);
    }
    case "restore": {
      const { what, values } = read(rest, "file", { ...where, keys: text, "dry-run": flag });
      const { keys, "dry-run": dryRun = false } = values;
      return restoreRecords(what, { ...whereOf(values, world), keys, dryRun }, world);
    }
    case "help":
    case "--help":
      return world.say(help);
    default:
      throw new Wrong(`${command ? `There is no command “${command}”.` : "Say what to do."}\n\n${help}`);
  }
}

interface Named {
  readonly "record-table"?: string;
  readonly "working-table"?: string;
  readonly "witness-bucket"?: string;
}

const tablesOf = (values: Named, world: World) => ({
  record: needed("record-table", values["record-table"], world),
  working: needed("working-table", values["working-table"], world),
});

const whereOf = (values: Named, world: World) => ({
  ...tablesOf(values, world),
  witnesses: needed("witness-bucket", values["witness-bucket"], world),
});

type Options = NonNullable<ParseArgsConfig["options"]>;

/** @throws Wrong for what cannot be read, with the help */
function parsed<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // What follows the first sentence of Node.js is about paths that begin with a hyphen.
    throw new Wrong(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}.\n\n${help}`, {
      cause: error,
    });
  }
}

/** The options of a command that is about nothing in particular. @throws Wrong for anything more */
function readOptions<O extends Options>(args: readonly string[], options: O) {
  const { values, positionals } = parsed(args, options);
  if (positionals.length > 0) throw new Wrong(`“${positionals.join(" ")}” says nothing here.\n\n${help}`);
  return values;
}

/** The one thing that a command is about, and its options. @throws Wrong for anything more, less or else */
function read<O extends Options>(args: readonly string[], about: string, options: O) {
  const { values, positionals } = parsed(args, options);
  const [what, ...more] = positionals;
  if (what === undefined) throw new Wrong(`Name a ${about}.\n\n${help}`);
  if (more.length > 0) throw new Wrong(`One ${about} is named, and not “${more.join(" ")}” as well.\n\n${help}`);
  return { what, values };
}
