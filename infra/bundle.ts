/**
 * Bundles the functions for the cloud. Each becomes one CommonJS file, which loads faster than ES modules do, beside
 * the files that it reads while it runs. The laptop runs the same sources as they are and needs none of this.
 *
 * A function finds its files as it does unbundled: `import.meta.dirname` is the folder of the bundle, in which the
 * function's own folders (templates, assets) lie, and packages that are read as files are under `node_modules`, where
 * `createRequire(import.meta.url).resolve` finds them.
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Policy } from "../policies/language/schema.ts";

const root = join(import.meta.dirname, "..");
const publishedModule = join(root, "policies", "published.ts");

interface Entry {
  /** The file that exports `handler`. */
  readonly file: string;
  /** Folders beside the entry that it reads while it runs. One that is not there is not copied. */
  readonly folders?: readonly string[];
  /** Packages of which it reads files while it runs: the package's folder, and which of its files. */
  readonly packages?: readonly { readonly folder: string; readonly files: (path: string) => boolean }[];
}

/**
 * Of govuk-frontend: what nunjucks renders, and the stylesheet. Its sources and examples stay out, and so do its script,
 * which no page needs, and its fonts and crown, which are for gov.uk alone. A path is relative to the package and has
 * slashes.
 */
export function govukFrontendFile(path: string): boolean {
  if (path === "package.json" || path === "dist/govuk/govuk-frontend.min.css") return true;
  return path.startsWith("dist/govuk/") && path.endsWith(".njk");
}

const entry = (...path: string[]): Entry => ({ file: join(root, "functions", ...path) });

/** Every function of the service. */
export const functionEntries = {
  api: entry("api", "handler.ts"),
  pages: {
    ...entry("pages", "handler.ts"),
    folders: ["templates", "assets"],
    packages: [{ folder: join(root, "node_modules", "govuk-frontend"), files: govukFrontendFile }],
  },
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
} as const satisfies Record<string, Entry>;

export type FunctionName = keyof typeof functionEntries;

/** The folder of each bundle; its entry is `index.js`. */
export type Bundles<Name extends string> = Readonly<Record<Name, string>>;

/** Bundles functions, with these policies in them, into one folder each below `outdir`, replacing what was there. */
export async function bundle<Name extends string>(
  entries: Readonly<Record<Name, Entry>>,
  outdir: string,
  policies: readonly Policy[],
): Promise<Bundles<Name>> {
  const named = Object.entries<Entry>(entries).map(([name, each]) => ({ ...each, name, folder: join(outdir, name) }));
  await Promise.all(named.map((each) => rm(each.folder, { recursive: true, force: true })));
  // All at once, so that what they share is read once; each becomes a whole of its own all the same.
  await build({
    entryPoints: Object.fromEntries(named.map((each) => [`${each.name}/index`, each.file])),
    outdir,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    // Packages that have both forms come as ES modules, of which only what is used is taken.
    mainFields: ["module", "main"],
    // Nunjucks can watch templates for changes, with packages that are not there. Nothing changes where this runs.
    external: ["chokidar", "fsevents"],
    minify: true,
    // The names in a stack trace are then those of the sources.
    keepNames: true,
    // Kept beside the bundle, to read a stack trace by, and not sent along with it.
    sourcemap: "external",
    legalComments: "none",
    logLevel: "warning",
    define: {
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
      "import.meta.url": "__bundleUrl",
    },
    banner: { js: 'const __bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
    plugins: [policiesAsJson(policies)],
  });
  await Promise.all(
    named.flatMap(({ file, folder, folders = [], packages = [] }) => [
      ...folders.map((name) => copyFolder(join(dirname(file), name), join(folder, name), () => true)),
      ...packages.map((each) =>
        copyFolder(each.folder, join(folder, "node_modules", basename(each.folder)), each.files),
      ),
    ]),
  );
  return Object.fromEntries(named.map((each) => [each.name, each.folder])) as Bundles<Name>;
}

/** Copies the wanted files of a folder; a file's path is relative to it and has slashes. */
async function copyFolder(from: string, to: string, wanted: (path: string) => boolean): Promise<void> {
  if (!existsSync(from)) return;
  const found = await readdir(from, { recursive: true, withFileTypes: true });
  const paths = found.filter((each) => each.isFile()).map((each) => relative(from, join(each.parentPath, each.name)));
  await Promise.all(
    paths
      .filter((path) => wanted(path.split(sep).join("/")))
      .map(async (path) => {
        await mkdir(dirname(join(to, path)), { recursive: true });
        await copyFile(join(from, path), join(to, path));
      }),
  );
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
    // What they import for reading is left out when nothing of it is used, whatever loading it would do.
    esbuild.onResolve({ filter: /^\.\/language\/load\.ts$/ }, ({ path, importer, resolveDir }) =>
      importer === publishedModule ? { path: resolve(resolveDir, path), sideEffects: false } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace }, () => ({
      resolveDir: dirname(publishedModule),
      contents: `
        import { holding } from "./published.ts";
        const policies = JSON.parse(${JSON.stringify(JSON.stringify(policies))});
        export const { publishedPolicies, policyInForce, ownPolicyInForce, policyVersion, areasHeld } = holding(() => policies);
      `,
    }));
  },
});
