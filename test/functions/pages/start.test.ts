/** Where people come without a link: the front page, and one for each partnership. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedPolicies } from "../../../policies/published.ts";
import { openDatabase, type Database } from "../../support/stack.ts";
import { raising, type Raising } from "./raising.ts";

let database: Database;
let made: Raising;
beforeAll(async () => {
  database = await openDatabase();
  made = await raising(database);
});
afterAll(() => database.close());

/** The inputs of the form that goes to an address. */
function inputsTo(html: string, action: string): (string | undefined)[] {
  const form = new RegExp(`<form method="post" action="${action}"[^>]*>([\\s\\S]*?)</form>`).exec(html)?.[1] ?? "";
  return [...form.matchAll(/<input[^>]* name="([^"]+)"/g)].map(([, name]) => name);
}

describe("the front page", () => {
  it("leads to every partnership whose policy is held, to raising, and to answering by a code", async () => {
    const { status, html, text } = await made.get("/");
    expect(status).toBe(200);
    expect([...html.matchAll(/href="\/start\/([^"]+)"/g)].map(([, id]) => id)).toEqual([
      ...new Set(publishedPolicies().flatMap((each) => (each.area ? [each.partnership.id] : []))),
    ]);
    expect(html).toContain('href="/start/knowsley"');
    expect(html).toContain('href="/raise"');
    expect(html).toContain('href="/alert"');
    expect(inputsTo(html, "/answer")).toEqual(["reference", "code"]);
    expect(text).toContain("To answer, open the link in the email that you received.");
    expect(text).toContain("Nothing about any case is shown here.");
  });
});

describe("the start page of a partnership", () => {
  it("ALL-05 says first whom to call in its area, before anything else", async () => {
    const { status, text } = await made.get("/start/knowsley");
    expect(status).toBe(200);
    expect(text).toMatch(
      /Knowsley Safeguarding Children Partnership Safeguarding escalation If someone is in immediate danger, call 999\. .*The front door: 0151 496 0150/,
    );
    expect(text.indexOf("0151 496 0150")).toBeLessThan(text.indexOf("Raise or answer"));
  });

  it("ALL-15 says what its policy is called and covers, and for which area", async () => {
    const { text } = await made.get("/start/knowsley");
    expect(text).toContain("The Multi Agency Escalation Policy covers children and young people.");
    expect(text).toContain("It is for Knowsley.");
  });

  it("asks for a work email address to raise by, and for a reference and a code to answer", async () => {
    const { html } = await made.get("/start/knowsley");
    expect(inputsTo(html, "/raise")).toEqual(["email"]);
    expect(inputsTo(html, "/answer")).toEqual(["reference", "code"]);
  });

  it("ALL-16 says whom to ask, by email and by telephone where there is one", async () => {
    const { text, html } = await made.get("/start/knowsley");
    expect(text).toContain(
      "Whom to ask Knowsley Safeguarding Children Partnership Email: partnership@kscp.example Telephone: 0151 496 0152 , weekdays from 9am to 5pm",
    );
    expect(html).toContain('href="tel:01514960152"');
    const medway = await made.get("/start/medway");
    expect(medway.text).toContain("Email: partnership@mscp.example");
    expect(medway.text).not.toContain("Telephone:");
  });

  it("MED-16 leads to practice alerts where its policy takes them, and only there", async () => {
    expect((await made.get("/start/medway")).html).toContain('href="/alert"');
    expect((await made.get("/start/knowsley")).html).not.toContain('href="/alert"');
  });

  it("leads to the others, and not to itself", async () => {
    const { html } = await made.get("/start/medway");
    expect(html).toContain('href="/start/knowsley"');
    expect(html).not.toContain('href="/start/medway"');
  });

  it("of one that is not held there is none, and the page leads to those that there are", async () => {
    const page = await made.get("/start/atlantis");
    expect(page.status).toBe(404);
    expect(page.html).toContain('href="/"');
  });
});
