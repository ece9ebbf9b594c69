/** The environments of this folder, each a file that exports one. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../environment.ts";

/** The names that `readEnvironment` takes. */
export const environmentsThereAre = (): string[] =>
  readdirSync(import.meta.dirname)
    .map((each) => each.replace(/\.ts$/, ""))
    .filter((each) => each !== "index");

/** @throws Error for a name that no file has, and for one that cannot be deployed */
export async function readEnvironment(name: string): Promise<Environment> {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name === "index" || !existsSync(file))
    throw new Error(`There is no environment “${name}”. There are: ${environmentsThereAre().join(", ")}`);
  return ((await import(file)) as { default: Environment }).default;
}
