/**
 * The fuzzer of the pages: it goes where the forms of a page lead, as a browser would, and fills them with what people type, what abusers
 * type, and what no page of ours has sent.
 */
import fc from "fast-check";
import { send, type Answer } from "./http.ts";
import { nastyText } from "./nasty.ts";
import { brokenByAny } from "./promises.ts";
import type { Service } from "./service.ts";

export interface PagesSeen {
  presses: number;
  recorded: number;
  readonly statuses: Map<number, number>;
  /** `do` of every button that was pressed. */
  readonly pressed: Set<string>;
}

interface Input {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  /** What there is to choose. */
  readonly options: readonly string[];
}

export interface Form {
  readonly action: string;
  readonly method: string;
  readonly inputs: readonly Input[];
  readonly buttons: readonly (readonly [name: string, value: string])[];
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const plain = (text: string) => text.replaceAll(/&(\w+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);
const attribute = (tag: string, name: string) => {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : plain(value);
};

/** The forms of a page, as a browser would find them. */
export function formsIn(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)].map(([, head = "", body = ""]) => {
    const inputs = new Map<string, Input>();
    const add = (input: Input) => {
      const before = inputs.get(input.name);
      inputs.set(input.name, before ? { ...before, options: [...before.options, ...input.options] } : input);
    };
    for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
      const [name, type, value] = ["name", "type", "value"].map((each) => attribute(tag, each) ?? "");
      if (name)
        add({
          name,
          type: type || "text",
          value: value ?? "",
          options: /radio|checkbox/.test(type ?? "") ? [value ?? ""] : [],
        });
    }
    for (const [, tag = "", text = ""] of body.matchAll(/<textarea\b([^>]*)>([^]*?)<\/textarea>/g))
      add({ name: attribute(tag, "name") ?? "", type: "textarea", value: plain(text), options: [] });
    for (const [, tag = "", choices = ""] of body.matchAll(/<select\b([^>]*)>([^]*?)<\/select>/g))
      add({
        name: attribute(tag, "name") ?? "",
        type: "select",
        value: "",
        options: [...choices.matchAll(/<option\b[^>]*>/g)].map(([option]) => attribute(option, "value") ?? ""),
      });
    const buttons = [...body.matchAll(/<button\b[^>]*>/g)].flatMap(([tag]): [string, string][] => {
      const name = attribute(tag, "name");
      return name ? [[name, attribute(tag, "value") ?? ""]] : [];
    });
    return {
      action: attribute(head, "action") ?? "",
      method: (attribute(head, "method") ?? "get").toUpperCase(),
      inputs: [...inputs.values()],
      buttons,
    };
  });
}

/** One press: which form and button of those that there are, and what is typed, field by field. */
export interface Press {
  readonly form: number;
  readonly button: number;
  readonly typed: readonly {
    readonly how: "well" | "kept" | "badly" | "left out" | "twice";
    readonly pick: number;
    readonly text: string;
  }[];
  readonly trick: "none" | "hidden" | "elsewhere" | "type" | "more" | "again";
}

const press: fc.Arbitrary<Press> = fc.record({
  form: fc.oneof(fc.constant(0), fc.nat(40)),
  button: fc.nat(12),
  typed: fc.array(
    fc.record({
      how: fc.oneof(
        { weight: 20, arbitrary: fc.constant("well" as const) },
        { weight: 2, arbitrary: fc.constant("badly" as const) },
        { weight: 1, arbitrary: fc.constantFrom("left out" as const, "twice" as const, "kept" as const) },
      ),
      pick: fc.nat(20),
      text: nastyText,
    }),
    { minLength: 12, maxLength: 12 },
  ),
  trick: fc.oneof(
    { weight: 10, arbitrary: fc.constant("none" as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "hidden" as const,
        "elsewhere" as const,
        "type" as const,
        "more" as const,
        "again" as const,
      ),
    },
  ),
});

/** Where somebody begins, and what they press one after the other. */
export interface Walk {
  readonly begins: number;
  readonly presses: readonly Press[];
}

export const walks: fc.Arbitrary<Walk> = fc.record({
  begins: fc.nat(1_000),
  presses: fc.array(press, { minLength: 3, maxLength: 14 }),
});

/** What a person who means well types. */
export function wellTyped({ name, options, value }: Input, pick: number): string {
  if (options.length > 0) return options[pick % options.length] ?? "";
  if (name.endsWith("-day")) return String(17 + (pick % 4));
  if (name.endsWith("-month")) return "11";
  if (name.endsWith("-year")) return "2026";
  if (name.endsWith("-time")) return `${1 + (pick % 11)}:15pm`;
  if (/email/.test(name))
    return (
      ["s.carter@whitebeam-primary.example", "n.castle@hoo-meadows.example", "j.malik@social-care.knowsley.example"][
        pick % 3
      ] ?? ""
    );
  return value === "" ? `Some words ${pick}` : value;
}

export async function begin(service: Service, path: string): Promise<string> {
  const { text } = await send(service.port, { method: "GET", path, headers: [] });
  return text;
}

