/** Every kind of page in a real browser: accessible by WCAG 2.2 AA as far as axe can tell, and usable without JavaScript. */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { serve, type ServerType } from "@hono/node-server";
import type { Locator, Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { withBrowser } from "../../support/browser.ts";
import { places } from "./places.ts";
import type { World } from "./support.ts";

const servers: ServerType[] = [];

const browser = await withBrowser("pages in a browser");

afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
});

/** The pages over HTTP, at an address of their own. */
async function served(made: World): Promise<string> {
  const port = await new Promise<number>((resolve) => {
    servers.push(serve({ fetch: made.app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => resolve(info.port)));
  });
  return `http://127.0.0.1:${port}`;
}

const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Without frames, axe needs no second page of its own: half the time. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(levels).analyze();
  return found.map((each) => `${page.url()} ${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`);
}

/** Keeps a picture for somebody to look at, in the folder that SCREENSHOTS names. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  if (folder) await page.screenshot({ path: join(folder, `pages-${name}.png`), fullPage: true });
}

/** Clicks what sends a form, and waits for the page that comes: it has the same address. */
async function sends(page: Page, button: Locator): Promise<void> {
  await Promise.all([page.waitForEvent("domcontentloaded"), button.click()]);
}

const press = (page: Page, button: string) => sends(page, page.getByRole("button", { name: button, exact: true }));

/** Opens a link, continues, and chooses a form by its button. */
async function choose(page: Page, url: string, form: string): Promise<void> {
  await page.goto(url);
  await press(page, "Continue");
  await sends(page, chooses(page, form));
}

/** The button that opens a form: its own, or “Do not agree” where it can be agreed to on the page itself. */
const chooses = (page: Page, form: string) =>
  page
    .locator(`button[name="form"][value="${form}"]`)
    .or(page.locator(`form:has(input[name="form"][value="${form}"]) button[value="choose"]`));

describe.skipIf(!browser.here)("pages in a browser", { timeout: 120_000 }, () => {
  it.each(Object.entries(places))(
    "the form %s meets WCAG 2.2 AA, with and without errors, and is chosen and sent without JavaScript too",
    async (form, place) => {
      const { made, path, key = form } = await place();
      const url = (await served(made)) + path;
      const plain = await browser.open({ javaScript: false });
      await choose(plain, url, key);
      await plain.getByLabel("Your name").fill(" ");
      await sends(plain, plain.locator("main form button").first());
      expect(await plain.title()).toMatch(/^Error: /);
      await plain.close();
      const page = await browser.open();
      await choose(page, url, key);
      expect(await page.getByLabel("Your name").count()).toBe(1);
      await keep(page, `form-${form}`);
      expect(await violations(page)).toEqual([]);
      await sends(page, page.locator("main form button").first());
      expect(await page.title()).toMatch(/^Error: /);
      expect(await violations(page)).toEqual([]);
      await page.close();
    },
  );

  it("the page of the link, the one after Continue, the record, the confirmation and every error page meet WCAG 2.2 AA", async () => {
    const { made, path } = await places.propose();
    const url = await served(made);
    const page = await browser.open();
    const look = async (name?: string) => {
      if (name) await keep(page, name);
      expect(await violations(page)).toEqual([]);
    };
    await page.goto(url + path);
    await look("landing");
    await press(page, "Continue");
    await look("party");
    await press(page, "Agree");
    expect(await page.title()).toMatch(/^Error: /);
    await look("party-error");
    await sends(page, chooses(page, "note"));
    await page.getByLabel("Your name").fill("Sam");
    await page.getByLabel("A note").check();
    await page.getByLabel("What you want to put on the record").fill("First line\n\nThird line");
    await press(page, "Add to the record");
    await look("done");
    await press(page, "See the whole record");
    await look("record");
    const listed = await places.tick();
    await page.goto((await served(listed.made)) + listed.path);
    await press(page, "Continue");
    await look("party-list");
    for (const [name, address] of [
      ["front", "/"],
      ["not-found", "/nowhere"],
      ["not-ours", "/AAAA-0000/forged"],
    ] as const) {
      await page.goto(url + address);
      await look(name);
    }
    await page.close();
  });

  it("a person answers without JavaScript, and no page asks for anything that its policy of content forbids", async () => {
    const { made, path } = await places.respond();
    const page = await browser.open({ javaScript: false, width: 360 });
    const refused: string[] = [];
    page.on("console", (message) => void (message.type() === "error" && refused.push(message.text())));
    page.on("requestfailed", (request) => void refused.push(request.url()));
    await choose(page, (await served(made)) + path, "discussion");
    await page.getByLabel("Your name").fill("Una Worker");
    await page.getByLabel("A meeting").check();
    await page.getByLabel("Day").fill("2");
    await page.getByLabel("Month").fill("11");
    await page.getByLabel("Year").fill("2026");
    await page.getByLabel("Time").fill("9:15am");
    await page.getByLabel("Who took part").fill("Ada and Una");
    await page.getByLabel("What was agreed").fill("A visit");
    await press(page, "Add to the record");
    await keep(page, "form-error");
    expect(refused.filter((each) => !each.includes("422"))).toEqual([]);
    await page.getByRole("link", { name: "Enter how outstanding issues will be pursued" }).click();
    expect(page.url()).toContain("#pursued");
    await page.getByLabel("How outstanding issues will be pursued").fill("By phone");
    await press(page, "Add to the record");
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(
      "The record of the discussion or meeting is added",
    );
    expect(made.last("DiscussionRecorded").sealed).toMatchObject({ agreed: "A visit", pursued: "By phone" });
    await page.close();
  });
});
