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

/** An event stands on the record in a version that came after this service: there is nothing here to read it by. */
export class LaterVersion extends Error {
  constructor(type: string, v: number) {
    super(`${type} stands there in version ${v}, which only a later version of the service reads: deploy that one`);
    this.name = "LaterVersion";
  }
}

/** Any of these events: what is none of them is refused, and what is one in a later version with LaterVersion. */
export function anyOf<const E extends readonly SomeEvent[]>(...events: E) {
  const byType = new Map<unknown, SomeEvent>(events.map((each) => [each.type, each]));
  const whole = once(() => {
    const [first, ...others] = events.map(({ schema }) => schema());
    if (!first) throw new Error("There is no event of no type");
    return z.discriminatedUnion("type", [first, ...others]);
  });
  return {
    events,
    parse: (read: unknown): Read<E> => {
      const { type, v } = (typeof read === "object" && read !== null ? read : {}) as { type?: unknown; v?: unknown };
      const one = byType.get(type);
      if (one && typeof v === "number" && v > one.v) throw new LaterVersion(one.type, v);
      // What is of no type hears of all of them.
      return (one?.schema ?? whole)().parse(read) as Read<E>;
    },
  };
}
