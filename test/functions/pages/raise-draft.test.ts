/** One thing a page, kept between pages: stopping and coming back, two windows, changing one's mind, and links that are over. */
import { describe, expect, it } from "vitest";
import type { Drafts } from "../../../functions/drafts/drafts.ts";
import {
  ada,
  concern,
  day,
  lastOf,
  linkIn,
  pageOf,
  problemsOn,
  raisingAnew,
  referenceOn,
  sentAlong,
  tuesday,
  where,
  type Fields,
  type Raising,
} from "./raising.ts";
import { mainOf, type Answer } from "./support.ts";

let made: Raising;
let path: string;
const { anew } = raisingAnew(async (each) => {
  made = each;
  path = await made.link();
});

const inShropshire = { area: "shropshire", subject: "community", "receiving-agency": "council" };
const idsOf = (pages: readonly Answer[]) => pages.map(pageOf);
const secretOf = (link: string) => link.slice("/raise/".length);
const kept = async (link = path) => (await made.drafts.read(secretOf(link), made.clock.now()))?.draft;
/** Presses a button of a page with what was typed into it. */
const press = (page: Answer, does: string, typed: Fields = {}) =>
  made.post(path, { ...sentAlong(page.html), ...typed, do: does });
const goOn = () => made.post(path, { do: "continue" });

describe("one thing a page", () => {
  it("asks in an order that follows from the answers: the shortest way", async () => {
    expect(idsOf(await made.walk(path, { ...where, ...concern })).slice(0, -1)).toEqual([
      "area",
      "secure-setting",
      "subject",
      "receiving-agency",
      "immediate-risk",
      "protect",
      "person",
      "person-circumstances",
      "type",
      "arose",
      "issue",
      "disagreement",
      "risk",
      "evidence",
      "sought",
      "your-name",
      "manager",
      "receiver",
      "receiver-manager",
    ]);
  });

  it("asks in an order that follows from the answers: another area, a community, another type, and protection by a date", async () => {
    const fields = {
      ...concern,
      ...inShropshire,
      area: "(another)",
      "other-area": "Shropshire",
      "secure-setting": "(another)",
      protect: "yes",
      ...day("protect-by", "2026-11-18"),
      "protect-by-time": "9:30am",
      community: "The riverside flats",
      type: "another",
      "another-type": "Who pays",
    };
    expect(idsOf(await made.walk(path, fields, "arose"))).toEqual([
      "area",
      "other-area",
      "secure-setting",
      "subject",
      "receiving-agency",
      "immediate-risk",
      "protect",
      "protect-by",
      "community",
      "type",
      "another-type",
      "arose",
    ]);
  });

  it("asks in an order that follows from the answers: what Medway's policy asks, and what comes before its process", async () => {
    const fields = { ...where, ...concern, area: "medway", type: "timeliness", "receiving-agency": "police" };
    const ids = idsOf(await made.walk(path, { ...fields, "answer-concerns-mash": "no" }));
    expect(ids.slice(8, 10)).toEqual(["answer-status", "answer-concerns-mash"]);
    expect(ids.slice(17, 21)).toEqual([
      "before-manager-consulted",
      "before-professional-to-professional",
      "before-managers-in-contact",
      "your-name",
    ]);
  });

  it("says at each question until when the answers are kept, and how to come back", async () => {
    for (const { text } of (await made.walk(path, { ...where, ...concern })).slice(0, -1)) {
      expect(text).toContain("Your answers are kept until 10am on Tuesday 24 November 2026.");
      expect(text).toContain("To come back, open the same link from your email.");
    }
  });

  it("says of what may be left empty that it is optional, and takes it empty", async () => {
    const pages = await made.walk(path, { ...where, ...concern });
    const optional = pages.filter((each) => each.text.includes("(optional)")).map(pageOf);
    expect(optional).toEqual(["person", "person-circumstances", "manager", "receiver", "receiver-manager"]);
    expect(lastOf(pages).text).toContain("Circumstances Not given");
  });

  it("an answer that is refused is not kept, and stays in its input", async () => {
    const page = lastOf(await made.walk(path, { ...where, ...concern }, "arose"));
    const refused = await press(page, "save", day("arose", "2026-11-18"));
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(/name="arose-day"[^>]* value="18"/);
    expect((await kept())?.answers).not.toHaveProperty("arose-day");
  });

  it("nothing that was typed can be read in what is stored", async () => {
    await made.check(path);
    const items = await made.items();
    const stored = items
      .map((item) => JSON.stringify(item) + Buffer.from((item["sealed"] as Uint8Array) ?? []).toString("latin1"))
      .join("\n");
    for (const words of ["Robin", "Bruising", "Ada Nurse", "threshold", secretOf(path)])
      expect(stored).not.toContain(words);
    expect(items.filter((item) => String(item["pk"]).startsWith("DRAFT#"))).toHaveLength(1);
  });

  it("opening the link shows and changes nothing, whatever has been written by it", async () => {
    const before = await made.get(path);
    await made.check(path);
    const stored = JSON.stringify(await made.items());
    expect((await made.get(path)).html).toBe(before.html);
    expect((await made.get(path, "HEAD")).html).toBe("");
    expect(JSON.stringify(await made.items())).toBe(stored);
  });
});

