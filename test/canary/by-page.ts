/** A concern raised by page to its last button, one left in the middle, and an alert as far as it goes. */
import type { Laptop } from "../../infra/local/laptop.ts";
import { formsIn } from "../abuse/pages.ts";
import type { Canaries } from "./canaries.ts";
import { born } from "./concerns.ts";
import type { Hand } from "./hand.ts";

const domain = "whitebeam-primary.example";

/** What is chosen where chance would lead elsewhere, or nowhere. */
const chosenFor = (all: Canaries): Readonly<Record<string, string>> => ({
  area: "knowsley",
  "secure-setting": "(another)",
  subject: "child",
  "receiving-agency": "knowsley-social-care",
  "immediate-risk": "no",
  protect: "no",
  type: "another",
  "receiver-email": all.address("by page: receiver", "social-care.knowsley.example"),
  "receiver-manager-email": all.address("by page: receiving manager", "social-care.knowsley.example"),
});

/** @throws Error where no last button is found */
export async function byPage(laptop: Laptop, hand: Hand, all: Canaries): Promise<void> {
  const { post, sentTo } = hand;
  const raiser = all.address("by page: raiser", domain);
  for (const path of ["/raise", "/alert"]) {
    await post(path, { email: raiser });
    await post(path, { email: all.address("by page: a stranger", "elsewhere.example") });
    await post(path, { email: all.put("by page: no address") });
  }
  await laptop.quiet();

  const path = sentTo(raiser, "/raise/");
  hand.references.push(await raisedBy(path, hand, all));
  await laptop.quiet();
  await walk(path, "another", 9, hand, all);

  // An alert by page, as far as it goes.
  const submitting = sentTo(raiser, "/alert/");
  let page = (await post(submitting, { do: "continue" })).text;
  for (let step = 0; step < 3; step++) {
    const form = formsIn(page).find(({ inputs }) =>
      inputs.some(({ type }) => type === "textarea" || type === "hidden"),
    );
    if (!form) break;
    const fields = hand.filled(form, "alert by page", domain);
    for (const [name, value] of form.buttons) if (value !== "form") fields.set(name, value);
    page = (await post(submitting, fields)).text;
  }
}

/** @returns the reference of what was raised */
export async function raisedBy(path: string, hand: Hand, all: Canaries): Promise<string> {
  const page = await walk(path, "continue", 60, hand, all);
  const [, reference] = /\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(page) ?? [];
  if (!reference) throw new Error(`Nothing was raised by page; the last one says: ${page.replaceAll(/<[^>]+>/g, " ")}`);
  return reference;
}

/** Answers page after page, until there is no button that goes on. @returns the page that it ends at */
async function walk(path: string, begins: string, rounds: number, hand: Hand, all: Canaries): Promise<string> {
  let page = (await hand.post(path, { do: begins })).text;
  for (let step = 0; step < rounds; step++) {
    const goesOn = (value: string) => value === "save" || value === "raise";
    const form = formsIn(page).find(({ inputs, buttons }) =>
      [...inputs.map((each) => each.value), ...buttons.map(([, value]) => value)].some(goesOn),
    );
    if (!form) break;
    const birthday = Object.fromEntries(
      ["year", "month", "day"].map((part, at) => [`person-born-${part}`, born.day.split("-")[at] ?? ""]),
    );
    const fields = hand.filled(form, "by page", domain, { ...chosenFor(all), ...birthday });
    for (const [name, value] of form.buttons) if (goesOn(value)) fields.set(name, value);
    page = (await hand.post(path, fields)).text;
  }
  return page;
}
