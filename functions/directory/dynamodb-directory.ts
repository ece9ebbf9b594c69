/**
 * The directory in the working table: pk `DIRECTORY#agency`, `DIRECTORY#partnership` or `DIRECTORY#client`, sk the id;
 * pk `DIRECTORY#domain`, sk a domain in lower case, with the id of the agency whose it is; and pk `DIRECTORY#area`, sk an
 * area, with the id of the local partnership.
 */
import { setTimeout } from "node:timers/promises";
import { ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb";
import type { BatchWriteCommandInput, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { BatchGetCommand, BatchWriteCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Found } from "../core/commands.ts";
import type { Need } from "../core/people.ts";
import { everyItem } from "../every-item.ts";
import {
  domainOf,
  isAtAgency,
  type Agency,
  type AgencyNamed,
  type Client,
  type Directory,
  type Partnership,
  type PartnershipNamed,
} from "./directory.ts";
import type { DirectoryFile } from "./file.ts";
import { seatsFor } from "./seats.ts";

/** Nobody at all can be told: not the people, and not even an inbox. The directory is to be mended at once. */
export class NotInDirectory extends Error {
  constructor(what: string) {
    super(`The directory holds no ${what}`);
    this.name = "NotInDirectory";
  }
}

interface Places<P, A> {
  readonly partnerships: ReadonlyMap<string, P>;
  readonly agencies: ReadonlyMap<string, A>;
}

/** Of an entry what stands around a page, without the people, of whom there can be hundreds. */
const onlyNames = {
  ProjectionExpression: "pk, sk, entry.id, entry.#name, entry.inbox, entry.inDanger, entry.questions",
  ExpressionAttributeNames: { "#name": "name" },
};

/** So many entries are given in one answer at most, so many are written by one request, and so often is asked again for those that were left out. */
const mostInOne = 100;
const mostWritten = 25;
const mostTries = 5;

/** An address of more parts than this is looked up by its last ones. */
const mostParts = 8;

/** Only reads; `importDirectory` writes. @throws NotInDirectory (from `find`) where an agency or partnership itself is not held */
export function dynamoDBDirectory(client: DynamoDBDocumentClient, table: string): Directory {
  const get = async <T>(kind: string, id: string): Promise<T | undefined> => {
    const found = await client.send(new GetCommand({ TableName: table, Key: { pk: `DIRECTORY#${kind}`, sk: id } }));
    return found.Item?.["entry"] as T | undefined;
  };
  const getAll = async (keys: readonly Record<string, unknown>[], only: typeof onlyNames | undefined) => {
    const items: Record<string, unknown>[] = [];
    await inBatches(keys, mostInOne, async (Keys) => {
      const found = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: [...Keys], ...only } } }));
      items.push(...(found.Responses?.[table] ?? []));
      return found.UnprocessedKeys?.[table]?.Keys ?? [];
    });
    return items;
  };
  /** Those of these that the directory knows, in one request. */
  const placesOf = async <P, A>(
    idsOfPartnerships: readonly string[],
    idsOfAgencies: readonly string[],
    only?: typeof onlyNames,
  ): Promise<Places<P, A>> => {
    const keys = (kind: string, ids: readonly string[]) =>
      [...new Set(ids)].map((sk) => ({ pk: `DIRECTORY#${kind}`, sk }));
    const found = await getAll([...keys("partnership", idsOfPartnerships), ...keys("agency", idsOfAgencies)], only);
    const entries = (kind: string) =>
      new Map(found.filter(({ pk }) => pk === `DIRECTORY#${kind}`).map(({ sk, entry }) => [String(sk), entry]));
    return {
      partnerships: entries("partnership") as Places<P, A>["partnerships"],
      agencies: entries("agency") as Places<P, A>["agencies"],
    };
  };
  const agency = (id: string) => get<Agency>("agency", id);
  const partnership = (id: string) => get<Partnership>("partnership", id);

  const findOne = (need: Need, { agencies, partnerships }: Places<Partnership, Agency>): Found => {
    const isPartnership = need.side === "partnership";
    const place = isPartnership ? partnerships.get(need.of) : agencies.get(need.of);
    if (!place) throw new NotInDirectory(`${isPartnership ? "partnership" : "agency"} “${need.of}”`);
    if (need.named)
      return {
        need: need.need,
        seats: [{ role: need.named.role, via: "holder", agency: place.id, person: need.named.person }],
      };
    return { need: need.need, seats: seatsFor(need, place) };
  };

  return {
    agency,
    async agencies() {
      const found = await entriesOf<Agency>(client, table, "agency");
      return found.toSorted((a, b) => a.name.localeCompare(b.name, "en"));
    },
    async agencyAt(email) {
      const parts = domainOf(email).split(".").slice(-mostParts);
      for (let from = 0; from < parts.length; from++) {
        const domain = parts.slice(from).join(".");
        const id = domain === "" ? undefined : await get<string>("domain", domain);
        const owner = id === undefined ? undefined : await agency(id);
        // A domain that the agency has given up since stays in the table and counts no longer.
        if (owner && isAtAgency(email, owner)) return owner;
      }
      return undefined;
    },
    partnership,
    async named(of, ids) {
      const { partnerships, agencies } = await placesOf<PartnershipNamed, AgencyNamed>([of], ids, onlyNames);
      return { partnership: partnerships.get(of), agencies };
    },
    async partnershipOfArea(area) {
      const id = await get<string>("area", area);
      const found = id === undefined ? undefined : await partnership(id);
      return found?.areas?.includes(area) ? found : undefined;
    },
    client: (id) => get<Client>("client", id),
    async find(needs) {
      const of = (wanted: boolean) => needs.filter(({ side }) => (side === "partnership") === wanted);
      const places = await placesOf<Partnership, Agency>(
        of(true).map((each) => each.of),
        of(false).map((each) => each.of),
      );
      return needs.map((need) => findOne(need, places));
    },
  };
}

