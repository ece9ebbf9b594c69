/**
 * Bundles the functions for the cloud. Each becomes one CommonJS file, which loads faster than ES modules do, with all
 * that it reads in it: the policies as they were read, the templates of the pages as they were compiled. The laptop runs
 * the same sources as they are and needs none of this.
 */
import { rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import type { Policy } from "../policies/language/schema.ts";
import { readTexts, textKey } from "../policies/texts.ts";
import { filesAsModule } from "./templates.ts";

const root = join(import.meta.dirname, "..");
const publishedModule = join(root, "policies", "published.ts");
const textsModule = join(root, "policies", "texts.ts");
const pagesFilesModule = join(root, "functions", "pages", "files.ts");

/** The file that exports `handler`. */
const entry = (...path: string[]) => join(root, "functions", ...path);

/** Every function of the service. */
export const functionEntries = {
  api: entry("api", "handler.ts"),
  pages: entry("pages", "handler.ts"),
  register: entry("register", "handler.ts"),
  open: entry("stages", "open.handler.ts"),
  await: entry("stages", "await.handler.ts"),
  tick: entry("stages", "tick.handler.ts"),
  settle: entry("stages", "settle.handler.ts"),
  alertOpen: entry("alerts", "tasks", "open.handler.ts"),
  alertAwait: entry("alerts", "tasks", "await.handler.ts"),
  alertTick: entry("alerts", "tasks", "tick.handler.ts"),
  alertSettle: entry("alerts", "tasks", "settle.handler.ts"),
  reconcile: entry("reconcile", "handler.ts"),
  digest: entry("digest", "handler.ts"),
  bounces: entry("bounces", "handler.ts"),
  daily: entry("verify", "handler.ts"),
  guard: entry("guard", "handler.ts"),
} as const satisfies Record<string, string>;

export type FunctionName = keyof typeof functionEntries;

/** The folder of each bundle; its entry is `index.js`. */
export type Bundles<Name extends string> = Readonly<Record<Name, string>>;

/** What a bundle is made of: the bytes that each file takes in it, as `functions/…`, `policies/…` or `node_modules/<package>/…`. */
export type Contents = ReadonlyMap<string, number>;

/**
 * Bundles functions, with these policies in them, into one folder each below `outdir`, replacing what was there.
 * @param entries the file of each
 */
export async function bundle<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  outdir: string,
  policies: readonly Policy[],
): Promise<Bundles<Name>> {
  return (await bundleWithContents(entries, outdir, policies)).bundles;
}

/** The same, and says what is in each: for whoever watches how large they are. */
export async function bundleWithContents<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  outdir: string,
  policies: readonly Policy[],
): Promise<{ readonly bundles: Bundles<Name>; readonly contents: Readonly<Record<Name, Contents>> }> {
  const named = Object.entries<string>(entries).map(([name, file]) => ({ name, file, folder: join(outdir, name) }));
  await Promise.all(named.map((each) => rm(each.folder, { recursive: true, force: true })));
  const made = new Map<string, Contents>();
  const apart = new Map<string, string>();
  // All at once, so that what they share is read once; each becomes a whole of its own all the same.
  let next: Record<string, string> = Object.fromEntries(named.map((each) => [`${each.name}/index`, each.file]));
  while (Object.keys(next).length > 0) {
    const { metafile } = await build({
      entryPoints: next,
      outdir,
      absWorkingDir: root,
      metafile: true,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      // Packages that have both forms come as ES modules, of which only what is used is taken. Of ours too: package.json
      // says which of our modules does anything by being imported.
      mainFields: ["module", "main"],
      minify: true,
      // The names in a stack trace are then those of the sources.
      keepNames: true,
      // Kept beside the bundle, to read a stack trace by, and not sent along with it.
      sourcemap: "external",
      legalComments: "none",
      logLevel: "warning",
      define: { "import.meta.dirname": "__dirname" },
      // A file beside the bundle is required: loading it as an ES module would take longer.
      supported: { "dynamic-import": false },
      plugins: [loadedApart(apart), policiesAsJson(policies), textsAsJson(policies), pagesPrecompiled],
    });
    next = {};
    for (const [output, { inputs, imports }] of Object.entries(metafile.outputs)) {
      if (!output.endsWith(".js")) continue;
      const file = relative(outdir, join(root, output));
      made.set(file, contents(inputs));
      for (const { path } of imports) {
        const module = apart.get(path);
        const beside = join(dirname(file), basename(path));
        if (module && !made.has(beside)) next[beside.replace(/\.js$/, "")] = module;
      }
    }
  }
  const contentsOf = (name: string) => {
    const found = made.get(join(name, "index.js"));
    if (!found) throw new Error("The bundler does not say what it put into a bundle");
    return found;
  };
  return {
    bundles: Object.fromEntries(named.map((each) => [each.name, each.folder])) as Bundles<Name>,
    contents: Object.fromEntries(named.map((each) => [each.name, contentsOf(each.name)])) as Record<Name, Contents>,
  };
}

