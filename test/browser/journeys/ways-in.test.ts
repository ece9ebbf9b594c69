/** Ways in without a link that works: a fresh one, the start page, a reference and a code. By browsers, at the whole service on a laptop. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkIn } from "../../../infra/local/person.ts";
import { addHours, dayOf } from "../../../policies/calendar/instant.ts";
import { withBrowser } from "../../support/browser.ts";
import { people, startWalk, typedDay, type Matter, type Somebody, type Walk } from "./walk.ts";

const browser = await withBrowser("ways in, in a browser");
let walk: Walk;

beforeAll(async () => {
  if (browser.here) walk = await startWalk(browser);
});
afterAll(async () => {
  await browser.close();
  if (browser.here) await walk.close();
});

const { raiser, receiver, chair } = people;
const asked = "your answer is asked for";

/** Answers question after question, each under its heading, as far as they go. */
async function answers(somebody: Somebody, questions: readonly [string, Readonly<Record<string, string>>][]) {
  for (const [question, fields] of questions) {
    expect(await somebody.heading()).toContain(question);
    await somebody.types(fields);
    await somebody.presses("Save and continue");
  }
}

/** The code that stands in an e-mail beside its link. */
function codeIn({ text = "" }: { readonly text?: string }): string {
  const code = /the code ([2-9A-Z]{2}(?: [2-9A-Z]{2}){3})/.exec(text)?.[1];
  if (!code) throw new Error(`There is no code in “${text}”`);
  return code;
}

async function typesCode(somebody: Somebody, reference: string, code: string): Promise<void> {
  await somebody.opens("/start/knowsley");
  await somebody.types({ reference, code });
  await somebody.presses("Continue");
}

const raised = async (): Promise<{ matter: Matter; code: string }> => {
  const matter = await walk.raise();
  return { matter, code: codeIn(matter.mail(receiver, asked)) };
};

