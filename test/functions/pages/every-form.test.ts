/** What holds for every form: each where it can be reached, and what is shown of all on one that has it. */
import { describe, expect, it } from "vitest";
import { momentOf, nurse, places, response, social } from "./places.ts";
import { formsShown, hidden, name, reach, words, world } from "./support.ts";

const held = momentOf("heldAt", "2", "9:15am");

describe.each(Object.entries(places))("the form %s", (id, place) => {
  it("says what is missing and keeps what was typed, and sent twice is then recorded once", async () => {
    const { made, path, key = id, fields, event } = await place();
    const count = () => made.events().filter((each) => each === event).length;
    const before = count();
    const refused = await made.send(path, key, fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("There is a problem Enter your name");
    for (const typed of Object.values(fields)) expect(refused.html).toContain(typed);
    expect(count()).toBe(before);
    const sent = { ...hidden(refused.html), ...fields, ...name };
    const done = await made.post(path, sent);
    expect(done.status).toBe(200);
    expect(done.text).not.toContain("This has been recorded already");
    const again = await made.post(path, sent);
    expect(again.status).toBe(200);
    expect(again.text).toContain("This has been recorded already");
    expect(count()).toBe(before + 1);
  });

  it("asks for the person's own name first, and for something with its own words", async () => {
    const { made, path, key = id } = await place();
    const page = await made.post(path, { do: "continue" });
    expect(page.html).toContain(`value="${key}"`);
    const { html, text } = await made.post(path, { do: "choose", form: key });
    const inputs = [...html.matchAll(/<(?:input|textarea)(?=[^>]* name="([^"]+)")(?![^>]*type="hidden")/g)];
    expect(inputs[0]?.[1]).toBe("your-name");
    expect(text).not.toMatch(/undefined|\[object|e-mail/);
  });
});

describe("every form", () => {
  it("asks the person's own name first", async () => {
    const made = await world();
    const path = made.link(nurse);
    const page = await made.post(path, { do: "continue" });
    const offered = formsShown(page.html);
    expect(offered.length).toBeGreaterThan(5);
    for (const form of offered) {
      const { html } = await made.post(path, { do: "choose", form });
      const fields = [...html.matchAll(/<(?:input|textarea)(?=[^>]* name="([^"]+)")(?![^>]*type="hidden")/g)];
      expect(fields[0]?.[1]).toBe("your-name");
      const refused = await made.send(path, form, {});
      expect(refused.status).toBe(422);
      expect(refused.text).toContain("There is a problem Enter your name");
    }
  });

  it("sent twice is recorded once, and the second time says so with what was recorded", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "hand-on" });
    const fields = { ...hidden(shown.html), ...name, named: "Zoe Right", email: "zoe@council.example" };
    await made.post(path, fields);
    const again = await made.post(path, fields);
    expect(again.status).toBe(200);
    expect(again.text).toContain("This has been recorded already");
    expect(again.text).toContain("Zoe Right");
    expect(made.events().filter((each) => each === "HandedOn")).toHaveLength(1);
  });

  it("sent twice at the same moment is recorded once", async () => {
    const made = await world();
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "withdraw" });
    const fields = { ...hidden(shown.html), ...name, reason: "Settled" };
    const answers = await Promise.all([made.post(path, fields), made.post(path, fields), made.post(path, fields)]);
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
    expect(made.events().filter((each) => each === "EscalationWithdrawn")).toHaveLength(1);
  });

  it("keeps what was typed and the same command when something is missing", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "respond" });
    const typed = { ...response, "your-name": "", response: "Line one\n  Line two", "answer-spoken-day": "31" };
    const refused = await made.post(path, { ...hidden(shown.html), ...typed });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("<title>Error: Respond to the concern");
    expect(refused.html).toContain('<a href="#your-name">Enter your name</a>');
    expect(refused.html).toContain('<a href="#answer-spoken-day">The date must be a real date</a>');
    expect(refused.html).toContain(">Line one\n  Line two</textarea>");
    expect(refused.html).toContain('value="31"');
    expect(refused.html).toMatch(/value="yes" checked/);
    expect(hidden(refused.html)["command"]).toBe(hidden(shown.html)["command"]);
  });

  it.each([
    ["", "must include a time, like 9:30am or 2:15pm"],
    ["2:15", "Add am or pm to the time of when it was held"],
    ["25:00", "must be a real time"],
    ["13pm", "must be a real time"],
    ["soon", "must be a real time"],
  ])("says what is wrong with the time “%s”, at its field", async (time, says) => {
    const made = await world();
    const fields = { ...name, kind: "meeting", ...held, "heldAt-time": time, attended: "A", agreed: "B", pursued: "C" };
    const { status, html, text } = await made.send(made.link(social), "discussion", fields);
    expect(status).toBe(422);
    expect(html).toContain('href="#heldAt-time"');
    expect(text).toContain(says);
  });

  it.each([
    ["9:15am", "09:15"],
    ["9.15 a.m.", "09:15"],
    ["12:05AM", "00:05"],
    ["midnight", "00:00"],
    ["09:15", "09:15"],
    ["9am", "09:00"],
  ])("reads the time “%s” as %s", async (typed, time) => {
    const made = await world();
    const fields = {
      ...name,
      kind: "meeting",
      ...held,
      "heldAt-time": typed,
      attended: "A",
      agreed: "B",
      pursued: "C",
    };
    const { status } = await made.send(made.link(social), "discussion", fields);
    expect(status).toBe(200);
    expect(made.last("DiscussionRecorded").heldAt).toBe(`2026-11-02T${time}:00.000Z`);
  });

  it.each([
    [{ "heldAt-month": "" }, "heldAt-month", "must include a month"],
    [{ "heldAt-year": "26" }, "heldAt-year", "must have 4 numbers"],
    [{ "heldAt-day": "31" }, "heldAt-day", "must be a real date"],
    [{ "heldAt-day": "", "heldAt-month": "", "heldAt-year": "" }, "heldAt-day", "Enter when it was held"],
  ])("says what is wrong with a date: %j", async (wrong, input, says) => {
    const made = await world();
    const fields = { ...name, kind: "meeting", ...held, ...wrong, attended: "A", agreed: "B", pursued: "C" };
    const { html, text } = await made.send(made.link(social), "discussion", fields);
    expect(html).toContain(`href="#${input}"`);
    expect(text).toContain(says);
  });

  it("takes 10,000 characters and refuses one more by saying how many there are", async () => {
    const made = await world();
    const path = made.link(social);
    const tooLong = await made.send(path, "propose", { ...name, resolution: "é".repeat(10_001) });
    expect(tooLong.status).toBe(422);
    expect(tooLong.text).toContain("The resolution must be 10,000 characters or less. Yours has 10,001");
    expect((await made.send(path, "propose", { ...name, resolution: "é".repeat(10_000) })).status).toBe(200);
    const longName = await made.send(path, "note", { "your-name": "x".repeat(201), kind: "note", words: "x" });
    expect(longName.text).toContain("Your name must be 200 characters or less");
  });

  it("shows what people typed as text, for ever", async () => {
    const made = await world({
      words: { ...words, issue: "<b>bold</b> {{ 7*7 }}" },
      person: { name: "<script>alert(1)</script>" },
    });
    const path = made.link(social);
    const evil = `<script>alert("x")</script><img src=x onerror=alert(1)>`;
    const pages = [
      await made.post(path, { do: "continue" }),
      await made.send(path, "propose", { "your-name": evil, resolution: `${evil}\nsecond line` }),
      await made.send(path, "propose", { "your-name": "", resolution: evil }),
      await made.post(path, { do: "record" }),
      await made.post(made.link(nurse), { do: "choose", form: "answer-proposal" }),
      await made.post(path, { do: "choose", form: evil }),
    ];
    for (const { html } of pages) expect(html).not.toMatch(/<script|<img|<b>/);
    expect(pages[0]?.text).toContain("<b>bold</b> {{ 7*7 }}");
    expect(pages[3]?.text).toContain(evil);
    expect(pages[3]?.html).toContain("&quot;x&quot;)&lt;/script&gt;");
  });

  it("that cannot be done now says why and leads back", async () => {
    const made = await world();
    const acting = await made.post(made.link(social), { do: "choose", form: "unresolved" });
    expect(acting.status).toBe(409);
    expect(acting.text).toContain("This cannot be done now");
    await reach(made, "line-managers");
    const over = await made.post(made.link(nurse), { do: "choose", form: "unresolved" });
    expect(over.text).toContain("Somebody else acts now");
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    const closed = await made.post(made.link(nurse), { do: "choose", form: "risk" });
    expect(closed.text).toContain("This escalation is closed.");
    expect(closed.text).toContain("Back to the concern");
  });

  it("refused by the core is shown with what it says and what was typed", async () => {
    const made = await world();
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "risk" });
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    const { status, html, text } = await made.post(path, { ...hidden(shown.html), ...name, reason: "Alone" });
    expect(status).toBe(409);
    expect(text).toContain("There is a problem This escalation is closed. You can still add a note to its record.");
    expect(html).toContain(">Alone</textarea>");
  });

  it("cannot take the place of a command of the service by its id", async () => {
    const made = await world();
    const path = made.link(social);
    await made.send(path, "note", { ...name, kind: "note", words: "x", command: "raise" });
    expect(made.last("NoteAdded").sealed).toMatchObject({ words: "x" });
    expect(made.record.commits.at(-1)?.command).toBe("page:raise");
    expect(made.record.commits.at(-1)?.cause).toEqual({ kind: "party", seat: social });
  });
});
