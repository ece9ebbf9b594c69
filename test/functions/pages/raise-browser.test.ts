/**
 * A concern raised wholly by page, in a real browser without JavaScript, on the whole service: the link comes from the
 * mailbox, the acknowledgement ends there. Every page on the way meets WCAG 2.2 AA as far as axe can tell.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import { withBrowser } from "../../support/browser.ts";
import { ada, directoryText, linkIn, referenceOn, texts, tuesday } from "./raising.ts";

const browser = await withBrowser("raising a concern in a browser");
const folder = mkdtempSync(join(tmpdir(), "raising-"));
let laptop: Laptop;

beforeAll(async () => {
  if (!browser.here) return;
  const directory = join(folder, "directory.yaml");
  writeFileSync(directory, directoryText);
  laptop = await startLaptop({ folder, ports: { service: 0, workbench: 0 }, directory, start: tuesday });
});

afterAll(async () => {
  await browser.close();
  if (browser.here) await laptop.close();
  rmSync(folder, { recursive: true, force: true });
});

const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A page without JavaScript for the person, and one with it that shows the same to axe, which is a script itself. */
interface Screens {
  readonly page: Page;
  readonly scanned: Page;
}

/** Scans what the person sees, and keeps a picture of it in the folder that SCREENSHOTS names. */
async function look({ page, scanned }: Screens, name: string): Promise<void> {
  await scanned.setContent(await page.content());
  for (const link of await page.locator('link[rel="stylesheet"]').all())
    await scanned.addStyleTag({
      content: await (await page.request.get(new URL((await link.getAttribute("href")) ?? "", page.url()).href)).text(),
    });
  const { violations } = await new AxeBuilder({ page: scanned }).setLegacyMode().withTags(levels).analyze();
  expect(violations.map((each) => `${name} ${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(await page.locator("main").innerText()).toMatch(/^If someone is in immediate danger, call 999\./);
  const pictures = process.env["SCREENSHOTS"];
  if (pictures) await page.screenshot({ path: join(pictures, `raise-${name}.png`), fullPage: true });
}

async function press(page: Page, button: string): Promise<void> {
  await Promise.all([page.waitForEvent("domcontentloaded"), page.getByRole("button", { name: button }).click()]);
}

async function onDay(
  page: Page,
  question: string,
  [day, month, year]: readonly [string, string, string],
): Promise<void> {
  const group = page.getByRole("group", { name: question });
  await group.getByLabel("Day").fill(day);
  await group.getByLabel("Month").fill(month);
  await group.getByLabel("Year").fill(year);
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).innerText();

/** Asks for a link, opens it from the mailbox, and continues. */
async function arrive(screens: Screens, name: string): Promise<void> {
  const { page } = screens;
  await page.goto(`${laptop.service}/`);
  await page.getByRole("link", { name: "Raise a concern" }).click();
  await look(screens, `${name}-start`);
  await press(page, "Send me a link");
  expect(await page.title()).toMatch(/^Error: /);
  await look(screens, `${name}-start-error`);
  await page.getByLabel("Your work email address").fill(ada);
  await press(page, "Send me a link");
  await look(screens, `${name}-sent`);
  const mail = laptop.mailbox.mails().findLast((each) => each.to.includes(ada));
  await page.goto(laptop.service + linkIn(mail?.text));
  await look(screens, `${name}-invited`);
  await press(page, "Continue");
}

async function open(): Promise<Screens & { readonly refused: string[] }> {
  const page = await browser.open({ javaScript: false });
  const refused: string[] = [];
  page.on("console", (said) => void (said.type() === "error" && refused.push(said.text())));
  page.on("requestfailed", (request) => void refused.push(request.url()));
  return { page, scanned: await browser.open(), refused };
}

const finish = async ({ page, scanned, refused }: Awaited<ReturnType<typeof open>>) => {
  // Chromium calls a refused form an error; nothing else is one.
  expect(refused.filter((each) => !each.includes("422"))).toEqual([]);
  await page.close();
  await scanned.close();
};

/** What the acknowledgement of a reference says. */
async function acknowledged(reference: string): Promise<void> {
  await laptop.quiet();
  expect(
    laptop.mailbox.mails().filter((each) => each.to.includes(ada) && each.subject.startsWith(reference)),
  ).toHaveLength(1);
}

describe.skipIf(!browser.here)("a concern raised by page, without JavaScript", { timeout: 120_000 }, () => {
  it("ALL-02, ALL-05 under Knowsley's policy: written, refused, mended, checked, changed and raised", async () => {
    const screens = await open();
    const { page } = screens;
    await arrive(screens, "knowsley");

    await look(screens, "knowsley-where");
    await press(page, "Continue");
    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "knowsley-where-error");
    await page.getByRole("link", { name: "Choose the agency" }).click();
    expect(page.url()).toContain("#receiving-agency");
    await page.getByLabel("Knowsley", { exact: true }).check();
    await page.getByLabel("No, or to one elsewhere").check();
    await page.getByLabel("A child or young person").check();
    await page.getByLabel("The agency whose decision").selectOption({ label: "Children’s Social Care" });
    await press(page, "Continue");

    expect(await heading(page)).toBe("The concern");
    await look(screens, "knowsley-concern");
    await page.getByLabel("No", { exact: true }).check();
    await page.getByLabel("Name of the child").fill("Robin Childe");
    await onDay(page, "Date of birth", ["30", "5", "2014"]);
    await page.getByLabel("Level of need/threshold").check();
    await onDay(page, "When the disagreement arose", ["16", "Nov", "2026"]);
    await page.getByLabel("The issue").fill(texts.issue);
    await page.getByLabel("The nature of the disagreement").fill(texts.disagreement);
    await page.getByLabel("The evidence").fill(texts.evidence);
    await page.getByLabel("What you aim to achieve").fill(texts.sought);
    await page.getByLabel("Your name").fill("Ada Nurse");
    await page.getByLabel("Name of the practitioner").fill("Priya Nair");
    await page.getByLabel("Email address of the practitioner").fill("p.nair@elsewhere.example");
    await press(page, "Continue");
    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "knowsley-concern-error");
    await page.getByLabel("The risk to the person").fill(texts.risk);
    await page.getByLabel("Email address of the practitioner").fill("p.nair@care.example");
    await press(page, "Continue");

    await look(screens, "knowsley-check");
    await press(page, "Change the concern");
    expect(await page.getByLabel("The nature of the disagreement").inputValue()).toBe(texts.disagreement);
    await page.getByLabel("Circumstances").fill("In care");
    await press(page, "Continue");
    expect(await page.locator("main").innerText()).toContain("In care");
    await press(page, "Raise this concern");

    await look(screens, "knowsley-raised");
    const text = await page.locator("main").innerText();
    expect(text).toContain("Your concern is raised");
    expect(text).toContain("Multi Agency Escalation Policy");
    expect(text).toContain("5pm on Friday 20 November 2026");
    const reference = referenceOn({ text });
    await acknowledged(reference);
    expect(laptop.mailbox.mails().filter((each) => each.to.includes("p.nair@care.example"))).toHaveLength(1);

    // Loading the page anew sends it once more, and finds the same one.
    await page.reload();
    expect(referenceOn({ text: await page.locator("main").innerText() })).toBe(reference);
    await acknowledged(reference);
    await finish(screens);
  });

  it("SHR-08, KNO-02 about a community under Shropshire's policy, with immediate risk and little else", async () => {
    const screens = await open();
    const { page } = screens;
    await arrive(screens, "shropshire");

    await page.getByLabel("Shropshire", { exact: true }).check();
    await page.getByLabel("No, or to one elsewhere").check();
    await page.getByLabel("A community").check();
    await page.getByLabel("The agency whose decision").selectOption({ label: "Shropshire Community Safety" });
    await press(page, "Continue");

    await look(screens, "shropshire-concern");
    await page.getByLabel("Yes, it applies").check();
    await page.getByLabel("The community", { exact: true }).fill("Residents of the riverside flats");
    await page.getByLabel("Disagreement over the sharing of information").check();
    await onDay(page, "When the disagreement arose", ["17", "11", "2026"]);
    await page.getByLabel("Your name").fill("Ada Nurse");
    await press(page, "Continue");

    await look(screens, "shropshire-check");
    await press(page, "Raise this concern");
    await look(screens, "shropshire-raised");
    const text = await page.locator("main").innerText();
    expect(text).toContain("Escalation Policy of Shropshire Safeguarding Community Partnership");
    expect(text).toContain(
      "this is still missing: the issue, the nature of the disagreement, the risk to the community",
    );
    const reference = referenceOn({ text });
    await acknowledged(reference);
    const story = await laptop.container.tasks.escalations.read(reference);
    expect(story?.state.raised).toMatchObject({
      subject: "community",
      immediateRisk: true,
      policy: { id: "shropshire" },
    });
    await finish(screens);
  });

  it("MED-01, MED-04, MED-05 under Medway's policy: what it asks, and the informal stage where something has to come first", async () => {
    const screens = await open();
    const { page } = screens;
    await arrive(screens, "medway");

    await page.getByLabel("Medway", { exact: true }).check();
    await page.getByLabel("No, or to one elsewhere").check();
    await page.getByLabel("A child or young person").check();
    await page.getByLabel("The agency whose decision").selectOption({ label: "Vale Police" });
    await press(page, "Continue");

    await look(screens, "medway-concern");
    await page.getByRole("group", { name: "Does this apply?" }).getByLabel("No", { exact: true }).check();
    await page.getByLabel("Name of the child").fill("Robin Childe");
    await page.getByLabel("In care", { exact: true }).check();
    await page.getByLabel("None of these").check();
    await page.getByLabel("Concerns around the timeliness of interventions").check();
    await onDay(page, "When the disagreement arose", ["16", "11", "2026"]);
    await page.getByLabel("The issue").fill(texts.issue);
    await page.getByLabel("The nature of the disagreement").fill(texts.disagreement);
    await page.getByLabel("The risk to the person").fill(texts.risk);
    await page.getByLabel("The evidence").fill(texts.evidence);
    await page.getByLabel("What you aim to achieve").fill(texts.sought);
    await onDay(page, "consult your own line manager", ["12", "11", "2026"]);
    await onDay(page, "resolve it professional to professional", ["18", "11", "2026"]);
    await page.getByLabel("Your name").fill("Ada Nurse");
    await press(page, "Continue");

    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "medway-concern-error");
    await page.getByRole("link", { name: "Select what applies, or “None of these”" }).click();
    expect(await page.evaluate("document.activeElement?.id")).toBe("answer-status.child-protection-plan");
    await page.getByLabel("None of these").uncheck();
    await page
      .getByRole("group", { name: "Does it concern the Multi Agency Safeguarding Hub" })
      .getByLabel("Yes", { exact: true })
      .check();
    await onDay(page, "resolve it professional to professional", ["13", "11", "2026"]);
    await press(page, "Continue");

    await look(screens, "medway-check");
    expect(await page.locator("main").innerText()).toContain("It is not in the formal process yet");
    await press(page, "Raise this concern");
    await look(screens, "medway-raised");
    const text = await page.locator("main").innerText();
    expect(text).toContain("It is at “Before Stage 1: professional to professional” now.");
    const reference = referenceOn({ text });
    await acknowledged(reference);
    const story = await laptop.container.tasks.escalations.read(reference);
    expect(story?.state.raised).toMatchObject({
      opensAt: "informal",
      notYet: ["managers-in-contact"],
      sealed: { answers: { status: ["in-care"], "concerns-mash": "yes" } },
    });
    await finish(screens);
  });
});
