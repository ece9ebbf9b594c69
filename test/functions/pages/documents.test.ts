/** The documents of an escalation on pages and as files, under Knowsley's policy with forms of the test's own. */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { serve, type ServerType } from "@hono/node-server";
import { handle } from "hono/aws-lambda";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Form, Policy } from "../../../policies/language/schema.ts";
import { withBrowser } from "../../support/browser.ts";
import { paragraphsOf, unzip } from "../documents/unzip.ts";
import { actingSeat, mainOf, name, reach, reference, words, world, type World } from "./support.ts";

const nurse = "raiser";
const social = "practitioners/receiving-side/1";

const notice: Form = {
  form: "notice",
  title: "Escalation Notice",
  fromStage: "senior-managers",
  says: "This is not KSCP’s own template.",
  clause: "Appendix 2",
  parts: [
    {
      fields: [
        { label: "Name", shows: [{ fact: "name of the person" }] },
        { label: "The issue", shows: [{ fact: "issue" }] },
      ],
    },
    {
      title: "Stage 2",
      fields: [
        { label: "Concerns remaining", shows: [{ fact: "concerns remaining from", stage: "line-managers" }] },
        { label: "Resolution", shows: [{ fact: "resolution of", stage: "senior-managers" }] },
      ],
    },
  ],
};

const withForms = (policy: Policy): Policy => ({ ...policy, forms: [notice] });
const save = { do: "save", form: "notice" };

async function atSeniorManagers(said: Partial<typeof words> = {}): Promise<{ made: World; raising: string }> {
  const made = await world({ change: withForms, words: { ...words, ...said } });
  await reach(made, "senior-managers");
  return { made, raising: made.link(nurse) };
}

