/**
 * `npm run simulate:faults`: plants each fault in a copy of the project, and sees the promise named that it breaks. `-- claim` plants those
 * alone that have that in what they say.
 */
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { refuse, words } from "../../infra/command-line.ts";
import { copyOfTheProject, plant } from "../support/planted.ts";
import { faults, type Fault } from "./faults.ts";

const histories = 150;
const wanted = words(
  "npm run simulate:faults [-- claim …]     all of them, or those that have one of these in what they say",
);
const chosen = faults.filter((each) => wanted.length === 0 || wanted.some((part) => each.says.includes(part)));
if (chosen.length === 0) refuse(`No fault says “${wanted.join("”, “")}”. See test/simulation/faults.ts.`);
const copy = copyOfTheProject();
let missed = 0;
try {
  for (const each of chosen) {
    const found = await foundIn(each);
    if (!found) missed++;
    process.stdout.write(
      `${found ? "found    " : "NOT FOUND"} when ${each.says}\n${" ".repeat(10)}${found ?? each.promise}\n`,
    );
  }
} finally {
  rmSync(copy, { recursive: true });
}
process.stdout.write(`${chosen.length} faults planted, ${chosen.length - missed} found\n`);
process.exitCode = missed === 0 ? 0 : 1;

/** Which promise was named, and after how many histories; undefined where none was, or another. */
async function foundIn({
  promise,
  or,
  also = [],
  policy = "knowsley 2020-06",
  seed = 1,
  ...edit
}: Fault): Promise<string | undefined> {
  const undo = [edit, ...also].map((each) => plant(each, copy));
  try {
    const args = ["--policy", policy, "--seed", String(seed), "--histories", String(histories), "--as-it-is"];
    const said = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [join(copy, "test/simulation/index.ts"), ...args],
        { maxBuffer: 1 << 28 },
        (_, stdout, stderr) => resolve(stdout + stderr),
      );
    });
    const broken = /Broken: (.*)/.exec(said)?.[1];
    const held = /(\d+) histories held/.exec(said)?.[1];
    if (!broken || ![promise, or].some((each) => each !== undefined && broken.includes(each))) {
      process.stderr.write(broken ? `Another promise was broken: ${broken}\n` : `It ended with: ${said.slice(-400)}\n`);
      return undefined;
    }
    return `${broken.slice(0, 160)} (seed ${seed}, after ${held} that held)`;
  } finally {
    for (const each of undo.toReversed()) each();
  }
}
