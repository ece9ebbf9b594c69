import { expect, it } from "vitest";
import type { Document } from "../../../functions/documents/document.ts";
import { toDocx } from "../../../functions/documents/docx.ts";
import { formDocument } from "../../../functions/documents/form.ts";
import { recordDocument } from "../../../functions/documents/record.ts";
import { formCalled, sourceOf, untilStage3 } from "./testshire.ts";
import { paragraphsOf, unzip } from "./unzip.ts";

const form = () => formDocument(formCalled("stage-3-form"), sourceOf(untilStage3()));
const partsOf = async (document: Document) => unzip(await toDocx(document));
const bodyOf = async (document: Document) => (await partsOf(document)).get("word/document.xml") ?? "";

/** A document of one field. */
const saying = (text: string): Document => ({
  ...form(),
  parts: [{ fields: [{ label: "Response", says: [{ text, from: "Ada" }] }] }],
});

it("MED-11 the file has every field and every word of the form, in its order", async () => {
  const document = form();
  const table = document.parts.map(({ title, fields }) => [
    title ? `Heading2 ${title}` : "",
    "Field",
    "On the record",
    ...fields.flatMap(({ label, says }) => [
      label,
      ...says.flatMap(({ text, from }) => [text, ...(from ? [from] : [])]),
    ]),
  ]);
  expect(paragraphsOf(await bodyOf(document))).toEqual([
    "Heading1 Stage 3 Escalation Form",
    "Escalation 7K3M-9QXD",
    "Testshire Partnership, Escalation Policy, version 1 (Appendix One)",
    "Made from the record of escalation 7K3M-9QXD at 9:30am on Tuesday 17 November 2026. All times are London time.",
    ...table.flat(),
  ]);
});

it("MED-19, TP-08 the file of the whole record has every entry, with who and when", async () => {
  const document = recordDocument(sourceOf(untilStage3()));
  const text = paragraphsOf(await bodyOf(document));
  expect(text.filter((each) => each.startsWith("Heading3"))).toEqual(
    untilStage3().map((_, index) => `Heading3 Entry ${index + 1}: ${document.entries?.[index]?.when}`),
  );
  const at = text.indexOf("Heading3 Entry 8: 10am on Tuesday 10 November 2026");
  expect(text.slice(at + 1, at + 5)).toEqual([
    "Rejected the proposed resolution at “Stage 2: Heads of Service”.",
    "Lou Governor, Head of Service, North School (raising side)",
    "Reason",
    "Next month is too late.",
  ]);
});

it("KNO-10 says at the head of the file that it is not the partnership's own template", async () => {
  const document = formDocument(formCalled("notice"), sourceOf(untilStage3()));
  expect(paragraphsOf(await bodyOf(document)).slice(0, 3)).toEqual([
    "Heading1 Escalation Notice",
    "Escalation 7K3M-9QXD",
    "This is not the partnership’s own template.",
  ]);
});

it("ALL-13 its properties have title and reference, and nothing of the case", async () => {
  const parts = await partsOf(form());
  const properties = [...parts].filter(([path]) => path.startsWith("docProps/"));
  expect(properties.map(([path]) => path)).toContain("docProps/core.xml");
  const core = parts.get("docProps/core.xml") ?? "";
  expect(core).toContain("<dc:title>Stage 3 Escalation Form, 7K3M-9QXD</dc:title>");
  expect(core).toContain("<dc:creator>Safeguarding escalation</dc:creator>");
  expect(core).toContain("<cp:lastModifiedBy>Safeguarding escalation</cp:lastModifiedBy>");
  const elsewhere = [...parts].filter(([path]) => path !== "word/document.xml");
  expect(elsewhere.map(([, xml]) => xml).join("\n")).not.toMatch(/Robin|Childe|Dee|Trust|North School|Testshire|visit/);
});

it("is in British English, on A4, with tables whose header row is marked and the page's number at the foot", async () => {
  const parts = await partsOf(form());
  const body = parts.get("word/document.xml") ?? "";
  expect(parts.get("word/styles.xml")).toMatch(/<w:docDefaults><w:rPrDefault>.*?<w:lang w:val="en-GB"\/>/s);
  expect(body).toContain('<w:pgSz w:w="11906" w:h="16838"');
  expect(body.match(/<w:tbl>/g)).toHaveLength(5);
  expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(5);
  expect(body.match(/<w:tblLook w:firstRow="true" w:firstColumn="true"/g)).toHaveLength(5);
  const footer = [...parts].find(([path]) => /^word\/footer\d*\.xml$/.test(path))?.[1] ?? "";
  expect(footer).toContain("Escalation 7K3M-9QXD");
  expect(footer).toMatch(/<w:instrText[^>]*>PAGE<.*<w:instrText[^>]*>NUMPAGES</s);
});

it.each([
  ["markup", '<w:p><w:t>&amp; "x"</w:t></w:p>'],
  ["a field of the word processor", '{ INCLUDEPICTURE "http://x.example/" } {{name}} =1+1'],
  ["a link", "https://x.example/?a=1&b=2"],
  ["another script", "Łódź 安全 👩‍🏫"],
])("what people typed is text for ever: %s", async (_, typed) => {
  const parts = await partsOf(saying(typed));
  expect(paragraphsOf(parts.get("word/document.xml") ?? "").slice(-2)).toEqual([typed, "Ada"]);
  expect(parts.get("word/document.xml")).not.toMatch(/<w:hyperlink|<w:instrText|<w:fldSimple/);
  expect(parts.get("word/_rels/document.xml.rels")).not.toContain("x.example");
});

it("leaves out what XML refuses, and keeps line ends", async () => {
  const body = await bodyOf(saying("a\u0000b\u0008c\u001Fd\uD800e\uFFFEf\tg\r\nsecond\n\nfourth"));
  expect(paragraphsOf(body).slice(-5)).toEqual(["abcdef\tg", "second", "", "fourth", "Ada"]);
});
