/** `npm run operate`: what an operator does to a deployment, with credentials of their own, or with --laptop to a laptop. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { s3Erasures } from "../../functions/keeping/erasures.ts";
import { s3Witnesses } from "../../functions/verify/s3-witnesses.ts";
import { orRefuse } from "../command-line.ts";
import { portsOf } from "../local/settings.ts";
import { onLaptop } from "./laptop.ts";
import { operate } from "./operate.ts";
import type { World } from "./world.ts";

const heard = {
  say: (text: string) => void process.stdout.write(`${text}\n`),
  tell: (text: string) => void process.stderr.write(`${text}\n`),
};

const inTheCloud: World = {
  ...heard,
  now: () => new Date().toISOString(),
  dynamoDB: () =>
    DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
  erasures: (bucket) => s3Erasures(new S3Client({}), bucket),
  witnesses: (bucket) => s3Witnesses(new S3Client({}), bucket),
};

process.exitCode = await operate(process.argv.slice(2), inTheCloud, () =>
  onLaptop(`http://localhost:${orRefuse(() => portsOf(process.env)).workbench}`, heard),
);
