/**
 * The two tables in memory, asked by the very commands of the SDK that the adapters send: what takes a request over loopback and a
 * level of files otherwise takes a microsecond here, and happens in an order that a seed decides. It passes the record's
 * contract, and answers as dynalite does whatever it is asked (memory-tables.test.ts). What none of our adapters asks is refused.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { recordKeys, workingKeys } from "../../infra/tables.ts";
import type { Database } from "./stack.ts";

export type Item = Record<string, unknown>;

interface Put {
  readonly PutRequest: { readonly Item: Item };
}

interface Projection {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

interface Getting extends Projection {
  readonly Keys: readonly Item[];
}

/** What the adapters ask, and nothing else. */
interface Input {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ReturnValues?: string;
  /** Of each table the keys to get, or what to put. */
  readonly RequestItems?: Readonly<Record<string, Getting | readonly Put[]>>;
}

interface Command {
  readonly input: Input;
}

export interface MemoryTables {
  readonly client: DynamoDBDocumentClient;
  readonly tables: { readonly record: string; readonly working: string };
  /** Every item of a table, each a copy, in the order of its keys. */
  readonly items: (table: string) => Item[];
  /** As it is, to begin another pair of tables with. */
  readonly copy: () => MemoryTables;
  readonly remove: (table: string, key: Item) => void;
}

const indexes = { feed: recordKeys, summaries: workingKeys } as const;
/** More are given by the page, so that whoever reads only the first one is found out. */
const pageSize = 40;

type Contents = Map<string, Map<string, Item>>;

