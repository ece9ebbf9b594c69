import { mkdirSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import dynalite from "dynalite";

/** DynamoDB on a laptop, at an endpoint that the AWS SDK accepts with any credentials. */
export interface LocalDynamoDb {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Answers what is under way, then closes the store. */
  close(): Promise<void>;
}

/**
 * Starts dynalite on the loopback address; its data is in `<folder>/dynamodb`, or in memory without a folder. What
 * was answered survives the death of the process (it has left it), though not a power cut (nothing is synced).
 *
 * `port` 0, the default, takes any free one. Refused with an Error when the port is taken, or when another process
 * has the folder open.
 */
export async function startDynamoDb(options: {
  readonly folder?: string | undefined;
  readonly port?: number;
}): Promise<LocalDynamoDb> {
  const { folder, port = 0 } = options;
  const path = folder === undefined ? undefined : join(folder, "dynamodb");
  if (path !== undefined) {
    mkdirSync(path, { recursive: true });
    await checkStore(path);
  }
  const server = dynalite({
    ...(path === undefined ? {} : { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });

  // dynalite throws when a request breaks off, which would end the whole process. Whoever asked has gone, so there is
  // nobody left to tell. This runs after dynalite's own listener, which is what it has to replace.
  server.on("request", (request: IncomingMessage) => {
    request.removeAllListeners("error");
    request.on("error", () => request.destroy());
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await openStore(endpoint);

  return {
    endpoint,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        // Clients keep connections open between requests, and the server would wait for them.
        server.closeIdleConnections();
      }),
  };
}

/** Makes a first request, whatever its answer: dynalite opens its store in the background, and answers once it is open. */
async function openStore(endpoint: string): Promise<void> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.DescribeTable",
      "x-amz-date": "20250101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local",
    },
    body: JSON.stringify({ TableName: "none" }),
  });
  await answer.arrayBuffer();
}

/** What is used of LevelDB, which is a dependency of dynalite's. */
interface LevelModule {
  readonly Level: new (path: string) => { open(): Promise<void>; close(): Promise<void> };
}

/** Opens and closes the store once: dynalite would only notice at the first request, and end the process with it. */
async function checkStore(path: string): Promise<void> {
  const dynalitesOwn = createRequire(createRequire(import.meta.url).resolve("dynalite"));
  const { Level } = dynalitesOwn("level") as LevelModule;
  const store = new Level(path);
  try {
    await store.open();
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    const why =
      cause?.code === "LEVEL_LOCKED"
        ? "is in use by another process, such as a “node infra/local/start.ts” that goes on. Stop that first, or choose another folder."
        : `cannot be opened: ${cause?.message ?? String(error)}`;
    throw new Error(`The database in ${path} ${why}`, { cause: error });
  }
  await store.close();
}