/**
 * What is loaded only where it is needed, by `await import(…)`, becomes a file of its own beside `index.js`: whoever does
 * not need it does not so much as read it. It has what it imports in it once more, so it must hold nothing that the rest
 * has to share: all of these are given something and give something back.
 * @param found gets the modules, by what they are imported as
 */
const loadedApart = (found: Map<string, string>): Plugin => ({
  name: "loaded-apart",
  setup(esbuild) {
    esbuild.onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir }) => {
      // What packages load so is theirs: their files may share what must be there only once.
      if (kind !== "dynamic-import" || importer.includes("node_modules")) return undefined;
      const module = await esbuild.resolve(path, { kind: "import-statement", resolveDir });
      if (module.external || module.errors.length > 0) return undefined;
      const name = relative(root, module.path)
        .replace(/^.*node_modules\//, "")
        .replace(/\.\w+$/, "")
        .replaceAll(/[^\w-]+/g, "-");
      found.set(`./${name}.js`, module.path);
      return { path: `./${name}.js`, external: true };
    });
  },
});

function contents(inputs: Metafile["outputs"][string]["inputs"]): Contents {
  const bytes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    // What a plugin made of a module is named by what made it and the module's whole path.
    const file = relative(root, resolve(root, input.replace(/^[a-z-]+:/, "")));
    const name = file.replace(/^.*?(?=node_modules\/)/, "");
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  return bytes;
}

/**
 * Puts the policies into the bundle as they were read just now, so that neither YAML nor a schema is parsed where the
 * functions run. The module's own questions are asked of them: only its reading is replaced.
 */
const policiesAsJson = (policies: readonly Policy[]): Plugin => ({
  name: "policies-as-json",
  setup(esbuild) {
    const namespace = "policies-as-json";
    const isPublished = (path: string, from: string) => resolve(from, path) === publishedModule;
    esbuild.onResolve({ filter: /published\.ts$/ }, ({ path, resolveDir, namespace: importer }) => {
      if (!isPublished(path, resolveDir)) return undefined;
      return importer === namespace ? { path: publishedModule } : { path: publishedModule, namespace };
    });
    esbuild.onLoad({ filter: /.*/, namespace }, () => ({
      resolveDir: dirname(publishedModule),
      contents: `
        import { holding } from "./published.ts";
        const read = () => JSON.parse(${JSON.stringify(JSON.stringify(policies))});
        export const { publishedPolicies, policyInForce, ownPolicyInForce, policyVersion, areasHeld } = holding(read);
      `,
    }));
  },
});

/** Puts the texts of these policies into the bundles of the functions that hand them out, and into no other. */
const textsAsJson = (policies: readonly Policy[]): Plugin => ({
  name: "policy-texts-as-json",
  setup(esbuild) {
    const namespace = "policy-texts-as-json";
    esbuild.onResolve({ filter: /\/texts\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === textsModule ? { path: textsModule, namespace } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace }, () => {
      const held = new Set(policies.map(({ policy: id, version }) => textKey({ id, version })));
      const texts = [...readTexts(dirname(textsModule))].filter(([key]) => held.has(key));
      return {
        contents: `
          const read = () => new Map(JSON.parse(${JSON.stringify(JSON.stringify(texts))}));
          let texts;
          export function policyText({ id, version }) {
            const text = (texts ??= read()).get(id + "/" + version);
            if (text === undefined) throw new Error(\`The text of policy \${id} in version \${version} is not held\`);
            return text;
          }
        `,
      };
    });
  },
});

/** Puts the templates and stylesheets of the pages into the bundle, so that no page is compiled or read where it runs. */
const pagesPrecompiled: Plugin = {
  name: "pages-precompiled",
  setup(esbuild) {
    const namespace = "pages-precompiled";
    esbuild.onResolve({ filter: /\/files\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === pagesFilesModule ? { path: pagesFilesModule, namespace } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace }, () => ({
      resolveDir: dirname(pagesFilesModule),
      contents: filesAsModule(),
    }));
  },
};
