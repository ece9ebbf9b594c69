/** The laptop’s front page: what a trainer presses, and what each person then finds in their own mailbox. Over HTTP, as a browser asks. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { describe, expect, onTestFinished, test } from "vitest";
import { instantToMs } from "../../../infra/local/clock.ts";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import type { Mail } from "../../../infra/local/mailbox.ts";
import { linkIn, wordsOf } from "../../../infra/local/person.ts";
import { nextMorning, timeLeft } from "../../../infra/local/workbench/clock.ts";
import { inAFrame, linksIn } from "../../../infra/local/workbench/mailboxes.ts";
import { words as ofGuide } from "../../../infra/local/workbench/words/guide.ts";
import { wakeAt } from "../../../functions/stages/tasks.ts";
import { inWords } from "../../../policies/calendar/instant.ts";
import { journey, type Journey } from "../../support/journey.ts";
import { directoryText } from "../../functions/pages/raising.ts";

const monday = "2026-11-23T10:00:00.000Z";
const sam = "s.carter@whitebeam-primary.example";
const jo = "j.malik@social-care.knowsley.example";

type Bench = Pick<Journey, "laptop">;

/** What a browser sends and gets, without following where it is sent on to. */
async function browse({ laptop }: Bench, path: string, pressed?: Readonly<Record<string, string>>) {
  const response = await fetch(laptop.workbench + path, {
    headers: { accept: "text/html,application/xhtml+xml" },
    redirect: "manual",
    ...(pressed ? { method: "POST", body: new URLSearchParams(pressed) } : {}),
  });
  const html = await response.text();
  return { status: response.status, to: response.headers.get("location") ?? "", html, words: plain(html), response };
}

const plain = (html: string) => wordsOf(html).replaceAll("&quot;", '"').replaceAll("&#39;", "'").trim();

/** Presses a button of the front page, and follows to the page that comes. */
async function presses(it: Bench, path: string, pressed: Readonly<Record<string, string>>) {
  const { status, to } = await browse(it, path, pressed);
  expect(status, path).toBe(303);
  return { ...(await browse(it, to)), to };
}

async function raises(it: Bench, sample: string) {
  const { to, words } = await presses(it, "/raise", { sample });
  const reference = new URL(to, it.laptop.workbench).searchParams.get("raised") ?? "";
  return { reference, words };
}

const hold = ({ clock }: Laptop, at?: string) => clock.hold(at === undefined ? undefined : instantToMs(at));

const mailIdsOn = (html: string) => [...html.matchAll(/href="\/mail\/([^"/]+)"/g)].map(([, id]) => id);

