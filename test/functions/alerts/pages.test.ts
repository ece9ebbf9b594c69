/**
 * The pages of practice alerts: submitting by page, and what a link opens. The whole service behind them is the laptop's own.
 * How they look in a browser is test/browser's.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPages } from "../../../functions/pages/app.ts";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import { linkIn, wordsOf } from "../../../infra/local/person.ts";
import { alertSample } from "../../../infra/local/samples.ts";
import { sentAlong } from "../pages/raising.ts";
import { alertWords, expectNothingPersonal } from "./core.ts";

const informer = "r.brandt@hoo-meadows.example";
const member = "v.marlowe@social-care.medway.example";
const doesNotReplace = [
  "the Escalation Process",
  "whistleblowing",
  "Local Child Safeguarding Practice Reviews",
  "Learning Lesson reviews",
  "Case File Audits",
  "Individual Management Reviews",
  "MSCP Review Referral Form",
];

const folder = mkdtempSync(join(tmpdir(), "alerts-"));
let laptop: Laptop;

beforeAll(async () => {
  laptop = await startLaptop({
    folder,
    ports: { service: 0, workbench: 0 },
    database: "in memory",
    start: "2026-11-16T10:00:00.000Z",
  });
}, 60_000);
afterAll(async () => {
  await laptop.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = async (path: string, fields: Record<string, string>) => {
  const response = await fetch(laptop.service + path, { method: "POST", body: new URLSearchParams(fields) });
  const html = await response.text();
  return { status: response.status, html, text: wordsOf(html) };
};
const get = async (path: string, method = "GET") => {
  const response = await fetch(laptop.service + path, { method });
  return { status: response.status, text: wordsOf(await response.text()) };
};
const mailTo = (to: string, words: string) => {
  const found = laptop.mailbox.mails().findLast((each) => each.to.includes(to) && each.subject.includes(words));
  if (!found) throw new Error(`No e-mail to ${to} has “${words}” in its subject`);
  return found;
};
const linkFor = (email: string) =>
  /(\/alert\/\S+)/.exec(mailTo(email, "submit a practice alert").text ?? "")?.[1] ?? "";
async function invited(): Promise<string> {
  await post("/alert", { email: informer });
  return linkFor(informer);
}

const day = (name: string, date: string) => {
  const [year = "", month = "", of = ""] = date.split("-");
  return { [`${name}-day`]: of, [`${name}-month`]: month, [`${name}-year`]: year };
};
const filled = {
  "about-a-case": "no",
  concerns: "one agency",
  "consulted-service": "Social Care",
  ...day("consulted-on", "2026-11-10"),
  "consulted-with": "The manager, by telephone",
  "informer-name": "Rafael Brandt",
  "informer-title": "Designated safeguarding lead",
  service: "Hoo Meadows",
  ...day("date", "2026-11-16"),
  summary: alertWords.summary,
  measures: alertWords.measures,
  causes: alertWords.causes,
  "good-practice": alertWords.goodPractice,
  action: alertWords.action,
};

const alertsOnRecord = async () => {
  const found = new Set<string>();
  for await (const entry of laptop.container.tasks.record.feed("medway", "2026-11", "2026-11-16"))
    found.add(entry.reference);
  return found.size;
};

describe("submitting an alert by page", () => {
  it("MED-18, ALL-05 the first page says what an alert does not replace, what it is for, and when a complaint can be one", async () => {
    const { status, text } = await get("/alert");
    expect(status).toBe(200);
    expect(text.indexOf("call 999")).toBeLessThan(text.lastIndexOf("Submit a practice alert"));
    for (const words of doesNotReplace) expect(text).toContain(words);
    expect(text).toContain(
      "A complaint about another service that has remained unanswered by the service, or has not improved relations, can also be submitted, if it is not case related",
    );
    expect(text).toContain("raise a concern by the escalation policy");
    // It is reached from where concerns are raised.
    expect(await (await fetch(`${laptop.service}/raise`)).text()).toContain('href="/alert"');
    expect(await (await fetch(`${laptop.service}/`)).text()).toContain('href="/alert"');
  });

  it("MED-16 only an address at an agency's domain gets a link, and nobody learns which are known", async () => {
    const before = laptop.mailbox.mails().length;
    const unknown = await post("/alert", { email: "somebody@gmail.example" });
    expect(laptop.mailbox.mails().length).toBe(before);
    const known = await post("/alert", { email: informer });
    expect(known.text).toBe(unknown.text);
    expect(laptop.mailbox.mails().length).toBe(before + 1);
    expect(mailTo(informer, "submit a practice alert").text).toContain("call 999");
  });

  it("MED-17, MED-16 a theme of a report begins an alert: its type and agencies go along into the form, and nothing else", async () => {
    const theme = {
      "theme-partnership": "medway",
      "theme-type": "timeliness",
      "theme-agencies": "hoo-meadows-primary medway-social-care",
    };
    const begun = await post("/alert", theme);
    expect([begun.status, begun.text.includes("timeliness, between ")]).toEqual([200, true]);
    expect(sentAlong(begun.html)).toEqual(theme);
    await post("/alert", { ...sentAlong(begun.html), email: informer });
    const path = linkFor(informer);
    const { html } = await post(path, { do: "continue" });
    const names = await Promise.all(
      ["hoo-meadows-primary", "medway-social-care"].map(
        async (each) => (await laptop.container.pages.directory.agency(each))?.name ?? "",
      ),
    );
    expect(/<textarea[^>]*id="summary"[^>]*>([^<]*)</.exec(html)?.[1]).toBe(
      `The partnership’s report shows that this came up again: timeliness, between ${names.join(" and ")}.`,
    );
    expect(html).toMatch(/value="more than one agency"\s+checked/);
    // What somebody makes up is no theme: no words of theirs come into anybody's form.
    for (const forged of [
      { "theme-type": "Hello" },
      { "theme-agencies": "Hello there you" },
      { "theme-partnership": "knowsley" },
    ])
      expect((await post("/alert", { ...theme, ...forged })).status).toBe(422);
  });

  it("opening the link changes and shows nothing, and it raises no concern", async () => {
    const path = await invited();
    for (const method of ["GET", "HEAD"]) expect((await get(path, method)).status).toBe(200);
    expect((await get(path)).text).toContain("whistleblowing");
    expect((await get(path.replace("/alert/", "/raise/"))).status).toBe(404);
    expect((await get("/alert/forged")).status).toBe(404);
  });

  it("MED-15 the form asks for exactly the partnership's own fields, and has none for a child", async () => {
    const response = await fetch(laptop.service + (await invited()), {
      method: "POST",
      body: new URLSearchParams({ do: "continue" }),
    });
    const html = await response.text();
    const names = [...html.matchAll(/name="([^"]+)"/g)].map((each) => each[1] ?? "");
    expect(
      [...new Set(names)].filter((each) => each !== "viewport" && each !== "theme-color" && each !== "do"),
    ).toEqual([
      "about-a-case",
      "concerns",
      "consulted-service",
      "consulted-on-day",
      "consulted-on-month",
      "consulted-on-year",
      "consulted-with",
      "informer-name",
      "informer-title",
      "service",
      "telephone",
      "date-day",
      "date-month",
      "date-year",
      "summary",
      "measures",
      "causes",
      "good-practice",
      "action",
    ]);
    expect(wordsOf(html)).toContain("safeguarding lead");
    for (const words of doesNotReplace) expect(wordsOf(html)).toContain(words);
  });

  it("MED-16 one about a case is turned back with the way, and what was written is not lost", async () => {
    const before = await alertsOnRecord();
    const path = await invited();
    const { status, text } = await post(path, { do: "check", ...filled, "about-a-case": "yes" });
    expect(status).toBe(422);
    expect(text).toContain("A practice alert must not be about one case");
    expect(text).toContain("Raise a concern by the Escalation Process");
    expect(text).toContain("the MSCP Review Referral Form");
    expect(text).toContain(alertWords.summary);
    // One that says so only at the last press is turned back as well.
    const checked = {
      partnership: "medway",
      notAboutOneCase: false,
      concerns: "more than one agency",
      ...alertWords,
      contact: { email: informer },
      date: "2026-11-16",
    };
    const pressed = await post(path, { do: "submit", command: "late", checked: JSON.stringify(checked) });
    expect(pressed.text).toContain("A practice alert must not be about one case");
    expect(await alertsOnRecord()).toBe(before);
  });

  it("MED-16 a single agency that was not consulted is refused at the field, with what to do", async () => {
    const before = await alertsOnRecord();
    const path = await invited();
    const { status, text } = await post(path, { do: "check", ...filled, ...day("consulted-on", "--") });
    expect(status).toBe(422);
    expect(text).toContain("Consult the agency first, then enter on which day it was consulted, with whom and how");
    const checked = {
      partnership: "medway",
      notAboutOneCase: true,
      concerns: "one agency",
      consulted: { service: "Care" },
      ...alertWords,
      contact: { email: informer },
      date: "2026-11-16",
    };
    const pressed = await post(path, { do: "submit", command: "unconsulted", checked: JSON.stringify(checked) });
    expect(pressed.status).toBe(422);
    expect(pressed.text).toContain("accepted only once that agency was consulted");
    expect(await alertsOnRecord()).toBe(before);
  });

  it("what was checked is submitted for the address of the link and for no other", async () => {
    const checked = {
      partnership: "medway",
      notAboutOneCase: true,
      concerns: "more than one agency",
      ...alertWords,
      contact: { email: "other@hoo-meadows.example" },
      date: "2026-11-16",
    };
    expect(
      (await post(await invited(), { do: "submit", command: "other", checked: JSON.stringify(checked) })).status,
    ).toBe(400);
  });
});

describe("an alert from its first page to its end", () => {
  /** Whom to call first, and what an alert does not replace, stand on every page. */
  const expectSaid = (text: string) => {
    expect(text).toContain("If someone is in immediate danger, call 999.");
    for (const words of ["does not replace", "whistleblowing", "MSCP Review Referral Form"])
      expect(text).toContain(words);
  };
  const answers = (to: string, words: string, fields: Record<string, string>) =>
    post(linkIn(mailTo(to, words)), { "your-name": "Verity Marlowe", ...fields });

  it("MED-15, MED-16, MED-17, MED-18, ALL-01, ALL-05 is written, mended, checked and submitted; the group answers it to its end", async () => {
    const path = await invited();
    const typed = { ...filled, summary: `${alertWords.summary} <b>& more</b>` };
    const checked = await post(path, { do: "check", ...typed });
    expect(checked.status).toBe(200);
    expectSaid(checked.text);
    expect(checked.html).toContain("&lt;b&gt;&amp; more&lt;/b&gt;");
    const changed = await post(path, { ...sentAlong(checked.html), do: "form" });
    expect(changed.html).toContain(alertWords.measures);
    const submitting = { ...sentAlong(checked.html), do: "submit" };
    const submitted = await post(path, submitting);
    expectSaid(submitted.text);
    const reference = /PA-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(submitted.text)?.[0] ?? "";
    // Sent once more, it finds the same one.
    expect((await post(path, submitting)).text).toContain(reference);
    await laptop.quiet();
    const asked = `${reference}: a Partnership Practice Alert for your response`;
    expect(laptop.mailbox.mails().filter((each) => each.subject === asked)).toHaveLength(3);

    const landing = await get(linkIn(mailTo(member, "for your response")));
    expectSaid(landing.text);
    expectNothingPersonal(landing.text);
    const party = await answers(member, "for your response", { do: "continue" });
    expectSaid(party.text);
    expect(party.text).toContain("This timescale is the organisation’s own");
    const action = { do: "action", what: "Lists on the day", agency: "Downland Police" };
    const past = await answers(member, "for your response", { ...action, ...day("due", "2026-11-15") });
    expect(past.status).toBe(422);
    expect(past.text).toContain("Sunday 15 November 2026 is over. Give a day that is still to come.");
    expect((await answers(member, "for your response", { ...action, ...day("due", "2026-12-18") })).status).toBe(200);
    await laptop.quiet();
    const done = await answers(member, "for your response", { do: "done", action: "1", words: "Sent" });
    expect(done.status).toBe(200);
    await laptop.quiet();
    await answers(member, "every action is done", { do: "close", outcome: "It is settled." });
    await laptop.quiet();

    const closed = await answers(informer, "the outcome", { do: "continue" });
    expect(closed.text).toContain("It is settled.");
    const timeline = ({ html }: { readonly html: string }) =>
      html.slice(html.indexOf('class="moj-timeline"'), html.indexOf("</main>")).replaceAll(/ action="[^"]*"/g, "");
    const record = await answers(informer, "the outcome", { do: "record" });
    expectSaid(record.text);
    expect(timeline(await answers(member, "the outcome", { do: "record" }))).toBe(timeline(record));
    expect(record.html).not.toContain("@social-care");
  });
});