export function memoryTables(
  tables: MemoryTables["tables"] = { record: "record", working: "working" },
  contents: Record<string, Contents> = { [tables.record]: new Map(), [tables.working]: new Map() },
): MemoryTables {
  const contentsOf = (table: string): Contents => {
    const found = contents[table];
    if (!found) throw new Error(`There is no table ${table}`);
    return found;
  };
  const itemAt = (table: string, { pk, sk }: Item) => contentsOf(table).get(String(pk))?.get(String(sk));
  const put = (table: string, item: Item) => {
    const pk = String(item["pk"]);
    const within = contentsOf(table).get(pk) ?? new Map<string, Item>();
    within.set(String(item["sk"]), item);
    contentsOf(table).set(pk, within);
  };

  function answer(name: string, input: Input): object {
    const { TableName: table } = input;
    switch (name) {
      case "GetCommand": {
        const found = itemAt(table, input.Key ?? {});
        return found ? { Item: copyOf(found) } : {};
      }
      case "BatchGetCommand": {
        const asked = Object.entries((input.RequestItems ?? {}) as Record<string, Getting>);
        const found = asked.map(([of, { Keys, ...only }]) => [
          of,
          Keys.flatMap<Item>((key) => itemAt(of, key) ?? []).map((item) => copyOf(projected(item, only))),
        ]);
        return { Responses: Object.fromEntries(found) as object, UnprocessedKeys: {} };
      }
      case "PutCommand": {
        const item = copyOf(input.Item ?? {});
        check(input, itemAt(table, item));
        put(table, item);
        return {};
      }
      case "UpdateCommand": {
        const key = input.Key ?? {};
        const before = itemAt(table, key);
        check(input, before);
        const { item, changed } = updated({ ...copyOf(before ?? {}), ...key }, input);
        put(table, item);
        return input.ReturnValues === "UPDATED_NEW" ? { Attributes: copyOf(changed) } : {};
      }
      case "BatchWriteCommand":
        for (const [of, puts] of Object.entries((input.RequestItems ?? {}) as Record<string, readonly Put[]>))
          for (const { PutRequest } of puts) put(of, copyOf(PutRequest.Item));
        return { UnprocessedItems: {} };
      case "QueryCommand":
        return query(input);
      default:
        throw new Error(`${name} is not asked of these tables by any adapter`);
    }
  }

  function query(input: Input): object {
    const keys = input.IndexName === undefined ? undefined : indexes[input.IndexName as keyof typeof indexes];
    const [partition, sort] = keys ? [keys.indexPartition, keys.indexSort] : ["pk", "sk"];
    const condition = conditionOf(input.KeyConditionExpression ?? "", input);
    const wanted = partitionIn(input, partition);
    const items = keys
      ? [...contentsOf(input.TableName).values()].flatMap((each) => [...each.values()])
      : [...(contentsOf(input.TableName).get(wanted)?.values() ?? [])];
    const placeOf = (item: Item) => `${String(item[sort])}\n${String(item["pk"])}\n${String(item["sk"])}`;
    const found = items
      .filter((each) => each[partition] === wanted && each[sort] !== undefined && condition(each))
      .map((each) => ({ each, place: placeOf(each) }))
      .toSorted((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
    const ordered = input.ScanIndexForward === false ? found.toReversed() : found;
    const start = input.ExclusiveStartKey && placeOf(input.ExclusiveStartKey);
    const from = start === undefined ? 0 : ordered.findIndex(({ place }) => place === start) + 1;
    const page = ordered.slice(from, from + Math.min(input.Limit ?? pageSize, pageSize));
    const last = page.at(-1)?.each;
    const more = last && (from + page.length < ordered.length || page.length === input.Limit);
    const shown = input.IndexName === "feed" ? ["pk", "sk", partition, sort] : undefined;
    return {
      Items: page.map(({ each }) => copyOf(shown ? pick(each, shown) : each)),
      ...(more ? { LastEvaluatedKey: pick(last, ["pk", "sk", partition, sort]) } : {}),
    };
  }

  return {
    tables,
    // The adapters send commands and do nothing else with a client.
    client: {
      send: async (command: Command) => answer(command.constructor.name, command.input),
    } as unknown as DynamoDBDocumentClient,
    items: (table) =>
      [...contentsOf(table).values()]
        .flatMap((each) => [...each.values()])
        .map(copyOf)
        .toSorted((a, b) =>
          `${String(a["pk"])}\n${String(a["sk"])}` < `${String(b["pk"])}\n${String(b["sk"])}` ? -1 : 1,
        ),
    copy: () =>
      memoryTables(
        tables,
        Object.fromEntries(
          Object.entries(contents).map(([table, each]) => [
            table,
            new Map([...each].map(([pk, items]) => [pk, new Map(items)])),
          ]),
        ),
      ),
    remove: (table, { pk, sk }) => void contentsOf(table).get(String(pk))?.delete(String(sk)),
  };
}

/** As many pairs of tables in memory as are asked for: for tests that live one thing again and again, and cut it off at another place each time. */
export function memoryDatabase(): Database {
  const contents: Record<string, Contents> = {};
  const { client, items } = memoryTables({ record: "record", working: "working" }, contents);
  let made = 0;
  return {
    dynamoDB: client,
    async freshTables() {
      made++;
      const names = { record: `record-${made}`, working: `working-${made}` };
      for (const name of Object.values(names)) contents[name] = new Map();
      return names;
    },
    items: async (table) => items(table),
    close: async () => undefined,
  };
}

/** Of an item what is asked for of it: attributes, and attributes of maps (`entry.#name`). */
function projected(
  item: Item,
  { ProjectionExpression: paths, ExpressionAttributeNames: names = {} }: Projection,
): Item {
  if (paths === undefined) return item;
  const taken: Item = {};
  for (const path of paths.split(",").map((each) => each.trim().split("."))) {
    const [attribute = "", within, ...more] = path.map((each) => names[each] ?? each);
    if (more.length > 0) throw new Error(`Nothing so deep is asked of tables in memory: ${path.join(".")}`);
    const value = item[attribute];
    if (value === undefined) continue;
    if (within === undefined) taken[attribute] = value;
    else if (isMap(value) && value[within] !== undefined)
      taken[attribute] = { ...(taken[attribute] as Item | undefined), [within]: value[within] };
  }
  return taken;
}

const isMap = (value: unknown): value is Item => typeof value === "object" && value !== null && !Array.isArray(value);

/** As it comes back from a store: without what is undefined, bytes as bytes, and nobody else's to change. */
function copyOf<T>(value: T): T {
  if (value instanceof Uint8Array) return new Uint8Array(value) as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, copyOf(each)]),
  ) as T;
}

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.filter((each) => item[each] !== undefined).map((each) => [each, item[each]]));

