/** A database answers in pieces: every piece is asked for, in order, and none that nobody wants. */
import { expect, test } from "vitest";
import { everyItem } from "../../functions/every-item.ts";

const answers = [
  { Items: [{ n: 1 }, { n: 2 }], LastEvaluatedKey: { n: 2 } },
  { LastEvaluatedKey: { n: 3 } },
  { Items: [{ n: 4 }] },
];

function asked() {
  const from: unknown[] = [];
  const every = everyItem((place) => {
    from.push(place);
    return Promise.resolve(answers[from.length - 1] ?? {});
  });
  return { from, every };
}

test("every piece is asked for where the last ended, an empty one too", async () => {
  const { from, every } = asked();
  const found: object[] = [];
  for await (const item of every) found.push(item);
  expect(found).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }]);
  expect(from).toEqual([undefined, { n: 2 }, { n: 3 }]);
});

test("whoever has what they look for asks no further", async () => {
  const { from, every } = asked();
  for await (const { n } of every) if (n === 2) break;
  expect(from).toEqual([undefined]);
});
