/**
 * What functions ask of AWS, heard on the wire: every request passes through here on its way to the local servers, under
 * the name of the function that sent it. Whatever is not understood is refused, so that nothing passes unheard.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { recordKeys, workingKeys } from "../../infra/tables.ts";

export interface Call {
  /** The function that asked. */
  readonly by: string;
  /** As IAM calls it, such as `dynamodb:PutItem`. */
  readonly action: string;
  /**
   * What it was done to, all of which has to be allowed: ARNs, but for a table or a bucket its name, and what follows
   * that in the ARN of an index or an object.
   */
  readonly resources: readonly string[];
  /** By IAM's names of conditions, such as `dynamodb:LeadingKeys`. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

const services = ["dynamodb", "sfn", "ses", "s3"] as const;
type Service = (typeof services)[number];
type Servers = Readonly<Record<Exclude<Service, "s3">, string>>;

/** The SDK's variables that lead a function's clients through here. */
export type Endpoints = Readonly<Record<`AWS_ENDPOINT_URL_${string}`, string>>;

export interface Listener {
  /** Every call so far, in order. */
  readonly calls: readonly Call[];
  /** From now on asks this of each call, and has it fail with the AWS error of this name; without it, of none. */
  refuse(decide: ((call: Call) => string | undefined) | undefined): void;
  endpointsOf(name: string): Endpoints;
  close(): Promise<void>;
}

type Value = { readonly S?: string };
type Item = Readonly<Record<string, Value>>;
interface DynamoDbRequest {
  readonly TableName: string;
  /** By table, where several items are asked for by their keys. */
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
  readonly IndexName?: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Value>>;
}

const partitions = new Set<string>([recordKeys.partition, recordKeys.indexPartition, workingKeys.indexPartition]);

