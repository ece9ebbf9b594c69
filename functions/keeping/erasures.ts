/**
 * The list of erasures: of what record, when, and why. Whoever restores tables to an earlier moment brings keys back that
 * were destroyed since, and erases by this list again. So it stands where no restore reaches and nobody takes an entry away: in the
 * bucket of the witnesses, one object each, `erasures/<reference>.json`. Nothing personal is in it.
 *
 * Needed: `s3:PutObject` and `s3:GetObjectVersion` on the bucket's objects, `s3:ListBucketVersions` on it.
 */
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "../../policies/schemas.ts";

/** Below it is the list. Everything else at the top of the bucket is named by a reference, so whoever lists the witnesses leaves it out. */
export const erasuresPrefix = "erasures/";

export const erasureSchema = z.strictObject({
  reference: z.string().check(z.minLength(1)),
  /** UTC. */
  at: z.string().check(z.minLength(1)),
  because: z.enum(["age", "asked"]),
  retention: z.optional(z.strictObject({ class: z.string(), source: z.string() })),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** In the cloud a bucket that nobody takes from (`s3Erasures`); on the laptop a file in its folder. */
export interface Erasures {
  /** Once it returns, the entry is kept. A record that is on the list already stays as it is there. */
  append(erasure: Erasure): Promise<void>;
  /** In the order of references. */
  all(): Promise<Erasure[]>;
}

/** @throws Error (from `all`) for an object that is no entry: somebody put it there */
export function s3Erasures(client: S3Client, bucket: string): Erasures {
  const keyOf = (reference: string) => `${erasuresPrefix}${reference}.json`;
  return {
    async append(erasure) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(erasure.reference),
            Body: JSON.stringify(erasure),
            ContentType: "application/json",
            IfNoneMatch: "*",
            // A bucket with Object Lock takes nothing without one.
            ChecksumAlgorithm: "SHA256",
          }),
        );
      } catch (error) {
        if (!(error instanceof Error && error.name === "PreconditionFailed")) throw error;
      }
    },
    async all() {
      // As of witnesses, the version that was put first counts, so that nothing put over it or hidden is missed.
      const first = new Map<string, string>();
      let page: ListObjectVersionsCommandOutput | undefined;
      do {
        page = await client.send(
          new ListObjectVersionsCommand({
            Bucket: bucket,
            Prefix: erasuresPrefix,
            KeyMarker: page?.NextKeyMarker,
            VersionIdMarker: page?.NextVersionIdMarker,
          }),
        );
        for (const { Key = "", VersionId = "" } of page.Versions ?? []) first.set(Key, VersionId);
      } while (page.IsTruncated);
      const found = await Promise.all(
        [...first].map(async ([key, version]) => {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
          const erasure = readErasure((await Body?.transformToString("utf-8")) ?? "");
          if (!erasure || keyOf(erasure.reference) !== key)
            throw new Error(`${key} in ${bucket} is no entry of the list of erasures: somebody put it there.`);
          return erasure;
        }),
      );
      return found.toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
    },
  };
}

/** An entry as it is written; undefined for what is none. */
export function readErasure(text: string): Erasure | undefined {
  try {
    return erasureSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
