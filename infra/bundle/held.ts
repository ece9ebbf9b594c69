/** Puts into a bundle what a function reads: the policies, their texts and the files of the pages, as they were when it was made. */
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "esbuild";
import type { Policy } from "../../policies/language/schema.ts";
import { readTexts, textKey } from "../../policies/texts.ts";
import type { PagesFiles } from "./pages.ts";

const root = join(import.meta.dirname, "..", "..");
const publishedModule = join(root, "policies", "published.ts");
const textsModule = join(root, "policies", "texts.ts");
/** Whose place the pages' files take. */
export const pagesFilesModule = join(root, "functions", "pages", "files.ts");

/**
 * The policies, so that neither YAML nor a schema is parsed where the functions run. The module's own questions are asked
 * of them: only its reading is replaced.
 */
export const policiesAsJson = (policies: readonly Policy[]): Plugin => ({
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

/** The texts of these policies, into the bundles of the functions that hand them out and into no other. */
export const textsAsJson = (policies: readonly Policy[]): Plugin => ({
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

/**
 * The stylesheets and the icon of the pages; their templates lie beside the bundle.
 * @param files made when the first function that has pages is bundled
 */
export const pagesPrecompiled = (files: () => PagesFiles): Plugin => ({
  name: "pages-precompiled",
  setup(esbuild) {
    const namespace = "pages-precompiled";
    esbuild.onResolve({ filter: /\/files\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === pagesFilesModule ? { path: pagesFilesModule, namespace } : undefined,
    );
    esbuild.onResolve({ filter: /.*/, namespace }, ({ path }) =>
      files().beside.has(path) ? { path, external: true } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace }, () => ({
      resolveDir: dirname(pagesFilesModule),
      contents: files().module,
    }));
  },
});
