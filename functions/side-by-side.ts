/** Few enough at once for the memory of one function, and enough for 150 partnerships to be asked in a second or two. */
const atOnce = 10;

/** Asks the same of each, some of them at once. Every answer is whole, and they come in the order of those who are asked. */
export async function* sideBySide<T, R>(asked: readonly T[], ask: (each: T) => AsyncIterable<R>): AsyncGenerator<R> {
  for (let from = 0; from < asked.length; from += atOnce)
    for (const answer of await Promise.all(asked.slice(from, from + atOnce).map((each) => whole(ask(each)))))
      yield* answer;
}

async function whole<R>(answer: AsyncIterable<R>): Promise<R[]> {
  const all: R[] = [];
  for await (const each of answer) all.push(each);
  return all;
}
