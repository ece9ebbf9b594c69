/**
 * The fuzzer of the API, driven by the document that it gives of itself: requests that its schemas allow, begun from its own
 * examples, and then spoilt in every way that somebody could think of.
 */
import fc from "fast-check";
import {
  breaches,
  operationsOf,
  problemsOf,
  type Document,
  type Json,
  type Operation,
} from "../functions/api/document.ts";
import { send, type Answer, type Asked } from "./http.ts";
import { nastyJson, nastyNames, nastyText } from "./nasty.ts";
import { brokenByAny, differences } from "./promises.ts";
import { valueOf } from "./schema.ts";
import { isOfApi, type Service } from "./service.ts";

/** What was seen, for the figures. */
export interface Seen {
  requests: number;
  accepted: number;
  refused: number;
  readonly problems: Map<string, number>;
}

/** Systems of the sample directory, one that is in none, and somebody without a token. */
const others = [
  "hoo-meadows-primary",
  "knowsley-social-care",
  "knowsley-partnership",
  "not-in-the-directory",
  undefined,
] as const;

export interface Made {
  readonly operation: string;
  readonly client: string | undefined;
  readonly asked: Asked;
}

/** The system that may ask for it. */
function rightClient(path: string, body: Buffer | undefined): string {
  if (path.includes("/partnerships/")) return "knowsley-partnership";
  return body?.includes("hoo-meadows.example") ? "hoo-meadows-primary" : "whitebeam-primary";
}

export async function documentOf(service: Service): Promise<Document> {
  const { text } = await send(service.port, { method: "GET", path: "/openapi.json", headers: [] });
  return JSON.parse(text) as Document;
}

/** Requests by the document: about every third as it allows, the others spoilt. @param references that there are */
export function requests(document: Document, references: readonly string[]): fc.Arbitrary<Made> {
  return fc.oneof(
    ...operationsOf(document).map(([name, operation]) => ({
      // What takes a body can be spoilt in most ways.
      weight: operation.requestBody ? 8 : 2,
      arbitrary: requestOf(name, operation, document, references),
    })),
  );
}

function requestOf(
  name: string,
  operation: Operation,
  document: Document,
  references: readonly string[],
): fc.Arbitrary<Made> {
  const [method = "", template = ""] = name.split(" ");
  return fc
    .record({
      other: rarely(fc.constant("right"), fc.constantFrom(...others)),
      method: rarely(
        fc.constant(method),
        fc.constantFrom(..."PUT PATCH DELETE OPTIONS TRACE PROPFIND HEAD POST GET".split(" ")),
      ),
      path: pathOf(template, operation, document, references),
      headers: headersOf(operation),
      body: operation.requestBody
        ? bodyOf(operation, document)
        : rarely(fc.constant(undefined), fc.constant(Buffer.from("{}"))),
      chunked: fc.integer({ min: 0, max: 5 }).map((each) => each === 0),
    })
    .map(({ other, body, ...asked }) => ({
      operation: name,
      client: other === "right" ? rightClient(asked.path, body) : other,
      asked: { ...asked, ...(body ? { body } : {}) },
    }));
}

/** The first nearly always. */
const rarely = <T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd });

function pathOf(
  template: string,
  { parameters = [] }: Operation,
  document: Document,
  references: readonly string[],
): fc.Arbitrary<string> {
  const inPath = parameters.filter((each) => each.in === "path");
  const inQuery = parameters.filter((each) => each.in === "query");
  const pieces = inPath.map(({ name, schema }) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: name === "reference" ? fc.constantFrom(...references) : fc.constantFrom("knowsley", "medway"),
      },
      { weight: 1, arbitrary: valueOf(schema, document).map((each) => encodeURIComponent(String(each))) },
      { weight: 1, arbitrary: nastyText.map(encoded) },
    ),
  );
  const query = fc.tuple(
    ...inQuery.map(({ name, schema }) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([] as string[]) },
        { weight: 3, arbitrary: valueOf(schema, document).map((each) => [`${name}=${encoded(String(each))}`]) },
        { weight: 1, arbitrary: nastyText.map((each) => [`${name}=${encoded(each.slice(0, 2_000))}`]) },
        { weight: 1, arbitrary: fc.constant([`${name}=1`, `${name}=2`]) },
      ),
    ),
    rarely(fc.constant([] as string[]), fc.constantFrom(["__proto__=1"], ["a[b]=c"], ["%ff=%ff"], ["&&=&"])),
  );
  return fc
    .record({ pieces: fc.tuple(...pieces), query, trick: rarely(fc.constant(undefined), fc.constantFrom(...tricks)) })
    .map(({ pieces: values, query: asked, trick }) => {
      const path = inPath.reduce((text, { name }, at) => text.replace(`{${name}}`, () => String(values[at])), template);
      const rest = asked.flat().join("&");
      const whole = rest === "" ? path : `${path}?${rest}`;
      return trick ? trick(whole) : whole;
    });
}

