/** What DynamoDB answers to a query or a scan, however many answers it takes: each has 1 MB at most, and the place where the next goes on. */

type Item = Record<string, unknown>;

interface Answered {
  readonly Items?: Item[] | undefined;
  readonly LastEvaluatedKey?: Item | undefined;
}

/**
 * Every item, in the order of the answers. Whoever stops taking them asks for no more.
 *
 *     for await (const item of everyItem((ExclusiveStartKey) => client.send(new QueryCommand({ …, ExclusiveStartKey }))))
 *
 * @param ask sends the command from where the last answer ended; from the beginning where that is undefined
 */
export async function* everyItem(ask: (from: Item | undefined) => Promise<Answered>): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const answered = await ask(from);
    yield* answered.Items ?? [];
    from = answered.LastEvaluatedKey;
  } while (from);
}
