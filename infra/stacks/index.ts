/** The service in the cloud, in stacks by how long what is in them lives. */
import { Annotations, type App, type Stack } from "aws-cdk-lib";
import type { Policy } from "../../policies/language/schema.ts";
import type { Bundles, FunctionName } from "../bundle/index.ts";
import { madeUpIn, type Environment } from "../environment.ts";
import { AddressStack } from "./address.ts";
import { DataStack } from "./data.ts";
import { NotificationsStack } from "./notifications.ts";
import { ObservabilityStack } from "../observability/stack.ts";
import { SchedulesStack } from "./schedules.ts";
import { ServiceStack } from "./service.ts";
import { WorkflowStack } from "./workflow.ts";

interface Parts {
  readonly environment: Environment;
  readonly policies: readonly Policy[];
  readonly bundles: Bundles<FunctionName>;
  readonly definitionsFolder: string;
}

/** Adds the stacks to an app. They name no account and no region: they are for whichever they are deployed to. */
export function addStacks(app: App, { environment, policies, bundles, definitionsFolder }: Parts) {
  const data = new DataStack(app, "EscalationData", {
    description: "The record of escalations, its backups, its keys and its secret",
    environment,
  });
  const address = new AddressStack(app, "EscalationAddress", {
    description: "Where the escalation service is reached, and who lets systems in",
    environment,
    data,
  });
  const told = { environment, data, address };
  const workflow = new WorkflowStack(app, "EscalationWorkflow", {
    description: "The state machines of the escalation policies and of practice alerts, and their tasks",
    ...told,
    policies,
    bundles,
    definitionsFolder,
  });
  const notifications = new NotificationsStack(app, "EscalationNotifications", {
    description: "E-mail of the escalation service, and what becomes of it",
    ...told,
    bundles,
  });
  const service = new ServiceStack(app, "EscalationService", {
    description: "The API and the pages of the escalation service",
    ...told,
    bundles,
  });
  const schedules = new SchedulesStack(app, "EscalationSchedules", {
    description: "Reconcile, digests and the daily look at the record’s chains",
    ...told,
    bundles,
  });
  const observability = new ObservabilityStack(app, "EscalationObservability", {
    description: "Dashboard and alarms of the escalation service",
    ...told,
    workflow,
    notifications,
    service,
    schedules,
  });
  // They know the state machines and the configuration set by their names alone, so nothing else would say what must be
  // there first. Whatever reads policies comes after the guard of the workflow: one that was deployed before it would
  // lack a policy version that is still in use, though the deployment was then refused.
  notifications.addStackDependency(workflow);
  for (const each of [service, schedules]) each.addStackDependency(notifications);

  const madeUp = madeUpIn(environment);
  if (madeUp.length > 0)
    Annotations.of(data).addWarningV2(
      "escalation:made-up",
      `Not to be deployed as it is: ${madeUp.join(", ")} of this environment ${madeUp.length === 1 ? "is" : "are"} only made up.`,
    );
  const stacks = { data, address, notifications, workflow, service, schedules, observability };
  return stacks satisfies Record<string, Stack>;
}