describe("the front page", () => {
  test("a sample that is raised by one press is shown with what is asked of whom, by when and how long that is", async () => {
    const it = await journey(monday);
    hold(it.laptop, "2026-11-23T10:01:00.000Z");
    const before = await browse(it, "/");
    expect(before.words).toContain("It is 10:01am on Monday 23 November 2026.");
    expect(before.words).toContain("No escalation is open.");
    expect(before.words).toContain("There is no email yet.");
    const { reference, words } = await raises(it, "knowsley");
    expect(words).toContain(`${reference} is raised.`);
    expect(words).toContain(
      `${reference} Partnership Knowsley Safeguarding Children Partnership Agencies Whitebeam Primary School, with Knowsley Children’s Social Care (sample) Stage Stage 1: practitioners Who is asked Sam Carter, practitioner or decision maker, Whitebeam Primary School Jo Malik, practitioner or decision maker, Knowsley Children’s Social Care (sample) Due 5pm on Thursday 26 November 2026 (3 days, 6 hours and 59 minutes left): speak with each other and find a way forward that both sides agree`,
    );
    expect(words).toContain(
      `Next, at 9:30am on Thursday 26 November 2026 (2 days, 23 hours and 29 minutes left): ${reference}: a reminder is sent: speak with each other and find a way forward that both sides agree.`,
    );
    expect(words).toContain(
      `Jo Malik , practitioner in a sample concern, Knowsley Children’s Social Care (sample) ${jo}. 1 email, 1 unread. Asked to answer: ${reference}.`,
    );
    expect((await browse(it, `/mailbox/${encodeURIComponent(jo)}`)).words).toContain(
      `${reference}: your answer is asked for`,
    );
    hold(it.laptop, "2026-11-26T17:00:30.000Z");
    expect((await browse(it, "/")).words).toContain("5pm on Thursday 26 November 2026 (less than a minute over)");
  });

  test("every other sample is raised by one press too, and the sample practice alert", async () => {
    const it = await journey(monday);
    for (const sample of ["milton-keynes", "medway", "shropshire", "training-provider", "practice-alert"]) {
      const before = it.laptop.mailbox.mails().length;
      const { reference, words } = await raises(it, sample);
      expect(reference, sample).toMatch(sample === "practice-alert" ? /^PA-/ : /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      expect(words.split(reference).length, "told of, and listed").toBeGreaterThan(2);
      expect(it.laptop.mailbox.mails().length - before, sample).toBeGreaterThan(1);
    }
  });

  test("a program that sends no JSON, or about an email that there is not, is told so in JSON", async () => {
    const { laptop } = await journey(monday);
    const send = async (path: string, body: string) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${laptop.workbench}${path}`, { method: "POST", headers, body });
      return [response.status, await response.json()];
    };
    const error = "Say how far to move: +5wd, +48h, +7d, +30m, or a date such as 2026-12-01 or 2026-12-01T09:00.";
    for (const body of ["xx", "null", "{}"]) expect(await send("/clock", body)).toEqual([400, { error }]);
    expect(await send("/mail/none/bounce", "{}")).toEqual([404, { error: "The mailbox has no email none." }]);
  });

  test("the laptop listens on itself alone: on no other address is any of its ports taken", async () => {
    const { laptop } = await journey(monday);
    const { service, workbench, mailbox, stepFunctions, operated } = laptop;
    for (const url of [service, workbench, mailbox.endpoint, stepFunctions.endpoint, operated.endpoint]) {
      // Whoever listens everywhere has this one as well.
      const { promise, resolve } = Promise.withResolvers<string>();
      const other = createServer();
      other.on("error", (error: NodeJS.ErrnoException) => resolve(String(error.code)));
      other.listen(Number(new URL(url).port), "127.0.0.2", () => other.close(() => resolve("free")));
      // A machine that has no such address cannot tell.
      expect(["free", "EADDRNOTAVAIL"], url).toContain(await promise);
    }
  });

  test("what the service refuses to be raised is said, and so is a sample that there is none of", async () => {
    const folder = mkdtempSync(join(tmpdir(), "workbench-"));
    writeFileSync(join(folder, "directory.yaml"), directoryText);
    const laptop = await startLaptop({
      folder,
      ports: { service: 0, workbench: 0 },
      directory: join(folder, "directory.yaml"),
      start: monday,
    });
    onTestFinished(async () => {
      await laptop.close();
      rmSync(folder, { recursive: true });
    });
    const refused = await browse({ laptop }, "/raise", { sample: "shropshire" });
    expect([refused.status, refused.words]).toEqual([422, expect.stringContaining("The service refused it: {")]);
    const none = await browse({ laptop }, "/raise", { sample: "atlantis" });
    expect([none.status, none.words]).toEqual([400, expect.stringContaining("Choose one of the samples below.")]);
  });

  test("the clock goes to the next thing that falls due, and says what happened on the way", async () => {
    const it = await journey(monday);
    const { reference } = await raises(it, "knowsley");
    const woken = wakeAt("2026-11-26T09:30:00.000Z", reference, monday);
    expect((await browse(it, "/")).words).toContain(`To the next thing that falls due, ${inWords(woken)}`);
    const { html, words } = await presses(it, "/clock", { to: "next" });
    expect(it.laptop.clock.now() >= woken).toBe(true);
    expect(words).toContain(`${inWords(woken)} ${reference}: Stage 1: practitioners: reminder (last day), settle`);
    expect(html).toContain(
      `href="/mailbox/${encodeURIComponent(jo)}">✉ ${jo}: ${reference}: reminder: due 5pm on Thursday 26 November 2026 (Stage 1: practitioners)</a>`,
    );
    // The next press carries it to the next stage.
    expect(words).toContain(
      `${reference}: the deadline passes (speak with each other and find a way forward that both sides agree), and it goes to “Stage 2: line managers” by itself.`,
    );
    const climbed = await presses(it, "/clock", { to: "next" });
    expect(climbed.words).toContain(`${reference}: Stage 2: line managers opened (deadline passed)`);
    expect(climbed.words).toContain(
      "Stage Stage 2: line managers Who is asked Helen Ashworth, line manager, Whitebeam Primary School Derek Stott, line manager, Knowsley Children’s Social Care (sample) Due 5pm on Thursday 3 December 2026",
    );
    expect((await browse(it, climbed.to)).words, "the page of a move can be opened again").toBe(climbed.words);
  });

  test("the other buttons and the field move the clock to what they say", async () => {
    const it = await journey("2026-12-24T10:00:00.000Z");
    expect((await browse(it, "/")).words).toContain("To the next working day, 9am on Tuesday 29 December 2026");
    await presses(it, "/clock", { to: "next working day" });
    hold(it.laptop);
    expect(it.laptop.clock.now()).toMatch(/^2026-12-29T09:00:/);
    const { words } = await browse(it, "/");
    expect(words).toContain("1 working day on, to 9am on Wednesday 30 December 2026");
    expect(words).toContain("5 working days on, to 9am on Wednesday 6 January 2027");
    const moved = await presses(it, "/clock", { to: "+5wd" });
    expect(moved.words).toMatch(
      /^.* The clock moved from 9am on Tuesday 29 December 2026 to 9am on Wednesday 6 January 2027 /,
    );
    const short = await presses(it, "/clock", { to: "+1m" });
    expect(short.words).toContain("Nothing happened on the way.");
  });

  test("a time that cannot be used is said at the field, with what was typed; programs get the answer that they always had", async () => {
    const it = await journey(monday);
    hold(it.laptop);
    for (const [to, says] of [
      ['<b>"soon"', "Say how far to move: +5wd, +48h, +7d, +30m, or a date such as 2026-12-01 or 2026-12-01T09:00."],
      ["2026-11-20", "It is 10am on Monday 23 November 2026 already, and the clock only moves forward."],
    ] as const) {
      const { status, words, html } = await browse(it, "/clock", { to });
      expect([status, words], to).toEqual([400, expect.stringContaining(`There is a problem ${says}`)]);
      expect(html).toContain(`value="${to.replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")}"`);
      expect(html).toContain('<a href="#to">');
      const answer = await fetch(`${it.laptop.workbench}/clock`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ to }),
      });
      expect([answer.status, await answer.json()]).toEqual([400, { error: says }]);
    }
    const from = it.laptop.clock.now();
    const moved = await fetch(`${it.laptop.workbench}/clock`, {
      method: "POST",
      body: new URLSearchParams({ to: "+1h" }),
    });
    expect(await moved.json()).toEqual({
      from,
      now: expect.any(String),
      inWords: "11am on Monday 23 November 2026",
      happened: [],
    });
  });

  test("a closed escalation is folded away, and a closed one asks nobody", async () => {
    const it = await journey(monday);
    const { reference } = await raises(it, "knowsley");
    await it.answers(sam, "your concern has been raised", "withdraw", { reason: "Settled on the telephone." });
    const { html, words } = await browse(it, "/");
    expect(words).toContain("No escalation is open.");
    expect(words).toMatch(
      new RegExp(
        `Closed escalations \\(1\\) ${reference} .* Stage Closed: withdrawn by the raising side Who is asked Nobody Due Nothing Last`,
      ),
    );
    expect(html).not.toMatch(/<details[^>]* open/);
  });
});