/** Goes a walk, and says what it breaks of the promises; nothing when all hold. @param paths links that were sent, and pages without one */
export async function brokenByWalk(
  { begins, presses }: Walk,
  service: Service,
  paths: readonly string[],
  seen: PagesSeen,
): Promise<string[]> {
  const at = paths[begins % paths.length] ?? "/";
  let page = await begin(service, at);
  let [before, beforeThat] = [page, page];
  let last: { path: string; body: Buffer } | undefined;
  for (const [index, each] of presses.entries()) {
    const forms = formsIn(page);
    if (forms.length === 0) {
      // An end, or a file: back to the page before.
      page = beforeThat === page ? await begin(service, at) : beforeThat;
      beforeThat = page;
      continue;
    }
    // The first press is on the page's own form: behind Continue there is more.
    const form = forms[index === 0 ? 0 : each.form % forms.length];
    if (!form || form.method !== "POST") continue;
    const fields = fieldsOf(form, each, paths);
    const body = each.trick === "again" && last ? last.body : Buffer.from(fields.toString());
    const path =
      each.trick === "elsewhere" ? (paths[each.button % paths.length] ?? "/") : form.action === "" ? at : form.action;
    const [written, known] = [service.writes.length, service.defects.length];
    const answer = await send(service.port, {
      method: "POST",
      path,
      headers: [
        [
          "content-type",
          each.trick === "type" ? "multipart/form-data; boundary=x" : "application/x-www-form-urlencoded",
        ],
      ],
      body,
    });
    last = { path, body };
    seen.presses++;
    seen.statuses.set(answer.status, (seen.statuses.get(answer.status) ?? 0) + 1);
    if (answer.status < 400) for (const value of fields.getAll("do")) seen.pressed.add(value);
    const broken = [
      ...brokenByAny(answer, plainly(fields), service, known),
      ...brokenByPage(answer),
      ...(await brokenByWriting(answer, service, written, seen)),
    ];
    if (broken.length > 0) return broken.map((what) => `POST ${path} ${fields.toString().slice(0, 2_000)}: ${what}`);
    beforeThat = before;
    before = page;
    const isPage = String(answer.headers["content-type"]).startsWith("text/html");
    page =
      answer.status === 303
        ? await begin(service, String(answer.headers["location"]))
        : isPage && formsIn(answer.text).length > 0
          ? answer.text
          : before;
  }
  return [];
}

const plainly = (fields: URLSearchParams) => [...fields].flat().join("\n");

function fieldsOf(form: Form, { button, typed, trick }: Press, paths: readonly string[]): URLSearchParams {
  const fields = new URLSearchParams();
  form.inputs.forEach((input, index) => {
    const { how, pick, text } = typed[index % typed.length] ?? { how: "kept", pick: 0, text: "" };
    if (input.type === "hidden") {
      if (trick !== "hidden") fields.append(input.name, input.value);
      else if (pick % 3 > 0) fields.append(input.name, pick % 3 === 1 ? text : (paths[pick % paths.length] ?? ""));
      return;
    }
    if (how === "left out") return;
    fields.append(input.name, how === "badly" ? text : how === "kept" ? input.value : wellTyped(input, pick));
    if (how === "twice") fields.append(input.name, text);
  });
  const pressed = form.buttons[button % Math.max(form.buttons.length, 1)];
  if (pressed && !fields.has(pressed[0])) fields.append(...pressed);
  if (trick === "more") for (const { text } of typed.slice(0, 3)) fields.append(text.slice(0, 50), text);
  return fields;
}

/** What is promised of a page beside: no script, and what was typed is text. */
function brokenByPage({ headers, text, status }: Answer): string[] {
  const type = String(headers["content-type"]);
  if (!type.startsWith("text/html")) return [];
  return [
    ...(/<script|<img src=x|\son\w+="/i.test(text) ? ["something that was typed is markup"] : []),
    ...(text.includes("{{") && /\{\{\s*\w+\.\w+/.test(text.replaceAll(/\{\{constructor[^}]*\}\}/g, ""))
      ? ["a template shows"]
      : []),
    ...(status < 400 && !text.includes("<h1") ? ["the page has no heading"] : []),
  ];
}

async function brokenByWriting(
  { status, headers }: Answer,
  service: Service,
  written: number,
  seen: PagesSeen,
): Promise<string[]> {
  const wrote = service.writes.slice(written);
  // Where nothing is begun yet, an empty draft is, whatever is pressed first.
  if (status >= 400)
    return wrote.flatMap(({ pk, isNew }) => (pk.startsWith("DRAFT#") && isNew ? [] : [`${status} wrote ${pk}`]));
  const records = [...new Set(wrote.flatMap(({ pk }) => /^(?:ESCALATION|ALERT)#(.+)$/.exec(pk)?.[1] ?? []))];
  if (records.length > 1) return [`one press wrote into ${records.join(" and ")}`];
  for (const reference of records) {
    seen.recorded++;
    await service.verified(reference);
    await service.carryOn(reference);
    await service.verified(reference);
  }
  return headers["content-type"] === undefined && status !== 303 ? ["it has no type"] : [];
}

/** The paths of every link that was sent by e-mail so far, each kind's newest last. */
export const linksSent = (service: Service): string[] => [
  ...new Set(
    service
      .mails()
      .flatMap(({ text = "" }) =>
        [...text.matchAll(/https?:\/\/[^/\s]+(\/[^\s]+)/g)].flatMap(([whole, path = ""]) =>
          whole.startsWith(service.url) ? [path.replace(/[.,;)]$/, "")] : [],
        ),
      ),
  ),
];
