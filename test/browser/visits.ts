/** The tests of every state: each is one visit, in which everything is looked at. */
import { join } from "node:path";
import nunjucks from "nunjucks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withBrowser } from "../support/browser.ts";
import { invalid, narrow, nothingLost, printed, violations, wholeOnPaper } from "./checks.ts";
import { routeOf } from "./gallery/routes.ts";
import { openGround, type Ground, type State } from "./gallery/state.ts";
import { personAt, type Person } from "./person.ts";

/** Keeps a picture for somebody to look at, in the folder that SCREENSHOTS names. */
async function keep({ page }: Person, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (!folder) return;
  const file = name.replaceAll(/[^a-z0-9]+/gi, "-");
  await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
  await page.setViewportSize({ width: 320, height: 800 });
  await page.screenshot({ path: join(folder, `${file}-320.png`), fullPage: true });
  await page.setViewportSize({ width: 1000, height: 900 });
}

/** One browser and one window for all of them. */
export async function visits(what: string, states: readonly State[]): Promise<void> {
  const browser = await withBrowser(what);
  // What renders a page is looked on at, and changed in nothing.
  const rendered = vi.spyOn(nunjucks.Environment.prototype, "render");
  let ground: Ground;
  let person: Person;
  const byName = new Map(states.map((state) => [state.name, state]));
  /** Where the person stands. */
  let here: State | undefined;
  const comesTo = async (state: State): Promise<void> => {
    if (state.after !== undefined && state.after !== here?.name) {
      const before = byName.get(state.after);
      if (!before) throw new Error(`“${state.name}” comes after “${state.after}”, which there is not`);
      await comesTo(before);
    }
    here = undefined;
    await state.arrive(person, ground);
    here = state;
  };

  beforeAll(async () => {
    if (!browser.here) return;
    ground = await openGround();
    // By the keyboard; the journeys are gone by a pointer.
    person = await personAt(browser, ground.address, { by: "keyboard" });
  });
  afterAll(async () => {
    await browser.close();
    if (browser.here) await ground.close();
    rendered.mockRestore();
  });

  describe.skipIf(!browser.here)("in a browser", () => {
    it.each(states.map((state) => [state.name, state] as const))("%s", async (_, state) => {
      rendered.mockClear();
      await comesTo(state);
      const served = await person.served();
      const template = rendered.mock.lastCall?.[0].replace(/\.njk$/, "");
      const { status, does } = served;
      expect({ route: routeOf(served), template, does, status }).toEqual({
        route: state.route,
        template: state.template,
        does: state.does,
        status: state.status,
      });
      const isError = served.html.includes("govuk-error-summary");
      expect.soft((await person.page.title()).startsWith("Error: "), "an error stands in the title").toBe(isError);
      expect.soft(person.refused(), "the browser does all that the page asks for").toEqual([]);
      await keep(person, state.name);
      expect.soft(await violations(person), "axe").toEqual([]);
      expect.soft(invalid(served.html), "html-validate").toEqual([]);
      expect.soft(await narrow(person), "in 320 pixels, which is 400 %").toEqual(nothingLost);
      expect.soft(await printed(person), "on paper").toEqual(wholeOnPaper);
    });
  });
}