describe("stopping and coming back", () => {
  it("keeps what is half written, and says until when and how to come back", async () => {
    const page = lastOf(await made.walk(path, { ...where, ...concern }, "person"));
    const later = await press(page, "later", { "person-born-year": "2014" });
    expect(later.status).toBe(200);
    expect(later.text).toContain("Your answers are saved");
    expect(later.text).toContain("Your answers are kept until 10am on Tuesday 24 November 2026.");
    expect(later.text).toContain("Nothing has been raised yet, and nobody has been told.");
    const list = await goOn();
    const on = await press(list, "page");
    expect(pageOf(on)).toBe("person");
    expect(on.status).toBe(200);
    expect(on.html).toMatch(/name="person-born-year"[^>]* value="2014"/);
  });

  it("says what is there, day by day, and goes on at the first question that is open", async () => {
    await made.walk(path, { ...where, ...concern }, "type");
    made.clock.set("2026-11-20T16:00:00.000Z");
    const list = await goOn();
    expect(list.text).toContain("You began a concern on Tuesday 17 November 2026. 8 of 19 questions are answered.");
    expect(list.text).toContain("Where the concern belongs Completed");
    expect(list.text).toContain("The disagreement Not started");
    expect(list.text).toContain("Whom you know at Children’s Social Care Not started");
    expect(pageOf(await press(list, "page"))).toBe("type");
  });

  it("says how many questions of a part are answered", async () => {
    await made.walk(path, { ...where, ...concern }, "issue");
    expect((await goOn()).text).toContain("The disagreement 2 of 7 answered");
  });

  it("does not say how many there are while it cannot be known", async () => {
    await made.walk(path, where, "subject");
    const { text } = await goOn();
    expect(text).toContain("2 questions are answered.");
    expect(text).toContain("The other questions follow from where the concern belongs.");
  });

  it("leads to the answers to be checked where nothing is open", async () => {
    const checked = await made.check(path);
    const list = await goOn();
    expect(mainOf((await press(list, "check")).html)).toBe(mainOf(checked.html));
  });

  it("what cannot be kept is refused at its input", async () => {
    const page = lastOf(await made.walk(path, { ...where, ...concern }, "issue"));
    const refused = await press(page, "later", { issue: "x".repeat(10_001) });
    expect(refused.status).toBe(422);
    expect(problemsOn(refused)["issue"]).toContain("shorten it to 10,000 characters. Yours has 10,001");
  });

  it("begins afresh only after asking, and then keeps nothing of what was there", async () => {
    await made.walk(path, { ...where, ...concern }, "type");
    const asked = await press(await goOn(), "afresh");
    expect(asked.text).toContain("Everything that you have written of this concern is removed.");
    expect((await kept())?.answers).toMatchObject({ "person-name": "Robin Childe" });
    const first = await press(asked, "afresh-yes");
    expect(pageOf(first)).toBe("area");
    expect(await kept()).toMatchObject({ answers: {}, answered: [] });
  });

  it("removes nothing that was written after the question whether to begin afresh", async () => {
    await made.walk(path, where, "immediate-risk");
    const asked = await press(await goOn(), "afresh");
    const first = await press(asked, "afresh-yes");
    await press(first, "save", { area: "medway" });
    expect((await press(asked, "afresh-yes")).text).toContain("1 question is answered.");
    expect((await kept())?.answers).toEqual({ area: "medway" });
  });
});