/** The values of the partition key, of the table or of the index that is asked. */
function leadingKeys(action: string, request: DynamoDbRequest): string[] {
  const { Item, Key, KeyConditionExpression: condition = "", ExpressionAttributeNames: names = {} } = request;
  const several = Object.values(request.RequestItems ?? {}).flatMap(({ Keys }) => Keys);
  const given = [Item, Key, ...several].flatMap((each) => each?.[recordKeys.partition]?.S ?? []);
  if (given.length > 0) return given;
  for (const [, attribute = "", value = ""] of condition.matchAll(/(#?\w+)\s*=\s*(:\w+)/g))
    if (partitions.has(names[attribute] ?? attribute)) return [request.ExpressionAttributeValues?.[value]?.S ?? ""];
  throw new Error(`The leading key of this ${action} is not found: ${JSON.stringify(request)}`);
}

function heard(service: Service, request: IncomingMessage, path: string, body: string): Omit<Call, "by"> {
  const target = String(request.headers["x-amz-target"] ?? "");
  const operation = target.split(".").at(-1) ?? "";
  switch (service) {
    case "dynamodb": {
      const asked = JSON.parse(body) as DynamoDbRequest;
      return {
        action: `dynamodb:${operation}`,
        resources: asked.RequestItems
          ? Object.keys(asked.RequestItems)
          : [asked.IndexName ? `${asked.TableName}/index/${asked.IndexName}` : asked.TableName],
        conditions: { "dynamodb:LeadingKeys": leadingKeys(operation, asked) },
      };
    }
    case "sfn": {
      const asked = JSON.parse(body) as { stateMachineArn?: string; executionArn?: string };
      // A token names no machine; IAM asks for that of the machine which gave it, whichever of ours it was.
      const resource =
        asked.stateMachineArn ??
        asked.executionArn ??
        "arn:aws:states:eu-west-2:000000000000:stateMachine:escalation-any";
      return { action: `states:${operation}`, resources: [resource], conditions: {} };
    }
    case "ses": {
      const form = new URLSearchParams(body);
      const address = /<([^>]+)>$/.exec(form.get("Source") ?? "")?.[1] ?? form.get("Source") ?? "";
      return {
        action: `ses:${form.get("Action")}`,
        resources: [
          `arn:aws:ses:eu-west-2:000000000000:identity/${address.split("@").at(-1)}`,
          `arn:aws:ses:eu-west-2:000000000000:configuration-set/${form.get("ConfigurationSetName")}`,
        ],
        conditions: {
          "ses:FromAddress": [address],
          "ses:Recipients": [...form].filter(([name]) => name.startsWith("Destinations.")).map(([, value]) => value),
        },
      };
    }
    case "s3": {
      const { pathname, searchParams } = new URL(path, "http://s3");
      const [, bucket = "", ...key] = pathname.split("/");
      const object = [`${bucket}/${key.join("/")}`];
      if (request.method === "PUT") return { action: "s3:PutObject", resources: object, conditions: {} };
      if (searchParams.has("versions")) return { action: "s3:ListBucketVersions", resources: [bucket], conditions: {} };
      if (request.method !== "GET") throw new Error(`${request.method} ${path} is not understood`);
      const action = searchParams.has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject";
      return { action, resources: object, conditions: {} };
    }
  }
}

/** A bucket with versions, as far as the witnesses ask for one. */
function memoryBucket() {
  const objects = new Map<string, string>();
  return (method: string, path: string, body: string): { status: number; body: string } => {
    const { pathname, searchParams } = new URL(path, "http://s3");
    const key = pathname.split("/").slice(2).map(decodeURIComponent).join("/");
    if (method === "PUT") {
      objects.set(key, body);
      return { status: 200, body: "" };
    }
    if (searchParams.has("versions")) {
      const prefix = searchParams.get("prefix") ?? "";
      const found = [...objects.keys()].filter((each) => each.startsWith(prefix));
      const listed = searchParams.has("delimiter")
        ? [...new Set(found.map((each) => each.split("/")[0]))].map(
            (each) => `<CommonPrefixes><Prefix>${each}/</Prefix></CommonPrefixes>`,
          )
        : found.map((each) => `<Version><Key>${each}</Key><VersionId>first</VersionId></Version>`);
      return {
        status: 200,
        body: `<?xml version="1.0"?><ListVersionsResult><IsTruncated>false</IsTruncated>${listed.join("")}</ListVersionsResult>`,
      };
    }
    return { status: objects.has(key) ? 200 : 404, body: objects.get(key) ?? "" };
  };
}

/** What the SDK sends in parts, `aws-chunked`, put together again. */
const unchunked = (body: string) =>
  /^[0-9a-f]+(;[^\r]*)?\r\n/.test(body)
    ? [...body.matchAll(/(?:^|\r\n)[0-9a-f]+(?:;[^\r]*)?\r\n([^\r]*)/g)].map((each) => each[1] ?? "").join("")
    : body;

/** Listens before the local servers. */
export async function listen(servers: Servers): Promise<Listener> {
  const calls: Call[] = [];
  let refusing: ((call: Call) => string | undefined) | undefined;
  const bucket = memoryBucket();
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const [, by = "", name = "", rest = ""] = /^\/([^/]+)\/([^/]+)(.*)$/.exec(request.url ?? "") ?? [];
        const service = services.find((each) => each === name);
        if (!service) throw new Error(`${request.url} leads to no service`);
        const body = await text(request);
        const call = { by, ...heard(service, request, rest, body) };
        calls.push(call);
        const error = refusing?.(call);
        if (error !== undefined) {
          const body = JSON.stringify({ __type: error, message: `${error}, on purpose` });
          response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(body);
          return;
        }
        if (service === "s3") {
          const answer = bucket(request.method ?? "", rest, unchunked(body));
          response.writeHead(answer.status, { "content-type": "application/xml" }).end(answer.body);
          return;
        }
        const { host: _, connection: __, ...headers } = request.headers;
        const answer = await fetch(servers[service] + rest, {
          method: request.method ?? "POST",
          headers: headers as Record<string, string>,
          body,
        });
        const type = answer.headers.get("content-type") ?? "text/plain";
        const sent = Buffer.from(await answer.arrayBuffer());
        const checksum = answer.headers.get("x-amz-crc32");
        response
          .writeHead(answer.status, { "content-type": type, ...(checksum ? { "x-amz-crc32": checksum } : {}) })
          .end(sent);
      } catch (error) {
        // Not one of those that are tried again.
        response.writeHead(400, { "content-type": "text/plain" }).end(String(error));
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    calls,
    refuse(decide) {
      refusing = decide;
    },
    endpointsOf: (name) =>
      Object.fromEntries(services.map((each) => [`AWS_ENDPOINT_URL_${each.toUpperCase()}`, `${url}/${name}/${each}`])),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
