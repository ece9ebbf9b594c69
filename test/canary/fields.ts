/** The personal fields that there are, by the schemas themselves: a new one is in this list before anybody thinks of it. */
import { z } from "zod";
import { alertEventSchema } from "../../functions/alerts/core/events.ts";
import { eventSchema } from "../../functions/core/events.ts";

/** What is sealed, by event: `escalation: NoteAdded.words`. Days are not text, and no canary fits into one. */
export function sealedFields(): string[] {
  return [...of("escalation", eventSchema.options), ...of("practice alert", alertEventSchema.options)];
}

const of = (kind: string, events: readonly z.ZodObject[]) =>
  events.flatMap((event) => {
    const type = String((event.shape["type"] as z.ZodLiteral).value);
    const content = event.shape["sealed"];
    return content ? leaves(content as z.ZodType).map((path) => `${kind}: ${type}${path}`) : [];
  });

/** The paths of the texts in a schema. @throws Error for a kind of schema that is not known here */
function leaves(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodOptional) return leaves(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion)
    // Sealed or erased; one text or several.
    return [...new Set(schema.options.flatMap((each) => leaves(each as z.ZodType)))];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, each]) =>
      leaves(each as z.ZodType).map((rest) => `.${name}${rest}`),
    );
  if (schema instanceof z.ZodRecord) return leaves(schema.valueType as z.ZodType).map((rest) => `.*${rest}`);
  if (schema instanceof z.ZodArray) return leaves(schema.element as z.ZodType);
  if (schema instanceof z.ZodString) return [""];
  if (schema instanceof z.ZodLiteral || schema instanceof z.ZodBoolean || schema instanceof z.ZodNumber) return [];
  throw new Error(`No canary is known for ${schema.constructor.name}`);
}

/** The fields of an event as it was recorded in which a text stands that fulfils this. */
export function fieldsWith(kind: string, event: object, holds: (text: string) => boolean): string[] {
  const { type, sealed } = event as { type: string; sealed?: unknown };
  const walk = (value: unknown, path: string): string[] => {
    if (typeof value === "string") return holds(value) ? [path] : [];
    if (Array.isArray(value)) return value.flatMap((each) => walk(each, path));
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => [
      ...walk(each, `${path}.${name}`),
      ...walk(each, `${path}.*`),
    ]);
  };
  return walk(sealed, `${kind}: ${type}`);
}