const tricks: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => `/.${path}`,
  (path) => `/x/..${path}`,
  (path) => `/x/%2e%2e${path}`,
  (path) => path.toUpperCase(),
  (path) => `${path}%00`,
  (path) => `${path}%ff`,
  (path) => `${path}%`,
  (path) => `${path};a=b`,
  (path) => `${path}?`,
  (path) => path.replaceAll("/", "%2f").replace("%2f", "/"),
  (path) => path.replace("/", "\\"),
  (path) => `${path}/${"x".repeat(4_000)}`,
];

/** Half of a surrogate pair cannot be encoded as an address has it. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

function headersOf(operation: Operation): fc.Arbitrary<[string, string][]> {
  const latin = (text: string) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?");
  const keys = fc.oneof(
    { weight: 12, arbitrary: fc.uuid().map((each) => [["idempotency-key", each]] as [string, string][]) },
    { weight: 1, arbitrary: fc.constant<[string, string][]>([]) },
    {
      weight: 1,
      arbitrary: fc.constant<[string, string][]>([
        ["idempotency-key", "one"],
        ["idempotency-key", "two"],
      ]),
    },
    { weight: 1, arbitrary: fc.constant<[string, string][]>([["idempotency-key", "always the same"]]) },
    {
      weight: 1,
      arbitrary: nastyText.map((each): [string, string][] => [["idempotency-key", latin(each.slice(0, 300))]]),
    },
  );
  const types = fc.oneof(
    { weight: 12, arbitrary: fc.constant("application/json") },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "application/json; charset=utf-16",
        "APPLICATION/JSON",
        "application/json, text/plain",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonp",
        "",
      ),
    },
  );
  const odd = rarely(
    fc.constant<[string, string][]>([]),
    fc.constantFrom<[string, string][]>(
      [["x-http-method-override", "DELETE"]],
      [["content-encoding", "gzip"]],
      [["accept", "text/csv"]],
      [["accept", "application/xml;q=x"]],
      [["cookie", "__proto__=1; a=b"]],
      [
        ["x-forwarded-host", "elsewhere.example"],
        ["forwarded", "host=elsewhere.example"],
      ],
      [["host", "elsewhere.example"]],
      [["range", "bytes=0-1"]],
      [["if-none-match", "*"]],
      [["authorization", "Bearer a b"]],
      [["authorization", `Bearer ${"x".repeat(5_000)}`]],
      [
        ["origin", "https://elsewhere.example"],
        ["access-control-request-method", "POST"],
      ],
    ),
  );
  return fc
    .tuple(operation.requestBody ? keys : fc.constant([]), types, odd)
    .map(([key, type, more]) => [
      ...key,
      ...(operation.requestBody ? [["content-type", type] as [string, string]] : []),
      ...more,
    ]);
}

/** JSON text by the schema of the body, as it is or spoilt in up to three places. */
function bodyOf(operation: Operation, document: Document): fc.Arbitrary<Buffer> {
  const media = operation.requestBody?.content["application/json"];
  if (!media) throw new Error("A body of another type than JSON");
  const examples = Object.values(media.examples ?? {}).map((each) => each.value);
  const base = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...examples) },
    // An example with parts by the schema: what every concern needs is there, and the rest is whatever may be.
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...examples), valueOf(media.schema, document), fc.array(fc.nat(30), { maxLength: 4 }))
        .map(([example, other, picks]) => {
          const entries = Object.entries(other as Json);
          return { ...(example as Json), ...Object.fromEntries(picks.flatMap((at) => entries.slice(at, at + 1))) };
        }),
    },
    { weight: 1, arbitrary: valueOf(media.schema, document) },
  );
  const spoil = fc.record({
    place: fc.nat(40),
    how: fc.constantFrom("replace", "remove", "add", "double"),
    by: nastyJson,
    name: fc.constantFrom(...nastyNames),
  });
  return fc
    .tuple(
      base,
      fc.oneof(fc.constant([]), fc.array(spoil, { minLength: 1, maxLength: 1 }), fc.array(spoil, { maxLength: 3 })),
      rarely(fc.constant(undefined), fc.constantFrom(...spoilers)),
    )
    .map(([value, spoils, whole]) => {
      const text = spoils.reduce((before, each) => spoilt(before, each), JSON.stringify(value));
      return whole ? whole(text) : Buffer.from(text);
    });
}

