/** The service in the cloud: three stacks, by how long what is in them lives. */
import type { App } from "aws-cdk-lib";
import type { Policy } from "../policies/language/schema.ts";
import type { Bundles, FunctionName } from "./bundle.ts";
import { DataStack } from "./data-stack.ts";
import { ServiceStack } from "./service-stack.ts";
import type { Settings } from "./settings.ts";
import { WorkflowStack } from "./workflow-stack.ts";

interface Parts {
  readonly settings: Settings;
  readonly policies: readonly Policy[];
  readonly bundles: Bundles<FunctionName>;
  readonly definitionsFolder: string;
}

/** Adds the stacks to an app. They name no account and no region: they are for whichever they are deployed to. */
export function addStacks(app: App, { settings, policies, bundles, definitionsFolder }: Parts) {
  const data = new DataStack(app, "EscalationData", { description: "The record of escalations, and its secret" });
  const workflow = new WorkflowStack(app, "EscalationWorkflow", {
    description: "The state machines of the escalation policies and of practice alerts, and their tasks",
    data,
    settings,
    policies,
    bundles,
    definitionsFolder,
  });
  const service = new ServiceStack(app, "EscalationService", {
    description: "The API, the pages and the reconciling of the escalation service",
    data,
    settings,
    bundles,
  });
  // They know the state machines by their names alone, so nothing else would say that these must be there first.
  service.addStackDependency(workflow);
  return { data, workflow, service };
}
