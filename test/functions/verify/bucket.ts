/**
 * A bucket with versions, in memory, behind the SDK's own client: for S3 there is no local server. It answers what the
 * witnesses ask, in pages of two, and refuses as S3 does what is put under `IfNoneMatch: "*"` where something stands.
 */
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";

const pageSize = 2;

interface Version {
  readonly key: string;
  readonly id: string;
  /** Undefined for a delete marker. */
  readonly body: string | undefined;
}

export interface Bucket {
  readonly client: S3Client;
  /** Puts a version as somebody with their own keys could. Undefined puts a delete marker. */
  put(key: string, body: string | undefined): void;
  /** Every version of every object, the oldest first. */
  readonly versions: readonly Version[];
  /** What each PutObject asked for. */
  puts(): PutObjectCommand["input"][];
  /** How many pages were listed. */
  pages(): number;
  /** Has the next PutObject fail. */
  failOnce(name: string): void;
}

export function bucketOf(name: string): Bucket {
  const versions: Version[] = [];
  let fails: string | undefined;
  const client = new S3Client({ region: "eu-west-2", credentials: { accessKeyId: "none", secretAccessKey: "none" } });
  const mock = mockClient(client);
  const s3Error = (error: string) => Object.assign(new Error(`${error}, as S3 says it`), { name: error });
  const put = (key: string, body: string | undefined) => {
    versions.push({ key, id: `version-${versions.length + 1}`, body });
  };
  const checkBucket = (asked: string | undefined) => {
    if (asked !== name) throw s3Error("NoSuchBucket");
  };

  mock.on(PutObjectCommand).callsFake((input: PutObjectCommand["input"]) => {
    checkBucket(input.Bucket);
    if (fails) {
      const error = s3Error(fails);
      fails = undefined;
      throw error;
    }
    const { Key: key = "", Body: body } = input;
    const stands = versions.findLast((each) => each.key === key)?.body !== undefined;
    if (input.IfNoneMatch === "*" && stands) throw s3Error("PreconditionFailed");
    if (typeof body !== "string") throw new Error("A witness is put as text");
    put(key, body);
    return {};
  });

  mock.on(GetObjectCommand).callsFake((input: GetObjectCommand["input"]) => {
    checkBucket(input.Bucket);
    const found = versions.findLast(
      (each) => each.key === input.Key && (input.VersionId === undefined || each.id === input.VersionId),
    );
    if (found?.body === undefined) throw s3Error("NoSuchKey");
    const { body } = found;
    return { Body: { transformToString: () => Promise.resolve(body) } };
  });

  mock.on(ListObjectVersionsCommand).callsFake((input: ListObjectVersionsCommand["input"]) => {
    checkBucket(input.Bucket);
    const { Prefix: prefix = "", Delimiter: delimiter } = input;
    // By key, and of one key the newest first, as S3 lists them.
    const newestFirst = versions.toReversed().filter((each) => each.key.startsWith(prefix));
    const within = newestFirst.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
    const rest = (key: string) => key.slice(prefix.length);
    const folder = ({ key }: Version) =>
      delimiter !== undefined && rest(key).includes(delimiter)
        ? `${prefix}${rest(key).split(delimiter)[0]}${delimiter}`
        : undefined;
    const listed = [...new Set(within.map((each) => folder(each) ?? each))];
    const from = input.KeyMarker === undefined ? 0 : Number(input.KeyMarker);
    const page = listed.slice(from, from + pageSize);
    const more = from + pageSize < listed.length;
    const objects = page.filter((each) => typeof each !== "string");
    const shown = ({ key, id }: Version) => ({ Key: key, VersionId: id });
    return {
      Versions: objects.filter((each) => each.body !== undefined).map(shown),
      DeleteMarkers: objects.filter((each) => each.body === undefined).map(shown),
      CommonPrefixes: page.filter((each) => typeof each === "string").map((each) => ({ Prefix: each })),
      IsTruncated: more,
      ...(more ? { NextKeyMarker: String(from + pageSize), NextVersionIdMarker: "a version" } : {}),
    };
  });

  return {
    client,
    put,
    versions,
    puts: () => mock.commandCalls(PutObjectCommand).map(({ args }) => args[0].input),
    pages: () => mock.commandCalls(ListObjectVersionsCommand).length,
    failOnce(error) {
      fails = error;
    },
  };
}
