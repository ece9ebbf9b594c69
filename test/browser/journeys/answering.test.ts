/** From the e-mail to the end of an escalation, by people at browsers without JavaScript. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { dayOf, instantOf, inWords } from "../../../policies/calendar/instant.ts";
import { addWorkingDays } from "../../../policies/calendar/working-days.ts";
import { withBrowser } from "../../support/browser.ts";
import { people, startWalk, typedDay, type Walk } from "./walk.ts";

const browser = await withBrowser("journeys in a browser");
let walk: Walk;

beforeAll(async () => {
  if (browser.here) walk = await startWalk(browser);
});
afterAll(async () => {
  await browser.close();
  if (browser.here) await walk.close();
});

const { raiser, receiver, raisingManager, receivingManager, raisingSenior, chair } = people;

const asked = "your answer is asked for";
const proposed = "a resolution is proposed: answer it";

describe.skipIf(!browser.here)("journeys in a browser", () => {
  // First those that let time pass, as long as little is open: everything that falls due on the way happens.
  it("ALL-07 in silence it climbs to the Chair, who recommends, and both sides are told", async () => {
    const matter = await walk.raise();
    await walk.passes(16);
    const amara = await matter.somebody(chair);
    await amara.readsMail(asked);
    await amara.wantsTo("Make recommendations");
    await amara.types({ "your-name": "Amara Okoye", outcome: "Both agencies reassess jointly." });
    await amara.sends();
    expect(await matter.event("OutcomeGiven")).toMatchObject({ sealed: { name: "Amara Okoye" } });

    const head = await matter.somebody(raisingSenior);
    await head.readsMail("one thing is still to be done");
    expect(await head.readsRecord()).toContain("Both agencies reassess jointly.");
  });

  it("KNO-07 a manager confirms in writing what was agreed, and that closes it", async () => {
    const matter = await walk.raise();
    await walk.passes(4);
    const derek = await matter.somebody(receivingManager);
    await derek.readsMail(asked);
    await derek.proposes("Derek Stott", "A joint visit on Monday.");
    const helen = await matter.somebody(raisingManager);
    await helen.readsMail(proposed);
    await helen.agrees("Helen Ashworth");

    await derek.readsMail("one thing is still to be done");
    await derek.page.locator('button[value="duty/line-managers/confirm-in-writing"]').click();
    await derek.types({ "your-name": "Derek Stott", words: "Confirmed: a joint visit on Monday." });
    await derek.presses("Record this as done");
    expect((await matter.types()).slice(-3)).toEqual(["DutyDone", "ClockMet", "EscalationClosed"]);
    expect(await derek.readsRecord()).toContain("Confirmed: a joint visit on Monday.");
  });

  it("ALL-07 a proposal is rejected with its reason, the deadline passes, and the line managers are asked", async () => {
    const matter = await walk.raise();
    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    await jo.proposes("Jo Malik", "We look at it next month.");
    const sam = await matter.somebody(raiser);
    await sam.readsMail(proposed);
    await sam.wantsTo("Do not agree");
    await sam.fills("Your name", "Sam Carter");
    await sam.picks("Reject it");
    await sam.picks("No, the stage stays open until its deadline");
    await sam.presses("Record the answer");
    expect(await sam.page.title()).toMatch(/^Error: /);
    await sam.follows("Enter why you reject the proposed resolution");
    await sam.fills("If you reject it: why", "Next month is too late.");
    await sam.presses("Record the answer");
    expect(await matter.event("ResolutionRejected")).toMatchObject({
      sealed: { name: "Sam Carter", reason: "Next month is too late." },
    });

    await walk.passes(4);
    const helen = await matter.somebody(raisingManager);
    await helen.opensMail(asked);
    await helen.pressesLink();
    const text = await helen.reads();
    expect(text).toContain("Reach a resolution with the line manager of the other agency");
    expect(text).not.toContain("Robin Sampleton");
    await helen.presses("Continue");
    expect(await helen.reads()).toContain("Robin Sampleton");
    // Whoever was asked before is told, by the link that they have, that the stage is over.
    await sam.readsMail(proposed);
    expect(await sam.reads()).toContain("Stage 2: line managers");
  });

  it("ALL-06, ALL-13 a resolution is proposed from one e-mail, and agreed to from the other in three presses: link, Continue, Agree", async () => {
    const matter = await walk.raise();
    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    expect(await jo.reads()).toContain("Robin Sampleton");
    await jo.proposes("Jo Malik", "The plan stays open for six weeks.");

    const sam = await matter.somebody(raiser);
    await sam.opensMail(proposed);
    const before = sam.pressed();
    await sam.pressesLink();
    expect(await sam.reads()).not.toContain("six weeks");
    await sam.presses("Continue");
    expect(await sam.reads()).toContain("The plan stays open for six weeks.");
    await sam.agrees("Sam Carter");
    expect(sam.pressed() - before).toBe(3);
    expect(await sam.heading()).toBe("Your answer to the proposed resolution is recorded");

    expect(await matter.event("ResolutionAccepted")).toMatchObject({ sealed: { name: "Sam Carter" } });
    expect((await matter.types()).slice(-4)).toEqual([
      "ResolutionAccepted",
      "ClockMet",
      "StageEnded",
      "EscalationClosed",
    ]);
    const theirs = await sam.readsRecord();
    await jo.readsMail("the matter is resolved");
    expect(await jo.readsRecord()).toBe(theirs);
  });

  it("ALL-13 an agreement without a name is asked for it on the same page, and one more press has it recorded", async () => {
    const matter = await walk.raise();
    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    await jo.proposes("Jo Malik", "The plan stays open for six weeks.");
    const sam = await matter.somebody(raiser);
    await sam.readsMail(proposed);
    await sam.presses(/^Agree$/);
    expect(await sam.page.title()).toMatch(/^Error: /);
    expect(await matter.types()).not.toContain("ResolutionAccepted");
    await sam.agrees("Sam Carter");
    expect(await matter.event("ResolutionAccepted")).toMatchObject({ sealed: { name: "Sam Carter" } });
  });

  it("ALL-11 whoever raised it withdraws it with the reason, and nobody is asked any more", async () => {
    const matter = await walk.raise();
    const sam = await matter.somebody(raiser);
    await sam.readsMail("your concern has been raised");
    await sam.wantsTo("Withdraw the concern");
    await sam.fills("Your name", "Sam Carter");
    await sam.types({ reason: "We met and settled it." });
    await sam.presses("Withdraw the concern");
    const types = await matter.types();
    expect(types).toContain("EscalationWithdrawn");
    expect(types.at(-1)).toBe("EscalationClosed");

    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    expect(await jo.reads()).toContain("This escalation is closed");
    expect(await jo.readsRecord()).toContain("We met and settled it.");
  });

  it("ALL-10 the wrong person hands it on at their agency, and the right one answers", async () => {
    const matter = await walk.raise();
    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    await jo.wantsTo("I am not the right person");
    await jo.fills("Your name", "Jo Malik");
    await jo.fills("Name of the right person", "Lena Right");
    await jo.fills("Their work email address", "l.right@social-care.knowsley.example");
    await jo.presses("Hand it on");
    expect(await matter.types()).toContain("HandedOn");
    await jo.opensMail(asked);
    await jo.pressesLink();
    expect(await jo.heading()).toBe("Somebody else acts now");

    const lena = await matter.somebody("l.right@social-care.knowsley.example");
    await lena.readsMail(asked);
    await lena.proposes("Lena Right", "We visit today.");
    expect(await matter.event("ResolutionProposed")).toMatchObject({ sealed: { name: "Lena Right" } });
  });

  it("ALL-04 another deadline is proposed from one e-mail, and agreed to from the other in three presses", async () => {
    const matter = await walk.raise();
    const tomorrow = addWorkingDays(dayOf(walk.laptop.clock.now()), 1, calendarOf("england-and-wales"));
    const until = instantOf(tomorrow, "09:30");
    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    await jo.wantsTo("Propose another deadline");
    await jo.types({
      "your-name": "Jo Malik",
      ...typedDay("until", tomorrow),
      "until-time": "9:30am",
      reason: "The review is tomorrow.",
    });
    await jo.presses("Propose this deadline");
    expect(await matter.event("DateProposed")).toMatchObject({ until });

    const sam = await matter.somebody(raiser);
    await sam.opensMail("another deadline is proposed");
    const before = sam.pressed();
    await sam.pressesLink();
    await sam.presses("Continue");
    expect(await sam.reads()).toContain(inWords(until));
    await sam.agrees("Sam Carter");
    expect(sam.pressed() - before).toBe(3);
    expect(await matter.types()).toContain("DateAgreed");
    await jo.opensMail("both sides agreed another deadline");
    await jo.pressesLink();
    expect(await jo.reads()).toContain(inWords(until));
  });
});
