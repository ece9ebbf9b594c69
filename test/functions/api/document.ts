/**
 * Reads an OpenAPI document the way another agency's developers would, and holds answers against it. Schemas are turned
 * into validators by zod; objects are closed first, so that an answer has no field that the document does not name.
 */
import { z } from "zod";

export interface Header {
  readonly required: boolean;
  readonly schema: Json;
}
interface Media {
  readonly schema: Json;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Answer {
  readonly headers: Readonly<Record<string, Header>>;
  readonly content: Readonly<Record<string, Media>>;
}
export interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Json }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}
export interface Document {
  readonly openapi: string;
  readonly security: readonly object[];
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Json>>;
    readonly headers: Readonly<Record<string, Header>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}
export type Json = Readonly<Record<string, unknown>>;

/** What zod makes a check of. `description`, `default` and `examples` only tell. */
const understood = new Set(
  (
    "$ref type const enum oneOf anyOf properties required additionalProperties propertyNames items minItems maxItems " +
    "minLength maxLength pattern format minimum maximum description default examples"
  ).split(" "),
);
const formats = new Set(["date", "date-time", "email", "uri"]);

/** Every schema within a schema, itself included. */
export function* within(schema: Json): Generator<Json> {
  yield schema;
  const one = ["items", "additionalProperties", "propertyNames"].map((key) => schema[key]);
  const some = ["oneOf", "anyOf"].flatMap((key) => schema[key] ?? []);
  const named = Object.values(schema["properties"] ?? {});
  for (const each of [...one, ...some, ...named])
    if (typeof each === "object" && each !== null) yield* within(each as Json);
}

/** The keywords and formats of a document that its validators would pass over, by where they stand. */
export function notUnderstood(document: Document): string[] {
  return Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    [...within(schema)].flatMap((each) => [
      ...Object.keys(each).flatMap((key) => (understood.has(key) ? [] : [`${name}: ${key}`])),
      ...(typeof each["format"] === "string" && !formats.has(each["format"]) ? [`${name}: ${each["format"]}`] : []),
      // Beside a reference nothing would be looked at.
      ...("$ref" in each && Object.keys(each).some((key) => key !== "$ref" && key !== "description")
        ? [`${name}: ${Object.keys(each).join()}`]
        : []),
    ]),
  );
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = all["type"] === "object" && "properties" in all && !("additionalProperties" in all);
  return isOpen ? { ...all, additionalProperties: false } : all;
}

/** Validators by schema: making one takes longer than using it a thousand times. */
const validators = new WeakMap<Document, Map<string, z.ZodType>>();

function validatorOf(schema: Json, document: Document): z.ZodType {
  const made = validators.get(document) ?? new Map<string, z.ZodType>();
  validators.set(document, made);
  const key = JSON.stringify(schema);
  const found = made.get(key);
  if (found) return found;
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const local = closed(JSON.parse(whole.replaceAll("#/components/schemas/", "#/$defs/"))) as Parameters<
    typeof z.fromJSONSchema
  >[0];
  const validator = z.fromJSONSchema(local);
  made.set(key, validator);
  return validator;
}

/** What a value breaks of a schema of the document; nothing when it is as the document says. */
export function problemsOf(value: unknown, schema: Json, document: Document): string[] {
  const parsed = validatorOf(schema, document).safeParse(value);
  return parsed.success ? [] : [z.prettifyError(parsed.error)];
}

export function operationsOf(document: Document): [name: string, operation: Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

/** The problems that a status of an operation may be, by the last word of their type; for success, none. */
export function kindsOf(answer: Answer, document: Document): string[] {
  const schema = answer.content["application/problem+json"]?.schema;
  if (!schema) return [];
  return ((schema["oneOf"] as Json[] | undefined) ?? [schema]).map((each) => {
    const name = String(each["$ref"]).split("/").at(-1) ?? "";
    const properties = document.components.schemas[name]?.["properties"] as { type: { const: string } };
    return properties.type.const.split(":").at(-1) ?? "";
  });
}

/** What every answer has, of which no client needs to know. */
const ofEveryAnswer = [
  ..."content-type cache-control content-security-policy referrer-policy strict-transport-security".split(" "),
  ..."cross-origin-opener-policy cross-origin-resource-policy origin-agent-cluster x-content-type-options".split(" "),
  ..."x-dns-prefetch-control x-download-options x-frame-options x-permitted-cross-domain-policies".split(" "),
  "x-xss-protection",
];

/** What an answer breaks of what the document says of its operation; nothing when all is as it says. */
export async function breaches(response: Response, operation: Operation, document: Document): Promise<string[]> {
  const answer = operation.responses[response.status];
  if (!answer) return [`${response.status} is not documented`];
  const found: string[] = [];
  const contentType = response.headers.get("content-type")?.split(";")[0] ?? "";
  const media = answer.content[contentType];
  if (!media) return [`the content is ${contentType} and not ${Object.keys(answer.content).join(" or ")}`];
  if (contentType.endsWith("json")) found.push(...problemsOf(await response.clone().json(), media.schema, document));
  // A schema says nothing of the bytes of a file, nor of the lines of a text.
  else if (Object.keys(media.schema).length > 0 && media.schema["type"] !== "string")
    found.push(`${contentType} is held against a schema for JSON`);

  const documented = Object.entries(answer.headers).map(([name, header]): [string, Header] => {
    const address = (header as unknown as { $ref?: string }).$ref?.split("/").at(-1);
    return [name.toLowerCase(), address === undefined ? header : (document.components.headers[address] ?? header)];
  });
  for (const [name, { required, schema }] of documented) {
    const text = response.headers.get(name);
    if (text === null && required) found.push(`there is no header ${name}`);
    if (text === null) continue;
    const value = schema["type"] === "integer" ? Number(text) : text;
    found.push(...problemsOf(value, schema, document).map((each) => `${name}: ${each}`));
  }
  const known = new Set([...ofEveryAnswer, ...documented.map(([name]) => name)]);
  for (const name of response.headers.keys()) if (!known.has(name)) found.push(`the header ${name} is not documented`);
  return found;
}
