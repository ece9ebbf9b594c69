/** What is said of a value that a schema does not take and has no words for: plain English, without the value. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inPlainWords } from "../../policies/plain-words.ts";
import * as small from "../../policies/schemas.ts";

const kinds = z.object({ id: z.string(), inbox: z.email() }).strict();
const says = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: inPlainWords }).error?.issues.map(({ message }) => message);

describe("plain words", () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ["what is missing", z.string(), undefined, "this is missing: add it"],
    ["no text", z.string(), ["Ada"], "write text here"],
    ["a number where text is meant", z.string(), 7, "write this in quotation marks"],
    ["yes or no where text is meant", z.string(), true, "write this in quotation marks"],
    ["no number", z.number(), "Ada", "write a number"],
    ["half a number", z.int(), 0.5, "write a whole number"],
    ["neither true nor false", z.boolean(), "Ada", "write true or false, without quotation marks"],
    ["no list", z.array(z.string()), "Ada", "write a list here, in brackets"],
    ["no parts", kinds, "Ada", "write its parts here, each by its name: id, inbox"],
    ["no parts of one’s own names", z.record(z.string(), z.string()), "Ada", "write each here by its name"],
    ["nothing", z.null(), "Ada", "write something else here"],
    ["none of some words", z.enum(["a", "b"]), "Ada", "write one of a, b"],
    ["not the one word", z.literal("a"), "Ada", "write a"],
    ["an empty text", z.string().min(1), "", "this is empty: write something"],
    ["a short text", z.string().min(32), "Ada", "write at least 32 characters"],
    ["a long text", z.string().max(2), "Ada", "write at most 2 characters"],
    ["an empty list", z.array(z.string()).min(1), [], "write at least one"],
    ["a short list", z.array(z.string()).min(2), ["Ada"], "write at least 2"],
    ["a small number", z.number().min(1), 0, "write at least 1"],
    ["a large number", z.number().max(35), 36, "write at most 35"],
    ["no address", z.email(), "Ada", "this is not an e-mail address"],
    ["no URL", z.url(), "Ada", "this is not a web address (URL)"],
    ["no date", z.iso.date(), "Ada", "this is not a date, such as 2026-11-20"],
    ["not as it is written", z.string().regex(/^[a-z]+$/), "Ada", "this is not written as it has to be"],
    [
      "what cannot stand there",
      kinds,
      { id: "a", inbox: "a@a.org", nam: "Ada" },
      "“nam” cannot stand here: what can is id, inbox",
    ],
    ["neither way", z.union([z.string(), z.number()]), ["Ada"], "this cannot be read"],
    [
      "a name of its own",
      z.record(z.string().regex(/^[a-z]+$/, { error: "an id is in small letters" }), z.string()),
      { Ada: "" },
      "an id is in small letters",
    ],
  ])("%s", (_what, schema, value, message) => {
    expect(says(schema, value)).toEqual([message]);
    expect(message).not.toContain("Ada");
  });

  test("are those of every schema in the functional form, and come after a schema’s own", () => {
    const own = small.strictObject({ id: small.string(), name: small.string({ error: "give a name" }) });
    expect(own.safeParse({ called: "Ada" }).error?.issues.map(({ message }) => message)).toEqual([
      "this is missing: add it",
      "give a name",
      "“called” cannot stand here: what can is id, name",
    ]);
  });
});