/**
 * Writes a directory file over what is held. Entries that the file no longer has stay until they are removed by hand.
 * @returns how many entries the file has
 */
export async function importDirectory(
  client: DynamoDBDocumentClient,
  table: string,
  file: DirectoryFile,
): Promise<number> {
  const entries = [
    ...file.agencies.map((entry) => ({ pk: "DIRECTORY#agency", sk: entry.id, entry })),
    ...file.partnerships.map((entry) => ({ pk: "DIRECTORY#partnership", sk: entry.id, entry })),
    ...file.clients.map((entry) => ({ pk: "DIRECTORY#client", sk: entry.id, entry })),
  ];
  const domains = file.agencies.flatMap(({ id, domains }) =>
    domains.map((domain) => ({ pk: "DIRECTORY#domain", sk: domain.toLowerCase(), entry: id })),
  );
  const areas = file.partnerships.flatMap(({ id, areas = [] }) =>
    areas.map((area) => ({ pk: "DIRECTORY#area", sk: area, entry: id })),
  );
  // Whom a domain or an area leads to is there before it leads there. Of two that give one domain the later counts, as it stands in the file.
  for (const items of [entries, domains, areas]) await putAll(client, table, items);
  return entries.length;
}

type Write = NonNullable<BatchWriteCommandInput["RequestItems"]>[string][number];

async function putAll(
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly { readonly pk: string; readonly sk: string }[],
): Promise<void> {
  // One request cannot write one item twice.
  const last = new Map(items.map((Item) => [`${Item.pk}\n${Item.sk}`, { PutRequest: { Item } }]));
  await inBatches<Write>([...last.values()], mostWritten, async (puts) => {
    const { UnprocessedItems: left } = await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: [...puts] } }),
    );
    return left?.[table] ?? [];
  });
}

/**
 * Does something with so many at a time, and again, after a while, with those that it leaves.
 * @throws ProvisionedThroughputExceededException where some are left every time
 */
async function inBatches<T>(
  all: readonly T[],
  most: number,
  once: (batch: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  for (let from = 0; from < all.length; from += most) {
    let left = all.slice(from, from + most);
    for (let tries = 0; left.length > 0; tries++) {
      if (tries === mostTries)
        throw new ProvisionedThroughputExceededException({
          message: "The table is too busy: it left some entries of the directory out every time",
          $metadata: {},
        });
      if (tries > 0) await setTimeout(25 * 2 ** tries);
      left = [...(await once(left))];
    }
  }
}

/** Every entry of the directory as it is held, each kind in the order of ids. */
export async function heldEntries(client: DynamoDBDocumentClient, table: string): Promise<DirectoryFile> {
  const [partnerships, agencies, clients] = await Promise.all([
    entriesOf<DirectoryFile["partnerships"][number]>(client, table, "partnership"),
    entriesOf<DirectoryFile["agencies"][number]>(client, table, "agency"),
    entriesOf<DirectoryFile["clients"][number]>(client, table, "client"),
  ]);
  return { partnerships, agencies, clients };
}

/** The ids of all agencies, for messages that say which are known. */
export async function agencyIds(client: DynamoDBDocumentClient, table: string): Promise<string[]> {
  return (await entriesOf<Agency>(client, table, "agency")).map((each) => each.id);
}

/** Every entry of a kind, in the order of ids. */
async function entriesOf<T>(client: DynamoDBDocumentClient, table: string, kind: string): Promise<T[]> {
  const found: T[] = [];
  const every = everyItem((ExclusiveStartKey) =>
    client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": `DIRECTORY#${kind}` },
        ExclusiveStartKey,
      }),
    ),
  );
  for await (const item of every) found.push(item["entry"] as T);
  return found;
}
