/** What an editor is told of policy files: the language as JSON Schema. */
import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { policyJsonSchema } from "../../../policies/language/json-schema.ts";

const accepts = new Ajv2020({ strict: false, allErrors: true }).compile(policyJsonSchema());
const files = readdirSync("policies", { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".yaml"));
const textOf = (file: string) => readFileSync(`policies/${file}`, "utf8");
const wrong = (text: string) => {
  accepts(parse(text, { schema: "core" }));
  return (accepts.errors ?? []).map(
    ({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`,
  );
};

describe("an editor", () => {
  test.each(files)("PRE-02 finds nothing wrong with %s", (file) => {
    expect(wrong(textOf(file))).toEqual([]);
  });

  test("PRE-02 underlines a key that is none, a word that is none, and what is missing", () => {
    const knowsley = textOf("knowsley/2020-06.yaml");
    expect(wrong(knowsley.replace("when passed: climb", "when past: climb"))).toEqual(
      expect.arrayContaining([expect.stringContaining('additionalProperties {"additionalProperty":"when past"}')]),
    );
    expect(wrong(knowsley.replace("when passed: climb", "when passed: rise"))).toEqual(
      expect.arrayContaining([expect.stringMatching(/when passed enum .*"climb","chase","note"/)]),
    );
    expect(wrong(knowsley.replace(/^title: .*$/m, ""))).toEqual(
      expect.arrayContaining([expect.stringContaining('required {"missingProperty":"title"}')]),
    );
  });

  test("PRE-02 is given the language as it is: policy.schema.json is written from it", () => {
    expect(JSON.parse(readFileSync("policies/policy.schema.json", "utf8"))).toEqual(policyJsonSchema());
  });

  test("is told in the partnership’s words what a key means", () => {
    expect(JSON.stringify(policyJsonSchema())).toContain(
      "The text gives no number, or lets the sides agree one: both may agree a later date",
    );
  });
});
