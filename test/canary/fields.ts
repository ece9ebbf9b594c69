/** The personal fields that there are, by the schemas themselves: a new one is in this list before anybody thinks of it. */
import {
  type core,
  ZodMiniArray,
  ZodMiniBoolean,
  ZodMiniLiteral,
  ZodMiniNumber,
  ZodMiniObject,
  ZodMiniOptional,
  ZodMiniRecord,
  ZodMiniString,
  ZodMiniUnion,
} from "zod/mini";
import { alertEventSchema } from "../../functions/alerts/core/events.ts";
import { eventSchema } from "../../functions/core/events.ts";

/** What is sealed, by event: `escalation: NoteAdded.words`. Days are not text, and no canary fits into one. */
export function sealedFields(): string[] {
  return [...of("escalation", eventSchema.events), ...of("practice alert", alertEventSchema.events)];
}

const of = (kind: string, events: (typeof eventSchema | typeof alertEventSchema)["events"]) =>
  events.flatMap(({ type, schema }) => {
    const content = (schema() as ZodMiniObject).def.shape["sealed"];
    return content ? leaves(content).map((path) => `${kind}: ${type}${path}`) : [];
  });

/** The paths of the texts in a schema. @throws Error for a kind of schema that is not known here */
function leaves(schema: core.$ZodType): string[] {
  if (schema instanceof ZodMiniOptional) return leaves(schema.def.innerType);
  if (schema instanceof ZodMiniUnion)
    // Sealed or erased; one text or several.
    return [...new Set(schema.def.options.flatMap(leaves))];
  if (schema instanceof ZodMiniObject)
    return Object.entries(schema.def.shape).flatMap(([name, each]) => leaves(each).map((rest) => `.${name}${rest}`));
  if (schema instanceof ZodMiniRecord) return leaves(schema.def.valueType).map((rest) => `.*${rest}`);
  if (schema instanceof ZodMiniArray) return leaves(schema.def.element);
  if (schema instanceof ZodMiniString) return [""];
  if (schema instanceof ZodMiniLiteral || schema instanceof ZodMiniBoolean || schema instanceof ZodMiniNumber)
    return [];
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
