/** Raising by page: what is put on the record, and what is said of it. */
import { describe, expect, it } from "vitest";
import {
  ada,
  concern,
  day,
  lastOf,
  problemsOn,
  raisingAnew,
  referenceOn,
  sentAlong,
  texts,
  tuesday,
  where,
  type Fields,
  type Raising,
} from "./raising.ts";
import { mainOf } from "./support.ts";

let made: Raising;
const { anew } = raisingAnew((each) => {
  made = each;
});

const without = (fields: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

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
    made = await anew(undefined, (drafts) => ({
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
