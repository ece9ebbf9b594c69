import { existsSync, readFileSync, truncateSync } from "node:fs";
import { appendFile, truncate } from "node:fs/promises";
import type { Witnessed, WitnessStore } from "../../functions/verify/witnesses.ts";

/**
 * Witnesses in a file, one JSON object a line, only ever added to; each is on the disk itself before `append` returns.
 *
 * A last line without an end is what a kill leaves, was never acknowledged, and is cut off. Refused with an Error when
 * any other line is no witness: a file that somebody changed bears witness to nothing.
 */
export function fileWitness(path: string): WitnessStore {
  const { entries, bytes } = readWitnesses(path);
  let size = bytes;
  /** One at a time, so that lines never run into one another. */
  let turn: Promise<unknown> = Promise.resolve();

  async function write(entry: Witnessed): Promise<void> {
    const line = `${JSON.stringify(entry)}\n`;
    try {
      await appendFile(path, line, { flush: true });
    } catch (error) {
      // Half a line may have been written, to which the next would be joined.
      if (existsSync(path)) await truncate(path, size);
      throw error;
    }
    size += Buffer.byteLength(line);
    entries.push(entry);
  }

  return {
    append({ reference, number, hash, at }) {
      const written = turn.then(() => write({ reference, number, hash, at }));
      // The next takes its turn whether this one failed or not; its caller hears of the failure.
      turn = written.catch(() => undefined);
      return written;
    },
    async entries(reference) {
      await turn;
      return entries.filter((each) => each.reference === reference);
    },
  };
}

function readWitnesses(path: string): { readonly entries: Witnessed[]; readonly bytes: number } {
  if (!existsSync(path)) return { entries: [], bytes: 0 };
  const content = readFileSync(path);
  const bytes = content.lastIndexOf("\n") + 1;
  if (bytes < content.length) truncateSync(path, bytes);
  const lines = content.subarray(0, bytes).toString("utf8").split("\n").slice(0, -1);
  const entries = lines.map((line, index) => {
    const entry = parsed(line);
    if (!entry) throw new Error(`${path}, line ${index + 1} is not a witness: somebody changed this file.`);
    return entry;
  });
  return { entries, bytes };
}

function parsed(line: string): Witnessed | undefined {
  try {
    const { reference, number, hash, at } = JSON.parse(line) as Record<keyof Witnessed, unknown>;
    return typeof reference === "string" &&
      typeof number === "number" &&
      typeof hash === "string" &&
      typeof at === "string"
      ? { reference, number, hash, at }
      : undefined;
  } catch {
    return undefined;
  }
}
