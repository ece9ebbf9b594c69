import { describe, expect, it, vi } from "vitest";
import { actingSeat, agencies, hidden, name, reach, reference, words, world } from "./support.ts";

const nurse = "raiser";
const social = "practitioners/receiving-side/1";

/** Everything that no page may show before a person presses Continue. */
const caseDetail = [
  "Robin",
  "Childe",
  "2019",
  "In care",
  ...Object.values(words),
  "Level of need",
  "Ada Nurse",
  "Una Worker",
  ...Object.values(agencies).map((each) => each.name),
];

describe("the page that a link opens", () => {
  it("ALL-13 shows no case detail and no name on GET, in any state of the escalation", async () => {
    const made = await world();
    const receiving = made.link(social);
    const raising = made.link(nurse);
    const shown = async () => [(await made.get(receiving)).html, (await made.get(raising)).html].join();
    const pages = [await shown()];
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Secret words" });
    pages.push(await shown());
    await made.do({ type: "declare unresolved", seat: nurse, stage: "practitioners", reason: "Secret words" });
    pages.push(await shown());
    await made.open();
    pages.push(await shown());
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Secret words" });
    pages.push(await shown());
    for (const page of pages) for (const detail of [...caseDetail, "Secret"]) expect(page).not.toContain(detail);
  });

  it("says who is asked, for what, by when, and what happens if nobody does it", async () => {
    const made = await world();
    const { status, text } = await made.get(made.link(social));
    expect(status).toBe(200);
    expect(text).toContain(`Escalation ${reference}`);
    expect(text).toContain("Knowsley Safeguarding Children Partnership");
    expect(text).toContain("You are asked as practitioner or decision maker, on the receiving side.");
    expect(text).toContain("Speak with each other and find a way forward that both sides agree");
    expect(text).toContain("By 5pm on Thursday 5 November 2026.");
    expect(text).toContain("If it is not settled by then, it goes to “Stage 2: line managers” by itself.");
  });

  it("says at the last stage that its body is reminded until it is done, and how often", async () => {
    const made = await world();
    await reach(made, "chair");
    const { text } = await made.get(made.link(await actingSeat(made, "partnership"), "chair"));
    expect(text).toContain("Make recommendations to the agencies");
    expect(text).toContain("you and the partnership are reminded every working day until it is");
    expect(text).toContain("this came to a shared inbox");
  });

  it("shows a timescale that the policy does not give as the organisation's own", async () => {
    const made = await world({ policy: "milton-keynes" });
    await made.do({ type: "declare unresolved", seat: nurse, stage: "professionals", reason: "No" });
    await made.open();
    const { text } = await made.get(made.link(await actingSeat(made, "raising"), "manager"));
    expect(text).toContain("This timescale is the organisation’s own.");
  });

  it("is opened three times by GET and by HEAD and changes nothing", async () => {
    const made = await world();
    const path = made.link(social);
    for (const method of ["GET", "GET", "GET"] as const) expect((await made.get(path, method)).status).toBe(200);
    for (const method of ["HEAD", "HEAD", "HEAD"] as const)
      expect(await made.get(path, method)).toMatchObject({ status: 200, html: "" });
    expect(made.record.commits).toHaveLength(2);
  });

  it("answers a forged secret, an unknown reference and one of another escalation in the same way", async () => {
    const made = await world();
    const path = made.link(social);
    const secret = path.split("/")[2];
    const answers = await Promise.all(
      [`/${reference}/forged`, `/AAAA-0000/forged`, `/AAAA-0000/${secret}`].flatMap((each) => [
        made.get(each),
        made.post(each, { do: "continue" }),
        made.post(each, { do: "note", ...name }),
      ]),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.html).toBe(answers[0]?.html);
      expect(answer.text).toContain("This link is not one of ours");
    }
  });

  it("is not one of ours when the record does not know its seat", async () => {
    const made = await world();
    expect((await made.get(made.link("nobody"))).status).toBe(404);
  });

  it("is neither kept by browsers, framed, listed by search engines nor sent on as a referrer, and runs no script", async () => {
    const made = await world();
    const path = made.link(social);
    const pages = [
      await made.get(path),
      await made.get("/"),
      await made.get("/nowhere"),
      await made.get("/AAAA-0000/forged"),
      await made.post(path, { do: "continue" }),
      await made.post(path, { do: "choose", form: "respond" }),
      await made.post(path, { do: "record" }),
    ];
    for (const { headers, html } of pages) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-robots-tag")).toContain("noindex");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      const csp = headers.get("content-security-policy") ?? "";
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).not.toContain("script");
      expect(html).not.toMatch(/<script|\son[a-z]+=|style="/i);
    }
  });

  it("ALL-05 says first on every page what to do if someone is in immediate danger", async () => {
    const made = await world();
    const path = made.link(social);
    const pages = [
      await made.get(path),
      await made.get("/"),
      await made.get("/nowhere"),
      await made.get("/AAAA-0000/forged"),
      await made.post(path, { do: "continue" }),
      await made.post(path, { do: "choose", form: "respond" }),
      await made.send(path, "respond", {}),
      await made.send(path, "note", { ...name, kind: "note", words: "x" }),
      await made.post(path, { do: "record" }),
      await made.post(path, { do: "nonsense" }),
    ];
    for (const { html } of pages) {
      const main = html.slice(html.indexOf("<main"));
      const danger = main.indexOf("If someone is in immediate danger, call 999");
      expect(danger).toBeGreaterThan(0);
      expect(danger).toBeLessThan(main.indexOf("<h1"));
    }
  });
});

