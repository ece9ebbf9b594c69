/** Values by a JSON Schema of the API's own document: what a client that reads it could send. */
import fc from "fast-check";
import type { Document, Json } from "../functions/api/document.ts";

const day = fc.date({
  min: new Date("2025-01-01T00:00:00.000Z"),
  max: new Date("2027-12-31T00:00:00.000Z"),
  noInvalidDate: true,
});

/** @throws Error for a schema of which no value is known: the document has something new, which would not be tried */
export function valueOf(schema: Json, document: Document): fc.Arbitrary<unknown> {
  const address = schema["$ref"];
  if (typeof address === "string")
    return valueOf(document.components.schemas[address.split("/").at(-1) ?? ""] ?? {}, document);
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...(schema["enum"] as unknown[]));
  const several = (schema["oneOf"] ?? schema["anyOf"]) as Json[] | undefined;
  if (several) return fc.oneof(...several.map((each) => valueOf(each, document)));
  switch (schema["type"]) {
    case "string":
      return textOf(schema);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer(bounds(schema));
    case "array": {
      const { minItems: minLength = 0, maxItems = 5 } = schema as { minItems?: number; maxItems?: number };
      return fc.array(valueOf(schema["items"] as Json, document), { minLength, maxLength: Math.min(maxItems, 5) });
    }
    case "object":
      return objectOf(schema, document);
    default:
      throw new Error(`No value is known of ${JSON.stringify(schema)}`);
  }
}

const bounds = ({ minimum = 0, maximum = 200 }: { minimum?: number; maximum?: number }) => ({
  min: Math.max(minimum, -200),
  max: Math.min(maximum, 1_000),
});

function textOf(schema: Json): fc.Arbitrary<string> {
  const {
    format,
    pattern,
    minLength = 0,
    maxLength = 60,
  } = schema as {
    format?: string;
    pattern?: string;
    minLength?: number;
    maxLength?: number;
  };
  if (format === "email")
    return fc.constantFrom("s.carter@whitebeam-primary.example", "j.malik@social-care.knowsley.example", "a@b.example");
  if (format === "date") return day.map((each) => each.toISOString().slice(0, "2026-11-17".length));
  if (format === "date-time") return day.map((each) => each.toISOString());
  if (format === "uri") return fc.webUrl();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { maxLength: 40 });
  return fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, 60) });
}

function objectOf(schema: Json, document: Document): fc.Arbitrary<unknown> {
  const {
    properties,
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, Json>;
    required?: string[];
    additionalProperties?: Json | boolean;
  };
  if (properties)
    return fc.record(
      Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, valueOf(each, document)])),
      { requiredKeys: required },
    );
  return typeof additionalProperties === "object"
    ? fc.dictionary(fc.string({ maxLength: 20 }), valueOf(additionalProperties, document), { maxKeys: 3 })
    : fc.constant({});
}
