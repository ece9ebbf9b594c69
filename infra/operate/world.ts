/** What a command has of the world, passed in so that tests can give it another. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Erasures } from "../../functions/keeping/erasures.ts";
import type { WitnessStore } from "../../functions/verify/witnesses.ts";

export interface World {
  /** What was asked for: standard output, a line or more. */
  readonly say: (text: string) => void;
  /** What is beside it, warnings and problems: standard error. */
  readonly tell: (text: string) => void;
  /** The instant, UTC. */
  readonly now: () => string;
  /** Region, credentials and endpoint are those of the SDK's own environment. Not asked for before it is needed. */
  readonly dynamoDB: () => DynamoDBDocumentClient;
  /** The list of erasures that is kept in the witnesses' bucket, and the witnesses themselves. */
  readonly erasures: (bucket: string) => Erasures;
  readonly witnesses: (bucket: string) => Pick<WitnessStore, "entries">;
  /** What a command works on that names nothing: a laptop's own. */
  readonly here?: Readonly<Record<Option, string>>;
}

/** What a deployment's commands have to be told, by the option that says it. */
export type Option = "record-table" | "working-table" | "witness-bucket";

const meant: Readonly<Record<Option, string>> = {
  "record-table": "which table it is",
  "working-table": "which table it is",
  "witness-bucket": "in which bucket the witnesses and the list of erasures are",
};

/** What was typed cannot be done, or the file that was named cannot be used. Nothing was changed. */
export class Wrong extends Error {}

/** @throws Wrong naming the option that is missing */
export function needed(option: Option | "table", value: string | undefined, { here }: Pick<World, "here">): string {
  const named = value || here?.[option === "table" ? "working-table" : option];
  if (named) return named;
  throw new Wrong(
    `Say ${meant[option === "table" ? "working-table" : option]}: --${option} <name>. The outputs of the data stack name the tables and the bucket of a deployment.`,
  );
}
