/** What a deployment has that costs something every month, counted in its synthesized templates. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "aws-cdk-lib";
import type { Environment } from "../environment.ts";
import { appOf } from "../unbundled.ts";

export interface Deployed {
  readonly keys: number;
  readonly secrets: number;
  /** Metrics that alarms watch: an alarm on a sum watches each part. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** Systems that get their tokens here. */
  readonly clients: number;
  /** Queues that a function listens at. */
  readonly listenedQueues: number;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
  };
}

const root = join(import.meta.dirname, "..", "..");

/** What an environment's templates hold. */
export function deployedOf(environment: Environment): Deployed {
  const { app, stacks, remove } = appOf(environment);
  try {
    const assembly = app.synth();
    return deployedIn(
      Object.values<Stack>(stacks).flatMap((each) =>
        Object.values(
          (assembly.getStackArtifact(each.artifactId).template as { Resources?: Record<string, Resource> }).Resources ??
            {},
        ),
      ),
    );
  } finally {
    remove();
  }
}

export function deployedIn(resources: readonly Resource[]): Deployed {
  const ofType = (type: string) => resources.filter((each) => each.Type === type);
  return {
    keys: ofType("AWS::KMS::Key").length,
    secrets: ofType("AWS::SecretsManager::Secret").length,
    alarmMetrics: ofType("AWS::CloudWatch::Alarm").reduce(
      (sum, { Properties }) => sum + (Properties?.Metrics?.filter((each) => each.MetricStat).length ?? 1),
      0,
    ),
    dashboards: ofType("AWS::CloudWatch::Dashboard").length,
    clients: ofType("AWS::Cognito::UserPoolClient").length,
    listenedQueues: ofType("AWS::Lambda::EventSourceMapping").length,
  };
}

/** The service's own metrics: the names in the type of functions/measure.ts. */
export function ownMetrics(source = readFileSync(join(root, "functions", "measure.ts"), "utf8")): readonly string[] {
  const [, names] = /export type Metric =([\s\S]*?");$/m.exec(source) ?? [];
  if (names === undefined) throw new Error("functions/measure.ts has no type Metric");
  return [...`${names}"`.matchAll(/^ *\| "(\w+)"/gm)].map(([, name = ""]) => name);
}
