/**
 * Run by `npm ci` in a clone, by whichever Node.js there is: from then on every commit is checked first, as everything is after a push. Where there is no clone, or no git,
 * nothing happens.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const root = new URL("..", import.meta.url);
if (existsSync(new URL(".git", root)))
  spawnSync("git", ["config", "core.hooksPath", ".githooks"], { cwd: root, stdio: "ignore" });