describe("mailboxes", () => {
  test("each person’s has exactly their emails, whatever went to others, and that they are read is remembered", async () => {
    const it = await journey(monday);
    for (const sample of ["knowsley", "medway", "practice-alert"]) await raises(it, sample);
    await it.laptop.moveTo("2026-12-08T12:00:00.000Z");
    const mails = it.laptop.mailbox.mails();
    const everybody = [...new Set(mails.flatMap((each) => each.to))];
    expect(everybody.length).toBeGreaterThan(15);
    for (const address of everybody) {
      const { status, html } = await browse(it, `/mailbox/${encodeURIComponent(address)}`);
      const theirs = mails.filter((each) => each.to.includes(address)).map((each) => each.id);
      expect([status, mailIdsOn(html)], address).toEqual([200, theirs.toReversed()]);
    }
    expect(mailIdsOn((await browse(it, "/mailbox")).html)).toEqual(mails.map((each) => each.id).toReversed());
    // A program is given all of them, or those of one record.
    const given = async (query: string) =>
      ((await (await fetch(`${it.laptop.workbench}/mail.json${query}`)).json()) as Mail[]).map((each) => each.id);
    expect(await given("")).toEqual(mails.map((each) => each.id));
    const reference = it.mail(jo, "your answer is asked for").subject.slice(0, "7K3M-9QXD".length);
    const about = mails.filter((each) => each.subject.includes(reference)).map((each) => each.id);
    expect(about.length).toBeGreaterThan(3);
    expect(await given(`?about=${reference}`)).toEqual(about);
    const mine = `/mailbox/${encodeURIComponent(jo)}`;
    const number = mails.filter((each) => each.to.includes(jo)).length;
    expect((await browse(it, mine)).words).toContain(`${number} emails, ${number} unread, the newest first.`);
    const mail = it.mail(jo, "your answer is asked for");
    await fetch(`${it.laptop.workbench}/mail/${mail.id}`, { method: "HEAD" });
    expect((await browse(it, mine)).words).toContain(`${number} unread`);
    await browse(it, `/mail/${mail.id}`);
    expect((await browse(it, mine)).words).toContain(`${number} emails, ${number - 1} unread`);
  });

  test("somebody who is known and had no email has an empty one; anybody else, and every unknown page, is not found", async () => {
    const it = await journey(monday);
    const empty = await browse(it, `/mailbox/${encodeURIComponent("C.Strood@social-care.medway.example")}`);
    expect([empty.status, empty.words]).toEqual([200, expect.stringContaining("Mailbox of Carol Strood")]);
    expect(empty.words).toContain("There is no email here yet.");
    for (const path of [
      "/mailbox/nobody%40nowhere.example",
      "/mailbox/%3Cscript%3E",
      "/mail/none",
      "/mail/none/attachments/1",
      "/escalations/AAAA-AAAA",
      "/escalations/PA-AAAA-AAAA",
      "/escalations/../secrets.json",
      "/nowhere",
    ]) {
      const { status, html } = await browse(it, path);
      expect([status, html], path).toEqual([404, expect.stringContaining('<a class="govuk-link" href="/">')]);
      expect(html).not.toContain("<script");
    }
    expect((await browse(it, "/mail/none/bounce", { as: "spam" })).status).toBe(404);
  });

  test("an email is shown with its head, both parts, its links outside of the frame, and its attachments as they were sent", async () => {
    const it = await journey(monday);
    hold(it.laptop);
    const client = new SESClient({
      region: "eu-west-2",
      endpoint: it.laptop.mailbox.endpoint,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    onTestFinished(() => client.destroy());
    const calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    const mime = [
      "From: Safeguarding escalation <no-reply@escalation.example>",
      `To: ${sam}`,
      "Reply-To: partnership@kscp.example",
      "Subject: 7K3M-9QXD: a <deadline>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      'Content-Type: multipart/alternative; boundary="a"',
      "",
      "--a",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "In plain <words>",
      "--a",
      "Content-Type: text/html; charset=utf-8",
      "",
      '<html><head><title>x</title></head><body><p style="color: red">Read</p><a href="http://localhost:3000/a?b=1&amp;c=2">Read and answer</a></body></html>',
      "--a--",
      "--b",
      'Content-Type: text/calendar; charset=utf-8; name="deadline.ics"',
      'Content-Disposition: attachment; filename="deadline.ics"',
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(calendar).toString("base64"),
      "--b--",
      "",
    ].join("\r\n");
    await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(mime) } }));
    const [mail] = it.laptop.mailbox.mails();
    const { words, html, response } = await browse(it, `/mail/${mail?.id}`);
    expect(words).toContain(
      'From "Safeguarding escalation" &lt;no-reply@escalation.example&gt; To s.carter@whitebeam-primary.example Reply to partnership@kscp.example When 10am on Monday 23 November 2026',
    );
    expect(html).toContain(
      '<a class="govuk-link" href="http://localhost:3000/a?b=1&amp;c=2" target="_blank" rel="noreferrer noopener">Read and answer: http://localhost:3000/a?b=1&amp;c=2</a>',
    );
    expect(html).toContain("In plain &lt;words&gt;");
    expect(html).toContain(
      'sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="&lt;html&gt;&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;',
    );
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(words).toContain(`deadline.ics (text/calendar, ${calendar.length} bytes)`);
    const file = await browse(it, `/mail/${mail?.id}/attachments/1`);
    expect([
      file.response.headers.get("content-type"),
      file.response.headers.get("content-disposition"),
      file.html,
    ]).toEqual([expect.stringMatching(/^text\/calendar/), "attachment; filename*=UTF-8''deadline.ics", calendar]);
    expect((await browse(it, `/mail/${mail?.id}/attachments/2`)).status).toBe(404);
  });

  test("an email that is reported as come back by the form has somebody else asked, and a way that there is none of is said", async () => {
    const it = await journey(monday);
    const { reference } = await raises(it, "knowsley");
    const path = `/mail/${it.mail(jo, "your answer is asked for").id}`;
    const wrong = await browse(it, `${path}/bounce`, { as: "by pigeon" });
    expect([wrong.status, wrong.words]).toEqual([
      400,
      expect.stringContaining("Say as what it came back: permanent, mailbox-full, spam."),
    ]);
    const { words } = await presses(it, `${path}/bounce`, { as: "permanent" });
    expect(words).toContain("The service was told that this email came back: the address does not exist.");
    expect(it.mails("front.door@social-care.knowsley.example", "your answer is asked for")).toBe(1);
    const about = await browse(it, `/escalations/${reference}`);
    expect(about.words).toContain(
      "Inbox of Knowsley Children’s Social Care (sample), for the practitioner or decision maker front.door@social-care.knowsley.example. Receiving side, through a shared inbox. Asked to answer now.",
    );
    expect(about.words).toContain("asked: it came back, or was marked as spam");
  });

  test.each([
    [
      '<a href="https://a.example/x?y=1&amp;z=2">Here &amp; <b>now</b></a>',
      [{ to: "https://a.example/x?y=1&z=2", says: "Here & now" }],
    ],
    ["<A class='b' HREF='mailto:a@b.example'>Write</A>", [{ to: "mailto:a@b.example", says: "Write" }]],
    ['<a href="tel:999">999</a> <a href="tel:999">again</a>', [{ to: "tel:999", says: "999" }]],
    [
      '<a href="javascript:alert(1)">x</a><a href="&#106;avascript:alert(1)">x</a><a href="/here">x</a><a name="y">y</a>',
      [],
    ],
  ])("of %s a person can follow what a mailbox would let them", (html, links) => {
    expect(linksIn({ html, text: "https://not.example" })).toEqual(links);
  });

  test("without HTML the links are those of the text, without the full stop behind them", () => {
    expect(linksIn({ text: "Read it here: https://a.example/x/y. Or (https://b.example/z)." })).toEqual([
      { to: "https://a.example/x/y", says: "https://a.example/x/y" },
      { to: "https://b.example/z", says: "https://b.example/z" },
    ]);
    expect(inAFrame("<p>No head</p>")).toBe('<base target="_blank"><p>No head</p>');
  });
});

