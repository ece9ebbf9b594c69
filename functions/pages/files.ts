/**
 * The templates and the other files of the pages, as they lie on disk. A bundle for the cloud has another module in the
 * place of this one, with the files in it and the templates precompiled beside it (infra/bundle), so that neither a compiler nor
 * a folder is needed where it runs. Whatever stands here is the laptop's and the tests'.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import nunjucks from "nunjucks";

/** Everything that is put into a page is escaped, always; a name that a template misspells is a defect, not an empty place. */
export const options = { autoescape: true, throwOnUndefined: true, trimBlocks: true, lstripBlocks: true } as const;

const packageFolder = (name: string) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const govukFrontend = join(packageFolder("govuk-frontend"), "dist");
const mojFrontend = packageFolder("@ministryofjustice/frontend");

/** Where templates are found by their names: our own, then `govuk/…` and `moj/…` of the design systems. */
export const templateFolders = [join(import.meta.dirname, "templates"), govukFrontend, mojFrontend] as const;

export const templates = (): nunjucks.Environment => environmentOf(templateFolders, options);

/** What renders templates from these folders; where two have one by the same name, the earlier counts. */
export const environmentOf = (folders: readonly string[], how: nunjucks.ConfigureOptions): nunjucks.Environment =>
  new nunjucks.Environment(new CompiledOnce(folders, how), how);

/** By options and path, with the text that was compiled. */
const compiled = new Map<string, { readonly text: string; readonly code: unknown }>();

/** Compiles a template once in a process, however many environments render it: a test, or a laptop that is started again, makes one each. */
class CompiledOnce extends nunjucks.FileSystemLoader {
  readonly #how: nunjucks.ConfigureOptions;
  constructor(folders: readonly string[], how: nunjucks.ConfigureOptions) {
    super([...folders]);
    this.#how = how;
  }

  override getSource(name: string): nunjucks.LoaderSource {
    const found = super.getSource(name);
    // Nothing where no folder has it, though its type says otherwise; what is not there, nunjucks says itself.
    if (!found) return found;
    const key = `${JSON.stringify(this.#how)} ${found.path}`;
    let kept = compiled.get(key);
    if (kept?.text !== found.src) {
      const body = bodyOf(found.src, found.path, new nunjucks.Environment([], this.#how));
      // oxlint-disable-next-line typescript/no-implied-eval -- as nunjucks does itself with what it compiles
      kept = { text: found.src, code: new Function(body)() as unknown };
      compiled.set(key, kept);
    }
    // As nunjucks’ own loader of precompiled templates gives them; its types know of text alone.
    return { ...found, src: { type: "code", obj: kept.code } as unknown as string };
  }
}

/** A template as the body of a function that returns it compiled. @param name by which an error in it is told */
export const bodyOf = (text: string, name: string, env: nunjucks.Environment): string =>
  nunjucks.precompileString(text, {
    name,
    env,
    // Given is a list of one, though its types say otherwise.
    wrapper: (given) =>
      [given]
        .flat()
        .map(({ template }) => template)
        .join(),
  });

/** The text of each file that pages load. */
export const texts = () => ({
  govuk: withoutMap(withoutGovukFont(readFileSync(join(govukFrontend, "govuk/govuk-frontend.min.css"), "utf8"))),
  service: [
    withoutGovukFont(
      rulesFor("moj-timeline", readFileSync(join(mojFrontend, "moj/moj-frontend.min.css"), "utf8")).join(""),
    ),
    readFileSync(join(import.meta.dirname, "assets/service.css"), "utf8"),
  ].join("\n"),
  icon: readFileSync(join(import.meta.dirname, "assets/icon.svg"), "utf8"),
});

/** GDS Transport may be used on gov.uk only: the stylesheet without it falls back to Arial. */
function withoutGovukFont(css: string): string {
  return css.replaceAll(/@font-face\{[^}]*\}/g, "").replaceAll(/GDS Transport,/g, "");
}

/** Nobody reads a stylesheet by its source map here. */
const withoutMap = (css: string) => css.replace(/\/\*# sourceMappingURL=[^*]*\*\/\s*$/, "");

/** Of a stylesheet, the rules for one component, whether or not they are for one medium: an old phone need not load the rest. */
function rulesFor(component: string, css: string): string[] {
  const rules = css.match(/@media[^{}]*\{(?:[^{}]*\{[^{}]*\})*\}|[^{}]+\{[^{}]*\}/g) ?? [];
  return rules.filter((each) => each.includes(`.${component}`) && !each.includes("url("));
}