describe("the documents of an escalation", () => {
  it("KNO-10 the page after Continue offers the notice from its stage on, and the whole record always", async () => {
    const made = await world({ change: withForms });
    const path = made.link(nurse);
    const before = await made.post(path, { do: "continue" });
    expect(before.html).not.toContain('value="notice"');
    expect(before.text).toContain("Record of the escalation");
    expect((await made.post(path, { do: "document", form: "notice" })).status).toBe(409);
    expect((await made.post(path, save)).status).toBe(409);
    await reach(made, "senior-managers");
    expect((await made.post(path, { do: "continue" })).text).toContain("Escalation Notice");
    expect((await made.post(path, { do: "document", form: "notice" })).status).toBe(200);
    // What was not chosen well still shows the documents.
    expect((await made.post(path, { do: "choose" })).text).toContain("Escalation Notice");
  });

  it("KNO-10 the notice has its fields from the record, says that it is not the partnership's template, and when it was made", async () => {
    const { made, raising } = await atSeniorManagers();
    const { text, headers } = await made.post(raising, { do: "document", form: "notice" });
    const inOrder = [
      `Escalation ${reference} Escalation Notice This is not KSCP’s own template.`,
      "Knowsley Safeguarding Children Partnership, Multi Agency Escalation Policy, version 2020-06 (Appendix 2)",
      `Made from the record of escalation ${reference} at 10am on Monday 2 November 2026.`,
      "Name Robin Childe The issue The school nurse referral was closed. Stage 2 Concerns remaining No agreement. Pat Before, line manager, Whiston Hospital, at 10am on Monday 2 November 2026 Resolution Not on the record",
    ];
    const places = inOrder.map((each) => text.indexOf(each));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  it.each(["notice", "record"])(
    "ALL-01 everybody sees the same %s, and reading or saving it records nothing",
    async (form) => {
      const { made, raising } = await atSeniorManagers();
      const receiving = made.link(social);
      const told = made.link(await actingSeat(made, "receiving"), "senior-managers");
      const length = made.record.commits.length;
      const pages = await Promise.all(
        [raising, receiving, told].map(async (each) => {
          const { status, html } = await made.post(each, { do: "document", form });
          expect(status).toBe(200);
          return mainOf(html).replaceAll(each, "");
        }),
      );
      expect(new Set(pages).size).toBe(1);
      const files = await Promise.all([raising, receiving].map((each) => saved(made, each, form)));
      expect(files[0]?.paragraphs).toEqual(files[1]?.paragraphs);
      expect(made.record.commits).toHaveLength(length);
    },
  );

  it("ALL-13 the file has no name in its name, is not kept on the way, and says what the page says", async () => {
    const { made, raising } = await atSeniorManagers();
    const { response, paragraphs } = await saved(made, raising, "notice");
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Disposition")).toBe(
      `attachment; filename="escalation-notice-${reference}.docx"`,
    );
    expect(response.headers.get("Content-Type")).toBe(
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    );
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("X-Robots-Tag")).toBe("noindex, nofollow");
    expect(paragraphs.slice(0, 5)).toEqual([
      "Heading1 Escalation Notice",
      `Escalation ${reference}`,
      "This is not KSCP’s own template.",
      "Knowsley Safeguarding Children Partnership, Multi Agency Escalation Policy, version 2020-06 (Appendix 2)",
      `Made from the record of escalation ${reference} at 10am on Monday 2 November 2026. All times are London time.`,
    ]);
    const at = paragraphs.indexOf("The issue");
    expect(paragraphs.slice(at, at + 2)).toEqual(["The issue", words.issue]);
  });

  it("MED-19, TP-08, KNO-16 the whole record is saved in the same way, with what was added a moment ago", async () => {
    const made = await world({ change: withForms });
    const path = made.link(social);
    await made.send(path, "note", { ...name, kind: "note", words: "A last word" });
    const { response, paragraphs } = await saved(made, path, "record");
    expect(response.headers.get("Content-Disposition")).toBe(
      `attachment; filename="record-of-the-escalation-${reference}.docx"`,
    );
    expect(paragraphs.slice(-3)).toEqual([expect.stringContaining("Sam Answerer"), "Note", "A last word"]);
    expect((await made.post(path, { do: "document", form: "record" })).text).toContain("A last word");
  });

  it("a file goes through the cloud's gateway as bytes, not as text", async () => {
    const { made, raising } = await atSeniorManagers();
    const answer = await handle(made.app)(
      {
        version: "2.0",
        routeKey: "$default",
        rawPath: raising,
        rawQueryString: "",
        headers: { host: "escalations.example", "content-type": "application/x-www-form-urlencoded" },
        requestContext: { http: { method: "POST", path: raising }, domainName: "escalations.example" },
        body: new URLSearchParams(save).toString(),
        isBase64Encoded: false,
        // The gateway sends much more; this is what is read of it.
      } as unknown as Parameters<ReturnType<typeof handle>>[0],
      undefined,
    );
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    const bytes = new Uint8Array(Buffer.from((answer as { body: string }).body, "base64"));
    expect([...unzip(bytes.buffer).keys()]).toContain("word/document.xml");
  });

  it("what people typed is text for ever, on the page and in the file", async () => {
    const issue = '<script>alert("1")</script>\n=1+1 & {{ x }}';
    const { made, raising } = await atSeniorManagers({ issue });
    const { html } = await made.post(raising, { do: "document", form: "notice" });
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
    expect((await saved(made, raising, "notice")).paragraphs).toEqual(expect.arrayContaining(issue.split("\n")));
  });

  it("a document that no policy has, or that is of no link, is refused", async () => {
    const { made, raising } = await atSeniorManagers();
    for (const form of ["", "other", "__proto__"]) {
      const refused = await made.post(raising, { do: "save", form });
      expect(refused.status).toBe(409);
      expect(refused.text).toContain("This document is not there");
      expect(refused.text).not.toContain("Robin");
    }
    expect((await made.post(`/${reference}/forged`, save)).status).toBe(404);
  });
});

async function saved(made: World, path: string, form: string) {
  const response = await made.app.request(path, { method: "POST", body: new URLSearchParams({ do: "save", form }) });
  const parts = unzip(await response.arrayBuffer());
  return { response, paragraphs: paragraphsOf(parts.get("word/document.xml") ?? "") };
}

const browser = await withBrowser("documents in a browser");

describe.skipIf(!browser.here)("documents in a browser", { timeout: 120_000 }, () => {
  let server: ServerType;
  let url: string;

  beforeAll(async () => {
    const { made, raising } = await atSeniorManagers();
    const port = await new Promise<number>((resolve) => {
      server = serve({ fetch: made.app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => resolve(info.port));
    });
    url = `http://127.0.0.1:${port}${raising}`;
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  const press = (page: Page, button: string) =>
    Promise.all([page.waitForEvent("domcontentloaded"), page.getByRole("button", { name: button }).click()]);

  it.each(["Escalation Notice", "Record of the escalation"])(
    "%s is read and saved without JavaScript's help, and its page meets WCAG 2.2 AA",
    async (title) => {
      const page = await browser.open();
      await page.goto(url);
      await press(page, "Continue");
      await press(page, title);
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(title);
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
      const folder = process.env["SCREENSHOTS"];
      if (folder)
        await page.screenshot({ path: join(folder, `pages-${title.replaceAll(" ", "-")}.png`), fullPage: true });
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save as a Word document" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`${title.toLowerCase().replaceAll(" ", "-")}-${reference}.docx`);
      await page.emulateMedia({ media: "print" });
      expect(await page.getByRole("button").count()).toBe(0);
      await page.close();
    },
  );
});
