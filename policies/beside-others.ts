/** Whether a policy file can be held beside the others: by its name, and by whose concerns it would take (PRE-01, PRE-02). Pure. */
import type { Policy } from "./language/schema.ts";

/** A policy by its file, from the folder of policies: `knowsley/2020-06.yaml`. */
export interface PolicyInFile {
  readonly file: string;
  readonly policy: Policy;
}

/** What is wrong with a part of a policy, by its path in the code's spelling. */
export interface Clash {
  readonly path: readonly string[];
  readonly says: string;
}

/** A file that is not called by what it says; undefined where it is. */
function misnamed({ file, policy }: PolicyInFile, folder: string): Clash | undefined {
  const named = `${policy.policy}/${policy.version}.yaml`;
  if (file === named) return undefined;
  return {
    path: [file.split("/")[0] === policy.policy ? "version" : "policy"],
    says: `by what it says this file is ${folder}/${named}: rename it, or say what its name says`,
  };
}

/** All that is wrong with it where it stands: that, and what it has that is another's. */
export function notBesideOthers(own: PolicyInFile, others: readonly PolicyInFile[], folder: string): Clash[] {
  const name = misnamed(own, folder);
  return [...(name ? [name] : []), ...clashesWith(own.policy, others, folder)];
}

/** What a policy has that is another's: its version, or the area or region whose concerns it would take. Versions of one policy share theirs. */
export function clashesWith(policy: Policy, others: readonly PolicyInFile[], folder: string): Clash[] {
  const clashes: Clash[] = [];
  const clash = (path: string[], other: PolicyInFile | undefined, says: (file: string) => string) => {
    if (other) clashes.push({ path, says: says(`${folder}/${other.file}`) });
  };
  // “2020.06” and “2020-06” would share one state machine, and one would be run by the other's stages.
  const nameOf = (each: Policy) => `${each.policy}-${each.version.replaceAll(".", "-")}`;
  clash(
    ["version"],
    others.find((other) => nameOf(other.policy) === nameOf(policy)),
    (file) =>
      `${file} gives policy ${policy.policy} in version ${policy.version} already: give this file a version of its own`,
  );
  // Of two policies for one area the one that came into force later would take the concerns of the other.
  const another = others.filter((other) => other.policy.policy !== policy.policy);
  const { area, region } = policy;
  clash(
    ["area", "id"],
    area && another.find((other) => other.policy.area?.id === area.id),
    (file) =>
      `“${area?.id}” is the area of ${file}, which is another policy: write the id of your own area, or name this policy as that one and give it a version`,
  );
  clash(
    ["region", "id"],
    region && another.find((other) => other.policy.region?.id === region.id),
    (file) =>
      `“${region?.id}” is the region of ${file}, which is another policy: write the id of your own region, or name this policy as that one and give it a version`,
  );
  return clashes;
}
