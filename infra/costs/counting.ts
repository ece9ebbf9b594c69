/** Counts what a service on this laptop uses: units of the database, HTTP requests, steps of executions. Nothing is patched. */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { ConditionalCheckFailedException, type ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { everyItem } from "../../functions/every-item.ts";
import { recordKeys, workingKeys } from "../tables.ts";
import type { DatabaseUse } from "./measured.ts";

/** Whose work is counted: what people and executions set in motion, unless it is said to be another's. */
export type Account = "escalation" | "rounds" | "measuring";

export interface DatabaseCounter {
  /** Counts under this account whatever the work asks of the database. */
  under<T>(account: Account, work: () => Promise<T>): Promise<T>;
  used(account: Account): DatabaseUse;
}

interface Asked {
  TableName?: string;
  Item?: Record<string, unknown>;
  ConsistentRead?: boolean;
  RequestItems?: Readonly<Record<string, { readonly Keys?: readonly unknown[] }>>;
}

/** Counts from now on whatever is asked by this client. */
export function countDatabase(client: DynamoDBDocumentClient): DatabaseCounter {
  const accounts = new AsyncLocalStorage<Account>();
  const used: Record<Account, { reads: number; writes: number }> = {
    escalation: { reads: 0, writes: 0 },
    rounds: { reads: 0, writes: 0 },
    measuring: { reads: 0, writes: 0 },
  };
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const asked = args.input as Asked;
        const own = used[accounts.getStore() ?? "escalation"];
        const isWrite = !/^(Get|BatchGet|Query|Scan)/.test(commandName);
        try {
          const result = await next({ ...args, input: { ...asked, ReturnConsumedCapacity: "TOTAL" } });
          const units = unitsSaid(commandName, result.output);
          if (isWrite) own.writes += units + indexWrites(asked.Item, units);
          // What finds nothing is charged as the smallest read; the local database counts it as none.
          else own.reads += Math.max(units, (asked.ConsistentRead ? 1 : 0.5) * keysIn(asked));
          return result;
        } catch (error) {
          // A write that came second is charged as one that was made.
          if (error instanceof ConditionalCheckFailedException) own.writes += Math.ceil(bytesOf(asked.Item) / 1024);
          throw error;
        }
      },
    { step: "initialize", name: "countDatabase" },
  );
  return {
    under: (account, work) => accounts.run(account, work),
    used: (account) => ({ ...used[account] }),
  };
}

/** Of several items by their keys it says for each table what it used. */
function unitsSaid(commandName: string, output: object): number {
  const { ConsumedCapacity: said } = output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };
  const units = [said].flat().map((each) => each?.CapacityUnits);
  return units.reduce<number>((sum, each) => {
    if (each === undefined) throw new Error(`${commandName} did not say what it used`);
    return sum + each;
  }, 0);
}

/** How many items are asked for by their keys; a query is one reading. */
const keysIn = ({ RequestItems: asked }: Asked) =>
  asked ? Object.values(asked).reduce((sum, { Keys = [] }) => sum + Keys.length, 0) : 1;

/**
 * What the local database leaves out: an item in an index is written there too. The record's has keys alone; in the
 * working table's the whole item is taken out under its old place and put in under its new one.
 */
export function indexWrites(item: Record<string, unknown> | undefined, units: number): number {
  if (item?.[recordKeys.indexPartition] !== undefined) return 1;
  return item?.[workingKeys.indexPartition] === undefined ? 0 : 2 * units;
}

/** As JSON with its bytes in base64, which is a little more than DynamoDB counts. */
export const bytesOf = (item: unknown): number =>
  Buffer.byteLength(
    JSON.stringify(item ?? {}, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );

/** DynamoDB adds as much to every item, in the table and in an index. */
const overhead = 100;

/** The bytes of a whole table, the copies in its index included. */
export async function tableBytes(client: DynamoDBDocumentClient, table: string): Promise<number> {
  let bytes = 0;
  const every = everyItem((ExclusiveStartKey) =>
    client.send(new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey })),
  );
  for await (const item of every) {
    bytes += bytesOf(item) + overhead;
    const keys = [recordKeys.partition, recordKeys.sort, recordKeys.indexPartition, recordKeys.indexSort];
    if (item[recordKeys.indexPartition] !== undefined)
      bytes += bytesOf(Object.fromEntries(keys.map((each) => [each, item[each]]))) + overhead;
    if (item[workingKeys.indexPartition] !== undefined) bytes += bytesOf(item) + overhead;
  }
  return bytes;
}

export interface RequestCounter {
  readonly requests: () => number;
  readonly bytes: () => number;
  stop(): void;
}

interface Sent {
  readonly request: { readonly origin?: string; readonly completed?: boolean };
}

/** Counts the requests that this process sends to an address, and the bytes of the answers' bodies. */
export function countRequests(origin: string): RequestCounter {
  let requests = 0;
  let bytes = 0;
  const ours = (message: unknown) => String((message as Sent).request.origin) === origin;
  const onCreate = (message: unknown) => void (ours(message) && requests++);
  const onBody = (message: unknown) => {
    if (ours(message)) bytes += (message as { chunk: Uint8Array }).chunk.byteLength;
  };
  subscribe("undici:request:create", onCreate);
  subscribe("undici:request:bodyChunkReceived", onBody);
  return {
    requests: () => requests,
    bytes: () => bytes,
    stop() {
      unsubscribe("undici:request:create", onCreate);
      unsubscribe("undici:request:bodyChunkReceived", onBody);
    },
  };
}

/** Entering the first state and leaving the last are transitions too. */
const startAndEnd = 2;

/** One event of an execution's history: what it was, and of which state where it is one's entering. */
export interface Step {
  readonly type: string;
  readonly state: string | undefined;
}

/**
 * The histories of an escalation's executions, one after the other.
 * @throws Error for one of which the laptop has kept the end alone: what is counted would be too little
 */
export async function historiesOf(reference: string): Promise<Step[][]> {
  const client = new SFNClient({});
  const histories: Step[][] = [];
  try {
    for (const { stateMachineArn } of (await client.send(new ListStateMachinesCommand({}))).stateMachines ?? []) {
      const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
      for (const { executionArn } of executions.filter((each) => each.name?.startsWith(`${reference}-`))) {
        const history: Step[] = [];
        let nextToken: string | undefined;
        do {
          const page = await client.send(
            new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken ? { nextToken } : {}) }),
          );
          if (history.length === 0 && page.events?.[0]?.id !== 1)
            throw new Error(`The beginning of the history of ${executionArn} is gone`);
          for (const { type, stateEnteredEventDetails } of page.events ?? [])
            history.push({ type: String(type), state: stateEnteredEventDetails?.name });
          nextToken = page.nextToken;
        } while (nextToken);
        histories.push(history);
      }
    }
  } finally {
    client.destroy();
  }
  return histories;
}

/** State transitions, as they are charged, and calls of functions. */
export function stepsOf(histories: readonly (readonly Step[])[]): { transitions: number; tasks: number } {
  const types = histories.flat().map((each) => each.type);
  return {
    transitions: histories.length * startAndEnd + types.filter((each) => each.endsWith("StateEntered")).length,
    tasks: types.filter((each) => each === "TaskStateEntered").length,
  };
}
