/** What a person does with an e-mail of the service, over HTTP alone: follow its link, read, choose a form, fill it in, press. */
import { referencePattern } from "../../functions/record/reference.ts";

interface WithLink {
  readonly subject: string;
  readonly text?: string;
}

/** The path of the link in an e-mail. */
export function linkIn(mail: WithLink): string {
  const path = new RegExp(`https?://[^/\\s]+(/${referencePattern}/\\S+)`).exec(mail.text ?? "")?.[1];
  if (!path) throw new Error(`There is no link in “${mail.subject}”`);
  return path;
}

const post = (url: string, body: Readonly<Record<string, string>>) =>
  fetch(url, { method: "POST", body: new URLSearchParams(body) });

/** The forms that a link offers, by the values of its page's choices and buttons. */
export async function formsOffered(service: string, path: string): Promise<string[]> {
  return formsOn(await (await post(`${service}${path}`, { do: "continue" })).text());
}

/** The same on a page that is there already. */
export function formsOn(page: string): string[] {
  const inputs = [...page.matchAll(/<(?:input|button)\b[^>]*\bname="form"[^>]*>/g)];
  return inputs.flatMap(([input]) => /\bvalue="([^"]+)"/.exec(input)?.[1] ?? []);
}

/** Opens a form of a link, and gives back what fills it in and sends it. */
export async function openForm(service: string, path: string, form: string) {
  const url = `${service}${path}`;
  const hidden = hiddenOn(await (await post(url, { do: "choose", form })).text());
  return (name: string, fields: Readonly<Record<string, string>>) =>
    post(url, { "your-name": name, ...hidden, do: form, ...fields });
}

/** What a form on a page sends beside what is typed. */
export function hiddenOn(page: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((each) => [
      each[1] ?? "",
      each[2] ?? "",
    ]),
  );
}

/** The words of a page, without its markup. */
export function wordsOf(page: string): string {
  return page.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, " ").replace(/\s+/g, " ");
}
