/** What a command has of the world, passed in so that tests can give it another. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export interface World {
  /** What was asked for: standard output, a line or more. */
  readonly say: (text: string) => void;
  /** What is beside it, warnings and problems: standard error. */
  readonly tell: (text: string) => void;
  /** The instant, UTC. */
  readonly now: () => string;
  /** Region, credentials and endpoint are those of the SDK's own environment. Not asked for before it is needed. */
  readonly dynamoDB: () => DynamoDBDocumentClient;
}

/** What was typed cannot be done, or the file that was named cannot be used. Nothing was changed. */
export class Wrong extends Error {}

/** @throws Wrong naming the option that is missing */
export function needed(option: string, value: string | undefined): string {
  if (value !== undefined && value !== "") return value;
  throw new Wrong(
    `Say which table it is: --${option} <name>. The outputs of the data stack name both tables of a deployment.`,
  );
}
