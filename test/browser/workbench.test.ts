/**
 * The laptop's front page and what it leads to, in every state, in a real browser without JavaScript: accessible by WCAG 2.2 AA as
 * far as axe can tell, valid HTML, whole in 320 pixels and at 400 %, and on paper.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withBrowser } from "../support/browser.ts";
import { invalid, narrow, nothingLost, printed, violations, wholeOnPaper } from "./checks.ts";
import { openGround, type Ground } from "./gallery/state.ts";
import { benchRouteOf, benchRoutes, ofWorkbench } from "./gallery/workbench.ts";
import { personAt, type Person } from "./person.ts";

const browser = await withBrowser("the laptop's front page, in a browser");
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
});

/** Keeps a picture for somebody to look at, in the folder that SCREENSHOTS names. */
async function keep(name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (!folder) return;
  const file = `bench-${name.replaceAll(/[^a-z0-9]+/gi, "-")}`;
  await person.page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
  await person.page.setViewportSize({ width: 320, height: 800 });
  await person.page.screenshot({ path: join(folder, `${file}-320.png`), fullPage: true });
  await person.page.setViewportSize({ width: 1000, height: 900 });
}

/** As somebody does who reads all of it. */
const opensDetails = () =>
  person.page
    .locator("details")
    .evaluateAll((all: { open: boolean }[]) => all.forEach((each) => void (each.open = true)));

describe.skipIf(!browser.here)("the laptop's front page, in a browser", () => {
  it.each(ofWorkbench.map((state) => [state.name, state] as const))("%s", async (_, state) => {
    // What breaks on purpose is told to the terminal as well.
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await state.arrive(person, ground);
    told.mockRestore();
    const served = await person.served();
    expect({ route: await benchRouteOf(ground, served), status: served.status }).toEqual({
      route: state.route,
      status: state.status,
    });
    expect(await person.reads()).toContain(state.says);
    const isError = served.html.includes("govuk-error-summary");
    expect.soft((await person.page.title()).startsWith("Error: "), "an error stands in the title").toBe(isError);
    expect.soft(person.refused(), "the browser does all that the page asks for").toEqual([]);
    await opensDetails();
    await keep(state.name);
    expect.soft(await violations(person), "axe").toEqual([]);
    expect.soft(invalid(served.html), "html-validate").toEqual([]);
    expect.soft(await narrow(person), "in 320 pixels, which is 400 %").toEqual(nothingLost);
    expect.soft(await printed(person), "on paper").toEqual(wholeOnPaper);
  });

  it("every route of the laptop's pages is visited in some state, and no entry names a route that there is none of", async () => {
    const visited = [...new Set(ofWorkbench.map((each) => each.route))].filter((each) => each !== "none");
    expect(visited.toSorted()).toEqual((await benchRoutes(ground)).toSorted());
  });
});