describe("the page of an escalation", () => {
  test("says where it stands, what is waited for, who is in it, who was told what and when, and what comes next", async () => {
    const it = await journey(monday);
    const { reference } = await raises(it, "shropshire");
    hold(it.laptop);
    const { words, html } = await browse(it, `/escalations/${reference}`);
    const { state } = (await it.laptop.container.tasks.escalations.read(reference)) ?? {};
    expect(words).toContain(
      "Raised by Corvedale Housing Raised with Shropshire Social Care (sample) Raised 10am on Monday 23 November 2026",
    );
    for (const { person } of state?.seats.values() ?? [])
      expect(html).toContain(
        `href="/mailbox/${encodeURIComponent(person === "erased" ? "" : person.email.toLowerCase())}"`,
      );
    for (const clock of state?.clocks ?? []) expect(words).toContain(`By ${inWords(clock.due)} (`);
    expect(mailIdsOn(html)).toEqual(it.laptop.mailbox.mails().map((each) => each.id));
    expect(words).toMatch(/What happens next by itself At .* \(.* left\): a reminder is sent: /);
    expect(words).toMatch(
      /What happened so far, the newest first 10am on Monday 23 November 2026 .* Raised a concern with Shropshire Social Care \(sample\)\./,
    );
  });

  test("somebody to whom it was handed on is known by name, though the directory lacks them", async () => {
    const it = await journey(monday);
    await raises(it, "knowsley");
    const ada = "a.quinn@social-care.knowsley.example";
    await it.answers(jo, "your answer is asked for", "hand-on", { named: "Ada Quinn", email: ada });
    const { words } = await browse(it, "/");
    expect(words).toContain(
      "Who is asked Sam Carter, practitioner or decision maker, Whitebeam Primary School Ada Quinn, practitioner or decision maker, Knowsley Children’s Social Care (sample) Due",
    );
    expect((await browse(it, `/mailbox/${encodeURIComponent(ada)}`)).words).toContain(
      "Mailbox of Ada Quinn Practitioner or decision maker, Knowsley Children’s Social Care (sample)",
    );
  });
});

