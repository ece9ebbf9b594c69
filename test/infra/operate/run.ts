/** Running an operator's commands on the local database, with a witnesses' bucket in memory. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { s3Erasures } from "../../../functions/keeping/erasures.ts";
import { s3Witnesses } from "../../../functions/verify/s3-witnesses.ts";
import { onLaptop } from "../../../infra/operate/laptop.ts";
import { operate } from "../../../infra/operate/operate.ts";
import { bucketOf, type Bucket } from "../../functions/verify/bucket.ts";

export interface Ran {
  readonly code: number;
  readonly said: string;
  readonly told: string;
}

export interface Operator {
  readonly bucket: Bucket;
  /** What a command said on standard output and on standard error, and its exit code. */
  run(
    args: readonly string[],
    changes?: { now?: string; dynamoDB?: DynamoDBDocumentClient; laptop?: string },
  ): Promise<Ran>;
}

export function operatorOf(dynamoDB: DynamoDBDocumentClient): Operator {
  const bucket = bucketOf("witnesses");
  return {
    bucket,
    async run(args, changes = {}) {
      const said: string[] = [];
      const told: string[] = [];
      const heard = { say: (text: string) => void said.push(text), tell: (text: string) => void told.push(text) };
      const cloud = {
        ...heard,
        now: () => changes.now ?? "2026-12-01T10:00:00.000Z",
        dynamoDB: () => changes.dynamoDB ?? dynamoDB,
        erasures: (name: string) => s3Erasures(bucket.client, name),
        witnesses: (name: string) => s3Witnesses(bucket.client, name),
      };
      const code = await operate(args, cloud, () => onLaptop(changes.laptop ?? "http://localhost:1", heard));
      return { code, said: said.join("\n"), told: told.join("\n") };
    },
  };
}
