/** The waiting: one state machine for each policy version that is held, and the functions that are its tasks. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { Policy } from "../policies/language/schema.ts";
import type { Bundles } from "./bundle.ts";
import type { DataStack } from "./data-stack.ts";
import { environmentOf } from "./environment.ts";
import { appendToRecord, readRecord, sendMail, useWorking, wakeExecutions } from "./permissions.ts";
import { logRetention, ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";
import { stateMachineFor, stateMachineName, type Placeholder } from "./state-machine.ts";

interface WorkflowStackProps extends StackProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly bundles: Bundles<"open" | "await" | "tick" | "settle">;
  readonly policies: readonly Policy[];
  /** Where definitions are written, for CDK to take them from. */
  readonly definitionsFolder: string;
}

export class WorkflowStack extends Stack {
  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    super(scope, id, props);
    const { data, settings, bundles, policies, definitionsFolder } = props;

    const environment = environmentOf(this, data, settings);
    // Whatever they write wakes the execution, as anybody's writing does.
    const mayTell = () => [
      appendToRecord(data),
      useWorking(data),
      sendMail(this, settings.sender),
      wakeExecutions(this),
    ];
    // Under the 60 seconds after which the state machine gives a task up.
    const timeout = Duration.seconds(45);

    const open = new ServiceFunction(this, "Open", {
      description: "Opens the stage that the record waits for",
      bundle: bundles.open,
      timeout,
      environment,
      may: mayTell(),
    });
    const awaiting = new ServiceFunction(this, "Await", {
      description: "Keeps the token by which a waiting execution is woken",
      bundle: bundles.await,
      timeout,
      environment,
      may: [readRecord(data), useWorking(data), wakeExecutions(this)],
    });
    const tick = new ServiceFunction(this, "Tick", {
      description: "Lets happen what has fallen due",
      bundle: bundles.tick,
      timeout,
      environment,
      may: mayTell(),
    });
    const settle = new ServiceFunction(this, "Settle", {
      description: "Looks at the record and says where an execution goes",
      bundle: bundles.settle,
      timeout,
      environment,
      may: mayTell(),
    });

    const functions: Record<Placeholder, IFunction> = {
      OpenFunction: open.lambda,
      AwaitFunction: awaiting.lambda,
      TickFunction: tick.lambda,
      SettleFunction: settle.lambda,
    };
    this.#stateMachines(policies, definitionsFolder, functions);
  }

  #stateMachines(
    policies: readonly Policy[],
    definitionsFolder: string,
    functions: Readonly<Record<Placeholder, IFunction>>,
  ): void {
    // One role and one log for all: the machines differ in the names of their states, not in what they do.
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
    for (const policy of policies) {
      const name = stateMachineName(policy);
      const file = join(definitionsFolder, `${name}.asl.json`);
      writeFileSync(file, JSON.stringify(stateMachineFor(policy)));
      new StateMachine(this, name, {
        stateMachineName: name,
        stateMachineType: StateMachineType.STANDARD,
        definitionBody: DefinitionBody.fromFile(file),
        definitionSubstitutions: Object.fromEntries(
          Object.entries(functions).map(([placeholder, each]) => [placeholder, each.functionArn]),
        ),
        role,
        logs: { destination, level: LogLevel.ERROR, includeExecutionData: false },
        tracingEnabled: true,
      });
    }
  }
}