describe("a trial", () => {
  const says = "Nothing here is real: every email goes to one address, whoever it is for.";

  it("says on every page, before and after Continue, that nobody real is written to", async () => {
    const made = await world({ trial: true });
    const path = made.link(social);
    expect((await made.get(path)).text).toContain(says);
    expect((await made.post(path, {})).text).toContain(says);
    expect((await made.get("/no/such/page")).text).toContain(says);
  });

  it("is not mentioned where it is real", async () => {
    const made = await world();
    expect((await made.get(made.link(social))).text).not.toContain("Trial");
  });
});

describe("the states of a link", () => {
  it("says after a stage climbed what has happened since, and that a late answer can still be added", async () => {
    const made = await world();
    const path = made.link(social);
    made.at("2026-11-05T17:02:00.000Z");
    await made.tick();
    const { text } = await made.get(path);
    expect(text).toContain("The stage that you were asked about is over");
    expect(text).toContain(
      "“Stage 1: practitioners” ended at 5:02pm on Thursday 5 November 2026: its deadline passed before it was settled.",
    );
    expect(text).toContain("“Stage 2: line managers” is open until 5pm on Thursday 12 November 2026.");
    expect(text).toContain("You can still add an answer to the record. It is marked as a late answer");
  });

  it("says that a deadline has passed though the clock that records it has not woken yet", async () => {
    const made = await world();
    const path = made.link(social);
    made.at("2026-11-05T17:00:30.000Z");
    const { text } = await made.get(path);
    expect(text).toContain("The stage that you were asked about is over");
    expect(text).toContain("It goes to “Stage 2: line managers” now.");
    expect(made.record.commits).toHaveLength(2);
  });

  it("says to who handed it on that somebody else acts now", async () => {
    const made = await world();
    const path = made.link(social);
    await made.send(path, "hand-on", { ...name, named: "Zoe Right", email: "zoe@council.example" });
    const { text } = await made.get(path);
    expect(text).toContain("Somebody else acts now");
    expect(text).toContain(
      "This was handed on from your role of practitioner or decision maker at 10am on Monday 2 November 2026.",
    );
    expect(text).not.toContain("Zoe");
    const next = await made.get(made.link(made.last("HandedOn").to.seat));
    expect(next.text).toContain("You are asked to act");
  });

  it("says to who raised the concern who acts at a later stage, by role", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const { text } = await made.get(made.link(nurse, "line-managers"));
    expect(text).toContain("Nothing is asked of you at the moment");
    expect(text).toContain("Those who act now: line manager (raising side) and line manager (receiving side).");
  });

  it("says to those who were only told of a stage that they can read the record", async () => {
    const made = await world();
    await reach(made, "senior-managers");
    const told = (await made.story()).state.opened.at(-1)?.told[0] ?? "";
    const path = made.link(told, "senior-managers");
    expect((await made.get(path)).text).toContain("Nothing is asked of you at the moment");
    expect((await made.post(path, { do: "record" })).text).toContain("Robin Childe");
  });

  it("says of a duty that is still owed after the end", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const receiving = await actingSeat(made, "receiving");
    const raising = await actingSeat(made, "raising");
    await made.do({ type: "propose resolution", seat: receiving, stage: "line-managers", resolution: "Assess" });
    await made.do({ type: "accept resolution", seat: raising, stage: "line-managers" });
    const { text } = await made.get(made.link(receiving, "line-managers"));
    expect(text).toContain("Something is still asked of you");
    expect(text).toContain("Confirm the outcome in writing to your counterpart");
    expect(text).toContain("By 5pm on Wednesday 4 November 2026");
    const other = await made.get(made.link(raising, "line-managers"));
    expect(other.text).toContain("It ended by agreement");
  });

  it.each([
    ["withdrawn", "It ended because the raising side withdrew the concern."],
    ["resolved", "It ended by agreement: a resolution was proposed and the other side accepted it."],
  ])("says how a closed escalation ended: %s", async (how, says) => {
    const made = await world();
    if (how === "withdrawn")
      await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    else {
      await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Assess" });
      await made.do({ type: "accept resolution", seat: nurse, stage: "practitioners" });
    }
    const path = made.link(social);
    const { text } = await made.get(path);
    expect(text).toContain("This escalation is closed");
    expect(text).toContain(says);
    const note = await made.send(path, "note", { ...name, kind: "note", words: "After the end." });
    expect(note.status).toBe(200);
  });
});

