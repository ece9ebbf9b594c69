/**
 * The language of policy files as JSON Schema: with it an editor completes keys, shows what they mean, and underlines what is refused, while a policy is written. It says
 * less than `npm run policy` does: whether the parts of a policy hold together is none of its business.
 */
import * as z from "zod";
import { policySchema } from "./schema.ts";
import { keyInFile } from "./words.ts";

type Json = { readonly [key: string]: unknown };

/** The schema of what an author writes: keys as in a file, and left out what has a default. */
export function policyJsonSchema(): Json {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { io: "input", unrepresentable: "any" });
  return {
    $schema,
    title: "The escalation policy of a safeguarding partnership",
    description: "Keys and values: policies/README.md. To see what it would do: npm run policy -- <file>",
    ...inFile(schema),
  };
}

/** The same with the keys of objects as they are in a file. Names of the schema language itself stay as they are. */
function inFile(schema: Json): Json {
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => {
      if (name === "properties") return [name, renamed(value as Json)];
      if (name === "required") return [name, (value as string[]).map(keyInFile)];
      // A default is shown, not read.
      if (name === "default") return [name, value];
      return [name, deep(value)];
    }),
  );
}

const renamed = (properties: Json): Json =>
  Object.fromEntries(Object.entries(properties).map(([key, each]) => [keyInFile(key), deep(each)]));

const deep = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(deep) : typeof value === "object" && value !== null ? inFile(value as Json) : value;
