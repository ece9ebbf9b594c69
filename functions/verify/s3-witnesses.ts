/**
 * Witnesses in a bucket with Object Lock, one object each: `<reference>/<number in nine digits>-<hash>.json`. The
 * bucket's own retention locks what is put; here nothing is written over and nothing is deleted.
 *
 * Object Lock keeps every version, but lets somebody put another over it or hide it behind a delete marker. So of each
 * object the version that was put first counts, and neither of the two changes what is read here.
 *
 * The bucket must be versioned (Object Lock asks for it). Needed: `s3:PutObject`, `s3:GetObjectVersion` on its objects,
 * `s3:ListBucketVersions` on it.
 */
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "../../policies/schemas.ts";
import { erasuresPrefix } from "../keeping/erasures.ts";
import type { Witnessed, WitnessStore } from "./witnesses.ts";

/** A witness store that can also say of which records there is a witness. */
export interface S3Witnesses extends WitnessStore {
  /** Every reference with a witness, in order: a record that was removed altogether is announced nowhere else. */
  references(): AsyncIterable<string>;
}

const witnessSchema = z.strictObject({
  reference: z.string().check(z.minLength(1)),
  number: z.int().check(z.positive()),
  hash: z.string().check(z.minLength(1)),
  at: z.string().check(z.minLength(1)),
});

const keyOf = ({ reference, number, hash }: Omit<Witnessed, "at">) =>
  `${reference}/${number.toString().padStart(9, "0")}-${hash}.json`;

/** @throws Error (from `append`, `entries`, `references`) for an object that is no witness: somebody put it there */
export function s3Witnesses(client: S3Client, bucket: string): S3Witnesses {
  const strange = (key: string) => new Error(`${key} in ${bucket} is not a witness: somebody put it there.`);

  async function* listed(prefix: string, delimiter?: string): AsyncGenerator<ListObjectVersionsCommandOutput> {
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      page = await client.send(
        new ListObjectVersionsCommand({
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: delimiter,
          KeyMarker: page?.NextKeyMarker,
          VersionIdMarker: page?.NextVersionIdMarker,
        }),
      );
      yield page;
    } while (page.IsTruncated);
  }

  async function read(key: string, version: string): Promise<Witnessed> {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
    const parsed = witnessSchema.safeParse(jsonOf(await found.Body?.transformToString("utf-8")));
    if (!parsed.success || keyOf(parsed.data) !== key) throw strange(key);
    return parsed.data;
  }

  /** The version of each object that was put first: they are listed object by object, the newest first. */
  async function firstVersions(prefix: string): Promise<[key: string, version: string][]> {
    const first = new Map<string, string>();
    for await (const { Versions = [] } of listed(prefix))
      for (const { Key = "", VersionId = "" } of Versions) first.set(Key, VersionId);
    return [...first];
  }

  return {
    async append({ reference, number, hash, at }) {
      const entry = { reference, number, hash, at };
      const key = keyOf(entry);
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: JSON.stringify(entry),
            ContentType: "application/json",
            IfNoneMatch: "*",
            // A bucket with Object Lock takes nothing without one.
            ChecksumAlgorithm: "SHA256",
          }),
        );
      } catch (error) {
        if (!(error instanceof Error && error.name === "PreconditionFailed")) throw error;
        // It was witnessed before, and when it was first seen stands. What is there must be just that, though.
        for (const [first, version] of await firstVersions(key)) await read(first, version);
      }
    },

    async entries(reference) {
      const found = await Promise.all(
        (await firstVersions(`${reference}/`)).map(([key, version]) => read(key, version)),
      );
      return found.toSorted((a, b) => (a.at === b.at ? a.number - b.number : a.at < b.at ? -1 : 1));
    },

    async *references() {
      for await (const { CommonPrefixes = [], Versions = [] } of listed("", "/")) {
        for (const { Key = "" } of Versions) throw strange(Key);
        // The list of erasures stands beside the witnesses, and is no record.
        for (const { Prefix = "" } of CommonPrefixes) if (Prefix !== erasuresPrefix) yield Prefix.slice(0, -1);
      }
    },
  };
}

/** Undefined for what is no JSON. */
function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
