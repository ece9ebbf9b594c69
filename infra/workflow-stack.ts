/**
 * The waiting: one state machine for each policy version that is held, one for all practice alerts, and the functions
 * that are their tasks.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { alertMachineName } from "../functions/workflow/workflow.ts";
import type { Policy } from "../policies/language/schema.ts";
import type { Bundles } from "./bundle.ts";
import type { DataStack } from "./data-stack.ts";
import { environmentOf } from "./environment.ts";
import { appendToRecord, readRecord, sendMail, useWorking, wakeExecutions } from "./permissions.ts";
import { logRetention, ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";
import {
  alertPlaceholders,
  alertStateMachine,
  placeholders,
  stateMachineFor,
  stateMachineName,
  type Placeholder,
} from "./state-machine.ts";

type TaskName = "open" | "await" | "tick" | "settle" | "alertOpen" | "alertAwait" | "alertTick" | "alertSettle";

interface WorkflowStackProps extends StackProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly bundles: Bundles<TaskName>;
  readonly policies: readonly Policy[];
  /** Where definitions are written, for CDK to take them from. */
  readonly definitionsFolder: string;
}

export class WorkflowStack extends Stack {
  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    super(scope, id, props);
    const { data, settings, bundles, policies, definitionsFolder } = props;

    // Whatever they write wakes the execution, as anybody's writing does.
    const mayTell = () => [
      appendToRecord(data),
      useWorking(data),
      sendMail(this, settings.sender),
      wakeExecutions(this),
    ];
    // Under the 60 seconds after which the state machine gives a task up.
    const timeout = Duration.seconds(45);

    const task = (id: string, name: TaskName, description: string, may: PolicyStatement[]) =>
      new ServiceFunction(this, id, {
        description,
        bundle: bundles[name],
        timeout,
        environment: environmentOf(this, data, settings, name.toLowerCase().endsWith("await") ? "waiting" : "tasks"),
        may,
      }).lambda;
    const mayWait = () => [readRecord(data), useWorking(data), wakeExecutions(this)];

    const functions: Record<Placeholder, IFunction> = {
      OpenFunction: task("Open", "open", "Opens the stage that the record waits for", mayTell()),
      AwaitFunction: task("Await", "await", "Keeps the token by which a waiting execution is woken", mayWait()),
      TickFunction: task("Tick", "tick", "Lets happen what has fallen due", mayTell()),
      SettleFunction: task("Settle", "settle", "Looks at the record and says where an execution goes", mayTell()),
      AlertOpenFunction: task("AlertOpen", "alertOpen", "Asks the group that a practice alert goes to", mayTell()),
      AlertAwaitFunction: task("AlertAwait", "alertAwait", "Keeps the token by which an alert’s wait ends", mayWait()),
      AlertTickFunction: task("AlertTick", "alertTick", "Lets happen what of an alert has fallen due", mayTell()),
      AlertSettleFunction: task(
        "AlertSettle",
        "alertSettle",
        "Looks at an alert’s record and says what next",
        mayTell(),
      ),
    };
    this.#stateMachines(policies, definitionsFolder, functions);
  }

  #stateMachines(
    policies: readonly Policy[],
    definitionsFolder: string,
    functions: Readonly<Record<Placeholder, IFunction>>,
  ): void {
    // One role and one log for all: the machines differ in the names of their states and tasks, not in what they do.
    const role = new Role(this, "StateMachineRole", { assumedBy: new ServicePrincipal("states.amazonaws.com") });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["lambda:InvokeFunction"],
        resources: Object.values(functions).map((each) => each.functionArn),
      }),
    );
    const destination = new LogGroup(this, "StateMachineLogs", {
      ...logRetention,
      // Step Functions may write here without a resource policy of its own for every machine, of which few are allowed.
      logGroupName: "/aws/vendedlogs/states/escalations",
    });

    mkdirSync(definitionsFolder, { recursive: true });
    const definitions = [
      ...policies.map((policy) => [stateMachineName(policy), stateMachineFor(policy), placeholders] as const),
      [alertMachineName, alertStateMachine(), alertPlaceholders] as const,
    ];
    for (const [name, definition, tasks] of definitions) {
      const file = join(definitionsFolder, `${name}.asl.json`);
      writeFileSync(file, JSON.stringify(definition));
      new StateMachine(this, name, {
        stateMachineName: name,
        stateMachineType: StateMachineType.STANDARD,
        definitionBody: DefinitionBody.fromFile(file),
        definitionSubstitutions: Object.fromEntries(
          tasks.map((placeholder: Placeholder) => [placeholder, functions[placeholder].functionArn]),
        ),
        role,
        logs: { destination, level: LogLevel.ERROR, includeExecutionData: false },
        tracingEnabled: true,
      });
    }
  }
}
