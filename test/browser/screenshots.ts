/**
 * `npm run screenshots`: pictures of the main pages for the README, on invented people and a clock that stands still, and
 * what an answer costs: how many presses, and how much of the browser's own time, from the e-mail to the answer recorded.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLaptop } from "../../infra/local/laptop.ts";
import { linkIn } from "../../infra/local/person.ts";
import { sample } from "../../infra/local/samples.ts";
import { withBrowser } from "../support/browser.ts";
import { personAt, type Person } from "./person.ts";

const pictures = new URL("../../functions/pages/screenshots/", import.meta.url).pathname;
/** A Monday, 10:00 in London. */
const start = "2026-11-23T10:00:00.000Z";
const receiver = "j.malik@social-care.knowsley.example";
const raiser = "s.carter@whitebeam-primary.example";

const browser = await withBrowser("the screenshots");
if (!browser.here) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
const laptop = await startLaptop({ folder, ports: { service: 0, workbench: 0 }, start });
mkdirSync(pictures, { recursive: true });

/** The first window of a page: enough to know it by, and small. */
const keep = ({ page }: Person, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });

const mailTo = (to: string, words: string) => {
  const found = laptop.mailbox.mails().findLast((each) => each.to.includes(to) && each.subject.includes(words));
  if (!found) throw new Error(`No e-mail to ${to} has “${words}” in its subject`);
  return found;
};

const raised = sample("knowsley", "2026-11-20");
if (!raised) throw new Error("There is no sample for Knowsley");
await fetch(`${laptop.service}/escalations`, {
  method: "POST",
  headers: {
    authorization: `Bearer ${await laptop.tokenFor(raised.client)}`,
    "content-type": "application/json",
    "idempotency-key": "screenshots",
  },
  body: JSON.stringify(raised.concern),
});
await laptop.quiet();

const jo = await personAt(browser, laptop.service, { width: 800 });
await jo.opens("/");
await keep(jo, "start");
await jo.opens(laptop.workbench);
await keep(jo, "front-page");
const asked = mailTo(receiver, "your answer is asked for");
await jo.opens(`${laptop.workbench}/mail/${asked.id}`);
await keep(jo, "email");
await jo.opens(laptop.service + linkIn(asked));
await keep(jo, "landing");
await jo.presses("Continue");
await keep(jo, "answer");
await jo.chooses("propose");
await jo.presses("Continue");
await jo.types({ "your-name": "Jo Malik", resolution: "The plan stays open for six weeks." });
await jo.sends();
await laptop.quiet();

const sam = await personAt(browser, laptop.service, { width: 800 });
const proposed = mailTo(raiser, "a resolution is proposed");
await sam.opens(`${laptop.workbench}/mail/${proposed.id}`);
const devtools = await sam.page.context().newCDPSession(sam.page);
await devtools.send("Performance.enable");
/** Milliseconds that the browser was at work for the page: parsing, styling, laying out, painting. */
async function busyMs(): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return 1000 * (metrics.find((each) => each.name === "TaskDuration")?.value ?? 0);
}
const [presses, busy, from] = [sam.pressed(), await busyMs(), performance.now()];
await sam.followsTo(linkIn(proposed));
await sam.presses("Continue");
await sam.chooses("answer-proposal");
await sam.presses("Continue");
await sam.types({ "your-name": "Sam Carter", answer: "accept" });
await sam.presses("Record the answer");
const took = Math.round(performance.now() - from);
process.stdout.write(
  `From the email to the answer recorded: ${sam.pressed() - presses} presses, ${Math.round((await busyMs()) - busy)} ms of the browser’s own time, ${took} ms with the service’s\n`,
);
await sam.presses("See the whole record");
await keep(sam, "record");

await browser.close();
await laptop.close();
rmSync(folder, { recursive: true, force: true });
