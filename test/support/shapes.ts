/** Shapes of events as their schemas have them, for the tests that hold them to what stands on records. */
import {
  type core,
  ZodMiniArray,
  ZodMiniEnum,
  ZodMiniLiteral,
  ZodMiniObject,
  ZodMiniOptional,
  ZodMiniRecord,
  ZodMiniType,
  ZodMiniUnion,
} from "zod/mini";

interface SomeEvents {
  readonly events: readonly { readonly type: string; readonly v: number; readonly schema: () => core.$ZodType }[];
}

/** Of each version of an event that is written now, such as `NoteAdded.v1`: its fields, by their places. */
export function shapesOf({ events }: SomeEvents): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    events.map(({ type, v, schema }) => {
      const byField = Map.groupBy(fieldsIn(schema()), ([field]) => field);
      return [`${type}.v${v}`, Object.fromEntries([...byField].map(([field, of]) => [field, together(of)]))];
    }),
  );
}

/** A field that is of one kind or another has the words of both. */
const together = (of: readonly [string, unknown][]) => (of.length === 1 ? of[0]?.[1] : of.flatMap(([, kind]) => kind));

/**
 * Each field, such as `beside?[].policy.id`, which may be missing with all that is below it: with its words where it has a list
 * of them, else what it is.
 */
function fieldsIn(schema: core.$ZodType, at = ""): [string, unknown][] {
  if (schema instanceof ZodMiniOptional) return fieldsIn(schema.def.innerType, `${at}?`);
  if (schema instanceof ZodMiniArray) return fieldsIn(schema.def.element, `${at}[]`);
  if (schema instanceof ZodMiniRecord) return fieldsIn(schema.def.valueType, `${at}{}`);
  if (schema instanceof ZodMiniUnion) return schema.def.options.flatMap((each) => fieldsIn(each, at));
  if (schema instanceof ZodMiniEnum) return [[at, schema.options]];
  if (schema instanceof ZodMiniLiteral) return [[at, schema.def.values]];
  if (schema instanceof ZodMiniObject)
    return Object.entries(schema.def.shape).flatMap(([key, one]) => fieldsIn(one, at === "" ? key : `${at}.${key}`));
  if (schema instanceof ZodMiniType) return [[at, schema.def.type]];
  throw new Error(`What is at ${at} is no schema of ours`);
}
