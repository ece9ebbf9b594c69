/** A person with a keyboard alone: Tab, Shift+Tab, Space, the arrows and Enter. No mouse, and no JavaScript. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withBrowser } from "../support/browser.ts";
import { places } from "../functions/pages/places.ts";
import { comesTo } from "./gallery/raise.ts";
import { continues as continuesToRegister } from "./gallery/register.ts";
import { openGround, type Ground } from "./gallery/state.ts";
import { personAt, type Person } from "./person.ts";

const browser = await withBrowser("a keyboard alone");
let ground: Ground;
let person: Person;

beforeAll(async () => {
  if (!browser.here) return;
  ground = await openGround();
  person = await personAt(browser, ground.address);
});
afterAll(async () => {
  await browser.close();
  if (browser.here) await ground.close();
});

interface Focused {
  /** What a person calls it: its label, or its own words. */
  readonly called: string;
  readonly kind: string;
  /** Whether it looks otherwise than without the focus. */
  readonly seen: boolean;
  /** Where it stands on the page, from above. */
  readonly top: number;
  readonly inWindow: boolean;
}

/** What has the focus; nothing where it is on the page as a whole. */
const focused = () =>
  person.page.evaluate<Focused | undefined>(`(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return undefined;
    const look = () => [it, ...(it.labels ?? [])].flatMap((each) => ["", "::before", "::after"].map((part) => {
      const { outline, boxShadow, backgroundColor, borderColor } = getComputedStyle(each, part || null);
      return [outline, boxShadow, backgroundColor, borderColor].join();
    })).join();
    const box = it.getBoundingClientRect();
    const withFocus = look();
    it.blur();
    const without = look();
    it.focus({ preventScroll: true });
    return {
      called: (it.labels?.[0] ?? it).innerText.trim(),
      kind: it.type ?? it.localName,
      seen: withFocus !== without && box.width > 1 && box.height > 1,
      top: box.top + window.scrollY,
      inWindow: box.bottom > 0 && box.top < window.innerHeight,
    };
  })()`);

const keys = (...all: readonly string[]) =>
  all.reduce((before, key) => before.then(() => person.page.keyboard.press(key)), Promise.resolve());

/** Presses Tab until something of this name has the focus. */
async function tabsTo(called: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < 80; tabs++) {
    await keys("Tab");
    const now = await focused();
    if (now && (typeof called === "string" ? now.called === called : called.test(now.called))) return;
    passed.push(now?.called ?? "the end of the page");
  }
  throw new Error(`Tab never comes to ${String(called)}, only to ${passed.join("; ")}`);
}

/** Presses a key that sends a form. */
const sends = (key: "Enter" | "Space") =>
  Promise.all([person.page.waitForEvent("domcontentloaded"), person.page.keyboard.press(key)]);

async function opens(
  place: () => Promise<{ readonly made: { readonly app: Parameters<Ground["show"]>[0] }; readonly path: string }>,
) {
  const { made, path } = await place();
  ground.show(made.app);
  await person.opens(ground.address + path);
}

/** Everything that Tab comes to, from the top of the page to its end. */
async function stops(): Promise<Focused[]> {
  const found: Focused[] = [];
  for (;;) {
    await keys("Tab");
    const now = await focused();
    if (!now) return found;
    found.push(now);
  }
}

