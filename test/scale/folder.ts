/** Generates a folder with a progress bar, whole or not at all: what was cut off is left beside it and never taken for it. */
import { renameSync, rmSync } from "node:fs";
import { SingleBar } from "cli-progress";
import { measuredOf, type Plan } from "./generated.ts";
import { inventPartnerships } from "./partnerships.ts";
import { writeAll } from "./write.ts";

/** @returns how many there are now and how long it took, in words */
export async function generateFolder(
  folder: string,
  { partnerships, ...rest }: Omit<Plan, "measured"> & { readonly partnerships: number },
): Promise<string> {
  const { escalations } = rest;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  const bar = new SingleBar({
    format:
      "{bar} {percentage}% | {value} of {total} escalations, {items} items | {duration_formatted}, {eta_formatted} left",
    hideCursor: true,
    etaBuffer: 1_000,
  });
  const begun = performance.now();
  bar.start(escalations, 0, { items: 0 });
  const plan = { ...rest, measured: measuredOf(escalations) };
  const { items } = await writeAll(part, plan, inventPartnerships(partnerships), (written) =>
    bar.update(written.escalations, { items: written.items }),
  );
  bar.stop();
  renameSync(part, folder);
  const seconds = (performance.now() - begun) / 1000;
  return `${escalations} escalations, ${items} items, in ${seconds.toFixed(1)} seconds (${Math.round(escalations / seconds)} a second): ${folder}`;
}
