/**
 * Text that somebody typed is text for ever: in pages, e-mails, calendars, Word documents, spreadsheets and archives. Each payload goes into
 * every field of a concern by the API, of the forms by page, and into the names that the directory has.
 */
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openForm } from "../../infra/local/person.ts";
import { linkTo, post, registerLink } from "./ground.ts";
import { letGo, send } from "./http.ts";
import { brokenHeaders } from "./promises.ts";
import { startService, type Service } from "./service.ts";

/** What no output may have: a template or a formula was worked out. */
const workedOut = "5332114";

const payloads: Readonly<Record<string, string>> = {
  markup: `]]></w:t></w:p>--></textarea></title><script>alert("1")</script><img src=x onerror=alert(1)>" onmouseover="alert(1)'`,
  templates: "{{1234*4321}} {% set x = 1234*4321 %}{{x}} ${1234*4321} #{1234*4321} <%= 1234*4321 %>",
  "a command for a spreadsheet": `=cmd|' /C calc'!A0`,
  "headers of an e-mail": "x\r\nBcc: thief@elsewhere.example\r\nSubject: owned\r\n\r\nHello",
  "what is no character": "a\u0000b\u0001c\u001bd\ufffee\ud800f \u202etxt.exe\u202c",
};

/** As it is kept: what no document can hold is gone, and line ends are one kind. */
const kept = (payload: string, isLine: boolean) => {
  const text = payload
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replaceAll(/[^\P{Cc}\n\t]|\ufffe/gu, "");
  return isLine ? text.replaceAll(/\s+/g, " ") : text;
};

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };
const plain = (text: string) => text.replaceAll(/&(\w+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);

let service: Service;
const agencyName = `=1+1"><b>Whitebeam {{4321*4321}}`;
beforeAll(async () => {
  service = await startService({
    directory: (text) => text.replace("name: Whitebeam Primary School", `name: ${JSON.stringify(agencyName)}`),
  });
});
afterAll(async () => {
  letGo();
  await service.close();
});

const raiser = "s.carter@whitebeam-primary.example";
const receiver = "j.malik@social-care.knowsley.example";

/** Every field of a concern that takes words, each with its own name before the payload where words may begin with anything. */
const concernOf = (payload: string) => ({
  area: "knowsley",
  subject: "child",
  person: { name: payload, dateOfBirth: "2017-05-14", circumstances: payload },
  typeOfDisagreement: "another",
  anotherType: payload,
  issue: payload,
  natureOfDisagreement: payload,
  risk: payload,
  evidence: payload,
  resolutionSought: payload,
  arose: "2026-11-16",
  raising: { practitioner: { name: payload, email: raiser } },
  receiving: { agency: "knowsley-social-care", practitioner: { name: payload, email: receiver } },
});

/** Every cell of a table as a spreadsheet reads it: quotes resolved. */
function cellsOf(csv: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, bare] of csv.replace(/^\ufeff/, "").matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g))
    cells.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
  return cells;
}
const runs = (cell: string) => /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell);

/** What an XML file cannot hold, or would be markup of its own. */
const brokenXml = (xml: string) =>
  /[^\P{Cc}\n\r\t\u007f-\u009f]|[\ufffe\uffff]|<script|<img|<b>/u.exec(xml)?.[0] ??
  (xml.isWellFormed() ? "" : "half of a character");