interface Spoil {
  readonly place: number;
  readonly how: string;
  /** JSON text. */
  readonly by: string;
  readonly name: string;
}

/** A text of JSON with one of its places spoilt. Text, because what is spoilt may be nothing that JavaScript could hold. */
function spoilt(text: string, { place, how, by, name }: Spoil): string {
  // So deep that it cannot be written out again.
  if (text.includes("[".repeat(5_000))) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Spoilt beyond that already: there are no places any more.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
  const all = places(value);
  const at = all[place % Math.max(all.length, 1)];
  if (!at) return by;
  const mark = "@@here@@";
  const put = (key: string, replaced: unknown) => {
    Object.defineProperty(at.holder, key, { value: replaced, enumerable: true, configurable: true, writable: true });
  };
  switch (how) {
    case "remove":
      delete at.holder[at.key];
      return JSON.stringify(value);
    case "add":
      put(mark, mark);
      return JSON.stringify(value).replaceAll(`"${mark}":"${mark}"`, () => `${JSON.stringify(name)}:${by}`);
    case "double": {
      const before = JSON.stringify(at.holder[at.key]);
      put(at.key, mark);
      return JSON.stringify(value).replace(`"${mark}"`, () => `${before},${JSON.stringify(at.key)}:${by}`);
    }
    default:
      put(at.key, mark);
      return JSON.stringify(value).replace(`"${mark}"`, () => by);
  }
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every field of a value, and of what is in it, some way down. */
function places(value: unknown, depth = 0): Place[] {
  if (typeof value !== "object" || value === null || depth > 6) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder)
    .slice(0, 40)
    .flatMap((key) => [{ holder, key }, ...places(holder[key], depth + 1)]);
}

/** Bytes in the place of the text of a body. */
const spoilers: readonly ((text: string) => Buffer)[] = [
  () => Buffer.alloc(0),
  (text) => Buffer.from(text.slice(0, text.length / 2)),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text, "utf16le"),
  (text) => Buffer.from(`${text}${text}`),
  (text) => Buffer.from(text.replaceAll('"', "'")),
  (text) => Buffer.from(`/* c */ ${text}`),
  (text) => Buffer.from(text.replace("}", ",}")),
  (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from("}")]),
  (text) => Buffer.from(text.padEnd(89_999, " ")),
  (text) => Buffer.from(text.padEnd(90_001, " ")),
  (text) => Buffer.from(text.padEnd(400_000, " ")),
  () => Buffer.from("NaN"),
  () => Buffer.from("\u0000"),
];

