/** What a link opens, in every state that it can be in. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDBCodeTries } from "../../../functions/limits/code-tries.ts";
import { dynamoDBPageLimits } from "../../../functions/limits/page-limits.ts";
import { MailRefused } from "../../../functions/mail/mail.ts";
import { startDatabase, type Database } from "../../support/stack.ts";
import { secret, states } from "./link-states.ts";
import { nurse, social } from "./places.ts";
import { agencies, hidden, mainOf, name, policies, reach, words, world } from "./support.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

/** Everything that no page may show before a person presses Continue. */
const caseDetail = [
  secret,
  "Robin",
  "Childe",
  "2019",
  "In care",
  ...Object.values(words),
  "Level of need",
  "Sam Answerer",
  "Pat Before",
  ...Object.values(agencies).flatMap(({ name: agency, roles }) => [
    agency,
    ...Object.values(roles).flatMap((held) => held.flatMap((each) => [each.name, each.email])),
  ]),
];

describe.each(Object.entries(states))("a link that is %s", (is, state) => {
  it("ALL-13 says what its state is in its own words, and nothing of the case", async () => {
    const { made, path, heading, says, not = [] } = await state();
    const { status, html, text } = await made.get(path);
    expect(status).toBe(200);
    expect(/<h1[^>]*>([^<]*)</.exec(html)?.[1]).toBe(heading);
    expect(text).toContain("Escalation K7QF-2M9X");
    for (const each of says) expect(text).toContain(each);
    for (const each of [...not, ...caseDetail]) expect(mainOf(html)).not.toContain(each);
    expect(text).not.toMatch(/undefined|\[object|e-mail/);
  });

  it("says whom to contact by its name where the directory no longer has the partnership", async () => {
    const { made, path } = await state({ unlisted: true });
    const { html, text } = await made.get(path);
    expect(text).toMatch(/Whom to contact Contact (Knowsley|Medway) Safeguarding Children Partnership\./);
    expect(html).not.toContain("mailto:");
  });

  it("says whom to contact: the partnership's inbox and telephone", async () => {
    const { made, path } = await state({
      partnership: {
        id: is === "answered" ? "medway" : "knowsley",
        name: "KSCP",
        inbox: "ask@kscp.example",
        roles: {},
        questions: { number: "0151 443 4786", hours: "weekdays from 9am to 5pm" },
      },
    });
    const { html, text } = await made.get(path);
    const called = policies[is === "answered" ? "medway" : "knowsley"].partnership.name;
    expect(html).toContain('<a class="govuk-link app-typed" href="mailto:ask@kscp.example">ask@kscp.example</a>');
    expect(text).toContain(`Whom to contact ${called}, by email at ask@kscp.example or by telephone on 0151 443 4786`);
    expect(text).toContain(", weekdays from 9am to 5pm.");
  });

  it("ALL-13 is changed by neither GET nor HEAD: record, table, links and mailbox are as they were", async () => {
    const { working } = await database.freshTables();
    const log = () => {};
    const { made, path } = await state({
      limits: dynamoDBPageLimits(database.dynamoDB, working, log),
      codeTries: dynamoDBCodeTries(database.dynamoDB, working, log),
    });
    const all = async () =>
      structuredClone({
        table: await database.items(working),
        record: made.record.commits,
        links: made.links(),
        mails: made.mails,
      });
    const before = await all();
    const shown = await made.get(path);
    for (const method of ["GET", "HEAD", "GET", "HEAD"] as const) {
      const again = await made.get(path, method);
      expect(again.status).toBe(200);
      expect(again.html).toBe(method === "HEAD" ? "" : shown.html);
    }
    expect(await all()).toEqual(before);
  });
});

describe("what comes after an answer", () => {
  it("is asked of the person again once the other side has proposed or rejected something", async () => {
    const made = await world();
    const path = made.link(social);
    const heading = async (of: string) => /<h1[^>]*>([^<]*)</.exec((await made.get(of)).html)?.[1];
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    expect(await heading(path)).toBe("You have answered");
    expect(await heading(made.link(nurse))).toBe("You are asked to act");
    await made.do({
      type: "reject resolution",
      seat: nurse,
      stage: "practitioners",
      reason: "No",
      unresolved: false,
    });
    expect(await heading(path)).toBe("You are asked to act");
    expect(await heading(made.link(nurse))).toBe("You have answered");
    await made.do({ type: "propose resolution", seat: nurse, stage: "practitioners", resolution: "Visit twice" });
    expect((await made.get(path)).text).toContain("Accept or reject the resolution that was proposed");
  });

  it("is told to somebody whose role acts only later: not before that stage, and by another email", async () => {
    const { made, path } = await states["not yet"]();
    await made.do({ type: "declare unresolved", seat: nurse, stage: "practitioners", reason: "No" });
    expect((await made.get(path)).text).toContain(
      "You would be asked as line manager only if it is not settled before “Stage 2: line managers”, by another email.",
    );
  });

  it("Continue stays where the record may still be read, and a late answer is added by it", async () => {
    const { made, path } = await states.over();
    const page = await made.post(path, { do: "continue" });
    expect(page.text).toContain("Add a late answer");
    expect(page.text).toContain("Robin Childe");
  });
});

describe("a link that has expired", () => {
  it("opens to the end of its ninetieth day at its hour, and not from then on", async () => {
    const made = await world();
    const path = made.link(social);
    made.at("2027-01-31T09:59:59.999Z");
    expect((await made.get(path)).text).toContain("Continue");
    made.at("2027-01-31T10:00:00.000Z");
    expect((await made.get(path)).text).toContain("This link is over");
  });

  it("ALL-13 shows nothing and records nothing by any press, and gives back what was typed", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "respond" });
    const before = made.record.commits.length;
    made.at("2027-01-31T10:00:00.000Z");
    for (const fields of [
      { do: "continue" },
      { do: "record" },
      { do: "choose", form: "note" },
      { do: "document", form: "record" },
      {},
    ]) {
      const { status, text } = await made.post(path, fields);
      expect(status).toBe(410);
      expect(text).toContain("This link is over");
      expect(text).not.toContain("Nothing has been recorded of what you sent");
      for (const detail of caseDetail) expect(text).not.toContain(detail);
    }
    const sent = await made.post(path, { ...hidden(shown.html), ...name, response: "My <b>long</b> answer" });
    expect(sent.status).toBe(410);
    expect(sent.text).toContain("Nothing has been recorded of what you sent. Copy what you wrote");
    expect(sent.text).toContain("You typed My <b>long</b> answer");
    expect(sent.html).not.toContain(hidden(shown.html)["command"]);
    expect(made.record.commits).toHaveLength(before);
    expect(made.mails).toEqual([]);
  });
});

