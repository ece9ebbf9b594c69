/** `--laptop`: the same commands on the laptop on which `npm start` runs, by its own clock. No AWS is asked. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readErasure, type Erasures } from "../../functions/keeping/erasures.ts";
import type { Witnessed } from "../../functions/verify/witnesses.ts";
import { Wrong, type World } from "./world.ts";

interface Operated {
  readonly now: string;
  readonly endpoint: string;
  readonly tables: { readonly record: string; readonly working: string };
  readonly folder: string;
}

/** @param workbench where the laptop's own pages are @throws Wrong where nothing runs there */
export async function onLaptop(workbench: string, world: Pick<World, "say" | "tell">): Promise<World> {
  const ask = async <T>(path: string): Promise<T> => {
    try {
      return (await (await fetch(`${workbench}${path}`)).json()) as T;
    } catch (error) {
      throw new Wrong(`Nothing answers at ${workbench}. Start the service first, in another terminal: npm start`, {
        cause: error,
      });
    }
  };
  const { now, endpoint, tables, folder } = await ask<Operated>("/operated");
  const credentials = { accessKeyId: "laptop", secretAccessKey: "laptop" };
  return {
    ...world,
    now: () => now,
    dynamoDB: () =>
      DynamoDBDocumentClient.from(new DynamoDBClient({ region: "laptop", endpoint, credentials }), {
        marshallOptions: { removeUndefinedValues: true },
      }),
    erasures: () => fileErasures(join(folder, "erasures.jsonl")),
    witnesses: () => ({ entries: (reference) => ask<Witnessed[]>(`/witnessed/${reference}`) }),
    here: { "record-table": tables.record, "working-table": tables.working, "witness-bucket": folder },
  };
}

/** The list of erasures in a file, a line each. @throws Error (from both) for a line that is no entry */
function fileErasures(path: string): Erasures {
  const read = () =>
    (existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : []).map((line, index) => {
      const erasure = readErasure(line);
      if (!erasure) throw new Error(`${path}, line ${index + 1} is no entry of the list of erasures`);
      return erasure;
    });
  return {
    append: (erasure) => {
      if (!read().some((each) => each.reference === erasure.reference))
        appendFileSync(path, `${JSON.stringify(erasure)}\n`, { flush: true });
      return Promise.resolve();
    },
    all: () => Promise.resolve(read().toSorted((a, b) => (a.reference < b.reference ? -1 : 1))),
  };
}
