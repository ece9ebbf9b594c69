/** A copy of the project, and what is broken in it on purpose to see that it is found. */
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");
const parts = [
  "policies",
  "functions",
  "infra",
  "test",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "cdk.json",
];

/** @returns the folder of a copy that shares the packages. Whoever makes one takes it away again. */
export function copyOfTheProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "breaks-"));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Something that is broken on purpose. */
export interface Edit {
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
}

/** Whether what it changes no longer stands once in its file, of which this is the text. */
export const isStale = ({ from }: Edit, text: string) => text.split(from).length !== 2;

/** Breaks a copy. @returns what makes it whole again @throws Error where what is changed does not stand once in its file */
export function plant(edit: Edit, copy: string): () => void {
  const path = join(copy, edit.file);
  const text = readFileSync(path, "utf8");
  if (isStale(edit, text)) throw new Error(`“${edit.from}” does not stand once in ${edit.file}: mend what is planted`);
  writeFileSync(
    path,
    text.replace(edit.from, () => edit.to),
  );
  return () => writeFileSync(path, text);
}
