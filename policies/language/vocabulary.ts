/** Which keys can stand where in a policy file, read from the schema itself, so that a message never names one that is not there. */
import { policySchema } from "./schema.ts";
import { keyInFile } from "./words.ts";

/** As much of a zod schema as is walked. */
interface Walked {
  readonly def?: {
    readonly type?: string;
    readonly innerType?: Walked;
    readonly in?: Walked;
    readonly element?: Walked;
    readonly valueType?: Walked;
    readonly shape?: Readonly<Record<string, Walked>>;
    readonly options?: readonly Walked[];
  };
}

/** The keys that can stand at a place, as files spell them; none where the place takes no keys of its own. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: Walked | undefined = policySchema;
  for (const key of path) schema = below(bare(schema), key);
  return Object.keys(bare(schema)?.def?.shape ?? {}).map(keyInFile);
}

/** Where a key of the language can stand, in words: “in each of “clocks”, in each of “stages””. */
export function placesOf(key: string): string[] {
  return places().get(key) ?? [];
}

function places(): ReadonlyMap<string, string[]> {
  const all = new Map<string, string[]>();
  const walk = (schema: Walked | undefined, place: string) => {
    const def = bare(schema)?.def;
    for (const [key, each] of Object.entries(def?.shape ?? {})) {
      const word = keyInFile(key);
      all.set(word, [...new Set([...(all.get(word) ?? []), place])]);
      walk(each, bare(each)?.def?.type === "object" ? `under “${word}”` : `in each of “${word}”`);
    }
    for (const each of [def?.element, def?.valueType, ...(def?.options ?? [])]) if (each) walk(each, place);
  };
  walk(policySchema, "at the top");
  return all;
}

/** The schema without what is around it: a default, a transformation, that it may be left out. */
function bare(schema: Walked | undefined): Walked | undefined {
  let inner = schema;
  for (let next = inner; next; next = inner?.def?.innerType ?? inner?.def?.in) inner = next;
  return inner;
}

function below(schema: Walked | undefined, key: PropertyKey): Walked | undefined {
  const def = schema?.def;
  return def?.shape?.[String(key)] ?? def?.element ?? def?.valueType;
}
