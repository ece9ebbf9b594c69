/** Which policy somebody names: a file, wherever it stands, or the id of one that is held here. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readPolicyFile, type PolicyFile } from "../../policies/language/load.ts";
import { policyFiles } from "../../policies/files.ts";
import { Said } from "./story.ts";

export interface Found extends PolicyFile {
  /** From the folder of policies, as `knowsley/2020-06.yaml`; outside of it, with the way there. */
  readonly file: string;
  readonly shown: string;
}

/** Those that a folder of policies holds. */
export const ids = (folder: string): string[] => [
  ...new Set(policyFiles(folder).map((each) => each.split("/")[0] ?? "")),
];

/** A policy by its file, or by its id in a folder of policies; of several versions, the one that came into force last. @throws Said, PolicyFileError */
export function policyAt(named: string, folder: string): Found {
  const read = (file: string): Found => {
    const shown = relative(process.cwd(), file);
    const fromPolicies = relative(folder, resolve(file)).replaceAll("\\", "/");
    return { ...readPolicyFile(readFileSync(file, "utf8"), shown), file: fromPolicies, shown };
  };
  if (/\.ya?ml$/.test(named)) {
    if (!existsSync(named)) throw new Said(`There is no file ${named}.`);
    return read(named);
  }
  if (!ids(folder).includes(named))
    throw new Said(`There is no file and no policy “${named}”. There is ${ids(folder).join(", ")}.`);
  const versions = policyFiles(folder)
    .filter((each) => each.startsWith(`${named}/`))
    .map((each) => read(join(folder, each)));
  const [latest] = versions.toSorted((a, b) => (a.policy.inForceFrom > b.policy.inForceFrom ? -1 : 1));
  if (!latest) throw new Said(`There is no policy in ${join(folder, named)}.`);
  return latest;
}