function check(input: Input, item: Item | undefined): void {
  if (input.ConditionExpression === undefined || conditionOf(input.ConditionExpression, input)(item ?? {})) return;
  throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
}

type Condition = (item: Item) => boolean;

/** Conditions as the adapters write them: comparisons and `attribute_not_exists`, with AND, OR and brackets. */
function conditionOf(
  text: string,
  { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Input,
): Condition {
  const words = text.match(/attribute_not_exists|[()]|<=|>=|<>|=|<|>|[#:]?\w+/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const word = words[at++];
    if (word === undefined || (expected !== undefined && word !== expected))
      throw new Error(`“${text}” is not understood at “${word}”`);
    return word;
  };
  const attribute = (): string => {
    const name = take();
    return name.startsWith("#") ? (names?.[name] ?? name) : name;
  };
  const any = (): Condition => {
    const parts = [all()];
    while (words[at] === "OR") parts.push((take("OR"), all()));
    return (item) => parts.some((each) => each(item));
  };
  const all = (): Condition => {
    const parts = [one()];
    while (words[at] === "AND") parts.push((take("AND"), one()));
    return (item) => parts.every((each) => each(item));
  };
  const one = (): Condition => {
    if (words[at] === "(") {
      take("(");
      const inner = any();
      take(")");
      return inner;
    }
    if (words[at] === "attribute_not_exists") {
      take();
      take("(");
      const name = attribute();
      take(")");
      return (item) => item[name] === undefined;
    }
    const name = attribute();
    const comparison = take();
    const value = values?.[take()];
    return (item) => compare(item[name], comparison, value);
  };
  const whole = any();
  if (at !== words.length) throw new Error(`“${text}” is not understood at “${words[at]}”`);
  return whole;
}

/** What is of another type, or is not there, compares with nothing. */
function compare(left: unknown, comparison: string, right: unknown): boolean {
  if (comparison === "=") return left === right;
  if (comparison === "<>") return left !== right;
  const both = [left, right];
  if (!both.every((each) => typeof each === "string") && !both.every((each) => typeof each === "number")) return false;
  const [a, b] = both as [string, string];
  switch (comparison) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      throw new Error(`${comparison} is no comparison`);
  }
}

/** What a query says that its partition key is. */
function partitionIn(
  { KeyConditionExpression: text = "", ExpressionAttributeValues: values }: Input,
  name: string,
): string {
  const [, value = ""] = new RegExp(`(?:^|\\s)${name} = (:\\w+)`).exec(text) ?? [];
  const found = values?.[value];
  if (typeof found !== "string") throw new Error(`“${text}” does not say what ${name} is`);
  return found;
}

/** `SET a = :x, b = :y ADD c :z REMOVE d`, as the adapters write it. */
function updated(item: Item, input: Input): { readonly item: Item; readonly changed: Item } {
  const { UpdateExpression: text = "", ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const next = { ...item };
  const changed: Item = {};
  const named = (word = "") => (word.startsWith("#") ? (names?.[word] ?? word) : word);
  for (const [, how, what = ""] of text.matchAll(/(SET|ADD|REMOVE) (.*?)(?= SET | ADD | REMOVE |$)/g))
    for (const part of what.split(",").map((each) => each.trim())) {
      const [left, right] = part.split(/\s*=\s*|\s+/);
      const name = named(left);
      const value = right === undefined ? undefined : values?.[right];
      if (how === "REMOVE") delete next[name];
      else next[name] = changed[name] = how === "ADD" ? Number(next[name] ?? 0) + Number(value) : value;
    }
  return { item: next, changed };
}