describe.skipIf(!browser.here)("ways in, in a browser", () => {
  it("ALL-13 a link that is over sends a fresh one to its address by its one button, and that one answers", async () => {
    const matter = await walk.raise();
    await walk.passes(16);
    const amara = await matter.somebody(chair);
    const old = linkIn(matter.mail(chair, asked));
    // All at once, as for a machine that was switched off: day by day it would take a minute.
    walk.laptop.clock.hold(Date.parse(addHours(walk.laptop.clock.now(), 91 * 24)));
    walk.laptop.clock.release();
    await walk.laptop.quiet();
    await amara.opens(old);
    expect(await amara.heading()).toBe("This link is over");
    expect(await amara.page.getByRole("button").allInnerTexts()).toEqual([
      "Send a fresh link to the address that this one went to",
    ]);
    await amara.presses("Send a fresh link");
    expect(await amara.heading()).toBe("A fresh link has been sent");
    // The one address on it is that of whom to contact.
    const addresses = (await amara.reads()).match(/[\w.]+@[\w.-]+\w/g);
    expect(new Set(addresses)).toEqual(new Set(["partnership@kscp.example"]));

    await amara.readsMail("your fresh link");
    await amara.wantsTo("Make recommendations");
    await amara.types({ "your-name": "Amara Okoye", outcome: "Both agencies reassess jointly." });
    await amara.sends();
    expect(await matter.event("OutcomeGiven")).toMatchObject({ sealed: { name: "Amara Okoye" } });
  });

  it("ALL-02, ALL-05 a concern is raised from the start page, one question at a time, left and taken up again, until the other side agrees", async () => {
    const sam = await walk.somebody(raiser);
    await sam.opens("/start/knowsley");
    await sam.fills("Your work email address", raiser);
    await sam.presses("Send me a link");
    await sam.opensMail("Your link to raise a concern");
    await sam.pressesLink();
    await sam.presses("Continue");
    await answers(sam, [
      ["Local authority area", { area: "knowsley" }],
      ["secure setting", { "secure-setting": "(another)" }],
      ["Who is the concern about?", { subject: "child" }],
      ["The agency whose decision", { "receiving-agency": "knowsley-social-care" }],
      ["Does immediate risk apply?", { "immediate-risk": "no" }],
      ["sooner than the policy", { protect: "no" }],
      ["Who is the child?", { "person-name": "Robin Sampleton" }],
      ["Circumstances", {}],
    ]);
    await sam.presses("Save and come back later");

    await sam.opensMail("Your link to raise a concern");
    await sam.pressesLink();
    expect(await sam.reads()).not.toContain("Sampleton");
    await sam.presses("Continue");
    expect(await sam.heading()).toBe("Your concern so far");
    await sam.presses("Go on");
    await answers(sam, [
      ["Type of disagreement", { type: "level-of-need" }],
      ["When did the disagreement arise", typedDay("arose", dayOf(walk.laptop.clock.now()))],
      ["The issue", { issue: "The referral was closed without a visit." }],
      ["The nature of the disagreement", { disagreement: "We say the threshold is met." }],
      ["The risk to the person", { risk: "Bruising was seen twice." }],
      ["The evidence", { evidence: "Body map of 30 October." }],
      ["What you aim to achieve", { sought: "A visit before Sunday." }],
      ["Your name", { "your-name": "Sam Carter" }],
      ["Who is your manager?", {}],
      ["Whose decision or action is it", { "receiver-name": "Jo Malik", "receiver-email": receiver }],
      ["Who is their manager", {}],
    ]);
    expect(await sam.heading()).toBe("Check the concern before you raise it");
    await sam.presses("Change The evidence");
    await sam.types({ evidence: "Body map of 20 November." });
    await sam.presses("Save and continue");
    expect(await sam.reads()).toContain("Body map of 20 November.");
    await sam.presses("Raise this concern");
    expect(await sam.heading()).toBe("Your concern is raised");
    const reference = /Escalation ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(await sam.reads())?.[1] ?? "";
    const matter = walk.matter(reference);
    expect((await matter.types()).slice(0, 1)).toEqual(["EscalationRaised"]);

    const ours = await matter.somebody(raiser);
    await ours.readsMail("your concern has been raised");
    await ours.proposes("Sam Carter", "A visit before Sunday.");
    const jo = await matter.somebody(receiver);
    await jo.readsMail("a resolution is proposed: answer it");
    expect(await jo.reads()).toContain("Body map of 20 November.");
    await jo.agrees("Jo Malik");
    expect((await matter.types()).at(-1)).toBe("EscalationClosed");
    expect(await matter.event("ResolutionAccepted")).toMatchObject({ sealed: { name: "Jo Malik" } });
  });

  it("ALL-13 whoever cannot open the link types its reference and code at the start page, and answers", async () => {
    const { matter, code } = await raised();
    const jo = await matter.somebody(receiver);
    await typesCode(jo, matter.reference.toLowerCase(), code.replaceAll(" ", "").toLowerCase());
    expect(await jo.reads()).not.toContain("Sampleton");
    await jo.presses("Continue");
    await jo.proposes("Jo Malik", "We visit today.");
    expect(await matter.event("ResolutionProposed")).toMatchObject({ sealed: { name: "Jo Malik" } });
  });

  it("ALL-13 after five wrong codes even the right one waits, and the link goes on working", async () => {
    const { matter, code } = await raised();
    const jo = await matter.somebody(receiver);
    const wrong = code.startsWith("2") ? "33 33 33 33" : "22 22 22 22";
    for (let time = 0; time < 5; time++) {
      await typesCode(jo, matter.reference, wrong);
      expect((await jo.served()).status).toBe(422);
    }
    await typesCode(jo, matter.reference, code);
    expect((await jo.served()).status).toBe(429);
    expect(await jo.heading()).toBe("Codes for this reference have to wait");

    await jo.readsMail(asked);
    await jo.proposes("Jo Malik", "We visit today.");
    expect(await matter.types()).toContain("ResolutionProposed");
  });
});
