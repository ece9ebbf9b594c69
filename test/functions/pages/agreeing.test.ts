/** From the email to the answer on the record: what a simple agreement and a simple response take. */
import { describe, expect, it } from "vitest";
import { nurse, places, social } from "./places.ts";
import { actingSeat, formsShown, hidden, mainOf, name, reach, world, type World } from "./support.ts";

const stage = "practitioners";

async function proposed(): Promise<{ readonly made: World; readonly path: string }> {
  const made = await world();
  await made.do({ type: "propose resolution", seat: social, stage, resolution: "Visit tomorrow" });
  return { made, path: made.link(nurse) };
}

async function dated(): Promise<{ readonly made: World; readonly path: string }> {
  const { made, path } = await places["answer-date"]();
  return { made, path };
}

/** What pressing Agree sends: the button says which form it is. */
const agrees = (html: string, typed: Record<string, string>) => {
  const { form = "", ...rest } = hidden(html);
  return { ...rest, form, do: form, ...typed };
};

describe("agreeing", () => {
  it("takes three presses: the link, Continue, Agree", async () => {
    const { made, path } = await proposed();
    expect((await made.get(path)).text).toContain("Accept or reject the resolution that was proposed");
    const page = await made.post(path, { do: "continue" });
    expect(page.html).toContain('value="answer-proposal" name="do"');
    const done = await made.post(path, agrees(page.html, name));
    expect(done.status).toBe(200);
    expect(done.text).toContain("Your answer to the proposed resolution is recorded");
    expect(made.last("ResolutionAccepted")).toMatchObject({
      by: { side: "raising", role: "practitioner" },
      sealed: { name: "Sam Answerer" },
    });
    const again = await made.post(path, agrees(page.html, name));
    expect(again.text).toContain("This has been recorded already");
    expect(made.events().filter((each) => each === "ResolutionAccepted")).toHaveLength(1);
  });

  it("ALL-08 to a proposed deadline takes three presses too, and shows why it is proposed", async () => {
    const { made, path } = await dated();
    const page = await made.post(path, { do: "continue" });
    expect(page.text).toContain("Proposed deadline The receiving side proposed this deadline.");
    expect(page.text).toContain("Midday on Wednesday 4 November 2026 The visit is on Wednesday");
    const done = await made.post(path, agrees(page.html, name));
    expect(done.text).toContain("Your answer to the proposed deadline is recorded");
    expect(made.last("DateAgreed")).toMatchObject({ until: "2026-11-04T12:00:00.000Z" });
  });

  it("“Do not agree” leads to the whole form, which asks why", async () => {
    const { made, path } = await proposed();
    const page = await made.post(path, { do: "continue" });
    const { text } = await made.post(path, { ...hidden(page.html), do: "choose" });
    expect(text).toContain("Accept or reject the proposed resolution");
    expect(text).toContain("If you reject it: why");
  });

  it("without a name is said on the same page, with what was typed, and nothing is recorded", async () => {
    const { made, path } = await proposed();
    const page = await made.post(path, { do: "continue" });
    const refused = await made.post(path, agrees(page.html, { "your-name": " " }));
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("<title>Error: You are asked to act");
    expect(refused.html).toContain('<a href="#your-name">Enter your name</a>');
    expect(refused.text).toContain("Visit tomorrow");
    const long = "x".repeat(201);
    const tooLong = await made.post(path, agrees(refused.html, { "your-name": long }));
    expect(tooLong.status).toBe(422);
    expect(tooLong.html).toContain(`value="${long}"`);
    expect(hidden(tooLong.html)["command"]).toBe(hidden(page.html)["command"]);
    expect(made.events()).not.toContain("ResolutionAccepted");
  });

  it("to what was replaced meanwhile is not taken for the new: the page shows that, with 409 and the name kept", async () => {
    const { made, path } = await proposed();
    const page = await made.post(path, { do: "continue" });
    await made.do({ type: "propose resolution", seat: social, stage, resolution: "Do nothing" });
    const stale = await made.post(path, agrees(page.html, name));
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("A different resolution has been proposed since. Read it below and answer again");
    expect(stale.text).toContain("Do nothing");
    expect(stale.html).toContain('value="Sam Answerer"');
    expect(made.events()).not.toContain("ResolutionAccepted");
    expect((await made.post(path, agrees(stale.html, name))).status).toBe(200);
    expect(made.events()).toContain("ResolutionAccepted");
  });

  it("to what somebody else has accepted meanwhile says so, with what was typed", async () => {
    const { made, path } = await proposed();
    const page = await made.post(path, { do: "continue" });
    await made.do({ type: "accept resolution", seat: nurse, stage });
    const { status, text } = await made.post(path, agrees(page.html, name));
    expect(status).toBe(409);
    expect(text).toContain("This resolution has been accepted already");
  });

  it("is not offered once the stage is over, to the side that proposed, nor to who only reads", async () => {
    const { made, path } = await proposed();
    const own = await made.post(made.link(social), { do: "continue" });
    expect(own.text).not.toContain("Agree");
    await made.do({ type: "declare unresolved", seat: nurse, stage, reason: "No" });
    await made.open();
    const late = await made.post(path, { do: "continue" });
    expect(late.text).not.toContain("Agree");
  });
});