describe("changing an answer", () => {
  it("each answer on the check page has a button that opens its question, and saving leads back", async () => {
    const checked = await made.check(path);
    const buttons = [...checked.html.matchAll(/name="page" value="([^"]+)"/g)].map(([, id]) => id);
    expect(buttons).toHaveLength(19);
    expect(checked.html.match(/Change<span class="govuk-visually-hidden">/g)).toHaveLength(19);
    const page = await made.post(path, { do: "page", page: "sought", from: "check" });
    const back = await press(page, "save", { sought: "A visit today" });
    expect(back.text).toContain("What you aim to achieve A visit today");
    expect(mainOf((await press(page, "back", { sought: "A visit today" })).html)).toBe(mainOf(back.html));
  });

  it("Back leads to the question before, keeps what was typed, and from the first one to what there is", async () => {
    const page = lastOf(await made.walk(path, { ...where, ...concern }, "disagreement"));
    const before = await press(page, "back", { disagreement: "Half a sen" });
    expect(pageOf(before)).toBe("issue");
    expect((await made.open(path, "disagreement")).html).toContain("Half a sen</textarea>");
    const first = await made.open(path, "area");
    expect((await press(first, "back", { area: "knowsley" })).text).toContain("Your concern so far");
  });

  it("ALL-03 with another area, a type of the old policy is asked again, and nothing else", async () => {
    await made.check(path);
    const area = await made.post(path, { do: "page", page: "area", from: "check" });
    const type = await press(area, "save", { area: "milton-keynes" });
    expect(pageOf(type)).toBe("type");
    expect(problemsOn(type)).toEqual({ type: "Select the type of disagreement" });
    expect(lastOf(await made.walkOn(path, type, { type: "another", "another-type": "Who pays" })).text).toContain(
      "The other type Who pays",
    );
  });

  it("ALL-15 an answer that holds no longer because of another is asked again at its own question", async () => {
    await made.walk(path, { ...where, ...inShropshire }, "immediate-risk");
    const page = await press(await made.open(path, "area"), "save", { area: "knowsley" });
    expect(pageOf(page)).toBe("subject");
    expect(page.status).toBe(422);
    expect(problemsOn(page)["subject"]).toContain("children and young people only");
  });

  it("KNO-02 without immediate risk, what was left for afterwards is asked after all", async () => {
    const { issue: _issue, ...rest } = { ...concern, "immediate-risk": "yes" };
    await made.walk(path, { ...where, ...rest });
    const page = await press(await made.open(path, "immediate-risk"), "save", { "immediate-risk": "no" });
    expect(pageOf(page)).toBe("issue");
    expect(problemsOn(page)).toEqual({ issue: "Enter the issue" });
  });
});

describe("two windows", () => {
  it("answers that are sent at once are both kept", async () => {
    await made.check(path);
    const [issue, risk] = [await made.open(path, "issue"), await made.open(path, "risk")];
    await Promise.all([press(issue, "save", { issue: "One window" }), press(risk, "save", { risk: "The other" })]);
    expect((await kept())?.answers).toMatchObject({ issue: "One window", risk: "The other" });
  });

  it("both begin the same concern", async () => {
    const [one, two] = await Promise.all([goOn(), goOn()]);
    expect(sentAlong(two.html)["draft"]).toBe(sentAlong(one.html)["draft"]);
  });

  it("what was checked is what is raised: changed since in another window, it is shown again", async () => {
    const checked = await made.check(path);
    await press(await made.open(path, "issue"), "save", { issue: "Changed since" });
    const again = await made.raise(path, checked);
    expect(again.status).toBe(409);
    expect(again.text).toContain("Your answers have changed since this page was shown.");
    expect(again.text).toContain("The issue Changed since");
    expect(made.record.commits).toEqual([]);
    const raised = await made.raise(path, again);
    expect((await made.story(raised)).state.raised.sealed).toMatchObject({ words: { issue: "Changed since" } });
  });

  it("changed since so that something is open, the question is shown instead", async () => {
    const checked = await made.check(path);
    await press(await made.open(path, "area"), "save", { area: "milton-keynes" });
    const page = await made.raise(path, checked);
    expect(page.status).toBe(409);
    expect(pageOf(page)).toBe("type");
    expect(made.record.commits).toEqual([]);
  });

  it("a question that is not asked any more gives back what was typed", async () => {
    const another = { ...where, ...concern, type: "another", "another-type": "Who pays" };
    await made.walk(path, { ...another, "start-reason": "x" });
    const page = await made.open(path, "another-type");
    await press(await made.open(path, "type"), "save", { type: "level-of-need" });
    const gone = await press(page, "save", { "another-type": "Who pays for it" });
    expect(gone.status).toBe(409);
    expect(gone.text).toContain("This is not asked any more");
    expect((await made.open(path, "another-type")).status).toBe(409);
  });

  it("a page of a concern that has been raised since changes nothing of another one, and gives back what was typed", async () => {
    const checked = await made.check(path);
    const issue = await made.open(path, "issue");
    await made.raise(path, checked);
    await made.walk(path, { ...where, ...concern, issue: "Of the second" });
    const page = await press(issue, "save", { issue: "Of the first" });
    expect(page.status).toBe(409);
    expect(page.text).toContain("What you wrote Copy it before you leave this page. The issue Of the first");
    expect((await kept())?.answers["issue"]).toBe("Of the second");
  });
});

