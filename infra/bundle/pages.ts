/** The files of the pages for a bundle: templates precompiled, stylesheets and icon as text. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { bodyOf, options, templateFolders, templates, texts } from "../../functions/pages/files.ts";

/** The pages' files for a bundle. */
export interface PagesFiles {
  /** The source of a module with what `functions/pages/files.ts` has, which reads nothing. */
  readonly module: string;
  /** The source of each template, by the path by which the module requires it beside the bundle when it is first rendered. */
  readonly beside: ReadonlyMap<string, string>;
}

/**
 * Our templates and those of the design systems that ours name, and nothing else of them. One page needs a few of them, and
 * whoever starts should not read the others first: each is a file of its own.
 */
export function pagesFiles(): PagesFiles {
  const env = templates();
  const compiled = [...allNamed(ownTemplates())].map(([name, source]) => ({
    name,
    path: `./templates/${name}.js`,
    source: `module.exports = (() => { ${bodyOf(source, name, env)} })();`,
  }));
  const names = compiled.map(
    ({ name, path }) => `get ${JSON.stringify(name)}() { return require(${JSON.stringify(path)}); }`,
  );
  return {
    // The runtime without a compiler is made for browsers: there are no paths in it by which to find a neighbour.
    module: `
      import { posix } from "node:path";
      import nunjucks from "nunjucks/browser/nunjucks-slim.js";
      class Precompiled extends nunjucks.PrecompiledLoader {
        resolve(from, to) { return posix.join(posix.dirname(from), to); }
      }
      const loader = new Precompiled({ ${names.join(",\n")} });
      export const templates = () => new nunjucks.Environment(loader, ${JSON.stringify(options)});
      export const texts = () => (${JSON.stringify(texts())});
    `,
    beside: new Map(compiled.map(({ path, source }) => [path, source])),
  };
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
