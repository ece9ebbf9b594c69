/**
 * Writes what is generated into a folder of the local database, in batches, past its server: that reads and validates each item by
 * itself, which costs as much again as making it. The keys and the index are worked out by the database's own code, so that what
 * is written is found as if the server had taken it (generate.test.ts).
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { generate, itemsFor, type Plan } from "./generated.ts";
import type { Invented } from "./partnerships.ts";
import { startServer } from "./server.ts";
import { clientOf, createTables, tables } from "./tables.ts";

/** What is used of dynalite's own store. */
interface Store {
  getTable(name: string, done: (error: Error | null, table: Table) => void): void;
  getItemDb(table: string): SubStore;
  getIndexDb(kind: "Global", table: string, index: string): SubStore;
  readonly db: { close(): Promise<void> };
}
interface SubStore {
  batch(puts: readonly Put[], done: (error: Error | null) => void): void;
}
interface Table {
  readonly GlobalSecondaryIndexes: readonly { readonly IndexName: string }[];
}
interface Put {
  readonly type: "put";
  readonly key: string;
  readonly value: object;
}
interface DynalitesOwn {
  create(options: { readonly path: string }): Store;
  createKey(item: object, table: Table): string;
  getIndexActions(
    indexes: Table["GlobalSecondaryIndexes"],
    before: undefined,
    item: object,
    table: Table,
  ): { readonly puts: readonly { readonly index: string; readonly key: string; readonly item: object }[] };
}
const own = createRequire(import.meta.url)("dynalite/db") as DynalitesOwn;

/** Few enough for the memory to stay small, however many there are in all. */
const batch = 500;

export interface Written {
  readonly escalations: number;
  readonly items: number;
}

/** The tables of a folder, to be filled past their server. */
export interface Filling {
  /** Keeps items of a table, to be written in batches. */
  add(table: string, items: readonly object[]): Promise<void>;
  /** Writes what is left. */
  close(): Promise<void>;
}

/** Makes the tables in a folder that is not there yet. */
export async function fillTables(folder: string): Promise<Filling> {
  const server = await startServer(folder);
  const client = clientOf(server.endpoint);
  await createTables(client);
  client.destroy();
  await server.close();

  const store = own.create({ path: join(folder, "dynamodb") });
  const putAll = (into: SubStore, puts: readonly Put[]) =>
    new Promise<void>((resolve, reject) => {
      into.batch(puts, (error) => (error ? reject(error) : resolve()));
    });
  const write = async (name: string, items: readonly object[]) => {
    const table = await new Promise<Table>((resolve, reject) => {
      store.getTable(name, (error, found) => (error ? reject(error) : resolve(found)));
    });
    const typed = items.map(typedItem);
    const indexed = typed.flatMap(
      (item) => own.getIndexActions(table.GlobalSecondaryIndexes, undefined, item, table).puts,
    );
    await putAll(
      store.getItemDb(name),
      typed.map((value) => ({ type: "put", key: own.createKey(value, table), value })),
    );
    for (const { IndexName: index } of table.GlobalSecondaryIndexes)
      await putAll(
        store.getIndexDb("Global", name, index),
        indexed.filter((each) => each.index === index).map(({ key, item }) => ({ type: "put", key, value: item })),
      );
  };
  const waiting: Record<string, object[]> = {};
  return {
    async add(table, items) {
      const all = (waiting[table] ??= []);
      all.push(...items);
      if (all.length >= batch) await write(table, all.splice(0));
    },
    async close() {
      for (const [table, items] of Object.entries(waiting)) await write(table, items);
      await store.db.close();
    },
  };
}

/**
 * Makes the tables in a folder that is not there yet, and writes everything of a plan.
 * @param told after each escalation
 */
export async function writeAll(
  folder: string,
  plan: Plan,
  invented: readonly Invented[],
  told: (written: Written) => void = () => {},
): Promise<Written> {
  const filling = await fillTables(folder);
  let items = 0;
  for (let place = 0; place < plan.escalations; place++) {
    const made = itemsFor(generate(place, plan, invented));
    items += made.length;
    await filling.add(tables.working, made);
    told({ escalations: place + 1, items });
  }
  await filling.close();
  return { escalations: plan.escalations, items };
}

/** An item with the type of each value, as DynamoDB has it on the wire. */
const typedItem = (item: object): object =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typed(value)]),
  );

function typed(value: unknown): object {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return { L: value.map(typed) };
  if (typeof value === "object" && value !== null) return { M: typedItem(value) };
  throw new Error(`Something in an item is ${String(value)}`);
}
