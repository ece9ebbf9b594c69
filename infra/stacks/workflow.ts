/**
 * The waiting: one state machine for each policy version that is held, one for all practice alerts, and the functions
 * that are their tasks. Before any of it changes, a guard sees that no policy version is dropped that somebody needs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Aws, CustomResource, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key, type IKey } from "aws-cdk-lib/aws-kms";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Part } from "../../functions/container/settings.ts";
import { heldOf } from "../../functions/guard/held.ts";
import { alertMachineName } from "../../functions/workflow/workflow.ts";
import type { Policy } from "../../policies/language/schema.ts";
import type { Bundles } from "../bundle/index.ts";
import { logProps, ServiceFunction } from "../constructs/service-function.ts";
import { variablesFor, type Told } from "../function-variables.ts";
import { appendToRecord, readRecord, readSummaries, sendMail, useWorking, wakeExecutions } from "../permissions.ts";
import {
  alertPlaceholders,
  alertStateMachine,
  partitionPlaceholder,
  placeholders,
  stateMachineFor,
  stateMachineName,
  type Placeholder,
} from "../state-machine.ts";

type TaskName = "open" | "await" | "tick" | "settle" | "alertOpen" | "alertAwait" | "alertTick" | "alertSettle";

interface WorkflowStackProps extends StackProps, Told {
  readonly bundles: Bundles<TaskName | "guard">;
  readonly policies: readonly Policy[];
  /** Where definitions are written, for CDK to take them from. */
  readonly definitionsFolder: string;
}

/** Protected against being deleted, with all that waits in it. */
export class WorkflowStack extends Stack {
  /** The tasks, and the guard. */
  readonly functions: Readonly<Record<TaskName | "guard", ServiceFunction>>;
  /** The names of all state machines. */
  readonly machineNames: readonly string[];

  constructor(scope: Construct, id: string, props: WorkflowStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { environment, data, bundles, policies, definitionsFolder } = props;
    const key = Key.fromKeyArn(this, "ServiceKey", data.serviceKey.keyArn);
    const { logsDays } = environment.retention;

    const guard = new ServiceFunction(this, "Guard", {
      description: "Refuses a deployment that drops a policy version which an open escalation still needs",
      bundle: bundles.guard,
      timeout: Duration.minutes(2),
      variables: variablesFor(this, "guard", props),
      key,
      logsDays,
      may: [readSummaries(data), useWorking(data, { get: ["GUARD"], put: ["GUARD"] })],
      asynchronous: true,
    });
    const held = new CustomResource(this, "PoliciesHeld", {
      resourceType: "Custom::PoliciesHeld",
      serviceToken: guard.lambda.functionArn,
      serviceTimeout: Duration.minutes(10),
      properties: {
        held: heldOf(policies),
      },
    });

    // Whatever can only change once the guard has let the deployment through.
    const guarded = new Construct(this, "Waiting");
    guarded.node.addDependency(held);
    // Whatever they write wakes the execution, as anybody's writing does.
    const mayTell = () => [
      appendToRecord(data),
      useWorking(data, {
        get: ["KEY#*", "TOKEN#*", "DIRECTORY#*", "CLAIM#*"],
        getSeveral: ["DIRECTORY#*"],
        put: ["LINK#*", "CODE#*", "CLAIM#*", "SUMMARY#*", "AGENCY#*"],
      }),
      sendMail(this, data, environment),
      wakeExecutions(this),
    ];
    const mayWait = () => [
      readRecord(data),
      useWorking(data, { get: ["KEY#*"], put: ["TOKEN#*"] }),
      wakeExecutions(this),
    ];
    const task = (id: string, name: TaskName, description: string, part: Part, may: PolicyStatement[][]) =>
      new ServiceFunction(guarded, id, {
        description,
        bundle: bundles[name],
        // Under the 60 seconds after which the state machine gives a task up.
        timeout: Duration.seconds(45),
        variables: variablesFor(this, part, props),
        key,
        logsDays,
        may,
      });
    const tasks: Record<TaskName, ServiceFunction> = {
      open: task("Open", "open", "Opens the stage that the record waits for", "tasks", mayTell()),
      await: task("Await", "await", "Keeps the token by which a waiting execution is woken", "waiting", mayWait()),
      tick: task("Tick", "tick", "Lets happen what has fallen due", "tasks", mayTell()),
      settle: task("Settle", "settle", "Looks at the record and says where an execution goes", "tasks", mayTell()),
      alertOpen: task("AlertOpen", "alertOpen", "Asks the group that a practice alert goes to", "tasks", mayTell()),
      alertAwait: task(
        "AlertAwait",
        "alertAwait",
        "Keeps the token by which an alert’s wait ends",
        "waiting",
        mayWait(),
      ),
      alertTick: task("AlertTick", "alertTick", "Lets happen what of an alert has fallen due", "tasks", mayTell()),
      alertSettle: task(
        "AlertSettle",
        "alertSettle",
        "Looks at an alert’s record and says what next",
        "tasks",
        mayTell(),
      ),
    };
    this.functions = { ...tasks, guard };
    this.machineNames = this.#stateMachines(guarded, policies, definitionsFolder, key, logsDays, {
      OpenFunction: tasks.open.lambda,
      AwaitFunction: tasks.await.lambda,
      TickFunction: tasks.tick.lambda,
      SettleFunction: tasks.settle.lambda,
      AlertOpenFunction: tasks.alertOpen.lambda,
      AlertAwaitFunction: tasks.alertAwait.lambda,
      AlertTickFunction: tasks.alertTick.lambda,
      AlertSettleFunction: tasks.alertSettle.lambda,
    });
  }

  #stateMachines(
    scope: Construct,
    policies: readonly Policy[],
    definitionsFolder: string,
    key: IKey,
    logsDays: number,
    functions: Readonly<Record<Placeholder, IFunction>>,
  ): string[] {
    // One role and one log for all: the machines differ in the names of their states and tasks, not in what they do.
    const role = new Role(scope, "StateMachineRole", {
      assumedBy: new ServicePrincipal("states.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["lambda:InvokeFunction"],
        resources: Object.values(functions).map((each) => each.functionArn),
      }),
    );
    const destination = new LogGroup(scope, "StateMachineLogs", {
      ...logProps(key, logsDays),
      // Step Functions may write here without a resource policy of its own for every machine, of which few are allowed.
      logGroupName: "/aws/vendedlogs/states/escalations",
    });

    mkdirSync(definitionsFolder, { recursive: true });
    const definitions = [
      ...policies.map((policy) => [stateMachineName(policy), stateMachineFor(policy), placeholders] as const),
      [alertMachineName, alertStateMachine(), alertPlaceholders] as const,
    ];
    return definitions.map(([name, definition, tasks]) => {
      const file = join(definitionsFolder, `${name}.asl.json`);
      writeFileSync(file, JSON.stringify(definition));
      new StateMachine(scope, name, {
        stateMachineName: name,
        stateMachineType: StateMachineType.STANDARD,
        definitionBody: DefinitionBody.fromFile(file),
        definitionSubstitutions: {
          [partitionPlaceholder]: Aws.PARTITION,
          ...Object.fromEntries(tasks.map((placeholder) => [placeholder, functions[placeholder].functionArn])),
        },
        role,
        // What happened and when, and never with what: the data of a task is a reference and a number, and stays out even so.
        logs: { destination, level: LogLevel.ALL, includeExecutionData: false },
        tracingEnabled: true,
      });
      return name;
    });
  }
}
