/** `npm run operate`: what an operator does to a deployment, with credentials of their own. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { operate } from "./operate.ts";

process.exitCode = await operate(process.argv.slice(2), {
  say: (text) => void process.stdout.write(`${text}\n`),
  tell: (text) => void process.stderr.write(`${text}\n`),
  now: () => new Date().toISOString(),
  dynamoDB: () =>
    DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
});
