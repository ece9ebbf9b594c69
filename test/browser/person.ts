/**
 * A person at a browser: small moves, each as a person would say it. Scripts are switched off, so whatever is reached here
 * is reached without JavaScript. A change of wording or of order costs one line where the move is made.
 */
import type { Locator, Page, Response } from "playwright-core";
import type { TestBrowser } from "../support/browser.ts";

/** The page that the last move led to, as the service sent it. */
export interface Served {
  readonly method: string;
  readonly path: string;
  /** What a form sent as `do`. */
  readonly does?: string;
  readonly status: number;
  readonly html: string;
}

type Words = string | RegExp;
type Evaluate = (expression: string) => Promise<unknown>;

export interface Person {
  readonly page: Page;
  /** Opens an address: of the service where it begins with `/`. */
  opens(address: string): Promise<void>;
  presses(button: Words): Promise<void>;
  /** Presses the main button of the form on the page, whatever its words. */
  sends(): Promise<void>;
  /** Presses the button of this value among those of what can be done, whatever its words. */
  asksFor(form: string): Promise<void>;
  follows(link: Words): Promise<void>;
  /** Follows the link whose address ends like this, whatever its words. */
  followsTo(path: string): Promise<void>;
  /** Chooses the radio of this value, whatever its words. */
  chooses(value: string): Promise<void>;
  /** Chooses the radio or checkbox with these words, all of them where they are a string. */
  picks(label: Words): Promise<void>;
  fills(label: Words, text: string): Promise<void>;
  /** Fills in what is asked under these names, as `fields` of places.ts has them. */
  types(fields: Readonly<Record<string, string>>): Promise<void>;
  /** What only a forger can do: sends the form of a button, the main one if none is said, with another value in an input. */
  forges(input: string, value: string, button?: Words): Promise<void>;
  heading(): Promise<string>;
  /** Everything that stands on the page. */
  reads(): Promise<string>;
  /** The last page that was opened or sent for. */
  served(): Promise<Served>;
  /** What the browser would not do or could not fetch since it was asked last: a policy of content leaves such a line. */
  refused(): string[];
  /** How many buttons and links were pressed so far. */
  pressed(): number;
  /** Lets scripts run on the page that is shown, for a scan that is one itself; what is evaluated in it may be a promise, and is a value. */
  scanned<T>(scan: (evaluate: Evaluate) => Promise<T>): Promise<T>;
  leaves(): Promise<void>;
}

export interface PersonOptions {
  /** Of the window, in pixels. 1000 if left out. */
  readonly width?: number;
  /**
   * How buttons are pressed and links followed: by a pointer if left out, which has to find them uncovered and at rest, or by the keyboard, which takes two thirds
   * of that time.
   */
  readonly by?: "pointer" | "keyboard";
}

/** @param service where the addresses are that begin with `/` */
export async function personAt(
  browser: TestBrowser,
  service: string,
  { width = 1000, by = "pointer" }: PersonOptions = {},
): Promise<Person> {
  const page = await browser.open({ width });
  // Scans need scripts, so they are switched off here and not for good, as a context without JavaScript would.
  const devtools = await page.context().newCDPSession(page);
  const scripts = (on: boolean) => devtools.send("Emulation.setScriptExecutionDisabled", { value: !on });
  await scripts(false);

  /** Of half a megabyte this takes a quarter of the time that `page.evaluate` takes. */
  const evaluate: Evaluate = async (expression) => {
    const { result, exceptionDetails: wrong } = await devtools.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (wrong) throw new Error(`The scan failed: ${wrong.exception?.description ?? wrong.text}`);
    return result.value;
  };

  let answer: Response | undefined;
  let pressed = 0;
  page.on("response", (response) => {
    if (response.request().isNavigationRequest()) answer = response;
  });
  let refused: string[] = [];
  page.on("requestfailed", (request) => void refused.push(request.url()));
  page.on("console", (said) => {
    // Chromium calls every page with a status from 400 on an error; the page itself may have one.
    if (said.type() === "error" && said.location().url !== page.url()) refused.push(said.text());
  });
  /** A form has the address of the page that it is on, so the new page is known by its having come. */
  const goes = async (target: Locator) => {
    pressed++;
    await Promise.all([
      page.waitForEvent("domcontentloaded"),
      by === "keyboard" ? target.press("Enter") : target.click(),
    ]);
  };

  return {
    page,
    async opens(address) {
      await page.goto(address.startsWith("/") ? service + address : address);
    },
    presses: (button) => goes(page.getByRole("button", { name: button })),
    sends: () => goes(page.locator("main form button").first()),
    asksFor: (form) => goes(page.locator(`main button[name="form"][value="${form}"]`)),
    async follows(name) {
      const link = page.getByRole("link", { name });
      const onThisPage = (await link.getAttribute("href"))?.startsWith("#") === true;
      await (onThisPage ? link.click() : goes(link));
    },
    followsTo: (path) => goes(page.locator(`a[href$="${path}"]`).first()),
    chooses: (value) => page.locator(`input[type="radio"][value="${value}"]`).check(),
    picks: (label) => page.getByLabel(label, { exact: typeof label === "string" }).check(),
    fills: (label, text) => page.getByLabel(label).fill(text),
    async types(fields) {
      for (const [name, value] of Object.entries(fields)) {
        const inputs = page.locator(`[name="${name}"]`);
        const kind = await inputs.first().getAttribute("type");
        if (kind === "radio" || kind === "checkbox") await page.locator(`[name="${name}"][value="${value}"]`).check();
        else if ((await page.locator(`select[name="${name}"]`).count()) > 0) await inputs.selectOption(value);
        else await inputs.fill(value);
      }
    },
    async forges(input, forged, name) {
      const button = name === undefined ? page.locator("button") : page.getByRole("button", { name });
      const form = page.locator("main form").filter({ has: button }).first();
      await form
        .locator(`[name="${input}"]`)
        .first()
        .evaluate((element: { value: string }, value: string) => {
          element.value = value;
        }, forged);
      await goes(form.getByRole("button").first());
    },
    heading: () => page.getByRole("heading", { level: 1 }).innerText(),
    reads: () => page.locator("body").innerText(),
    async served() {
      if (!answer) throw new Error("Nothing was opened yet");
      const request = answer.request();
      const does = new URLSearchParams(request.postData() ?? "").get("do");
      return {
        method: request.method(),
        path: new URL(request.url()).pathname,
        ...(does === null ? {} : { does }),
        status: answer.status(),
        html: await answer.text(),
      };
    },
    refused() {
      const since = refused;
      refused = [];
      return since;
    },
    pressed: () => pressed,
    async scanned(scan) {
      await scripts(true);
      try {
        return await scan(evaluate);
      } finally {
        await scripts(false);
      }
    },
    leaves: () => page.close(),
  };
}