describe("what is offered first", () => {
  it("a response takes the link, Continue, Respond, and recording it", async () => {
    const { made, path, fields } = await places.respond();
    const page = await made.post(path, { do: "continue" });
    const asked = page.html.slice(page.html.indexOf("Your answer"), page.html.indexOf("The concern"));
    expect(formsShown(asked)).toEqual(["respond"]);
    const form = await made.post(path, { do: "choose", form: "respond" });
    const done = await made.post(path, { ...hidden(form.html), ...name, ...fields });
    expect(done.text).toContain("Your response is recorded");
    const after = await made.post(path, { do: "continue" });
    expect(after.text).not.toContain("Your answer");
    expect(formsShown(after.html)).toContain("respond");
  });

  it("the page after Continue says first what is asked, by when and otherwise, then the proposal, then what was raised", async () => {
    const { made, path } = await proposed();
    const { html } = await made.post(path, { do: "continue" });
    const headings = [...mainOf(html).matchAll(/<h2[^>]*>\s*([^<]*?)\s*</g)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "What is asked",
      "Proposed resolution",
      "The concern",
      "What the policy says of this stage",
      "Who acts now",
      "Who can advise you",
      "What happens next",
      "What you can do",
      "Documents to read and save",
      "Whom to contact",
    ]);
  });

  it("the checklist stands before who acts", async () => {
    const { made, path } = await places.tick();
    const { text } = await made.post(path, { do: "continue" });
    const order = ["Your answer", "The concern", "What is to be done at", "Who acts now", "What else you can do"];
    const found = order.map((each) => text.indexOf(each));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
  });
});

describe("a forwarded link", () => {
  it("ALL-01, ALL-13 shows on the record who answered by it and whose it was, to everybody who reads it", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const seat = await actingSeat(made, "receiving");
    const path = made.link(seat, "line-managers");
    const asked = (await made.story()).state.seats.get(seat)?.person;
    expect(asked).toMatchObject({ name: "Vic Team" });
    const somebodyElse = { "your-name": "Wanda Forwarded" };
    await made.send(path, "propose", { ...somebodyElse, resolution: "A joint visit" });
    expect(made.record.commits.at(-1)).toMatchObject({
      cause: { kind: "party", seat },
      events: [
        {
          type: "ResolutionProposed",
          by: { side: "receiving", role: "line-manager", agency: "council" },
          sealed: { name: "Wanda Forwarded" },
        },
      ],
    });
    for (const reader of [path, made.link(nurse)]) {
      const { text } = await made.post(reader, { do: "record" });
      expect(text).toContain(
        "Wanda Forwarded, line manager, Knowsley Council (receiving side), by the link that was sent to Vic Team",
      );
    }
    const landing = await made.get(path);
    expect(landing.text).not.toContain("Wanda");
    await made.send(path, "note", { "your-name": "vic team ", kind: "note", words: "I saw it." });
    const { text } = await made.post(path, { do: "record" });
    expect(text).toContain("vic team, line manager, Knowsley Council (receiving side) ");
    expect(text.match(/by the link that was sent to/g)).toHaveLength(2);
  });
});
