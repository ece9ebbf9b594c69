/** What befalls a link on its way: scanners, forwarding, two who press at once. By browsers, at the whole service on a laptop. */
import { afterAll, describe, expect, it } from "vitest";
import { linkIn } from "../../../infra/local/person.ts";
import { withBrowser } from "../../support/browser.ts";
import { knowsleyConcern } from "../../support/journey.ts";
import { walk, type Somebody } from "./walk.ts";

const browser = await withBrowser("links in a browser");
afterAll(() => browser.close());

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "s.carter@whitebeam-primary.example";
const receiver = "j.malik@social-care.knowsley.example";
const asked = "your answer is asked for";
const proposed = "a resolution is proposed";

async function proposes(somebody: Somebody, name: string, resolution: string): Promise<void> {
  await somebody.wantsTo("Propose a resolution");
  await somebody.fills("Your name", name);
  await somebody.fills("The resolution", resolution);
  await somebody.presses("Propose this resolution");
}

describe.skipIf(!browser.here)("links in a browser", () => {
  it("ALL-13 a scanner that asks, opens and runs scripts on every link changes nothing, and the person then answers", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    const { laptop } = walked;
    const stored = () => laptop.container.tasks.record.stored(reference);
    const [record, mails] = [await stored(), laptop.mailbox.mails().length];

    const scanner = await browser.open({ javaScript: true });
    const links = laptop.mailbox
      .mails()
      .flatMap(({ text, html }) => `${text} ${html}`.match(/https?:\/\/[^\s"<>]+/g) ?? []);
    expect(links.filter((each) => each.includes(reference)).length).toBeGreaterThan(0);
    for (const link of new Set(links.map((each) => each.replaceAll("&amp;", "&")))) {
      expect((await fetch(link, { method: "HEAD" })).status).toBe(200);
      expect((await fetch(link)).status).toBe(200);
      await scanner.goto(link, { waitUntil: "load" });
      // Whatever a script could set off by itself when it finds a page.
      await scanner.evaluate("window.dispatchEvent(new Event('load')); window.scrollTo(0, document.body.scrollHeight)");
      expect(await scanner.content()).not.toContain("Sampleton");
    }
    await scanner.close();
    await laptop.quiet();
    expect(await stored()).toEqual(record);
    expect(laptop.mailbox.mails()).toHaveLength(mails);

    const jo = await walked.somebody(receiver);
    await jo.readsMail(asked);
    await proposes(jo, "Jo Malik", "We visit today.");
    expect(await walked.types(reference)).toContain("ResolutionProposed");
  });

  it("ALL-13 a forwarded link answers for whom it was sent to, and the record says who answered by it", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    const colleague = await walked.somebody("colleague@social-care.knowsley.example");
    await colleague.opens(linkIn(walked.mail(receiver, asked)));
    await colleague.presses("Continue");
    await proposes(colleague, "Cora Colleague", "We visit today.");
    expect(await walked.event(reference, "ResolutionProposed")).toMatchObject({ sealed: { name: "Cora Colleague" } });

    const sam = await walked.somebody(raiser);
    await sam.readsMail(proposed);
    const record = await sam.readsRecord();
    const seat = "practitioner or decision maker, Knowsley Children’s Social Care (sample) (receiving side)";
    expect(record).toContain(`Cora Colleague, ${seat}`);
    expect(record).toContain(`Jo Malik, ${seat}`);
  });

  it("of two who answer at once the second learns that it was answered, and nothing is recorded twice", async () => {
    const walked = await walk(browser, monday);
    const reference = await walked.raise(knowsleyConcern("2026-11-20"));
    await walked.answers(receiver, asked, "propose", { resolution: "We visit today." });
    const [one, other] = [await walked.somebody(raiser), await walked.somebody(raiser)];
    for (const [each, name] of [
      [one, "Sam Carter"],
      [other, "Sue Carter"],
    ] as const) {
      await each.readsMail(proposed);
      await each.wantsTo("Accept or reject the proposed resolution");
      await each.fills("Your name", name);
      await each.picks("Accept it");
    }
    await one.presses("Record the answer");
    const before = await walked.types(reference);
    await other.presses("Record the answer");
    expect((await other.served()).status).toBe(409);
    expect(await other.reads()).toContain("accepted already");
    expect(await walked.types(reference)).toEqual(before);
    expect(before.filter((each) => each === "ResolutionAccepted")).toHaveLength(1);
  });
});
