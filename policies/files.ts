/** Reads the policies of a folder: each file by itself, and beside the others. Where functions are bundled none of this is there (published.ts). */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { notBesideOthers, type PolicyInFile } from "./beside-others.ts";
import { PolicyFileError, readPolicyFile } from "./language/load.ts";
import type { Policy } from "./language/schema.ts";
import { soundnessOf } from "./language/soundness.ts";

/** The files of policies below a folder, as `knowsley/2020-06.yaml`, in the order of areas and files; what is not YAML in them is left alone. */
export function policyFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap((area) => readdirSync(join(folder, area.name)).map((file) => `${area.name}/${file}`))
    .filter((file) => file.endsWith(".yaml"))
    .toSorted();
}

/**
 * Reads every policy below a folder, in the order of areas and files.
 * @param folder holds one folder an area
 * @throws PolicyFileError for the first file that cannot be used, that is not sound, that is not called by its policy and version, or that has the version, the area
 *   or the region of another file before it
 * @throws Error where there is none
 */
export function readPolicies(folder: string): readonly Policy[] {
  const files = policyFiles(folder);
  // A folder mistaken for that of the policies would otherwise show only when somebody raises a concern.
  if (files.length === 0) throw new Error(`There is no policy in any folder of ${folder}`);
  const read: PolicyInFile[] = [];
  for (const file of files) {
    const name = basename(folder);
    const shown = join(name, file);
    const { policy, problemAt } = readPolicyFile(readFileSync(join(folder, file), "utf8"), shown);
    // What an escalation would stand still by is not run; what only deserves a second look, `npm run policy -- check` says.
    const unsound = soundnessOf(policy).filter((each) => each.severity === "error");
    const wrong = [...unsound, ...notBesideOthers({ file, policy }, read, name)];
    if (wrong.length > 0)
      throw new PolicyFileError(
        shown,
        wrong.map((each) => problemAt(each.path, each.says)),
      );
    read.push({ file, policy });
  }
  return read.map(({ policy }) => policy);
}
