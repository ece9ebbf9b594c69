/**
 * The files of the pages as a module, for a bundle: templates precompiled, stylesheets and icon as text. It has what
 * `functions/pages/files.ts` has and reads nothing.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import nunjucks from "nunjucks";
import { options, templateFolders, templates, texts } from "../functions/pages/files.ts";

/** The module's source, with our templates and those of the design systems that ours name, and nothing else of them. */
export function filesAsModule(): string {
  const env = templates();
  const compiled = [...allNamed(ownTemplates())].map(([name, source]) =>
    nunjucks.precompileString(source, {
      name,
      env,
      // Given is a list of one, though its types say otherwise.
      wrapper: (given) =>
        [given]
          .flat()
          // Evaluated when it is first rendered.
          .map(({ template }) => `get ${JSON.stringify(name)}() { return (() => { ${template} })(); }`)
          .join(),
    }),
  );
  // The runtime without a compiler is made for browsers: there are no paths in it by which to find a neighbour.
  return `
    import { posix } from "node:path";
    import nunjucks from "nunjucks/browser/nunjucks-slim.js";
    class Precompiled extends nunjucks.PrecompiledLoader {
      resolve(from, to) { return posix.join(posix.dirname(from), to); }
    }
    const loader = new Precompiled({ ${compiled.join(",\n")} });
    export const templates = () => new nunjucks.Environment(loader, ${JSON.stringify(options)});
    export const texts = () => (${JSON.stringify(texts())});
  `;
}

const [own] = templateFolders;

const ownTemplates = () =>
  readdirSync(own, { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".njk"))
    .map((each) => each.split(sep).join("/"))
    .toSorted();

/** These templates and every one that they name, directly or not, each with its source. */
function allNamed(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const toLookAt = [...names];
  for (const name of toLookAt) {
    if (found.has(name)) continue;
    const source = sourceOf(name);
    found.set(name, source);
    toLookAt.push(...namedIn(source, name));
  }
  return found;
}

function sourceOf(name: string): string {
  const folder = templateFolders.find((each) => existsSync(join(each, name)));
  if (!folder) throw new Error(`There is no template ${name}`);
  return readFileSync(join(folder, name), "utf8");
}

const namedIn = (source: string, by: string): string[] =>
  [...source.matchAll(/\{%-?\s*(?:extends|from|import|include)\s+["']([^"']+)["']/g)].map(([, name = ""]) =>
    name.startsWith(".") ? posix.join(posix.dirname(by), name) : name,
  );
