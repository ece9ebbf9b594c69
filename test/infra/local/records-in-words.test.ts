import { expect, test } from "vitest";
import { doNotHold, heldTogether } from "../../../infra/local/records-in-words.ts";

test.each([
  [0, 0, "There is no record yet."],
  [1, 0, "1 record holds together; nothing was witnessed of it yet."],
  [1, 1, "1 record holds together; it agrees with what was witnessed."],
  [3, 0, "3 records hold together; 0 of them agree with what was witnessed."],
  [3, 1, "3 records hold together; 1 of them agrees with what was witnessed."],
  [3, 3, "3 records hold together; 3 of them agree with what was witnessed."],
])("%i records, %i of them witnessed: “%s”", (all, witnessed, says) => {
  expect(heldTogether(all, witnessed)).toBe(says);
});

test.each([
  [1, 1, "1 of 1 record does not hold together."],
  [1, 3, "1 of 3 records does not hold together."],
  [2, 3, "2 of 3 records do not hold together."],
])("%i of %i records that do not hold: “%s”", (broken, all, says) => {
  expect(doNotHold(broken, all)).toBe(says);
});
