import type { CloudFormationCustomResourceEvent } from "aws-lambda";
import { guardOf } from "../container/guard.ts";
import { started } from "../container/start.ts";
import { guard } from "./guard.ts";

/** By CloudFormation, before a deployment changes anything of the workflow. */
export const handler = started(
  guardOf,
  (dependencies) => (event: CloudFormationCustomResourceEvent) => guard(event, dependencies),
);
