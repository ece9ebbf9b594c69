import { describe, expect, test } from "vitest";
import { sideBySide } from "../../functions/side-by-side.ts";

const all = async <T>(found: AsyncIterable<T>): Promise<T[]> => {
  const answers: T[] = [];
  for await (const each of found) answers.push(each);
  return answers;
};
const hundredAndFifty = Array.from({ length: 150 }, (_, index) => index);

describe("asking many side by side", () => {
  test("gives every answer whole, in the order of those who are asked, whoever answers first", async () => {
    const found = sideBySide(hundredAndFifty, async function* (each) {
      yield `${each} first`;
      // The later asked, the sooner it answers.
      for (let turn = each; turn < 150; turn++) await Promise.resolve();
      yield `${each} second`;
    });
    expect(await all(found)).toEqual(hundredAndFifty.flatMap((each) => [`${each} first`, `${each} second`]));
  });

  test("asks ten at once and never more, and nobody who need not be asked", async () => {
    let under = 0;
    let most = 0;
    let asked = 0;
    const found = sideBySide(hundredAndFifty, async function* (each) {
      asked++;
      most = Math.max(most, ++under);
      await Promise.resolve();
      under--;
      yield each;
    });
    for await (const each of found) if (each === 14) break;
    expect([most, asked]).toEqual([10, 20]);
  });

  test("one that fails fails the whole, so that nobody takes a part of the answers for all of them", async () => {
    const found = sideBySide(hundredAndFifty, async function* (each) {
      yield each;
      if (each === 42) throw new Error("The table is away, on purpose");
    });
    await expect(all(found)).rejects.toThrow("The table is away, on purpose");
  });

  test("of nobody there is no answer", async () => {
    expect(await all(sideBySide([], (each) => each))).toEqual([]);
  });
});
