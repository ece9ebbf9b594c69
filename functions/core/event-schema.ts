/**
 * Schemas of the events of a record, each made when one of its type is first read or written. There are dozens of types and
 * a record has a few of them: made all at once when a function starts, they would take longer than whatever else it has of ours.
 */
import { once } from "../../policies/once.ts";
import * as z from "../../policies/schemas.ts";

/** Every instant is ISO-8601 in UTC with milliseconds. */
export const instant = once(() => z.string());

interface EventSchema<V extends number, T extends string, S extends z.core.$ZodLooseShape> {
  readonly type: T;
  readonly v: V;
  readonly schema: () => ReturnType<typeof made<V, T, S>>;
}

/** One type of event, in its first version. */
export const event = <T extends string, S extends z.core.$ZodLooseShape>(
  type: T,
  shape: () => S,
): EventSchema<1, T, S> => eventOf(1, type, shape);

/** One type of event, in a later version: it takes the place of the one before, from which a step leads to it (versions.ts). */
export const eventOf = <const V extends number, T extends string, S extends z.core.$ZodLooseShape>(
  v: V,
  type: T,
  shape: () => S,
): EventSchema<V, T, S> => ({ type, v, schema: once(() => made(v, type, shape())) });

const made = <const V extends number, T extends string, S extends z.core.$ZodLooseShape>(v: V, type: T, shape: S) =>
  z.object({ type: z.literal(type), v: z.literal(v), at: instant(), ...shape });

interface SomeEvent {
  readonly type: string;
  readonly v: number;
  readonly schema: () => z.core.$ZodTypeDiscriminable & z.ZodMiniType;
}
type Read<E extends readonly SomeEvent[]> = z.output<ReturnType<E[number]["schema"]>>;

/** Any of these events: what is none of them is refused. */
export function anyOf<const E extends readonly SomeEvent[]>(...events: E) {
  const schemas = new Map<unknown, () => z.ZodMiniType>(events.map(({ type, schema }) => [type, schema]));
  const whole = once(() => {
    const [first, ...others] = events.map(({ schema }) => schema());
    if (!first) throw new Error("There is no event of no type");
    return z.discriminatedUnion("type", [first, ...others]);
  });
  return {
    events,
    parse: (read: unknown): Read<E> => {
      const ofItsType =
        typeof read === "object" && read !== null && "type" in read ? schemas.get(read.type) : undefined;
      // What is of no type hears of all of them.
      return (ofItsType ?? whole)().parse(read) as Read<E>;
    },
  };
}
