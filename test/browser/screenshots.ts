/**
 * `npm run screenshots`: pictures of the main pages for the READMEs, on invented people, with a clock that stands still and secrets
 * that are always the same; and what an answer costs: how many presses, and how much of the browser's own time, from the e-mail to
 * the answer recorded. It ends with an error where that is more than it may be.
 */
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "../../infra/command-line.ts";
import { startLaptop } from "../../infra/local/laptop.ts";
import { linkIn } from "../../infra/local/person.ts";
import { sample } from "../../infra/local/samples.ts";
import type { Secrets } from "../../infra/local/secrets.ts";
import { withBrowser } from "../support/browser.ts";
import { personAt, type Person } from "./person.ts";

typed("npm run screenshots\nMakes the pictures of the READMEs anew. It takes no options.", {});
const pictures = new URL("../../functions/pages/screenshots/", import.meta.url).pathname;
/** A Monday, 10:00 in London. */
const start = "2026-11-23T10:00:00.000Z";
const receiver = "j.malik@social-care.knowsley.example";
const raiser = "s.carter@whitebeam-primary.example";

/** A simple agreement: the link, Continue, Agree. */
const presses = 3;
const mostMs = 10_000;

/** Wide enough for a phone of today, and for a window on an office computer. */
const [phone, office] = [390, 800];

const browser = await withBrowser("the screenshots");
if (!browser.here) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
const secrets: Secrets = {
  began: start,
  referenceSecret: "the reference secret of the pictures, always the same",
  codeSecret: "the secret of codes of the pictures, always the same",
  // It signs the token by which the concern is raised, and no picture shows it.
  tokenKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
};
writeFileSync(join(folder, "secrets.json"), JSON.stringify(secrets));
const laptop = await startLaptop({ folder, ports: { service: 3000, workbench: 3001 }, start });
laptop.clock.hold();
mkdirSync(pictures, { recursive: true });

/** The first window of a page, or one part of it: enough to know it by, and small. */
const keep = ({ page }: Person, name: string) =>
  page.screenshot({ path: join(pictures, `${name}.jpg`), type: "jpeg", quality: 70 });

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

const trainer = await personAt(browser, laptop.service, { width: office });
await trainer.opens(laptop.workbench);
await keep(trainer, "front-page");
await trainer.opens("/start/knowsley");
await keep(trainer, "start");

// Somebody raises a concern by page.
const robin = await personAt(browser, laptop.service, { width: phone });
await fetch(`${laptop.service}/raise`, { method: "POST", body: new URLSearchParams({ email: raiser }) });
const invited = /\/raise\/\S+/.exec(mailTo(raiser, "Your link to raise").text ?? "")?.[0];
if (!invited) throw new Error("There is no link to raise a concern");
await robin.opens(invited);
await robin.presses("Continue");
const answers = {
  area: "knowsley",
  "secure-setting": "(another)",
  subject: "child",
  "receiving-agency": "knowsley-social-care",
  "immediate-risk": "no",
  protect: "no",
  "person-name": "Robin Sampleton",
  type: "level-of-need",
  "arose-day": "20",
  "arose-month": "11",
  "arose-year": "2026",
  issue: "The referral was closed without a visit.",
  disagreement: "We say the threshold is met. They say it is not.",
  risk: "Bruising was seen twice.",
  evidence: "Body map of 20 November.",
  sought: "A visit before Sunday.",
  "your-name": "Sam Carter",
};
const saving = robin.page.getByRole("button", { name: "Save and continue" });
while ((await saving.count()) > 0) {
  for (const [name, value] of Object.entries(answers))
    if ((await robin.page.locator(`[name="${name}"]:not([type="hidden"])`).count()) > 0)
      await robin.types({ [name]: value });
  if ((await robin.page.locator('[name="issue"]').count()) > 0) await keep(robin, "question");
  await robin.presses("Save and continue");
}
await keep(robin, "check");

// The person who is asked proposes a resolution, and the other agrees.
const jo = await personAt(browser, laptop.service, { width: phone });
const asked = mailTo(receiver, "your answer is asked for");
await jo.page.setContent(asked.html ?? "");
await keep(jo, "email");
await jo.opens(linkIn(asked));
await keep(jo, "landing");
await jo.presses("Continue");
await jo.presses(/^Propose a resolution$/);
await jo.types({ "your-name": "Jo Malik", resolution: "The plan stays open for six weeks." });
await jo.sends();
await laptop.quiet();

const sam = await personAt(browser, laptop.service, { width: phone });
const proposed = mailTo(raiser, "a resolution is proposed");
await sam.opens(`${laptop.workbench}/mail/${proposed.id}`);
await sam.page
  .locator("#links a")
  .evaluateAll((all: { removeAttribute(name: string): void }[]) =>
    all.forEach((each) => each.removeAttribute("target")),
  );
const devtools = await browserOf(sam);
/** Milliseconds that the browser was at work: parsing, styling, laying out, painting. Each address has a process of its own. */
async function browserOf({ page }: Person) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "timeTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find((each) => each.name === "TaskDuration")?.value ?? 0);
  };
}
const begun = sam.pressed();
let busy = 0;
/** Does one thing, and counts what the browser had to do for the page that comes of it. */
async function counted(move: () => Promise<void>): Promise<void> {
  const before = await devtools();
  await move();
  const after = await devtools();
  // A page of another process begins at nothing.
  busy += after >= before ? after - before : after;
}
const from = performance.now();
await counted(() => sam.followsTo(linkIn(proposed)));
await counted(() => sam.presses("Continue"));
const shown = performance.now();
await sam.page.locator("h1").scrollIntoViewIfNeeded();
await sam.page.getByRole("button", { name: "Agree", exact: true }).scrollIntoViewIfNeeded();
await keep(sam, "agree");
const looked = performance.now() - shown;
await counted(async () => {
  await sam.types({ "your-name": "Sam Carter" });
  await sam.presses(/^Agree$/);
});
const took = Math.round(performance.now() - from - looked);
const pressed = sam.pressed() - begun;
await laptop.quiet();
process.stdout.write(
  `From the email to the answer recorded: ${pressed} presses, ${Math.round(busy)} ms of the browser’s own time, ${took} ms with the service’s\n`,
);
if ((await sam.heading()) !== "Your answer to the proposed resolution is recorded")
  throw new Error("The answer is not recorded");
await sam.presses("See the whole record");
await sam.page.setViewportSize({ width: office, height: 900 });
await keep(sam, "record");

await browser.close();
await laptop.close();
rmSync(folder, { recursive: true, force: true });
if (pressed !== presses || busy === 0 || took > mostMs)
  throw new Error(`An agreement is to be ${presses} presses, and under ${mostMs} ms`);