describe("after raising", () => {
  it("keeps nothing of it but its reference, says so on coming back, and offers to raise another", async () => {
    const raised = await made.raise(path, await made.check(path));
    expect(await kept()).toEqual({
      command: expect.any(String) as string,
      begunAt: tuesday,
      answers: {},
      answered: [],
      raised: [{ reference: referenceOn(raised), command: "id-1", areaName: "Knowsley", at: tuesday }],
    });
    const back = await goOn();
    expect(back.text).toContain(`Escalation ${referenceOn(raised)}, raised at 10am on Tuesday 17 November 2026.`);
    expect(back.text).not.toContain("Robin");
    expect(pageOf(await press(back, "another"))).toBe("area");
  });

  it("says of a concern that is begun after another when it was begun, and what was raised before", async () => {
    const raised = await made.raise(path, await made.check(path));
    made.clock.set("2026-11-19T09:00:00.000Z");
    await made.walk(path, where, "subject");
    const { text } = await goOn();
    expect(text).toContain("You began a concern on Thursday 19 November 2026.");
    expect(text).toContain(`Raised by this link before: escalation ${referenceOn(raised)}`);
  });

  it("a draft that could not be emptied does not keep the concern from being raised, once", async () => {
    made = await anew(undefined, failing);
    path = await made.link();
    const checked = await made.check(path);
    const raised = await made.raise(path, checked);
    expect(raised.text).toContain("Your concern is raised");
    expect(referenceOn(await made.raise(path, checked))).toBe(referenceOn(raised));
    expect(made.record.commits).toHaveLength(1);
    expect(made.logged.join()).toContain("The draft of a concern that was raised could not be emptied");
    expect(made.logged.join()).not.toContain("Robin");
  });

  /** Writing that something was raised fails. */
  const failing = (drafts: Drafts): Drafts => ({
    read: (...asked) => drafts.read(...asked),
    write: (secret, draft, at) =>
      draft.raised.length > 0 ? Promise.reject(new Error("cut off")) : drafts.write(secret, draft, at),
  });
});

describe("a link that is over", () => {
  const end = "2026-11-24T10:00:00.000Z";

  it("says so with one button, shows no address, and opens nothing of what was written", async () => {
    await made.walk(path, { ...where, ...concern }, "issue");
    made.clock.set(end);
    for (const page of [await made.get(path), await goOn(), await made.open(path, "person")]) {
      expect(page.status).toBe(410);
      expect(page.text).toContain("It worked until 10am on Tuesday 24 November 2026.");
      expect([...page.html.matchAll(/<button/g)]).toHaveLength(1);
      for (const words of [ada, "whitebeam", "Robin"]) expect(page.html).not.toContain(words);
    }
    expect(made.mails).toHaveLength(1);
  });

  it("sends a fresh one to the address that it went to, whatever is sent along, and that one works", async () => {
    made.clock.set(end);
    const page = await made.post(path, { do: "fresh", email: "evil@elsewhere.example" });
    expect(page.status).toBe(200);
    expect(page.html).not.toContain(ada);
    expect(made.mails.map(({ to }) => to)).toEqual([ada, ada]);
    const fresh = linkIn(made.mails[1]?.message.text);
    expect(fresh).not.toBe(path);
    expect(pageOf(await made.post(fresh, { do: "continue" }))).toBe("area");
  });

  it("sends no more than five an hour to one mailbox, and says the same all the while", async () => {
    made.clock.set(end);
    const pages: Answer[] = [];
    for (let tried = 0; tried < 7; tried++) pages.push(await made.post(path, { do: "fresh" }));
    expect(new Set(pages.map((each) => each.html)).size).toBe(1);
    expect(made.mails).toHaveLength(6);
  });

  it("sends none once its agency has given up the domain", async () => {
    made.clock.set(end);
    await made.reimport((text) =>
      text
        .replace("[whitebeam.example, School.example]", "[school.example]")
        .replace("office@whitebeam", "office@school"),
    );
    expect((await made.post(path, { do: "fresh" })).status).toBe(404);
    expect(made.mails).toHaveLength(1);
  });
});
