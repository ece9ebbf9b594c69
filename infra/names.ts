/** Names that are the same in every deployment, because functions, roles and other stacks know things by them. */
import { ArnFormat, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** By it SES reports what became of each e-mail. */
export const configurationSetName = "escalations";

/** The ARN of what is called so. The name can end in `*`, or be empty for what stands before every name. */
export const states = (scope: Construct, resource: "stateMachine" | "execution", resourceName: string) =>
  Stack.of(scope).formatArn({
    service: "states",
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Every state machine of ours, whichever policy version it is of. Their names all begin alike (state-machine.ts). */
export const stateMachines = (scope: Construct) => states(scope, "stateMachine", "escalation-*");
export const stateMachinePrefix = (scope: Construct) => states(scope, "stateMachine", "");