describe("what a link of an alert opens", () => {
  beforeAll(async () => {
    const { client, alert } = alertSample("2026-11-16");
    const response = await fetch(`${laptop.service}/practice-alerts`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await laptop.tokenFor(client)}`,
        "content-type": "application/json",
        "idempotency-key": "closed",
      },
      body: JSON.stringify({ ...alert, contact: { email: informer } }),
    });
    expect(response.status).toBe(201);
    await laptop.quiet();
    await post(linkIn(mailTo(member, "for your response")), {
      do: "close",
      "your-name": "Verity",
      "no-action": "yes",
      outcome: "None is needed.",
    });
    await laptop.quiet();
  }, 60_000);

  it("ALL-13 GET and HEAD change and show nothing; a forged link, and one of another record, get the same 404", async () => {
    const path = linkIn(mailTo(member, "for your response"));
    const [, reference = "", secret = ""] = path.split("/");
    const count = async () => (await laptop.container.tasks.record.stored(reference)).length;
    const before = await count();
    for (const method of ["GET", "HEAD"]) expectNothingPersonal((await get(path, method)).text);
    expect(await count()).toBe(before);
    const forged = await get(`/${reference}/forged`);
    expect(forged.status).toBe(404);
    expect((await get(`/PA-2222-2222/${secret}`)).text).toBe(forged.text);
    expect((await get(`/${reference.replace("PA-", "")}/${secret}`)).text).toBe(forged.text);
  });

  it("what the record no longer allows is refused with 409, an unknown form with 400", async () => {
    const path = linkIn(mailTo(member, "the outcome"));
    expect((await post(path, { do: "choose", form: "action" })).status).toBe(409);
    expect((await post(path, { do: "close", "your-name": "V", outcome: "Again" })).status).toBe(409);
    expect((await post(path, { do: "choose", form: "nothing" })).status).toBe(400);
    expect((await post(path, { do: "toString" })).status).toBe(400);
    expect((await post(linkIn(mailTo(informer, "the outcome")), { do: "choose", form: "respond" })).status).toBe(409);
  });

  it("a form that is sent twice is recorded once", async () => {
    const path = linkIn(mailTo(informer, "the outcome"));
    const fields = { do: "note", command: "twice", "your-name": "Rafael", words: "Thank you" };
    expect((await post(path, fields)).text).toContain("The note is added");
    expect((await post(path, fields)).text).toContain("This has been recorded already");
    const [, reference = ""] = path.split("/");
    const story = await laptop.container.tasks.practiceAlerts.alerts.read(reference);
    expect(story?.history.filter((each) => each.type === "NoteAdded")).toHaveLength(1);
  });
});

describe("a link of an alert that is over", () => {
  const late = "2027-03-01T10:00:00.000Z";
  /** The same pages over the same tables, later. */
  const pagesAt = (now: string) => createPages({ ...laptop.container.pages, clock: { now: () => now } });
  const asked = async (path: string, fields?: Record<string, string>, now = late) => {
    const body = fields && { method: "POST", body: new URLSearchParams(fields) };
    const response = await pagesAt(now).request(path, body);
    return { status: response.status, headers: response.headers, text: wordsOf(await response.text()) };
  };
  const heldBy = (path: string) => [alertWords.summary, alertWords.action, "Rafael", member, path];

  it("ALL-13 says nothing of the alert, by GET or a press, and whom to contact", async () => {
    const path = linkIn(mailTo(member, "for your response"));
    const before = await alertsOnRecord();
    for (const fields of [undefined, { do: "continue" }, { do: "record" }, { do: "choose", form: "respond" }]) {
      const { status, text } = await asked(path, fields);
      expect(status).toBe(fields ? 410 : 200);
      expect(text).toContain("This link is over");
      expect(text).toContain("Whom to contact");
      expect(text).not.toContain("Respond for your agency");
      for (const each of heldBy(path)) expect(text).not.toContain(each);
    }
    expect(await alertsOnRecord()).toBe(before);
  });

  it("has a fresh one sent to the address that it went to, which opens for ninety days more", async () => {
    const path = linkIn(mailTo(member, "for your response"));
    const before = laptop.mailbox.mails().length;
    const { status, text } = await asked(path, { do: "fresh" });
    expect(status).toBe(200);
    expect(text).toContain("A fresh link has been sent");
    expect(text).not.toContain(member);
    expect(laptop.mailbox.mails()).toHaveLength(before + 1);
    const mail = mailTo(member, "fresh link");
    expectNothingPersonal([mail.subject, mail.text ?? "", mail.html ?? ""].join("\n"));
    expect((await asked(linkIn(mail))).text).toContain("Continue to read the alert");
  });

  it("is led to by its reference and the code of its email, for a day", async () => {
    const mail = mailTo(member, "fresh link");
    const [, reference = ""] = linkIn(mail).split("/");
    const code = /code ([2-9A-HJ-NP-Z]{2}(?: [2-9A-HJ-NP-Z]{2}){3})/.exec(mail.text ?? "")?.[1] ?? "";
    const typed = { reference: reference.toLowerCase().replaceAll("-", " "), code };
    const { status, headers } = await asked("/answer", typed);
    expect(status).toBe(303);
    const own = headers.get("location") ?? "";
    expect(own).toMatch(new RegExp(`^/${reference}/`));
    expect((await asked(own)).text).toContain("Continue to read the alert");
    expect((await asked(own, undefined, "2027-03-02T10:00:00.000Z")).text).toContain("This link is over");
  });
});
