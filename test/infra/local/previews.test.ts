import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { previews } from "../../../functions/mail/previews.ts";
import { createPreviews } from "../../../infra/local/previews.ts";

const app = createPreviews();
const get = async (path: string) => {
  const response = await app.request(path);
  return { status: response.status, text: await response.text() };
};
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  // Void elements end as prettier writes them, and the style of a workbench stands in its page.
  rules: {
    "void-style": "off",
    "no-inline-style": "off",
    "no-trailing-whitespace": "off",
    "doctype-style": "off",
    "tel-non-breaking": "off",
  },
});

test("the list leads to every kind of email, and each shows its HTML apart, its text and its calendar file", async () => {
  const list = await get("/emails");
  const paths = [...list.text.matchAll(/href="(\/emails\/[a-z-]+)"/g)].map(([, path]) => path ?? "");
  expect(new Set(paths).size).toBe(previews().length);
  for (const { message } of previews()) expect(list.text).toContain(message.subject.replaceAll("’", "’"));
  for (const path of paths) expect((await get(path)).status).toBe(200);
  const asked = await get("/emails/escalation-asked");
  expect(asked.text).toMatch(/<iframe title="The email as HTML" sandbox(="")? srcdoc="&lt;!doctype html&gt;/);
  expect(asked.text).toContain("What happens otherwise\nIf it is not settled by then");
  expect(asked.text).toContain("SUMMARY:Answer escalation 7K3M-9QXD");
  expect((await get("/emails/none-such")).status).toBe(404);
});

test.each(["/emails", "/emails/escalation-asked", "/emails/digest"])("%s is valid HTML", async (path) => {
  const { results } = await validator.validateString((await get(path)).text);
  expect(results.flatMap((each) => each.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([]);
});