test.each([
  ["2026-11-23T10:00:00.000Z", "2026-11-26T17:00:00.000Z", "3 days and 7 hours left"],
  ["2026-11-23T10:00:00.000Z", "2026-11-24T10:30:59.999Z", "1 day and 30 minutes left"],
  ["2026-11-23T10:00:00.000Z", "2026-11-23T11:01:00.000Z", "1 hour and 1 minute left"],
  ["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:59.000Z", "less than a minute left"],
  ["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:00.000Z", "less than a minute left"],
  ["2026-11-23T10:00:00.001Z", "2026-11-23T10:00:00.000Z", "less than a minute over"],
  ["2026-11-26T17:02:36.000Z", "2026-11-26T17:00:00.000Z", "2 minutes over"],
  // The clocks go back between them: it is an hour more than they show.
  ["2026-10-24T16:00:00.000Z", "2026-10-26T17:00:00.000Z", "2 days and 1 hour left"],
])("from %s, %s is %s", (now, due, says) => {
  expect(timeLeft(now, due)).toBe(says);
});

test.each([
  ["2026-11-23T08:59:59.999Z", "2026-11-23T09:00:00.000Z"],
  ["2026-11-23T09:00:00.000Z", "2026-11-24T09:00:00.000Z"],
  ["2026-11-20T18:00:00.000Z", "2026-11-23T09:00:00.000Z"],
  ["2026-12-24T10:00:00.000Z", "2026-12-29T09:00:00.000Z"],
  ["2026-06-06T06:00:00.000Z", "2026-06-08T08:00:00.000Z"],
])("after %s the first 9am of a working day in London is %s", (now, morning) => {
  expect(nextMorning(now)).toBe(morning);
});

