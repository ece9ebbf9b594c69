/**
 * The policies' own texts: each file `policies/<area>/*.yaml` as it was written, with its comments. Nothing runs by them;
 * they are handed out beside what is run, for whoever inspects it (ALL-14).
 *
 * When functions are bundled, the texts are put in the bundle instead (infra/bundle), as the policies are.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadPolicy } from "./language/load.ts";

/** The id and the version of a policy, as the key of its text. */
export const textKey = ({ id, version }: { readonly id: string; readonly version: string }) => `${id}/${version}`;

/** The text of every policy below a folder, by `textKey`. @throws PolicyFileError for one that cannot be used */
export function readTexts(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".yaml"));
  return new Map(
    files.toSorted().map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const { policy, version } = loadPolicy(text, file);
      return [textKey({ id: policy, version }), text];
    }),
  );
}

let held: ReadonlyMap<string, string> | undefined;

/** The text of a policy version. @throws Error when this deployment does not hold it */
export function policyText(policy: { readonly id: string; readonly version: string }): string {
  const text = (held ??= readTexts(import.meta.dirname)).get(textKey(policy));
  if (text === undefined) throw new Error(`The text of policy ${policy.id} in version ${policy.version} is not held`);
  return text;
}
