/** `npm run operate`: what an operator does to a deployment, with credentials of their own. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { s3Erasures } from "../../functions/keeping/erasures.ts";
import { s3Witnesses } from "../../functions/verify/s3-witnesses.ts";
import { operate } from "./operate.ts";

const s3 = () => new S3Client({});

process.exitCode = await operate(process.argv.slice(2), {
  say: (text) => void process.stdout.write(`${text}\n`),
  tell: (text) => void process.stderr.write(`${text}\n`),
  now: () => new Date().toISOString(),
  dynamoDB: () =>
    DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
  erasures: (bucket) => s3Erasures(s3(), bucket),
  witnesses: (bucket) => s3Witnesses(s3(), bucket),
});
