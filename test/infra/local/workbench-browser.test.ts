/**
 * The workbench in a real browser: accessible by WCAG 2.2 AA as far as axe can tell, narrow, without JavaScript, by keyboard;
 * and an email in its frame can do nothing to the page around it.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import { withBrowser } from "../../support/browser.ts";

const browser = await withBrowser("the workbench in a browser");
const folder = mkdtempSync(join(tmpdir(), "workbench-"));
let laptop: Laptop;

beforeAll(async () => {
  if (!browser.here) return;
  laptop = await startLaptop({
    folder,
    ports: { service: 0, workbench: 0 },
    database: "in memory",
    start: "2026-11-23T10:00:00.000Z",
  });
});

afterAll(async () => {
  await browser.close();
  if (browser.here) await laptop.close();
  rmSync(folder, { recursive: true, force: true });
});

const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Scans a page, with what is folded away if asked, and sees that nothing of it is cut off at 320 pixels. */
async function look(page: Page, name: string, { unfolded = false } = {}): Promise<void> {
  if (unfolded) await page.evaluate(`document.querySelectorAll("details").forEach((each) => (each.open = true))`);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(levels).analyze();
  expect(violations.map((each) => `${name} ${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  const pictures = process.env["SCREENSHOTS"];
  if (pictures) await page.screenshot({ path: join(pictures, `workbench-${name}.png`), fullPage: true });
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await page.evaluate("document.documentElement.scrollWidth"), `${name} at 320 pixels`).toBeLessThanOrEqual(320);
  if (pictures) await page.screenshot({ path: join(pictures, `workbench-${name}-320.png`), fullPage: true });
  await page.setViewportSize({ width: 1000, height: 900 });
}

/** Sends an email to the laptop’s mailbox. @returns the address of its page */
async function sends(html: string): Promise<string> {
  const client = new SESClient({
    region: "eu-west-2",
    endpoint: laptop.mailbox.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { MessageId } = await client.send(
    new SendEmailCommand({
      Source: "no-reply@escalation.example",
      Destination: { ToAddresses: ["s.carter@whitebeam-primary.example"] },
      Message: { Subject: { Data: "A test" }, Body: { Text: { Data: "Text" }, Html: { Data: html } } },
    }),
  );
  client.destroy();
  return `${laptop.workbench}/mail/${MessageId}`;
}

describe.skipIf(!browser.here)("the workbench in a browser", { timeout: 120_000 }, () => {
  it("the front page meets WCAG 2.2 AA and fits into 320 pixels, empty, with things under way, with a problem and after a press", async () => {
    const page = await browser.open();
    await page.goto(laptop.workbench);
    await look(page, "front-empty");
    for (const sample of ["knowsley", "practice-alert"]) await page.locator(`button[value="${sample}"]`).click();
    await look(page, "front-raised");
    await page.locator('button[value="next"]').click();
    await look(page, "front-moved", { unfolded: true });
    await page.getByLabel("How far to move it").fill("soon");
    await page.getByRole("button", { name: "Move the clock" }).click();
    expect(await page.title()).toMatch(/^Error: /);
    await look(page, "front-problem");
    await page.close();
  });

  it("so does every other page", async () => {
    const page = await browser.open();
    await page.goto(laptop.workbench);
    await page.locator('button[value="knowsley"]').click();
    await page.goto(`${laptop.workbench}/mailbox`);
    await look(page, "all-email");
    await page.goto(`${laptop.workbench}/mailbox/j.malik%40social-care.knowsley.example`);
    await look(page, "mailbox");
    await page.getByRole("link", { name: "your answer is asked for" }).first().click();
    await look(page, "email", { unfolded: true });
    await page.getByRole("button", { name: "Report that it came back" }).click();
    await look(page, "email-came-back");
    await page.goto(laptop.workbench);
    await page.locator("#escalations h3 a").first().click();
    expect(page.url()).toContain("/escalations/");
    await look(page, "escalation");
    for (const name of ["guide", "nowhere"]) {
      await page.goto(`${laptop.workbench}/${name}`);
      await look(page, name);
    }
    await page.close();
  });

  it("a trainer raises, finds the email and opens its link by keyboard alone and without JavaScript", async () => {
    const page = await browser.open({ javaScript: false });
    await page.goto(laptop.workbench);
    await page.locator('button[value="medway"]').focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/raised=/);
    await page.locator("#mailboxes").getByRole("link", { name: "Noor Castle" }).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/mailbox\//);
    await page.getByRole("link", { name: "your concern has been raised" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/mail\//);
    const link = page.locator("#links a").first();
    expect(await link.getAttribute("href")).toMatch(new RegExp(`^${laptop.service}/`));
    await link.focus();
    const [opened] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Enter")]);
    await opened.waitForLoadState();
    expect(opened.url()).toMatch(new RegExp(`^${laptop.service}/`));
    expect(await opened.getByRole("button", { name: "Continue" }).count()).toBe(1);
    await page.context().close();
  });

  it("an email in its frame runs no script, asks nothing of the outside, sends no form and never leaves the frame; its links open in a tab of their own", async () => {
    const asked: string[] = [];
    const outside = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("<title>Outside</title>");
    });
    await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void outside.close());
    const there = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
    const url = await sends(`<html><head><meta http-equiv="refresh" content="0;url=${there}/refresh"></head>
      <body><p id="ran" style="color: rgb(1, 2, 3)">Nothing ran</p>
      <script>document.getElementById("ran").textContent = "ran"; top.location = "${there}/script"</script>
      <img src="${there}/picture" onerror="document.getElementById('ran').textContent = 'ran'">
      <link rel="stylesheet" href="${there}/style"><iframe src="${there}/frame"></iframe>
      <form action="${there}/form" target="_top"><button id="form">Send</button></form>
      <a id="top" href="${there}/top" target="_top">Top</a> <a id="self" href="${there}/self" target="_self">Self</a>
      <a id="tab" href="${there}/tab">Tab</a></body></html>`);
    const page = await browser.open();
    await page.goto(url);
    const frame = page.frameLocator("iframe.bench-frame");
    for (const id of ["form", "top"]) await frame.locator(`#${id}`).click();
    const [opened] = await Promise.all([page.context().waitForEvent("page"), frame.locator("#tab").click()]);
    await opened.waitForLoadState();
    expect(await opened.title()).toBe("Outside");
    expect(await frame.locator("#ran").innerText()).toBe("Nothing ran");
    // It looks as it was sent all the same.
    expect(await frame.locator("#ran").evaluate("getComputedStyle(document.getElementById('ran')).color")).toBe(
      "rgb(1, 2, 3)",
    );
    await frame.locator("#self").click();
    // What was asked for last has come: whatever else was asked for would have too.
    const listed = page.locator("#links").getByRole("link", { name: "Tab" });
    const [again] = await Promise.all([page.context().waitForEvent("page"), listed.click()]);
    await again.waitForLoadState();
    expect(page.url()).toBe(url);
    expect(asked.filter((each) => each !== "/favicon.ico")).toEqual(["/tab", "/tab"]);
    await page.context().close();
  });
});