describe.skipIf(!browser.here)("with a keyboard alone", () => {
  it.each([
    ["the page that a link opens", false, ["Continue"]],
    ["what may be done", true, ["Respond to the concern", "Add a note to the record"]],
  ])(
    "on %s the first stop leads past the head, each is seen, and they come in reading order",
    async (_, goes, some) => {
      await opens(places.respond);
      if (goes) {
        await tabsTo("Continue");
        await sends("Enter");
      }
      const all = await stops();
      expect(all[0]).toMatchObject({ called: "Skip to main content", seen: true, inWindow: true });
      expect(all.filter((each) => !each.seen || !each.inWindow)).toEqual([]);
      const tops = all.map((each) => each.top);
      expect(tops).toEqual(tops.toSorted((a, b) => a - b));
      expect(all.map((each) => each.called)).toEqual(expect.arrayContaining(some));
    },
  );

  it("the skip link takes the next Tab past everything that stands on every page", async () => {
    await opens(places.propose);
    await keys("Tab", "Enter", "Tab");
    expect(person.page.url()).toContain("#main-content");
    const first = await focused();
    const inMain = await person.page.evaluate("document.querySelector('main').contains(document.activeElement)");
    expect({ first: first?.called, inMain }).toMatchObject({ inMain: true });
  });

  it("a response is sent empty, its errors are followed from the summary to their fields, and it is recorded", async () => {
    const { made, path } = await places.respond();
    await opens(() => Promise.resolve({ made, path }));
    await tabsTo("Continue");
    await sends("Enter");
    await tabsTo("Respond to the concern");
    await sends("Space");
    await tabsTo("Record the response");
    await sends("Enter");

    expect(await person.page.title()).toMatch(/^Error: /);
    const types = (text: string) => person.page.keyboard.type(text);
    await follows("Enter your name", "Your name");
    await types("Una Worker");
    await keys("Shift+Tab", "Tab");
    expect((await focused())?.called).toBe("Your name");
    await follows("Select yes or no: Have you read and reviewed the case file?", "Yes");
    await keys("Space", "ArrowDown");
    expect((await focused())?.called).toBe("No");
    await follows("Enter a date: On which day did you speak to the concerned professional?", /^Day/);
    for (const part of ["2", "11", "2026"]) {
      await types(part);
      await keys("Tab");
    }
    await follows("Enter an answer: What did you do to find a mutually agreeable way forward?", /^What did you do/);
    await types("We met.");
    await keys("Tab");
    await types("A shared plan.");
    await keys("Tab");
    await types("We will look again.");
    await tabsTo("Record the response");
    await sends("Enter");
    expect(await person.heading()).toBe("Your response is recorded");
    expect(made.last("ResponseRecorded").sealed).toMatchObject({ name: "Una Worker", response: "We will look again." });
  });

  it("a proposal is agreed to: the name, and Enter", async () => {
    const { made, path } = await places["answer-proposal"]();
    await opens(() => Promise.resolve({ made, path }));
    await tabsTo("Continue");
    await sends("Enter");
    await tabsTo("Your name");
    await person.page.keyboard.type("Ada Nurse");
    await sends("Enter");
    expect(made.last("ResolutionAccepted").sealed).toMatchObject({ name: "Ada Nurse" });
  });

  it("a question of a concern: Enter in its line saves it and goes on, and never back", async () => {
    await comesTo(person, ground, "your-name", "knowsley");
    await tabsTo("Your name");
    await person.page.keyboard.type("Ada Nurse");
    await sends("Enter");
    expect(await person.heading()).toBe("Who is your manager?");
  });

  it("ALL-12 the register is filtered by Tab, letters of a list, and Enter", async () => {
    await continuesToRegister(person, ground);
    await tabsTo("Filter and sort");
    await sends("Enter");
    await tabsTo("State");
    await person.page.keyboard.type("Over");
    await tabsTo("Reference");
    await sends("Enter");
    expect(await person.reads()).toContain("Only: State: Overdue.");
    expect(await person.page.locator("tbody th").allInnerTexts()).toEqual(["BBBB-2222"]);
  });

  it("a question with several answers is refused, and its error leads to the first of them", async () => {
    await comesTo(person, ground, "answer-status", "medway");
    for (const box of ["In care", "None of these"]) {
      await tabsTo(box);
      await keys("Space");
    }
    await tabsTo("Save and continue");
    await sends("Enter");
    expect(await person.page.title()).toMatch(/^Error: /);
    await follows("Select what applies, or “None of these”, and not both", "Subject to a Child Protection Plan");
    await tabsTo("None of these");
    await keys("Space");
    await tabsTo("Save and continue");
    await sends("Enter");
    expect(await person.heading()).toContain("Multi Agency Safeguarding Hub");
  });
});

/** From wherever the focus is back to the summary of errors, by Enter to the field of one of them. */
async function follows(error: string, field: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let now = await focused(); now?.called !== error; now = await focused()) {
    passed.push(now?.called ?? "the end of the page");
    if (passed.length > 80) throw new Error(`Shift+Tab never comes to ${error}, only to ${passed.join("; ")}`);
    await keys("Shift+Tab");
  }
  await keys("Enter");
  expect((await focused())?.called).toEqual(typeof field === "string" ? field : expect.stringMatching(field));
}
