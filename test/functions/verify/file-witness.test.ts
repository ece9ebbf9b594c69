import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { fileWitness } from "../../../infra/local/witness.ts";
import { aWitnessStore } from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "witnesses-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

aWitnessStore(
  () => fileWitness(join(folder, `${++made}.jsonl`)),
  () => fileWitness(join(folder, `${made}.jsonl`)),
);
