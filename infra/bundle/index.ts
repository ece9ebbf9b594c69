/**
 * Bundles the functions for the cloud. Each becomes one CommonJS file, which loads faster than ES modules do, with all
 * that it reads in it or beside it: the policies as they were read, the templates of the pages as they were compiled. The
 * laptop runs the same sources as they are and needs none of this.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { build, transform, type Metafile, type Plugin } from "esbuild";
import type { Policy } from "../../policies/language/schema.ts";
import { once } from "../../policies/once.ts";
import { pagesFilesModule, pagesPrecompiled, policiesAsJson, textsAsJson } from "./held.ts";
import { pagesFiles, type PagesFiles } from "./pages.ts";
import { credentialsFromTheEnvironment, noStreamsOfEvents } from "./sdk.ts";

const root = join(import.meta.dirname, "..", "..");

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

/** The bundle of a function, and its budget, are found by it. */
export type FunctionName = keyof typeof functionEntries;

/** The folder of each bundle; its entry is `index.js`. */
export type Bundles<Name extends string> = Readonly<Record<Name, string>>;

/** What a bundle is made of: the bytes that each file takes in it, as `functions/…`, `policies/…` or `node_modules/<package>/…`. */
export type Contents = ReadonlyMap<string, number>;

export interface Bundling {
  /** Leaves nothing out of the SDK, as whoever bundles its clients without further thought: to measure what that would cost. */
  readonly wholeSdk?: boolean;
}

/**
 * Bundles functions, with these policies in them, into one folder each below `outdir`, replacing what was there.
 * @param entries the file of each
 */
export async function bundle<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  outdir: string,
  policies: readonly Policy[],
  how: Bundling = {},
): Promise<Bundles<Name>> {
  return (await bundleWithContents(entries, outdir, policies, how)).bundles;
}

/** The same, and says what is in each: for whoever watches how large they are. */
export async function bundleWithContents<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  outdir: string,
  policies: readonly Policy[],
  { wholeSdk = false }: Bundling = {},
): Promise<{ readonly bundles: Bundles<Name>; readonly contents: Readonly<Record<Name, Contents>> }> {
  const named = Object.entries<string>(entries).map(([name, file]) => ({ name, file, folder: join(outdir, name) }));
  await Promise.all(named.map((each) => rm(each.folder, { recursive: true, force: true })));
  const made = new Map<string, Contents>();
  const apart = new Map<string, string>();
  const pages = once(pagesFiles);
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
      // Kept beside the bundle, to read a stack trace by (trace.ts), and not sent along with it.
      sourcemap: "external",
      legalComments: "none",
      logLevel: "warning",
      define: { "import.meta.dirname": "__dirname" },
      // A file beside the bundle is required: loading it as an ES module would take longer.
      supported: { "dynamic-import": false },
      plugins: [
        ...(wholeSdk ? [] : [credentialsFromTheEnvironment, noStreamsOfEvents]),
        loadedApart(apart),
        policiesAsJson(policies),
        textsAsJson(policies),
        pagesPrecompiled(pages),
      ],
    });
    next = {};
    for (const [output, { inputs, imports }] of Object.entries(metafile.outputs)) {
      if (!output.endsWith(".js")) continue;
      const file = relative(outdir, join(root, output));
      const has = contents(inputs);
      made.set(file, has);
      if (has.has(relative(root, pagesFilesModule))) await writeBeside(join(outdir, dirname(file)), pages().beside);
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

async function writeBeside(folder: string, sources: PagesFiles["beside"]): Promise<void> {
  await Promise.all(
    [...sources].map(async ([path, source]) => {
      const { code } = await transform(source, { target: "node24", minify: true, legalComments: "none" });
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, code);
    }),
  );
}

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
