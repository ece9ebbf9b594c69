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
  await Promise.all([
    page.waitForEvent("domcontentloaded"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
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
  await look(screens, `${name}-front`);
  await page.getByRole("button", { name: "Raise a concern" }).click();
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

/** The questions that have been looked at: under another policy they differ in words alone. */
const lookedAt = new Set<string>();

/** Answers the question that is shown, and goes on. */
async function answer({ page, ...rest }: Screens, question: string, give: () => Promise<void>): Promise<void> {
  expect(await heading(page)).toContain(question);
  const id = await page.locator('input[name="page"]').first().inputValue();
  if (!lookedAt.has(id)) await look({ page, ...rest }, id);
  lookedAt.add(id);
  await give();
  await press(page, "Save and continue");
}

/** Answers questions that are asked under every policy, from the five texts on. */
const writes = (screens: Screens, question: string, text: string) =>
  answer(screens, question, () => screens.page.getByLabel(question).fill(text));
const chooses = (screens: Screens, question: string, choice: string) =>
  answer(screens, question, () => screens.page.getByLabel(choice, { exact: true }).check());
const passesOver = (screens: Screens, question: string) => answer(screens, question, () => Promise.resolve());
const gives = (screens: Screens, question: string, on: readonly [string, string, string]) =>
  answer(screens, question, () => onDay(screens.page, question, on));
const picks = (screens: Screens, agency: string) =>
  answer(screens, "The agency whose decision", async () => {
    await screens.page.getByLabel("The agency whose decision").selectOption({ label: agency });
  });

describe.skipIf(!browser.here)("a concern raised by page, without JavaScript", { timeout: 180_000 }, () => {
  it("ALL-02, ALL-05 under Knowsley's policy: written, refused, mended, left, taken up again, checked, changed and raised", async () => {
    const screens = await open();
    const { page } = screens;
    await arrive(screens, "knowsley");

    await press(page, "Save and continue");
    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "area-error");
    await page.getByRole("link", { name: "Select the local authority area" }).click();
    expect(page.url()).toContain("#area");
    await chooses(screens, "Local authority area", "Knowsley");
    await chooses(screens, "secure setting", "No, or to one elsewhere");
    await chooses(screens, "Who is the concern about?", "A child or young person");
    await picks(screens, "Children’s Social Care");
    await chooses(screens, "Does immediate risk apply?", "No");
    await chooses(screens, "sooner than the policy", "No");
    await answer(screens, "Who is the child?", async () => {
      await page.getByLabel("Name of the child").fill("Robin Childe");
      await onDay(page, "Date of birth", ["30", "5", "2014"]);
    });
    await passesOver(screens, "Circumstances");
    await chooses(screens, "Type of disagreement", "Level of need/threshold");
    await gives(screens, "When did the disagreement arise", ["16", "Nov", "2026"]);
    await page.getByLabel("The issue").fill("The referral was");
    await press(page, "Save and come back later");
    await look(screens, "later");

    await page.goto(page.url());
    await press(page, "Continue");
    await look(screens, "list");
    await press(page, "Begin afresh");
    await look(screens, "afresh");
    await press(page, "Keep it and go back");
    await press(page, "Go on");
    expect(await page.getByLabel("The issue").inputValue()).toBe("The referral was");
    await writes(screens, "The issue", texts.issue);
    await writes(screens, "The nature of the disagreement", texts.disagreement);
    await writes(screens, "The risk to the person", texts.risk);
    await writes(screens, "The evidence", texts.evidence);
    await writes(screens, "What you aim to achieve", texts.sought);
    await writes(screens, "Your name", "Ada Nurse");
    await passesOver(screens, "Who is your manager?");
    await answer(screens, "Whose decision or action is it", async () => {
      await page.getByLabel("Name of the practitioner").fill("Priya Nair");
      await page.getByLabel("Email address of the practitioner").fill("p.nair@elsewhere.example");
    });
    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "receiver-error");
    await page.getByLabel("Email address of the practitioner").fill("p.nair@care.example");
    await press(page, "Save and continue");
    await passesOver(screens, "Who is their manager");

    await look(screens, "check");
    await press(page, "Change The nature of the disagreement");
    expect(await page.getByLabel("The nature of the disagreement").inputValue()).toBe(texts.disagreement);
    await press(page, "Back");
    await press(page, "Change Circumstances");
    await page.getByLabel("Circumstances").fill("In care");
    await press(page, "Save and continue");
    expect(await page.locator("main").innerText()).toContain("In care");
    await press(page, "Raise this concern");

    await look(screens, "raised");
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
    await page.goto(page.url());
    await press(page, "Continue");
    await look(screens, "before");
    expect(await page.locator("main").innerText()).toContain(reference);
    await finish(screens);
  });

  it("SHR-08, KNO-02 about a community under Shropshire's policy, with immediate risk and little else", async () => {
    const screens = await open();
    const { page } = screens;
    await arrive(screens, "shropshire");

    await chooses(screens, "Local authority area", "Shropshire");
    await chooses(screens, "secure setting", "No, or to one elsewhere");
    await chooses(screens, "Who is the concern about?", "A community");
    await picks(screens, "Shropshire Community Safety");
    await chooses(screens, "Does immediate risk apply?", "Yes, it applies");
    await chooses(screens, "sooner than the policy", "No");
    await writes(screens, "Which community is it?", "Residents of the riverside flats");
    await chooses(
      screens,
      "Type of disagreement",
      "Disagreement over the sharing of information in a particular situation",
    );
    await gives(screens, "When did the disagreement arise", ["17", "11", "2026"]);
    for (const text of [
      "The issue",
      "The nature of the disagreement",
      "The risk to the community",
      "The evidence",
      "What you aim to achieve",
    ])
      await passesOver(screens, text);
    await writes(screens, "Your name", "Ada Nurse");
    await passesOver(screens, "Who is your manager?");
    await passesOver(screens, "Whose decision or action is it");
    await passesOver(screens, "Who is their manager");

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

    await chooses(screens, "Local authority area", "Medway");
    await chooses(screens, "secure setting", "No, or to one elsewhere");
    await chooses(screens, "Who is the concern about?", "A child or young person");
    await picks(screens, "Vale Police");
    await chooses(screens, "Does immediate risk apply?", "No");
    await chooses(screens, "sooner than the policy", "No");
    await answer(screens, "Who is the child?", () => page.getByLabel("Name of the child").fill("Robin Childe"));
    await passesOver(screens, "Circumstances");
    await answer(screens, "subject to a Child Protection Plan", async () => {
      await page.getByLabel("In care", { exact: true }).check();
      await page.getByLabel("None of these").check();
    });
    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "several-error");
    await page.getByRole("link", { name: "Select what applies, or “None of these”" }).click();
    expect(await page.evaluate("document.activeElement?.id")).toBe("answer-status.child-protection-plan");
    await page.getByLabel("None of these").uncheck();
    await press(page, "Save and continue");
    await chooses(screens, "Does it concern the Multi Agency Safeguarding Hub", "Yes");
    await chooses(screens, "Type of disagreement", "Concerns around the timeliness of interventions");
    await gives(screens, "When did the disagreement arise", ["16", "11", "2026"]);
    await writes(screens, "The issue", texts.issue);
    await writes(screens, "The nature of the disagreement", texts.disagreement);
    await writes(screens, "The risk to the person", texts.risk);
    await writes(screens, "The evidence", texts.evidence);
    await writes(screens, "What you aim to achieve", texts.sought);
    await gives(screens, "consult your own line manager", ["12", "11", "2026"]);
    await gives(screens, "resolve it professional to professional", ["18", "11", "2026"]);
    expect(await page.title()).toMatch(/^Error: /);
    await look(screens, "day-error");
    await gives(screens, "resolve it professional to professional", ["13", "11", "2026"]);
    await passesOver(screens, "contact the equivalent manager");
    await writes(screens, "Your name", "Ada Nurse");
    await passesOver(screens, "Who is your manager?");
    await passesOver(screens, "Whose decision or action is it");
    await passesOver(screens, "Who is their manager");

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
