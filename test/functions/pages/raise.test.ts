import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { areasHeld } from "../../../policies/published.ts";
import { MailRefused } from "../../../functions/mail/mail.ts";
import { openDatabase, type Database } from "../../support/stack.ts";
import {
  ada,
  concern,
  day,
  lastOf,
  linkIn,
  pageOf,
  problemsOn,
  raising,
  referenceOn,
  sentAlong,
  texts,
  tuesday,
  where,
  type Fields,
  type Raising,
} from "./raising.ts";
import { mainOf, type Answer } from "./support.ts";

let database: Database;
let made: Raising;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  made = await raising(database);
});

/** What is stored beside the directory. */
const stored = async () =>
  (await made.items()).filter((item) => !String(item["pk"]).startsWith("DIRECTORY#")).map((item) => String(item["pk"]));

const without = (fields: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

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
    expect(JSON.stringify(kept)).not.toContain("ada");
  });

  it("ALL-05, ALL-13 the e-mail says 999 first, how long the link works, and nothing personal", async () => {
    await made.post("/raise", { email: ada });
    const { subject, text, html } = made.mails[0]?.message ?? { subject: "", text: "", html: "" };
    expect(subject).toBe("Your link to raise a concern");
    expect(text.startsWith("If someone is in immediate danger, call 999 now.")).toBe(true);
    expect(text).toContain("on behalf of Whitebeam School");
    expect(text).toContain("it ends at 10am on Tuesday 24 November 2026");
    for (const body of [subject, text, html]) expect(body.toLowerCase()).not.toMatch(/ada|nurse/);
  });

  it("answers alike whether or not the address is known; to one that is not, nothing is sent and of it nothing is stored", async () => {
    const known = await made.post("/raise", { email: ada });
    expect(made.mails).toHaveLength(1);
    const before = await stored();
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
    expect(await stored()).toEqual(before);
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

describe("where a concern belongs", () => {
  /** The first page on which the policy is known, or the one that was refused. */
  const ask = async (fields: Fields) => lastOf(await made.walk(await made.link(), fields, "immediate-risk"));

  it("offers the areas by name, and the agencies of the directory but for one's own", async () => {
    const path = await made.link();
    const { text } = await made.post(path, { do: "continue" });
    for (const words of ["Knowsley", "Medway", "Milton Keynes", "Shropshire", "Another area"])
      expect(text).toContain(words);
    const agencies = await made.open(path, "receiving-agency");
    expect(agencies.text).toContain("Academy Trust Children’s Social Care Shropshire Community Safety");
    expect(agencies.text.slice(agencies.text.indexOf("Choose one"))).not.toContain("Whitebeam School");
  });

  it("ALL-02 refuses what is missing, each at its own page, and keeps the rest", async () => {
    const path = await made.link();
    await made.walk(path, where, "immediate-risk");
    const refused: Record<string, string>[] = [];
    for (const id of Object.keys(where)) {
      const page = await made.open(path, id);
      const empty = await made.post(path, { ...sentAlong(page.html), do: "save" });
      expect(empty.status).toBe(422);
      expect(empty.html).toContain("<title>Error: ");
      refused.push(problemsOn(empty));
    }
    expect(refused).toEqual([
      { area: "Select the local authority area" },
      { "secure-setting": "Select whether it relates to a secure setting for young people" },
      { subject: "Select who the concern is about" },
      { "receiving-agency": "Choose the agency whose decision or action you challenge" },
    ]);
    expect((await made.open(path, "subject")).html).toMatch(/value="child" checked/);
  });

  it.each([
    [{ subject: "" }, { subject: "Select who the concern is about" }],
    [{ area: "(another)" }, { "other-area": "Enter which area it is" }],
    [{ area: "(another)", "other-area": "123" }, { "other-area": "Enter the area by its name, in letters" }],
    [
      { area: "(another)", "other-area": "x".repeat(201) },
      { "other-area": "The area must be 200 characters or less. Yours has 201" },
    ],
    [
      { "receiving-agency": "nobody" },
      { "receiving-agency": "Choose the agency whose decision or action you challenge" },
    ],
    [
      { "receiving-agency": "school" },
      { "receiving-agency": "Choose the agency whose decision or action you challenge" },
    ],
    [{ area: "atlantis" }, { area: "Select the local authority area" }],
  ] as [Fields, Record<string, string>][])("refuses %j", async (changes, problems) => {
    const page = await ask({ ...where, ...changes });
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual(problems);
  });

  it.each([
    ["knowsley", "adult", "children and young people only"],
    ["knowsley", "community", "children and young people only"],
    ["medway", "community", "children and young people only"],
    ["milton-keynes", "community", "children, young people, and adults with care and support needs only"],
  ])("ALL-15 under the policy of %s a concern about %s is refused with the reason", async (area, subject, reason) => {
    const page = await ask({ ...where, area, subject });
    expect(page.status).toBe(422);
    expect(problemsOn(page)["subject"]).toContain(reason);
  });

  it("PRE-01 an area of which no policy is held is refused with those that are held", async () => {
    const page = await ask({ ...where, area: "(another)", "other-area": "Atlantis" });
    expect(page.status).toBe(422);
    const names = areasHeld().map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(["Knowsley", "Medway", "Milton Keynes", "Shropshire"]));
    const held = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    expect(problemsOn(page)).toEqual({
      "other-area": `No escalation policy is held here for Atlantis, only for ${held}. Follow that area’s own escalation procedure`,
    });
  });

  it("takes the name of an area that is held for that area, however it was given", async () => {
    for (const [written, area] of [
      ["KNOWSLEY", "Knowsley"],
      ["Milton  Keynes.", "Milton Keynes"],
    ] as const) {
      const page = await ask({ ...where, area: "(another)", "other-area": written });
      expect(page.text).toContain(`because the local authority area is ${area}`);
    }
  });

  it("MED-13 a concern that relates to a secure setting in Medway is raised under Medway's policy, wherever the child's home is", async () => {
    const page = await ask({ ...where, area: "(another)", "other-area": "Atlantis", "secure-setting": "medway" });
    expect(page.status).toBe(200);
    expect(page.text).toContain(
      "under the Escalation Policy of Medway Safeguarding Children Partnership, because it relates to a secure setting in Medway, wherever the child’s home is",
    );
  });

  it("MED-13 the question about secure settings says what the policy says", async () => {
    const { text } = lastOf(await made.walk(await made.link(), where, "secure-setting"));
    expect(text).toContain("Does it relate to a secure setting for young people? Yes, to one in Medway");
    expect(text).toContain("Any concern relating to the young persons’ secure estate in Medway");
    expect(text).toContain("wherever the child’s home is.");
  });

  it("MED-14 a concern about an agency that works only outside Medway is refused with where it belongs", async () => {
    const page = await ask({ ...where, area: "medway", "receiving-agency": "council" });
    expect(page.status).toBe(422);
    const says = problemsOn(page)["receiving-agency"];
    expect(says).toContain("Shropshire Community Safety does not work in Medway");
    expect(says).toContain("Shropshire Safeguarding Community Partnership");
    expect(says).toContain("Nothing was forwarded");
  });

  it("TP-01 an organisation's own policy is used where none is held, and the person is told that a local procedure takes precedence", async () => {
    const path = await made.link("lee@academy.council.example");
    const elsewhere = { ...where, area: "(another)", "other-area": "Atlantis" };
    const page = lastOf(await made.walk(path, elsewhere, "immediate-risk"));
    expect(page.status).toBe(200);
    expect(page.text).toContain("because no policy is held here for Atlantis");
    expect(page.text).toContain("Any local procedure that exists takes precedence");
    const checked = await made.check(path, {
      area: "(another)",
      "other-area": "Isle of Atlantis",
      type: "level-of-risk",
    });
    const raised = await made.raise(path, checked);
    expect(raised.text).toContain("because no policy is held here for Isle of Atlantis");
    expect((await made.story(raised)).state.raised).toMatchObject({
      area: "isle-of-atlantis",
      policy: { id: "training-provider", because: "own policy" },
    });
  });
});

describe("the concern", () => {
  /** One of its pages. */
  const shown = async (page: string, changes: Fields = {}) =>
    lastOf(await made.walk(await made.link(), { ...where, ...concern, ...changes }, page));

  it("ALL-03 offers the policy's own types in its own words, and another", async () => {
    const { text } = await shown("type");
    for (const words of ["Level of need/threshold", "Step up step down decisions", "Accountability", "Another type"])
      expect(text).toContain(words);
    const shropshire = await shown("type", { area: "shropshire", "receiving-agency": "council" });
    expect(shropshire.text).toContain("Disagreement over the sharing of information in a particular situation");
    expect(shropshire.text).not.toContain("Level of need/threshold");
  });

  it("ALL-05, ALL-16, KNO-17 asks about immediate risk in the policy's words, and says whom to ask and what it is not instead of", async () => {
    const { text } = await shown("immediate-risk");
    expect(text).toContain("The child is at immediate risk of significant harm, or the disagreement may result in");
    expect(text).toContain("Business Manager on (0151) 443 4786.");
    expect(text).toContain("not designed to replace the statutory complaints processes");
    expect((await shown("immediate-risk", { area: "shropshire", "receiving-agency": "council" })).text).toContain(
      "Does immediate risk apply? “Someone is at risk of harm”",
    );
  });

  it("ALL-02, KNO-02 refuses what is missing, each at its own page, and asks for nothing that may follow", async () => {
    const path = await made.link();
    const pages = await made.walk(path, { ...where, ...concern });
    const asked = pages.map(pageOf).slice(Object.keys(where).length, -1);
    const problems: Record<string, string> = {};
    for (const id of asked) {
      const page = await made.open(path, id);
      Object.assign(problems, problemsOn(await made.post(path, { ...sentAlong(page.html), do: "save" })));
    }
    expect(problems).toEqual({
      "immediate-risk": "Select whether immediate risk applies",
      protect: "Select whether protection is needed sooner than the policy’s own timescales",
      "person-name": "Enter the name of the child",
      type: "Select the type of disagreement",
      "arose-day": "Enter when the disagreement arose or the decision was received",
      issue: "Enter the issue",
      disagreement: "Enter the nature of the disagreement",
      risk: "Enter the risk to the person",
      evidence: "Enter the evidence",
      sought: "Enter what you aim to achieve",
      "your-name": "Enter your name",
    });
  });

  it.each([
    [{ type: "another" }, { "another-type": "Describe the other type of disagreement" }],
    [{ type: "care-planning" }, { type: "Select the type of disagreement" }],
    [{ protect: "yes" }, { "protect-by-day": "Enter the date and time by which protection is needed" }],
    [
      day("arose", "2026-11-18"),
      {
        "arose-day":
          "The disagreement or decision cannot be in the future. Give the day on which it arose or was received",
      },
    ],
    [day("arose", "2026-02-30"), { "arose-day": "The date must be a real date" }],
    [{ "arose-month": "" }, { "arose-month": "The date must include a month" }],
    [
      { protect: "yes", "protect-by-time": "9am" },
      { "protect-by-day": "Enter the date and time by which protection is needed" },
    ],
    [
      { protect: "yes", ...day("protect-by", "2026-11-18") },
      { "protect-by-time": "The date and time of protection must include a time, like 9:30am or 2:15pm" },
    ],
    [
      { protect: "yes", ...day("protect-by", "2026-11-17"), "protect-by-time": "10am" },
      {
        "protect-by-day":
          "The date and time of protection has passed. Give one that is still to come, or say that there is none",
      },
    ],
    [day("person-born", "2026-11-18"), { "person-born-day": "The date of birth must be in the past" }],
    [{ issue: "x".repeat(10_001) }, { issue: "The issue must be 10,000 characters or less. Yours has 10,001" }],
    [{ "person-name": "x".repeat(201) }, { "person-name": "The name must be 200 characters or less. Yours has 201" }],
    [
      { "manager-name": "Bea Matron" },
      { "manager-email": "Enter the email address of your manager, or leave out the name too" },
    ],
    [
      { "receiver-email": "p.nair@care.example" },
      { "receiver-name": "Enter the name of the practitioner or decision maker, or leave out the email address too" },
    ],
    [
      { "manager-name": "Bea Matron", "manager-email": "bea" },
      { "manager-email": "Enter an email address in the correct format, like name@example.com" },
    ],
    [
      { "manager-name": "Bea Matron", "manager-email": "bea@elsewhere.example" },
      {
        "manager-email":
          "The email address of your manager must be at Whitebeam School (whitebeam.example and School.example). If you do not know one, leave out name and address",
      },
    ],
    [
      { "receiver-manager-name": "Derek", "receiver-manager-email": "d@whitebeam.example" },
      {
        "receiver-manager-email":
          "The email address of their manager must be at Children’s Social Care (care.example). If you do not know one, leave out name and address",
      },
    ],
  ] as [Fields, Record<string, string>][])("refuses %j", async (changes, problems) => {
    const path = await made.link();
    const page = await made.check(path, changes);
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual(problems);
    // What was typed is still in its inputs, and what was answered before is kept.
    for (const [input, typed] of Object.entries(changes).filter(([input]) => page.html.includes(`name="${input}"`)))
      expect(page.html).toContain(input === "type" ? 'name="type"' : typed);
    expect((await made.open(path, "area")).html).toMatch(/value="knowsley" checked/);
  });

  it("says it all again to be checked, and has raised nothing by then", async () => {
    const path = await made.link();
    const before = await stored();
    const page = await made.check(path, {
      ...day("person-born", "2014-05-30"),
      "person-circumstances": "In care",
      "manager-name": "Bea Matron",
      "manager-email": "bea@whitebeam.example",
      "receiver-name": "Priya Nair",
      "receiver-email": "p.nair@care.example",
      protect: "yes",
      ...day("protect-by", "2026-11-18"),
      "protect-by-time": "9:30am",
    });
    expect(page.status).toBe(200);
    for (const words of [
      "Local authority area Knowsley Change Local authority area",
      "Receiving agency Children’s Social Care",
      "Immediate risk No",
      "To be protected by 9:30am on Wednesday 18 November 2026",
      "The child Robin Childe Born Friday 30 May 2014",
      "Circumstances In care",
      "Type of disagreement Level of need/threshold",
      "When it arose Monday 16 November 2026",
      "We say the threshold is met. They say it is not.",
      `You Ada Nurse ${ada}`,
      "Your manager Bea Matron bea@whitebeam.example",
      "Receiving practitioner Priya Nair p.nair@care.example",
    ])
      expect(page.text).toContain(words);
    const drafts = (await stored()).filter((pk) => !before.includes(pk));
    expect(drafts).toEqual([expect.stringMatching(/^DRAFT#/) as string]);
    expect(made.record.commits).toEqual([]);
    expect(made.started).toEqual([]);
  });

  it("keeps everything that was typed on the way back to any page and forward again", async () => {
    const path = await made.link();
    const issue = 'A “quoted” "issue" & <b>more</b>\n\nThird line';
    const checked = await made.check(path, { issue, "person-circumstances": "In care" });
    const back = await made.open(path, "area");
    expect(back.html).toMatch(/value="knowsley" checked/);
    const forward = await made.post(path, { ...sentAlong(back.html), area: "knowsley", do: "save" });
    expect(mainOf(forward.html)).toContain("A “quoted” &quot;issue&quot; &amp; &lt;b&gt;more&lt;/b&gt;\n\nThird line<");
    expect((await made.open(path, "issue")).html).toContain(
      "A “quoted” &quot;issue&quot; &amp; &lt;b&gt;more&lt;/b&gt;\n\nThird line</textarea>",
    );
    expect(mainOf(forward.html)).toBe(mainOf(checked.html));
  });

  it("what people type is text for ever: a script is shown and never run", async () => {
    const script = "<script>alert('x')</script>";
    const path = await made.link();
    const pages = [
      await made.post("/raise", { email: script }),
      lastOf(await made.walk(path, { ...where, area: "(another)", "other-area": script })),
      await made.check(path, { "person-name": script, ...day("person-born", "2027-01-01") }),
      await made.check(path, { issue: script, "person-name": script, "your-name": script }),
    ];
    for (const page of pages) {
      expect(page.html).not.toContain("<script");
      expect(page.html).toContain("&lt;script&gt;");
    }
    const raised = await made.raise(path, pages[3] as Answer);
    expect(raised.html).not.toContain("<script");
    expect((await made.story(raised)).state.raised.sealed).toMatchObject({ words: { issue: script } });
  });
});

describe("raising it", () => {
  it("ALL-02 puts all of it on the record, in the name of whom the link was sent to", async () => {
    const path = await made.link();
    const page = await made.raise(
      path,
      await made.check(path, {
        ...day("person-born", "2014-05-30"),
        "person-circumstances": "In care",
        "manager-name": "Bea Matron",
        "manager-email": "bea@whitebeam.example",
        "receiver-name": "Priya Nair",
        "receiver-email": "p.nair@care.example",
        "receiver-manager-name": "Derek Stott",
        "receiver-manager-email": "d.stott@care.example",
        protect: "yes",
        ...day("protect-by", "2026-11-18"),
        "protect-by-time": "9:30am",
      }),
    );
    expect(page.status).toBe(200);
    const { state } = await made.story(page);
    expect(state.raised).toMatchObject({
      policy: { id: "knowsley", because: "area" },
      area: "knowsley",
      subject: "child",
      disagreement: "level-of-need",
      arose: "2026-11-16T00:00:00.000Z",
      raising: { agency: "school" },
      receiving: { agency: "care" },
      immediateRisk: false,
      protectBy: "2026-11-18T09:30:00.000Z",
      missing: [],
      submission: { client: "page:school" },
      sealed: {
        person: { name: "Robin Childe", dateOfBirth: "2014-05-30", circumstances: "In care" },
        words: {
          issue: texts.issue,
          disagreement: texts.disagreement,
          risk: texts.risk,
          evidence: texts.evidence,
          resolutionSought: texts.sought,
        },
        raising: {
          practitioner: { name: "Ada Nurse", email: ada },
          manager: { name: "Bea Matron", email: "bea@whitebeam.example" },
        },
        receiving: {
          practitioner: { name: "Priya Nair", email: "p.nair@care.example" },
          manager: { name: "Derek Stott", email: "d.stott@care.example" },
        },
      },
    });
    expect(made.started).toEqual([referenceOn(page)]);
  });

  it("says the reference, which policy governs and why, and what happens next and by when", async () => {
    const { text } = await made.raiseAll();
    expect(text).toMatch(/Escalation [2-9A-Z]{4}-[2-9A-Z]{4}/);
    expect(text).toContain(
      "under the Multi Agency Escalation Policy of Knowsley Safeguarding Children Partnership, because the local authority area is Knowsley.",
    );
    expect(text).toContain("It is at “Stage 1: practitioners” now.");
    expect(text).toContain("told by email at once: the practitioner or decision maker on both sides.");
    // Three working days after Tuesday 17 November.
    expect(text).toContain("By 5pm on Friday 20 November 2026 Speak with each other and find a way forward");
    expect(text).toContain("If it is not settled by then, it goes to “Stage 2: line managers” by itself.");
    expect(text).toContain(`You get an email at ${ada} now`);
  });

  it("SHR-06 says by when under a policy whose times count from the disagreement", async () => {
    const { text } = await made.raiseAll({
      area: "shropshire",
      "receiving-agency": "council",
      type: "information-sharing",
    });
    // Two working days after Monday 16 November.
    expect(text).toContain("By 5pm on Wednesday 18 November 2026 Talk directly");
  });

  it("KNO-03 accepts one that is raised late, and says so", async () => {
    const { text } = await made.raiseAll(day("arose", "2026-11-02"));
    expect(text).toContain("ended at 5pm on Wednesday 4 November 2026. It is accepted, and recorded as late.");
  });

  it("ALL-03 takes another type with its description", async () => {
    const page = await made.raiseAll({ type: "another", "another-type": "Who pays for the taxi" });
    expect((await made.story(page)).state.raised).toMatchObject({
      disagreement: "another",
      sealed: { anotherType: "Who pays for the taxi" },
    });
  });

  it("ALL-05, KNO-02 with immediate risk nothing is refused for want of the five texts, and the page says what is asked for afterwards", async () => {
    const path = await made.link();
    const fields = { ...where, ...without(concern, ...Object.keys(texts)), "immediate-risk": "yes" };
    const checked = lastOf(await made.walk(path, fields));
    expect(checked.status).toBe(200);
    expect(checked.text).toContain("The issue Not said yet. You are asked for it afterwards.");
    const page = await made.raise(path, checked);
    expect((await made.story(page)).state).toMatchObject({
      immediateRisk: true,
      missing: ["issue", "disagreement", "risk", "evidence", "resolutionSought"],
      next: "line-managers",
    });
    expect(page.text).toContain(
      "this is still missing: the issue, the nature of the disagreement, the risk to the person, the evidence and what you aim to achieve. Add it by the link",
    );
    expect(page.text).toContain("It is at “Stage 2: line managers” now.");
    expect(page.text).toContain("the timescales are a guide only");
  });

  it("ALL-04, ALL-05 whoever flags immediate risk under a policy without a rule for it is asked for a shorter timescale", async () => {
    const { text } = await made.raiseAll({ area: "medway", type: "timeliness", "immediate-risk": "yes" });
    expect(text).toContain("set a shorter deadline by the link");
  });

  it("pressing twice raises once, one after the other and both at once", async () => {
    const path = await made.link();
    const checked = await made.check(path);
    const [one, two] = await Promise.all([made.raise(path, checked), made.raise(path, checked)]);
    const three = await made.raise(path, checked);
    expect(new Set([one, two, three].map(referenceOn)).size).toBe(1);
    expect(mainOf(three.html)).toBe(mainOf(one.html));
    expect(made.record.commits).toHaveLength(1);
  });

  it("pressing again finds what was raised though the directory and the time have moved on since", async () => {
    const path = await made.link();
    const checked = await made.check(path, {
      protect: "yes",
      ...day("protect-by", "2026-11-18"),
      "protect-by-time": "9:30am",
    });
    const first = await made.raise(path, checked);
    made.clock.set("2026-11-19T10:00:00.000Z");
    await made.reimport((text) => text.replaceAll("care.example", "moved.example"));
    expect(referenceOn(await made.raise(path, checked))).toBe(referenceOn(first));
  });

  it("the same concern in other words raises nothing more, and says what to do", async () => {
    // What is kept of the draft is as it was before the concern was raised.
    made = await raising(database, undefined, (drafts) => ({
      read: (...asked) => drafts.read(...asked),
      write: (secret, draft, at) =>
        draft.raised.length > 0 ? Promise.reject(new Error("cut off")) : drafts.write(secret, draft, at),
    }));
    const path = await made.link();
    const first = await made.raise(path, await made.check(path));
    expect(referenceOn(first)).not.toBe("");
    const issue = await made.open(path, "issue");
    const checked = await made.post(path, { ...sentAlong(issue.html), issue: "Another issue", do: "save" });
    const page = await made.raise(path, checked);
    expect(page.status).toBe(409);
    expect(page.text).toContain("This concern was raised before in other words");
    expect(made.record.commits).toHaveLength(1);
    // What is here now is raised as a concern of its own by whoever wants it.
    const second = await made.raise(path, await made.post(path, { do: "check" }));
    expect(referenceOn(second)).not.toBe(referenceOn(first));
    expect(made.record.commits).toHaveLength(2);
  });

  it("nobody raises in another's name, whatever is written by hand", async () => {
    const path = await made.link();
    const checked = await made.check(path, { email: "bea@whitebeam.example" });
    const page = await made.raise(path, checked, {
      "raising.practitioner.email": "bea@whitebeam.example",
      "your-email": "bea@whitebeam.example",
    });
    expect((await made.story(page)).state.raised.sealed).toMatchObject({ raising: { practitioner: { email: ada } } });
  });

  it("what can no longer be raised comes back at the fields that it is about, with all that was typed", async () => {
    const path = await made.link();
    const checked = await made.check(path, {
      "receiver-name": "Priya Nair",
      "receiver-email": "p.nair@care.example",
    });
    await made.reimport((text) => text.replaceAll("care.example", "moved.example"));
    const page = await made.raise(path, checked);
    expect(page.status).toBe(422);
    expect(problemsOn(page)["receiver-email"]).toContain("must be at Children’s Social Care (moved.example)");
    expect(page.html).toContain('value="p.nair@care.example"');
    expect((await made.open(path, "risk")).html).toContain(texts.risk);
    expect(made.record.commits).toEqual([]);
  });

  it("a step that no longer holds comes back too: a protective date that has passed, an agency that is known no longer", async () => {
    const path = await made.link();
    const checked = await made.check(path, {
      protect: "yes",
      ...day("protect-by", "2026-11-18"),
      "protect-by-time": "9:30am",
    });
    made.clock.set("2026-11-18T09:30:00.000Z");
    const page = await made.raise(path, checked);
    expect(page.status).toBe(422);
    expect(problemsOn(page)["protect-by-day"]).toContain("has passed");
    // It was known when it was chosen.
    const secret = path.slice("/raise/".length);
    const kept = await made.drafts.read(secret, tuesday);
    if (!kept) throw new Error("Nothing is kept");
    const answers = { ...kept.draft.answers, "receiving-agency": "gone" };
    const at = { after: kept.revision, until: "2026-11-24T10:00:00.000Z" };
    const revision = await made.drafts.write(secret, { ...kept.draft, answers }, at);
    const unknown = await made.raise(path, checked, { revision: String(revision) });
    expect(unknown.status).toBe(422);
    expect(problemsOn(unknown)).toEqual({
      "receiving-agency": "Choose the agency whose decision or action you challenge",
    });
    expect(made.record.commits).toEqual([]);
  });

  it("SHR-08 a concern about a community is raised under Shropshire's policy, without a person", async () => {
    const page = await made.raiseAll({
      area: "shropshire",
      subject: "community",
      "receiving-agency": "council",
      community: "Residents of the riverside flats",
      "person-name": "",
      type: "information-sharing",
    });
    expect(page.status).toBe(200);
    const { state } = await made.story(page);
    expect(state.raised).toMatchObject({ subject: "community", policy: { id: "shropshire" } });
    expect(JSON.stringify(state.raised.sealed)).toContain("Residents of the riverside flats");
  });

  it("SHR-08 which community it is has to be said", async () => {
    const path = await made.link();
    const page = await made.check(path, {
      area: "shropshire",
      subject: "community",
      "receiving-agency": "council",
      type: "information-sharing",
    });
    expect(problemsOn(page)).toEqual({ community: "Enter which community it is" });
  });

  it("ALL-05 every page says first what to do if someone is in immediate danger", async () => {
    const path = await made.link();
    const checked = await made.check(path);
    const pages = [
      await made.get("/raise"),
      await made.post("/raise", { email: "x" }),
      await made.post("/raise", { email: ada }),
      await made.get(path),
      await made.get("/raise/forged"),
      await made.post(path, { do: "continue" }),
      await made.open(path, "issue"),
      await made.post(path, { do: "save", page: "issue", draft: sentAlong(checked.html)["draft"] ?? "" }),
      await made.post(path, { do: "later", page: "issue", draft: sentAlong(checked.html)["draft"] ?? "" }),
      await made.post(path, { do: "list" }),
      await made.post(path, { do: "afresh" }),
      await made.post(path, { do: "nonsense" }),
      checked,
      await made.raise(path, checked),
    ];
    for (const page of pages)
      expect(
        mainOf(page.html)
          .replaceAll(/<[^>]*>/g, "")
          .trim(),
      ).toMatch(/^If someone is in immediate danger, call 999\./);
  });

  it("no page of it is kept by a browser, found by a search engine or runs a script", async () => {
    const path = await made.link();
    for (const { headers } of [await made.get("/raise"), await made.get(path), await made.check(path)]) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });
});
