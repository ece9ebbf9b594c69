/** What befalls a link on its way: scanners, forwarding, two who press at once. By browsers, at the whole service on a laptop. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkIn } from "../../../infra/local/person.ts";
import { raiseSample } from "../../../infra/local/raising.ts";
import { withBrowser } from "../../support/browser.ts";
import { people, startWalk, type Walk } from "./walk.ts";

const browser = await withBrowser("links in a browser");
let walk: Walk;

beforeAll(async () => {
  if (browser.here) walk = await startWalk(browser);
});
afterAll(async () => {
  await browser.close();
  if (browser.here) await walk.close();
});

const { raiser, receiver } = people;
const asked = "your answer is asked for";
const proposed = "a resolution is proposed: answer it";

/** Everything of the working table that lasts: links, codes, drafts, claims. How often somebody pressed is no such thing. */
async function workingTable(): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await walk.laptop.container.dynamoDB.send(new ScanCommand({ TableName: "working" }));
  const keyOf = (item: Record<string, unknown>) => `${String(item["pk"])}/${String(item["sk"])}`;
  return Items.filter((each) => !String(each["pk"]).startsWith("RATE#")).toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  );
}

describe.skipIf(!browser.here)("links in a browser", () => {
  it("ALL-13 a scanner that asks, opens and runs scripts on every link of every e-mail changes nothing, and the person then answers once", async () => {
    const matter = await walk.raise();
    const { laptop } = walk;
    const { service } = laptop;
    await raiseSample("practice-alert", { service, now: laptop.clock.now(), tokenOf: laptop.tokenFor, ask: fetch });
    // Links of the two other kinds: to raise a concern, and to submit a practice alert.
    await fetch(`${service}/raise`, { method: "POST", body: new URLSearchParams({ email: raiser }) });
    await fetch(`${service}/alert`, {
      method: "POST",
      body: new URLSearchParams({ email: "n.castle@hoo-meadows.example" }),
    });
    await laptop.quiet();
    const stored = () => laptop.container.tasks.record.stored(matter.reference);
    const before = { record: await stored(), table: await workingTable(), mails: laptop.mailbox.mails().length };

    const scanner = await browser.open({ javaScript: true });
    const links = laptop.mailbox
      .mails()
      .flatMap(({ text, html }) => `${text} ${html}`.match(/https?:\/\/[^\s"<>]+[^\s"<>.,;)]/g) ?? [])
      .map((each) => each.replaceAll("&amp;", "&"));
    for (const kind of [`/${matter.reference}/`, "/PA-", "/raise/", "/alert/"])
      expect(links.filter((each) => each.includes(kind)).length, kind).toBeGreaterThan(0);
    for (const link of new Set(links)) {
      expect((await fetch(link, { method: "HEAD" })).status).toBe(200);
      for (let time = 0; time < 3; time++) expect((await fetch(link)).status).toBe(200);
      await scanner.goto(link, { waitUntil: "load" });
      // Whatever a script could set off by itself when it finds a page.
      await scanner.evaluate("window.dispatchEvent(new Event('load')); window.scrollTo(0, document.body.scrollHeight)");
      expect(await scanner.content()).not.toContain("Sampleton");
    }
    await scanner.close();
    await laptop.quiet();
    expect(await stored()).toEqual(before.record);
    expect(await workingTable()).toEqual(before.table);
    expect(laptop.mailbox.mails()).toHaveLength(before.mails);

    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    await jo.proposes("Jo Malik", "We visit today.");
    const once = await matter.types();
    expect(once.filter((each) => each === "ResolutionProposed")).toHaveLength(1);
    // Loading the page anew sends the same form again.
    await jo.page.reload();
    await laptop.quiet();
    expect((await jo.served()).method).toBe("POST");
    expect(await matter.types()).toEqual(once);
  });

  it("ALL-13 a forwarded link answers for whom it was sent to, and the record says who answered by whose link", async () => {
    const matter = await walk.raise();
    const colleague = await matter.somebody("colleague@social-care.knowsley.example");
    await colleague.opens(linkIn(matter.mail(receiver, asked)));
    await colleague.presses("Continue");
    await colleague.proposes("Cora Colleague", "We visit today.");
    expect(await matter.event("ResolutionProposed")).toMatchObject({ sealed: { name: "Cora Colleague" } });

    const sam = await matter.somebody(raiser);
    await sam.readsMail(proposed);
    const record = await sam.readsRecord();
    const seat = "practitioner or decision maker, Knowsley Children’s Social Care (sample) (receiving side)";
    expect(record).toContain(`Cora Colleague, ${seat}`);
    expect(record).toContain("by the link that was sent to Jo Malik");
  });

  it("of two who answer at once the second learns that it was answered, and nothing is recorded twice", async () => {
    const matter = await walk.raise();
    const jo = await matter.somebody(receiver);
    await jo.readsMail(asked);
    await jo.proposes("Jo Malik", "We visit today.");
    const [one, other] = [await matter.somebody(raiser), await matter.somebody(raiser)];
    await one.readsMail(proposed);
    await other.readsMail(proposed);
    await one.agrees("Sam Carter");
    const before = await matter.types();
    await other.agrees("Sue Carter");
    expect((await other.served()).status).toBe(409);
    expect(await other.reads()).toContain("accepted already");
    expect(await matter.types()).toEqual(before);
    expect(before.filter((each) => each === "ResolutionAccepted")).toHaveLength(1);
  });
});