describe("a fresh link", () => {
  const late = "2027-02-01T09:00:00.000Z";

  it("ALL-13 goes to the address of the seat, for the same seat and stage, and the page never shows that address", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const path = made.link(social, "practitioners");
    made.at(late);
    const before = made.record.commits.length;
    const { status, text, html } = await made.post(path, { do: "fresh" });
    expect(status).toBe(200);
    expect(text).toContain("A fresh link has been sent");
    expect(text).toContain("Whom to contact");
    expect(html).not.toContain("una.worker");
    expect(made.mails).toHaveLength(1);
    const [mail] = made.mails;
    expect(mail?.to).toBe("una.worker@council.example");
    expect(mail?.message.subject).toContain("K7QF-2M9X");
    const fresh = /https:\/\/escalations\.example(\/\S+)/.exec(mail?.message.text ?? "")?.[1] ?? "";
    expect(mail?.message.text).toMatch(/ABCD\d{4}|AB CD \d\d \d\d/);
    expect(made.linkAt(fresh)).toEqual({
      reference: "K7QF-2M9X",
      seat: social,
      stage: "practitioners",
      issuedAt: late,
      until: "2027-05-02T08:00:00.000Z",
    });
    expect((await made.get(fresh)).text).toContain("Continue");
    expect((await made.get(path)).text).toContain("This link is over");
    expect(made.record.commits).toHaveLength(before);
    expect(made.logged).toEqual([
      { level: "info", says: "A fresh link was sent", reference: "K7QF-2M9X", seat: social },
    ]);
  });

  it("ALL-13 says nothing of the case in its email", async () => {
    const made = await world();
    const path = made.link(social);
    made.at(late);
    await made.post(path, { do: "fresh" });
    const { subject = "", text = "", html = "" } = made.mails[0]?.message ?? {};
    expect(text).toMatch(/^If someone is in immediate danger, call 999/);
    for (const detail of caseDetail) for (const part of [subject, text, html]) expect(part).not.toContain(detail);
  });

  it("is sent five times an hour to one seat, which stops no other, and again in the next hour", async () => {
    const { working } = await database.freshTables();
    const made = await world({ limits: dynamoDBPageLimits(database.dynamoDB, working, () => {}) });
    const [one, other] = [made.link(social), made.link(nurse)];
    made.at(late);
    const press = async (path: string) => (await made.post(path, { do: "fresh" })).status;
    for (let time = 0; time < 5; time++) expect(await press(one)).toBe(200);
    expect(await press(one)).toBe(429);
    expect((await made.post(one, { do: "fresh" })).text).toContain("Five fresh links were asked for within an hour");
    expect(await press(other)).toBe(200);
    made.at("2027-02-01T10:00:00.000Z");
    expect(await press(one)).toBe(200);
    expect(made.mails).toHaveLength(7);
  });

  it("says that there is no address any more once the record is erased, and whom to contact", async () => {
    const made = await world();
    const path = made.link(social);
    made.record.commits.forEach((commit, index) => {
      const events = commit.events.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
      made.record.commits[index] = { ...commit, events };
    });
    made.at(late);
    const { status, text } = await made.post(path, { do: "fresh" });
    expect(status).toBe(410);
    expect(text).toContain("The address that this link went to has been erased with the record.");
    expect(text).toContain("Whom to contact Knowsley Safeguarding Children Partnership, by email at");
    expect(made.mails).toEqual([]);
  });

  it("says that it could not be sent where the mail service never takes it", async () => {
    const made = await world({ refusal: new MailRefused("MessageRejected") });
    const path = made.link(social);
    made.at(late);
    const { status, text } = await made.post(path, { do: "fresh" });
    expect(status).toBe(410);
    expect(text).toContain("The fresh link could not be sent");
    expect(made.logged).toEqual([
      {
        level: "warn",
        says: "A fresh link was refused by the mail service",
        reference: "K7QF-2M9X",
        seat: social,
      },
    ]);
  });

  it("is nothing that a link asks for which is not over", async () => {
    const made = await world();
    expect((await made.post(made.link(social), { do: "fresh" })).status).toBe(400);
    expect(made.mails).toEqual([]);
  });
});
