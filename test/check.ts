/**
 * `npm run check`: every script of package.json whose name begins with “check:”, as many at once as there are cores. Says how long each took; what one printed is shown
 * where it failed, all of them to the end, and where it passed what it had to tell beside that.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly scripts: Record<string, string> };
const waiting = Object.keys(scripts).filter((name) => name.startsWith("check:"));

async function run(name: string): Promise<void> {
  const begun = performance.now();
  const child = spawn("npm", ["run", "--silent", name], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let printed = "";
  let told = "";
  child.stderr.on("data", (text: Buffer) => void (told += text.toString()));
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => void (printed += text.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(
    code === 0 ? `${name} ${seconds} s\n${told}` : `\n${name} failed after ${seconds} s:\n${printed}\n`,
  );
  if (code !== 0) process.exitCode = 1;
}

async function inTurn(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name);
}

await Promise.all(Array.from({ length: availableParallelism() }, inTurn));
