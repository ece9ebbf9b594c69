/** Asking for a link by which a concern is raised, and what the link does until it is over. */
import { describe, expect, it } from "vitest";
import { MailRefused } from "../../../functions/mail/mail.ts";
import {
  ada,
  concern,
  lastOf,
  linkIn,
  problemsOn,
  raisingAnew,
  referenceOn,
  sentAlong,
  texts,
  where,
  type Raising,
} from "./raising.ts";

let made: Raising;
raisingAnew((each) => {
  made = each;
});

describe("asking for a link to raise a concern", () => {
  it("ALL-16, KNO-17 says which areas have a policy here, whom each policy says to ask, and what it is not instead of", async () => {
    const { status, text } = await made.get("/raise");
    expect(status).toBe(200);
    for (const area of ["Knowsley", "Medway", "Milton Keynes", "Shropshire"]) expect(text).toContain(area);
    expect(text).toContain("Business Manager on (0151) 443 4786.");
    expect(text).toContain("contact mscp@medway.gov.uk.");
    expect(text).toContain(
      "This policy is not designed to replace the statutory complaints processes established within individual partner agencies.",
    );
    expect(text).toContain("communities");
  });

  it("is reached from the front page", async () => {
    expect((await made.get("/")).html).toContain('href="/raise"');
  });

  it("sends a link to the address of an agency, and stores no more of its secret than a hash, and nothing of the address that can be read", async () => {
    const page = await made.post("/raise", { email: ada });
    expect(page.status).toBe(200);
    expect(made.mails.map(({ to }) => to)).toEqual([ada]);
    const path = linkIn(made.mails[0]?.message.text);
    expect(path).toMatch(/^\/raise\/[A-Za-z0-9_-]{43}$/);
    const kept = (await made.items()).filter((item) => String(item["pk"]).startsWith("RAISE#"));
    expect(kept).toEqual([
      {
        pk: expect.stringMatching(/^RAISE#[0-9a-f]{64}$/) as string,
        sk: "RAISE",
        agency: "school",
        address: expect.any(Uint8Array) as Uint8Array,
        issuedAt: "2026-11-17T10:00:00.000Z",
        until: "2026-11-24T10:00:00.000Z",
        // So that a fresh one can be sent to the same address for 30 days more.
        expires: Date.parse("2026-12-24T10:00:00.000Z") / 1000,
      },
    ]);
    expect(JSON.stringify(await made.items())).not.toContain(path.slice("/raise/".length));
    // By itself, “ada” may stand in a hash.
    expect(JSON.stringify(kept)).not.toMatch(/ada\.nurse|@|whitebeam/i);
  });

  it("ALL-05, ALL-13 the e-mail says 999 first, how long the link works, and nothing personal", async () => {
    await made.post("/raise", { email: ada });
    const { subject, text, html } = made.mails[0]?.message ?? { subject: "", text: "", html: "" };
    expect(subject).toBe("Your link to raise a concern");
    expect(text.startsWith("If someone is in immediate danger, call 999 now.")).toBe(true);
    expect(text).toContain("on behalf of Whitebeam School");
    expect(text).toContain("it ends at 10am on Tuesday 24 November 2026");
    for (const body of [subject, text, html])
      expect(body.replaceAll(linkIn(text), "").toLowerCase()).not.toMatch(/ada|nurse/);
  });

  it("answers alike whether or not the address is known; to one that is not, nothing is sent and of it nothing is stored", async () => {
    const known = await made.post("/raise", { email: ada });
    expect(made.mails).toHaveLength(1);
    const before = await made.stored();
    for (const email of [
      "somebody@elsewhere.example",
      "somebody@whitebeam.example.evil.example",
      "somebody@notwhitebeam.example",
      "somebody@example",
      `a@${"x.".repeat(90)}example`,
    ]) {
      const page = await made.post("/raise", { email });
      if (page.status === 422) continue;
      expect(page.status).toBe(known.status);
      expect(page.html).toBe(known.html);
    }
    expect(known.text).toContain("If the address belongs to an agency that this service knows");
    expect(made.mails).toHaveLength(1);
    expect(await made.stored()).toEqual(before);
  });

  it.each([
    ["", "Enter your work email address"],
    ["ada", "Enter an email address in the correct format, like name@example.com"],
    ["ada@", "Enter an email address in the correct format, like name@example.com"],
    ["a b@whitebeam.example", "Enter an email address in the correct format, like name@example.com"],
    ["ada@whitebeam.example, x@evil.example", "Enter an email address in the correct format, like name@example.com"],
  ])("refuses “%s” and keeps it", async (email, says) => {
    const page = await made.post("/raise", { email });
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual({ email: says });
    if (email) expect(page.html).toContain(`value="${email}"`);
    expect(made.mails).toEqual([]);
  });

  it.each([
    ["a@staff.whitebeam.example", "Whitebeam School"],
    ["a@SCHOOL.EXAMPLE", "Whitebeam School"],
    ["a@council.example", "Shropshire Community Safety"],
    ["a@housing.council.example", "Shropshire Community Safety"],
    ["a@academy.council.example", "Academy Trust"],
    ["a@staff.academy.council.example", "Academy Trust"],
  ])("%s is at %s: a domain under one counts, and the longest", async (email, agency) => {
    const path = await made.link(email);
    expect((await made.get(path)).text).toContain(`on behalf of ${agency}`);
  });

  it("sends five links an hour to one mailbox, however it is spelled, and says nothing of it", async () => {
    const spelled = [ada, ada.toUpperCase(), "ada.nurse+x@whitebeam.example", ada, ada];
    for (const email of spelled) await made.post("/raise", { email });
    expect(made.mails).toHaveLength(5);
    const sixth = await made.post("/raise", { email: "ada.nurse+y@Whitebeam.example" });
    expect(sixth.html).toBe((await made.post("/raise", { email: "nobody@elsewhere.example" })).html);
    expect(made.mails).toHaveLength(5);
    await made.post("/raise", { email: "bea@whitebeam.example" });
    expect(made.mails.at(-1)?.to).toBe("bea@whitebeam.example");
    made.clock.set("2026-11-17T10:59:59.999Z");
    await made.post("/raise", { email: ada });
    expect(made.mails).toHaveLength(6);
    made.clock.set("2026-11-17T11:00:00.000Z");
    await made.post("/raise", { email: ada });
    expect(made.mails).toHaveLength(7);
  });

  it("answers alike when the mail service refuses the address, and logs no address", async () => {
    const known = await made.post("/raise", { email: ada });
    made.refuseMail(new MailRefused("MessageRejected"));
    expect((await made.post("/raise", { email: ada })).html).toBe(known.html);
    expect(made.logged.join()).toContain("refused by the mail service");
    expect(made.logged.join()).not.toContain("ada.nurse");
  });
});

describe("the link by which a concern is raised", () => {
  it("shows a Continue button only, and neither GET nor HEAD changes anything, however often", async () => {
    const path = await made.link();
    const before = JSON.stringify(await made.items());
    const first = await made.get(path);
    expect(first.status).toBe(200);
    expect([...first.html.matchAll(/<button/g)]).toHaveLength(1);
    expect(first.html).not.toMatch(/<(select|textarea)|type="(text|radio|email)"/);
    expect(first.text).not.toContain(ada);
    expect((await made.get(path)).html).toBe(first.html);
    for (const address of [path, "/raise"])
      expect(await made.get(address, "HEAD")).toMatchObject({ status: 200, html: "" });
    expect(JSON.stringify(await made.items())).toBe(before);
    expect(made.record.commits).toEqual([]);
  });

  it("answers one that is forged, cut short or over for long in the same way, on GET and on POST", async () => {
    const path = await made.link();
    const asked = async (link: string) => [
      await made.get(link),
      await made.post(link, { do: "continue" }),
      await made.post(link, { ...where, ...concern, do: "save", page: "issue", draft: "id-1" }),
      await made.post(link, { do: "raise" }),
      await made.post(link, { do: "fresh" }),
    ];
    const forged = await asked(`/raise/${"A".repeat(43)}`);
    const short = await asked(path.slice(0, -1));
    made.clock.set("2026-12-24T10:00:00.000Z");
    const over = await asked(path);
    for (const pages of [short, over])
      pages.forEach((page, index) => {
        expect(page.status).toBe(404);
        expect(page.html).toBe(forged[index]?.html);
      });
    expect(forged[1]?.html).toBe(forged[0]?.html);
    expect(made.record.commits).toEqual([]);
    expect(made.mails).toHaveLength(1);
  });

  it("gives back what was written when it is over by the time that it is sent", async () => {
    const path = await made.link();
    const pages = await made.walk(path, { ...where, ...concern }, "issue");
    made.clock.set("2026-11-24T10:00:00.000Z");
    const page = await made.post(path, { ...sentAlong(lastOf(pages).html), issue: texts.issue, do: "save" });
    expect(page.status).toBe(410);
    expect(page.text).toContain("Nothing has been raised by this one just now.");
    expect(page.text).toContain(texts.issue);
  });

  it("works until the very end of its seven days", async () => {
    const path = await made.link();
    made.clock.set("2026-11-24T09:59:59.999Z");
    expect((await made.get(path)).status).toBe(200);
  });

  it("works no longer once its agency has given up the domain", async () => {
    const path = await made.link();
    await made.reimport((text) =>
      text
        .replace("[whitebeam.example, School.example]", "[school.example]")
        .replace("office@whitebeam", "office@school"),
    );
    expect((await made.get(path)).status).toBe(404);
    await made.post("/raise", { email: ada });
    expect(made.mails).toHaveLength(1);
  });

  it("may be used again for another concern until it is over", async () => {
    const path = await made.link();
    const first = await made.raise(path, await made.check(path));
    const second = await made.raise(path, await made.check(path, { "person-name": "Alex Other" }));
    expect(referenceOn(first)).not.toBe("");
    expect(referenceOn(second)).not.toBe("");
    expect(referenceOn(second)).not.toBe(referenceOn(first));
    expect(made.record.commits).toHaveLength(2);
  });

  it("refuses what no page of ours sends", async () => {
    const path = await made.link();
    for (const fields of [
      {},
      { do: "anything" },
      { do: "raise" },
      { do: "raise", draft: "id-1", revision: "x" },
      { do: "raise", revision: "1" },
      { do: "save", issue: "x" },
      { do: "save", page: "issue" },
      { do: "fresh" },
    ])
      expect((await made.post(path, fields)).status).toBe(400);
    expect(made.record.commits).toEqual([]);
  });

  it("refuses a body that is too large, and says what to do", async () => {
    const page = await made.post(await made.link(), { do: "save", page: "issue", issue: "x".repeat(2_200_000) });
    expect(page.status).toBe(413);
    expect(page.text).toContain("shorten what you typed");
  });
});
