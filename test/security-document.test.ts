/** SECURITY.md says by which tests its promises are proved: they are there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, "SECURITY.md"), "utf8");
const links = [...text.matchAll(/\]\(([^)#]+)(?:#([^)]*))?\)/g)].map(([, file = "", heading]) => ({ file, heading }));

test("every file that it links to is there, and every heading in it", () => {
  expect(links.length).toBeGreaterThan(30);
  for (const { file, heading } of links) {
    expect(existsSync(join(root, file)), file).toBe(true);
    if (heading === undefined) continue;
    const headings = [...readFileSync(join(root, file), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, words = ""]) =>
      words
        .toLowerCase()
        .replaceAll(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    expect(headings, file).toContain(heading);
  }
});

test("every promise names a test", () => {
  const [, table = ""] = /## What the service promises\n([\s\S]*?)\n## /.exec(text) ?? [];
  const rows = table
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| Who") && !line.startsWith("| -"));
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row.split("|").at(-2), row).toMatch(/\]\(test\//);
});