/** What one request breaks of the promises; nothing when all hold. */
export async function brokenBy(
  { operation, client, asked }: Made,
  service: Service,
  document: Document,
  seen: Seen,
): Promise<string[]> {
  const token = client === undefined ? [] : [["authorization", `Bearer ${await service.tokenFor(client)}`] as const];
  const whole = {
    ...asked,
    headers: [...token.filter(() => asked.headers.every(([name]) => name !== "authorization")), ...asked.headers],
  };
  const [written, known] = [service.writes.length, service.defects.length];
  // Now and then both tables are looked at whole: nothing goes past what hears of writes.
  const before = seen.requests % 20 === 0 ? await service.held() : undefined;
  const answer = await send(service.port, whole);
  const wrote = service.writes.slice(written);
  seen.requests++;
  // Node's own server turned it away: no part of the service has seen it.
  if (bare.has(answer.status) && answer.body.length === 0 && answer.headers["content-type"] === undefined) return [];
  const sent = `${whole.path}\n${decoded(whole.path)}\n${whole.body?.toString("utf8") ?? ""}`;
  const broken = [
    ...brokenByAny(answer, sent, service, known),
    ...(await brokenByStatus(whole, answer, document, seen)),
  ];

  if (answer.status !== 201) {
    if (answer.status >= 400) seen.refused++;
    broken.push(...wrote.map(({ table, pk }) => `${answer.status} wrote ${pk} into ${table}`));
    if (before) broken.push(...differences(before, await service.held()).map((each) => `${answer.status}: ${each}`));
    return broken;
  }
  seen.accepted++;
  const { reference } = JSON.parse(answer.text) as { reference: string };
  const own = new Set([`ESCALATION#${reference}`, `ALERT#${reference}`, `KEY#${reference}`]);
  broken.push(...wrote.flatMap(({ pk }) => (own.has(pk) ? [] : [`for ${reference} ${pk} was written`])));
  // What was accepted can be opened, told and read, whatever is in it.
  await service.verified(reference);
  await service.carryOn(reference);
  await service.verified(reference);
  if (operation.endsWith("/escalations"))
    for (const path of [`/escalations/${reference}`, `/escalations/${reference}/bundle`]) {
      const read = await send(service.port, { method: "GET", path, headers: token });
      if (read.status !== 200)
        broken.push(`${path} answers ${read.status} afterwards: ${service.defects.slice(known).join("\n")}`);
    }
  return broken;
}

/** Whether an answer is one that the document has for the request. */
async function brokenByStatus(
  { method, path }: Asked,
  answer: Answer,
  document: Document,
  seen: Seen,
): Promise<string[]> {
  // Only the head of such an answer comes.
  if (method === "HEAD") return [];
  const isPage = String(answer.headers["content-type"]).startsWith("text/html");
  const answersApi = isOfApi(new URL(path, "http://service").pathname);
  if (isPage !== !answersApi) return [`${method} ${path} is answered with ${String(answer.headers["content-type"])}`];
  if (isPage) return [];
  if (answer.status >= 400) {
    const kind = kindOf(answer, document);
    if (kind === undefined) return [`no problem of the document: ${answer.status} ${answer.text.slice(0, 300)}`];
    seen.problems.set(kind, (seen.problems.get(kind) ?? 0) + 1);
  }
  const operation = operationAt(method, path, document);
  if (!operation) {
    const kinds = new Set(["not-found", "unauthorised", "not-yours"]);
    return kinds.has(kindOf(answer, document) ?? "") ? [] : [`${method} ${path} is in no document: ${answer.status}`];
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (!ofTheServer.has(name)) headers.set(name, [value].flat().join(", "));
  return breaches(new Response(new Uint8Array(answer.body), { status: answer.status, headers }), operation, document);
}

/** How Node's server turns away what is no HTTP, or has too much in its head. */
const bare = new Set([400, 414, 431]);

/** What Node's server adds to an answer. */
const ofTheServer = new Set(["date", "connection", "keep-alive", "transfer-encoding", "content-length"]);

/** By the last word of its type, where it is as the document describes one. */
function kindOf({ text, headers }: Answer, document: Document): string | undefined {
  if (!String(headers["content-type"]).startsWith("application/problem+json")) return undefined;
  const body = JSON.parse(text) as { type?: string };
  const kind = body.type?.split(":").at(-1) ?? "";
  const schema = document.components.schemas[`problem-${kind}`];
  return schema && problemsOf(body, schema, document).length === 0 ? kind : undefined;
}

function operationAt(method: string, path: string, document: Document): Operation | undefined {
  const pathname = decoded(new URL(path, "http://service").pathname);
  return operationsOf(document).find(([name]) => {
    const [of, template = ""] = name.split(" ");
    return (
      of === method &&
      new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`, "s").test(pathname)
    );
  })?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
