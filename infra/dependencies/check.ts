/**
 * `npm run check:dependencies`: that what is installed is what was decided on, to the byte, under licences that were allowed, and
 * without a known vulnerability, where a registry answers an audit. `npm run licences` writes the list of licences anew.
 */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { typed } from "../command-line.ts";
import { judged } from "./audit.ts";
import { acceptedVulnerabilities, allowedLicences, decidedOnLock } from "./decided.ts";
import { listOf, wrongWithLicences } from "./licences.ts";
import { lockSchema, manifestSchema, wrongWithLock } from "./lock.ts";

const { values } = typed("npm run check:dependencies\nnpm run licences    writes the list of licences anew", {
  options: { write: { type: "boolean", default: false } },
});
const root = join(import.meta.dirname, "../..");
const list = join(import.meta.dirname, "LICENCES.md");

const textOf = (file: string) => readFileSync(join(root, file), "utf8");
const manifest = manifestSchema.parse(JSON.parse(textOf("package.json")));
const lock = lockSchema.parse(JSON.parse(textOf("package-lock.json")));

if (values.write) {
  writeFileSync(list, listOf(lock, allowedLicences));
} else {
  const audit = judged(await audited(), lock, acceptedVulnerabilities, new Date().toISOString().slice(0, 10));
  const broken = [
    ...wrongWithLock(manifest, lock, decidedOnLock),
    ...wrongWithLicences(lock, allowedLicences),
    ...(readFileSync(list, "utf8") === listOf(lock, allowedLicences)
      ? []
      : ["infra/dependencies/LICENCES.md is not what package-lock.json says: run npm run licences"]),
    ...(audit.answered ? audit.broken : []),
  ];
  if (!audit.answered)
    console.error(`Not compared with known vulnerabilities: the registry answered no audit (${audit.because}).`);
  for (const each of broken) console.error(each);
  if (broken.length > 0) process.exitCode = 1;
}

/** What `npm audit` prints, whatever it ends with: it ends with 1 where it found something, too. */
function audited(): Promise<string> {
  const npm = process.env["npm_execpath"];
  const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  return new Promise((resolve) => {
    execFile(
      command,
      // Where nobody answers, nobody waits for long.
      [...first, "audit", "--json", "--package-lock-only", "--audit=true", "--fetch-retries=0", "--fetch-timeout=8000"],
      { cwd: root, maxBuffer: 1 << 28, timeout: 15_000 },
      (error, stdout) => resolve(stdout || (error?.message ?? "")),
    );
  });
}
