/** What people get wrong in a YAML file: each on the line where it is to be mended, in plain words, and nothing that only follows from it. */
import { describe, expect, test } from "vitest";
import { placeInWords, readYaml } from "../../policies/yaml.ts";

const file = `agencies:
  - id: school
    name: School
    areas: [a, b]
    roles: { manager: [{ name: A, email: b }] }
clients:
  - { id: x, agency: y }
`;

function wrongIn(text: string) {
  const read = readYaml(text);
  return "wrong" in read ? read.wrong.map(({ line, message }) => `${line} ${message}`) : [];
}

const quotes = "a text that begins with such a sign needs quotation marks around it";
const unclosed = "a bracket or brace is opened here and not closed, or a comma between two things in it is missing";
const further = "the line after this one is moved in further than it should be";
const below = "this line should begin exactly below those that it belongs with";
const noColon = "a colon, and a space behind it, is missing behind the first word of this line";
const quote = "a quotation mark is opened here and not closed: add the other";

describe("what is wrong with a file", () => {
  test.each([
    ["a tab", "    name", "\tname", "3 this line begins with a tab: move it in with spaces"],
    ["a tab behind spaces", "    name", "  \tname", "3 this line begins with a tab: move it in with spaces"],
    ["twice the same", "    name: School", "    name: A\n    name: B", "4 “name” is given twice: keep one of the two"],
    ["twice in one line", "id: x,", '"id": x, id: z,', "7 “id” is given twice: keep one of the two"],
    ["a quotation mark alone", "School", '"School', `3 ${quote}`],
    ["an apostrophe alone", "School", "'School", `3 ${quote}`],
    [
      "an apostrophe within others",
      "School",
      "'School's'",
      '3 something stands behind what ends here: put the whole text in quotation marks, such as “"…"”',
    ],
    [
      "a colon in a text",
      "School",
      "School: the best",
      "3 a text that has a colon in it needs quotation marks around it",
    ],
    ["a list that does not end", "b]\n", "b\n", `4 ${unclosed}`],
    ["a brace that does not end", "y }", "y", `7 ${unclosed}`],
    ["a brace inside a list", "}] }", "}]", `5 ${unclosed}`],
    ["no comma", "id: x,", "id: x", `7 ${unclosed}`],
    ["moved in too far", "    name", "      name", `2 ${further}`],
    ["not moved in far enough", "    name", "   name", `3 ${below}`],
    ["moved in less than half", "    areas", " areas", `4 ${below}`],
    ["no colon", "name: School", "name School", `3 ${noColon}`],
    ["no space behind a colon", "name: School", "name:School", `3 ${noColon}`],
    ["no colon at the top", "clients:", "clients", `6 ${noColon}`],
    ["@", "School", "@School", `3 ${quotes}`],
    ["*", "School", "*School", `3 ${quotes}`],
    ["&", "School", "&School", `3 ${quotes}`],
    ["!", "School", "!School", `3 ${quotes}`],
    ["%", "School", "%School", `3 ${quotes}`],
    ["something else", "School", "- School", "3 this cannot be read: Unexpected block-seq-ind on same line with key"],
  ])("%s", (_what, from, to, says) => {
    expect(file).toContain(from);
    expect(wrongIn(file.replace(from, to))).toEqual([says]);
  });

  test("all that stands twice, and the first of the rest", () => {
    expect(wrongIn("a: 1\na: 2\nb: 1\nb: 2\nc: [\nd: {\n")).toEqual([
      "2 “a” is given twice: keep one of the two",
      "4 “b” is given twice: keep one of the two",
      `5 ${unclosed}`,
    ]);
  });
});

describe("a file that can be read", () => {
  const read = readYaml(file);
  if ("wrong" in read) throw new Error("It can be read.");

  test("says the line of each part, and of what is missing that of the nearest thing around it", () => {
    expect(read.lineOf(["agencies", 0, "areas", 1])).toBe(4);
    expect(read.lineOf(["agencies", 0, "roles", "manager", 0, "email"])).toBe(5);
    expect(read.lineOf(["clients", 0, "partnership"])).toBe(7);
    expect(read.lineOf(["agencies", 0, "inbox"])).toBe(2);
    expect(read.lineOf([])).toBe(1);
  });

  test("places are counted as people count", () => {
    expect(placeInWords(["agencies", 0, "areas", 1])).toBe("agencies › 1 › areas › 2");
  });
});