describe.each(Object.entries(payloads))("%s, typed into every field", (_, payload) => {
  test("ALL-13 stays text on every page, and is in no e-mail, no calendar and no table", async () => {
    const sentBefore = service.mails().length;
    const response = await send(service.port, {
      method: "POST",
      path: "/escalations",
      headers: [
        ["authorization", `Bearer ${await service.tokenFor("whitebeam-primary")}`],
        ["content-type", "application/json"],
        ["idempotency-key", `key ${sentBefore}`],
      ],
      body: Buffer.from(JSON.stringify(concernOf(payload))),
    });
    expect(response.status, response.text).toBe(201);
    const { reference } = JSON.parse(response.text) as { reference: string };
    await service.carryOn(reference);

    // By page: an answer, a note and a meeting, each with the payload in every field.
    const link = linkTo(service, receiver, `/${reference}/`);
    const own = linkTo(service, raiser, `/${reference}/`);
    for (const [form, path, fields] of [
      ["propose", link, { resolution: payload }],
      ["note", link, { kind: "note", words: payload }],
      ["hand-on", link, { taker: "other", named: payload, email: "someone.else@social-care.knowsley.example" }],
      ["risk", own, { reason: payload }],
    ] as const) {
      const answered = await (await openForm(service.url, path, form))(payload, fields);
      expect(answered.status, `${form}: ${await answered.clone().text()}`).toBe(200);
      expect(await answered.text()).not.toMatch(/<script|<img src|\sonmouseover="/);
      await service.carryOn(reference);
    }
    await service.verified(reference);

    const pages = await Promise.all(
      [{ do: "continue" }, { do: "record" }, { do: "document", form: "record" }].map((each) =>
        post(service, own, each),
      ),
    );
    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(brokenHeaders(page)).toEqual([]);
      expect(page.text).not.toMatch(/<script|<img src|<b>|\sonmouseover="/);
      expect(page.text).not.toContain(workedOut);
    }
    // What was typed is there to read, whole.
    const read = plain(pages[1]?.text ?? "");
    expect(read).toContain(kept(payload, false).trim());
    const landing = await send(service.port, { method: "GET", path: own, headers: [] });
    expect(landing.status).toBe(200);
    expect(plain(landing.text)).not.toContain(kept(payload, true));

    // Everything that a party saves.
    const saved = await post(service, own, { do: "bundle" });
    expect(saved.status).toBe(200);
    const word = new TextDecoder();
    const files = Object.entries(unzipSync(new Uint8Array(saved.body)));
    expect(files.length).toBeGreaterThan(8);
    let words = 0;
    for (const [path, bytes] of files) {
      if (path.endsWith(".csv")) expect(cellsOf(word.decode(bytes)).filter(runs), path).toEqual([]);
      if (!path.endsWith(".docx")) continue;
      for (const [part, xml] of Object.entries(unzipSync(bytes)))
        if (part.endsWith(".xml")) {
          expect(brokenXml(word.decode(xml)), `${path} ${part}`).toBe("");
          if (part === "word/document.xml" && path.startsWith("record/"))
            words += plain(word.decode(xml)).split(kept(payload, true).slice(0, 30)).length - 1;
        }
    }
    expect(words).toBeGreaterThan(3);

    // No word of it is in an e-mail, and no header was made of it.
    const mails = service.mails().slice(sentBefore);
    expect(mails.length).toBeGreaterThan(5);
    for (const mail of mails) {
      const whole = [
        mail.subject,
        mail.text,
        mail.html,
        ...mail.attachments.map((each) => Buffer.from(each.content, "base64").toString()),
      ].join("\n");
      expect(plain(whole)).not.toContain(kept(payload, true).slice(0, 12));
      expect(mail.subject).toMatch(new RegExp(`^${reference}: [^\\r\\n]+$`));
      expect([...mail.cc, ...mail.bcc]).toEqual([]);
      expect(mail.to).toHaveLength(1);
      expect(whole).not.toMatch(/thief|owned|<script|5332114/);
    }
  });
});

test("ALL-12 names of the directory run in no spreadsheet, and are text in registers, reports and digests", async () => {
  const path = await registerLink(service, "knowsley", "partnership@kscp.example");
  for (const does of ["continue", "charts", "report", "filter"]) {
    const page = await post(service, path, { do: does });
    expect(page.status, does).toBe(200);
    expect(page.text).not.toMatch(/<b>|18671041/);
  }
  for (const does of ["csv", "report-csv"]) {
    const { text, status } = await post(service, path, { do: does });
    expect(status).toBe(200);
    const cells = cellsOf(text);
    expect(cells.filter(runs), does).toEqual([]);
    if (does === "csv") expect(cells.filter((each) => each.includes(agencyName)).length).toBeGreaterThan(0);
  }
  const report = await post(service, path, { do: "report-word" });
  for (const [part, xml] of Object.entries(unzipSync(new Uint8Array(report.body))))
    if (part.endsWith(".xml")) expect(brokenXml(new TextDecoder().decode(xml)), part).toBe("");
});
