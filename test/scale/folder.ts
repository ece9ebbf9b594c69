/** Generates a folder, whole or not at all: what was cut off is left beside it and never taken for it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generate, itemsFor, measuredOf, type Plan } from "./generated.ts";
import { inventPartnerships } from "./partnerships.ts";
import { writeAll, type Written } from "./write.ts";

export type Size = Omit<Plan, "measured"> & { readonly partnerships: number };

/** From all over it: of many partnerships and their policies. */
const samples = 30;

const planOf = (size: Size): Plan => ({ ...size, measured: measuredOf(size.escalations) });

/** Made of the same numbers by other code it is another folder: the name has the hash of what some escalations of it come to. */
export async function nameOf(size: Size): Promise<string> {
  const { escalations, partnerships, years, seed } = size;
  const invented = inventPartnerships(partnerships);
  const hash = createHash("sha256");
  for (let sample = 0; sample < samples; sample++) {
    const place = Math.floor((sample / samples) * escalations);
    hash.update(JSON.stringify(itemsFor(generate(place, planOf(size), invented))));
  }
  return `${escalations}-${partnerships}-${years}-${seed}-${hash.digest("hex").slice(0, 12)}`;
}

/** @param told after each escalation */
export async function generateFolder(folder: string, size: Size, told: (written: Written) => void): Promise<Written> {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  const written = await writeAll(part, planOf(size), inventPartnerships(size.partnerships), told);
  renameSync(part, folder);
  return written;
}

/** The folder of a size in this one: the one that is there, or a new one in the place of those that other code made. */
export async function folderIn(within: string, size: Size, told: (written: Written) => void): Promise<string> {
  const name = await nameOf(size);
  const folder = join(within, name);
  if (existsSync(folder)) return folder;
  mkdirSync(within, { recursive: true });
  const same = name.slice(0, name.lastIndexOf("-") + 1);
  for (const old of readdirSync(within).filter((each) => each.startsWith(same)))
    rmSync(join(within, old), { recursive: true });
  await generateFolder(folder, size, told);
  return folder;
}