describe("the page after Continue", () => {
  it("shows the concern in full, both agencies, the policy's words and what can be done", async () => {
    const made = await world({ concern: { protectBy: "2026-11-04T12:00:00.000Z" } });
    const { status, text } = await made.post(made.link(social), { do: "continue" });
    expect(status).toBe(200);
    for (const shown of [
      ...Object.values(words),
      "Robin Childe",
      "Born Monday 4 March 2019",
      "In care",
      "Level of need/threshold",
      "Whiston Hospital",
      "Knowsley Council",
      "midday on Wednesday 4 November 2026",
      "The receiving practitioner or decision maker must read and review the case file",
      "(0151) 443 4786",
      "I am not the right person",
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain("Declare the matter unresolved");
    expect(made.record.commits).toHaveLength(2);
  });

  it("shows the resolution that waits, and says whose answer it waits for", async () => {
    const made = await world();
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit tomorrow" });
    const raising = await made.post(made.link(nurse), { do: "continue" });
    expect(raising.text).toContain("It counts when your side accepts it. Visit tomorrow");
    expect(raising.text).toContain("What is asked Accept or reject the resolution that was proposed");
    expect(raising.text).toContain("Agree Do not agree");
    const receiving = await made.post(made.link(social), { do: "continue" });
    expect(receiving.text).toContain("It counts when the other side accepts it. Visit tomorrow");
    expect(receiving.text).not.toContain("Agree");
  });

  it("KNO-02 asks the raising side, and only it, for what an immediate risk let it leave out", async () => {
    const { evidence: _left, ...said } = words;
    const made = await world({ words: said, concern: { immediateRisk: true } });
    const raising = await made.post(made.link(nurse, "line-managers"), { do: "continue" });
    expect(raising.text).toContain("The evidence is still missing from this concern. Add what is missing");
    const receiving = await made.post(made.link(await actingSeat(made, "receiving"), "line-managers"), {
      do: "continue",
    });
    expect(receiving.text).not.toContain("still missing");
    expect(receiving.text).toContain("The evidence Not said yet");
  });

  it("KNO-01 says of an immediate risk that the timescales are a guide", async () => {
    const made = await world({ concern: { immediateRisk: true } });
    const { text } = await made.post(made.link(await actingSeat(made, "receiving"), "line-managers"), {
      do: "continue",
    });
    expect(text).toContain("Immediate risk was flagged: “The child is at immediate risk of significant harm");
    expect(text).toContain("The timescales are a guide only: nobody need wait for them.");
  });

  it("ALL-03 shows the type of disagreement in the policy's words, and another as it was described", async () => {
    const made = await world();
    const listed = await made.post(made.link(social), { do: "continue" });
    expect(listed.text).toContain("Type of disagreement Level of need/threshold");
    const raised = made.record.commits[0]?.events[0];
    if (raised?.type !== "EscalationRaised" || raised.sealed === "erased") throw new Error("nothing was raised");
    Object.assign(raised, { disagreement: "another", sealed: { ...raised.sealed, anotherType: "Transport" } });
    const another = await made.post(made.link(social), { do: "continue" });
    expect(another.text).toContain("Type of disagreement Another: Transport");
  });

  it("ALL-16 says whom the policy says to ask", async () => {
    const made = await world();
    const { text } = await made.post(made.link(social), { do: "continue" });
    expect(text).toContain(
      "contact the Knowsley Safeguarding Children Partnership’s Business Manager on (0151) 443 4786",
    );
  });

  it("says of an erased record that it has been erased", async () => {
    const made = await world();
    const [first, second] = made.record.commits;
    if (!first || !second) throw new Error("nothing was raised");
    for (const commit of [first, second])
      made.record.commits[commit.number - 1] = {
        ...commit,
        events: commit.events.map((each) => ("sealed" in each ? { ...each, sealed: "erased" } : each)),
      };
    const path = made.link(social);
    const page = await made.post(path, { do: "continue" });
    expect(page.text).toContain("Who it is about This has been erased");
    expect(page.text).not.toContain("Robin");
    const record = await made.post(path, { do: "record" });
    expect(record.status).toBe(200);
    expect(record.text).toContain("This has been erased");
    expect(record.text).not.toContain("Ada");
  });
});

describe("what no page of ours sends", () => {
  it.each([{}, { do: "" }, { do: "nonsense" }, { do: "__proto__" }, { do: "choose", form: "nonsense" }])(
    "is answered with 400 and changes nothing: %j",
    async (fields) => {
      const made = await world();
      const { status, text } = await made.post(made.link(social), fields);
      expect(status).toBe(400);
      expect(text).toContain("This form is not one of ours");
      expect(made.record.commits).toHaveLength(2);
    },
  );

  it("asks for a choice when none was made", async () => {
    const made = await world();
    const { status, html, text } = await made.post(made.link(social), { do: "choose" });
    expect(status).toBe(422);
    expect(html).toContain("<title>Error: ");
    expect(text).toContain("There is a problem Select what you want to do");
  });

  it("refuses a body that is too long, by saying what to do", async () => {
    const made = await world();
    const { status, text } = await made.post(made.link(social), { do: "note", words: "x".repeat(3_000_000) });
    expect(status).toBe(413);
    expect(text).toContain("shorten what you typed");
  });

  it("has a page for an address that does not exist", async () => {
    const { status, text } = await (await world()).get("/nowhere");
    expect(status).toBe(404);
    expect(text).toContain("Page not found");
  });

  it("has a page for a defect, which tells the defect to the log and not to the reader", async () => {
    const defects: Error[] = [];
    const made = await world({ report: (defect) => void defects.push(defect) });
    const path = made.link(social);
    made.record.read = () => Promise.reject(new Error("the table is gone"));
    const { status, text, headers } = await made.get(path);
    expect(status).toBe(500);
    expect(text).toContain("There is a problem with the service");
    expect(text).not.toContain("the table is gone");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(defects.map((each) => each.message)).toEqual(["the table is gone"]);
  });

  it("says to send a form again when others kept writing to the record, and records it once then", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "note" });
    const fields = { ...hidden(shown.html), ...name, kind: "note", words: "x" };
    const append = vi.spyOn(made.record, "append").mockResolvedValue("conflict");
    const busy = await made.post(path, fields);
    expect(busy.status).toBe(503);
    expect(busy.text).toContain("Go back and send the form again.");
    append.mockRestore();
    expect((await made.post(path, fields)).status).toBe(200);
    expect(made.events().filter((each) => each === "NoteAdded")).toHaveLength(1);
  });

  it("says on the front page what the service is", async () => {
    const made = await world();
    const { status, text } = await made.get("/");
    expect(status).toBe(200);
    expect(text).toContain("To answer, open the link in the email that you received.");
  });

  it("serves stylesheets that are kept for a year and have nothing of GOV.UK's own font", async () => {
    const made = await world();
    const { html } = await made.get("/");
    const paths = [...html.matchAll(/href="(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      const { status, headers, html: body } = await made.get(path);
      expect(status).toBe(200);
      expect(headers.get("cache-control")).toContain("max-age=31536000");
      expect(body).not.toMatch(/GDS Transport|@font-face/);
    }
  });
});
