/** The tests of every state: each is one visit, in which everything is looked at. */
import nunjucks from "nunjucks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withBrowser } from "../support/browser.ts";
import { invalid, narrow, nothingLost, printed, violations, wholeOnPaper } from "./checks.ts";
import { routeOf } from "./gallery/routes.ts";
import { openGround, type Ground, type State } from "./gallery/state.ts";
import { personAt, type Person } from "./person.ts";

/** One browser and one window for all of them. */
export async function visits(what: string, states: readonly State[]): Promise<void> {
  const browser = await withBrowser(what);
  // What renders a page is looked on at, and changed in nothing.
  const rendered = vi.spyOn(nunjucks.Environment.prototype, "render");
  let ground: Ground;
  let person: Person;

  beforeAll(async () => {
    if (!browser.here) return;
    ground = await openGround();
    person = await personAt(browser, ground.address);
  });
  afterAll(async () => {
    await browser.close();
    if (browser.here) await ground.close();
    rendered.mockRestore();
  });

  describe.skipIf(!browser.here)(what, () => {
    it.each(states.map((state) => [state.name, state] as const))("%s", async (_, state) => {
      rendered.mockClear();
      await state.arrive(person, ground);
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
      expect.soft(/^Error: /.test(await person.page.title()), "an error stands in the title").toBe(isError);
      expect.soft(await violations(person), "axe").toEqual([]);
      expect.soft(invalid(served.html), "html-validate").toEqual([]);
      expect.soft(await narrow(person), "in 320 pixels, which is 400 %").toEqual(nothingLost);
      expect.soft(await printed(person), "on paper").toEqual(wholeOnPaper);
    });
  });
}
