/** From the e-mail to the end of an escalation, by people at browsers without JavaScript. 2026-11-23 is a Monday; London is on UTC. */
import { afterAll, describe, expect, it } from "vitest";
import { withBrowser } from "../../support/browser.ts";
import { knowsleyConcern } from "../../support/journey.ts";
import { walk } from "./walk.ts";

const browser = await withBrowser("journeys in a browser");
afterAll(() => browser.close());

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "s.carter@whitebeam-primary.example";
const receiver = "j.malik@social-care.knowsley.example";
const raisingManager = "h.ashworth@whitebeam-primary.example";
const receivingManager = "d.stott@social-care.knowsley.example";
const raisingSenior = "head@whitebeam-primary.example";
const inbox = "partnership@kscp.example";

const asked = "your answer is asked for";
const proposed = "a resolution is proposed";

describe.skipIf(!browser.here)("journeys in a browser", () => {
  it("ALL-06, ALL-13 a resolution is proposed from one e-mail and accepted from the other, and both read the same record", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    const jo = await walked.somebody(receiver);
    await jo.readsMail(asked);
    expect(await jo.reads()).toContain("Robin Sampleton");
    await jo.wantsTo("Propose a resolution");
    await jo.fills("Your name", "Jo Malik");
    await jo.fills("The resolution", "The plan stays open for six weeks.");
    await jo.presses("Propose this resolution");

    const sam = await walked.somebody(raiser);
    await sam.readsMail(proposed);
    expect(await sam.reads()).toContain("The plan stays open for six weeks.");
    await sam.wantsTo("Accept or reject the proposed resolution");
    await sam.fills("Your name", "Sam Carter");
    await sam.picks("Accept it");
    await sam.presses("Record the answer");
    expect(await sam.heading()).toBe("Your answer to the proposed resolution is recorded");

    expect((await walked.types(reference)).slice(-4)).toEqual([
      "ResolutionAccepted",
      "ClockMet",
      "StageEnded",
      "EscalationClosed",
    ]);
    const theirs = await sam.readsRecord();
    await jo.readsMail("the matter is resolved");
    expect(await jo.readsRecord()).toBe(theirs);
  });

  it("ALL-07 a proposal is rejected with its reason, the deadline passes, and the line managers are asked", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    await walked.answers(receiver, asked, "propose", { resolution: "We look at it next month." });
    const sam = await walked.somebody(raiser);
    await sam.readsMail(proposed);
    await sam.wantsTo("Accept or reject the proposed resolution");
    await sam.fills("Your name", "Sam Carter");
    await sam.picks("Reject it");
    await sam.picks("No, the stage stays open until its deadline");
    await sam.presses("Record the answer");
    expect(await sam.page.title()).toMatch(/^Error: /);
    await sam.follows("Enter why you reject the proposed resolution");
    await sam.fills("If you reject it: why", "Next month is too late.");
    await sam.presses("Record the answer");
    expect(await walked.event(reference, "ResolutionRejected")).toMatchObject({
      sealed: { name: "Sam Carter", reason: "Next month is too late." },
    });

    await walked.moveTo("2026-11-27T10:00:00.000Z");
    const helen = await walked.somebody(raisingManager);
    await helen.readsMail(asked);
    const text = await helen.reads();
    expect(text).toContain("Stage 2: line managers");
    await helen.opensMail(asked);
    expect(await helen.reads()).not.toContain("Robin Sampleton");
    // Whoever was asked before is told, by the link that they have, that the stage is over.
    await sam.readsMail(proposed);
    expect(await sam.reads()).toContain("Stage 2: line managers");
  });

  it("KNO-07 a manager confirms in writing what was agreed, and that closes it", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    await walked.moveTo("2026-11-27T10:00:00.000Z");
    await walked.answers(receivingManager, asked, "propose", { resolution: "A joint visit on Monday." });
    await walked.answers(raisingManager, proposed, "answer-proposal", { answer: "accept" });

    const derek = await walked.somebody(receivingManager);
    await derek.readsMail("one thing is still to be done");
    await derek.chooses("duty/line-managers/confirm-in-writing");
    await derek.presses("Continue");
    await derek.types({ "your-name": "Derek Stott", words: "Confirmed: a joint visit on Monday 30 November." });
    await derek.presses("Record this as done");
    expect((await walked.types(reference)).slice(-3)).toEqual(["DutyDone", "ClockMet", "EscalationClosed"]);
    expect(await derek.readsRecord()).toContain("Confirmed: a joint visit on Monday 30 November.");
  });

  it("ALL-07 in silence it climbs to the Chair, who recommends, and both sides are told", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    await walked.moveTo("2026-12-15T10:00:00.000Z");
    const chair = await walked.somebody(inbox);
    await chair.readsMail(asked);
    await chair.wantsTo("Make recommendations");
    await chair.types({ "your-name": "Amara Okoye", outcome: "Both agencies reassess jointly." });
    await chair.sends();
    await walked.laptop.quiet();
    expect(await walked.event(reference, "OutcomeGiven")).toMatchObject({ sealed: { name: "Amara Okoye" } });

    const head = await walked.somebody(raisingSenior);
    await head.readsMail("one thing is still to be done");
    expect(await head.readsRecord()).toContain("Both agencies reassess jointly.");
  });

  it("ALL-11 whoever raised it withdraws it with the reason, and nobody is asked any more", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    const sam = await walked.somebody(raiser);
    await sam.readsMail("your concern has been raised");
    await sam.wantsTo("Withdraw the concern");
    await sam.fills("Your name", "Sam Carter");
    await sam.types({ reason: "We met and settled it." });
    await sam.presses("Withdraw the concern");
    const types = await walked.types(reference);
    expect(types).toContain("EscalationWithdrawn");
    expect(types.at(-1)).toBe("EscalationClosed");

    const jo = await walked.somebody(receiver);
    await jo.readsMail(asked);
    expect(await jo.reads()).toContain("This escalation is closed");
    expect(await jo.readsRecord()).toContain("We met and settled it.");
  });

  it("ALL-10 the wrong person hands it on at their agency, and the right one answers", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    const jo = await walked.somebody(receiver);
    await jo.readsMail(asked);
    await jo.wantsTo("I am not the right person");
    await jo.fills("Your name", "Jo Malik");
    await jo.fills("Name of the right person", "Lena Right");
    await jo.fills("Their work email address", "l.right@social-care.knowsley.example");
    await jo.presses("Hand it on");
    expect(await walked.types(reference)).toContain("HandedOn");

    const lena = await walked.somebody("l.right@social-care.knowsley.example");
    await lena.readsMail(asked);
    await lena.wantsTo("Propose a resolution");
    await lena.fills("Your name", "Lena Right");
    await lena.fills("The resolution", "We visit today.");
    await lena.presses("Propose this resolution");
    expect(await walked.event(reference, "ResolutionProposed")).toMatchObject({ sealed: { name: "Lena Right" } });
  });
});