test("the guide is true: its three exercises go as it says, and whatever it quotes stands on the pages that they lead to", async () => {
  const it = await journey("2026-11-21T10:00:00.000Z");
  const seen: string[] = [];
  const look = async (path = "/") => {
    const { words } = await browse(it, path);
    seen.push(words);
    return words;
  };
  const press = async (path: string, pressed: Readonly<Record<string, string>>) => {
    await presses(it, path, pressed);
    return look();
  };
  /** Opens the newest such email in its mailbox, follows its link and chooses what is called so. */
  const follows = async (
    address: string,
    subject: string,
    choice: string,
    fields: Readonly<Record<string, string>>,
  ) => {
    expect(await look(`/mailbox/${encodeURIComponent(address)}`)).toContain(subject);
    const mail = it.mail(address, subject);
    await look(`/mail/${mail.id}`);
    const url = it.laptop.service + linkIn(mail);
    const landing = await (await fetch(url)).text();
    const page = await (await fetch(url, { method: "POST", body: new URLSearchParams({ do: "continue" }) })).text();
    seen.push(plain(landing), plain(page));
    const offered = [
      ...page.matchAll(/<button[^>]*value="([^"]+)"[^>]*name="(?:form|do)"[^>]*>\s*([\s\S]*?)\s*<\/button>/g),
    ];
    const form = offered.find(([, , label]) => label === choice)?.[1] ?? "";
    expect(
      offered.map(([, , label]) => label),
      address,
    ).toContain(choice);
    const { status } = await it.press(linkIn(mail), form, fields);
    expect(status, choice).toBe(200);
    await it.laptop.quiet();
    return look();
  };

  // Before and 1. A Saturday: the next working day is Monday.
  expect(await press("/clock", { to: "next working day" })).toContain("It is 9am on Monday 23 November 2026.");
  expect(await press("/raise", { sample: "knowsley" })).toContain("Stage Stage 1: practitioners");
  await follows(jo, "your answer is asked for", "Propose a resolution", { resolution: "The plan stays open." });
  await follows(sam, "a resolution is proposed", "Agree", { answer: "accept" });
  expect(await look()).toContain("Closed escalations (1)");
  for (const address of [sam, jo]) expect(it.mails(address, "file the record")).toBe(1);

  // 2.
  await press("/raise", { sample: "knowsley" });
  const until = async (stage: string, moves: readonly string[]) => {
    for (let moved = 0; moved < 4; moved++)
      for (const to of moves) if ((await press("/clock", { to })).includes(`Stage ${stage}`)) return;
    expect.fail(`It does not come to ${stage}`);
  };
  await until("Stage 2: line managers", ["next"]);
  expect(it.mails(jo, "reminder")).toBe(1);
  for (const address of ["h.ashworth@whitebeam-primary.example", "d.stott@social-care.knowsley.example"])
    expect(it.mails(address, "your answer is asked for")).toBe(1);
  await until("Stage 3: senior managers", ["+5wd", "next working day"]);
  for (const address of ["business.manager@kscp.example", "s.lyle@social-care.knowsley.example"])
    expect(it.mails(address, "for your information")).toBe(1);
  await until("Stage 4: the Chair of the partnership", ["+5wd"]);
  const owed = await follows("partnership@kscp.example", "your answer is asked for", "Make recommendations", {
    outcome: "Visit together.",
  });
  expect(owed).toContain(
    "something is still owed Who is asked Colin Prescott, senior manager, Whitebeam Primary School Anita Rao",
  );

  // 3.
  await press("/raise", { sample: "knowsley" });
  const due = /Due (\S+ on \w+ \d+ \w+ \d+)/.exec(await look())?.[1];
  const handed = await follows(jo, "your answer is asked for", "I am not the right person", {
    named: "Ada Quinn",
    email: "a.quinn@social-care.knowsley.example",
  });
  expect(handed).toContain(
    `Ada Quinn, practitioner or decision maker, Knowsley Children’s Social Care (sample) Due ${due}`,
  );
  const flagged = await follows(sam, "your concern has been raised", "Flag immediate risk", { reason: "Tonight." });
  expect(flagged).toContain("Stage Stage 2: line managers");
  for (const address of [sam, "a.quinn@social-care.knowsley.example", "partnership@kscp.example"])
    expect(it.mails(address, "immediate risk has been flagged")).toBe(1);
  const reference = it.mail(sam, "immediate risk has been flagged").subject.slice(0, 9);
  expect(await look(`/escalations/${reference}`)).toContain("Flagged: the policy’s timescales are a guide");

  const guide = await browse(it, "/guide");
  const quoted = [...guide.words.matchAll(/“([^”]+)”/g)].map(([, each]) => each ?? "");
  expect(quoted.length).toBeGreaterThan(20);
  expect(quoted.filter((each) => !seen.some((words) => words.includes(each)))).toEqual([]);
  for (const step of ofGuide.exercises.flatMap((each) => each.steps)) expect(guide.words).toContain(step);
});
