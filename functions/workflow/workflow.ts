/**
 * Step Functions: an execution waits for each escalation and holds no knowledge. Its name is reference-number; a signal
 * to it says only “look at the record”.
 */
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { nameOf, type Log } from "../log.ts";
import { isAlert } from "../record/reference.ts";

/** Which execution: that of a number, of a record, under a policy version. */
export interface Execution {
  readonly reference: string;
  readonly execution: number;
  readonly policy: { readonly id: string; readonly version: string };
}

/** The executions of the state machines, by the reference and number of each: starting, waking and stopping them. */
export interface Workflow {
  /**
   * Starts the execution of a number, or finds it running. `ended` when that number has run and is over.
   * @param from `started` is answered instead of `runs` for one that began at this instant or later
   */
  start(execution: Execution, from?: string): Promise<"runs" | "started" | "ended">;
  /** Ends an execution that was superseded. One that is gone already is as good. */
  stop(execution: Execution): Promise<void>;
  /**
   * Keeps the token by which the waiting execution can be woken; the newest is the only one that counts.
   * @param decidedOn on which execution and number of commits the wait was decided: a token that comes late, from a wait
   *   that is over, does not take a newer one's place
   */
  keepToken(
    reference: string,
    token: string,
    decidedOn?: { readonly execution: number; readonly version: number },
  ): Promise<void>;
  /**
   * Wakes the execution. A token that is used up or too old is normal: a late answer and a second click look the same.
   * Never throws: what was written is written, and reconcile wakes whatever this could not.
   */
  signal(reference: string): Promise<void>;
  /** Wakes the execution by a token that has just been received. */
  wake(token: string): Promise<void>;
}

export interface WorkflowSettings {
  readonly workingTable: string;
  /** Everything before the name of a state machine in its ARN, `arn:<partition>:states:<region>:<account>:stateMachine:`. */
  readonly stateMachinePrefix: string;
}

/** The name of the state machine of a policy version, at most 80 characters. */
export function machineName(policy: { readonly id: string; readonly version: string }): string {
  return `escalation-${policy.id}-${policy.version.replaceAll(".", "-")}`;
}

/** The name of the one state machine of all practice alerts: it waits, and what a policy says is none of its business. */
export const alertMachineName = "escalation-practice-alerts";

const machineOf = ({ reference, policy }: Execution) => (isAlert(reference) ? alertMachineName : machineName(policy));

/** Tokens of waits are kept in the working table: pk `TOKEN#<reference>`. @param log hears when an execution could not be woken */
export function stepFunctionsWorkflow(
  stepFunctions: SFNClient,
  dynamoDB: DynamoDBDocumentClient,
  settings: WorkflowSettings,
  log: Log,
): Workflow {
  const tokenOf = (reference: string) => ({ pk: `TOKEN#${reference}`, sk: "TOKEN" });
  const nameOfExecution = (reference: string, execution: number) => `${reference}-${execution}`;

  const wake = async (token: string) => {
    try {
      await stepFunctions.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
    } catch (error) {
      if (error instanceof TaskTimedOut || error instanceof InvalidToken || error instanceof TaskDoesNotExist) return;
      throw error;
    }
  };

  return {
    wake,

    async start(asked, from) {
      const { reference, execution } = asked;
      try {
        const { startDate } = await stepFunctions.send(
          new StartExecutionCommand({
            stateMachineArn: `${settings.stateMachinePrefix}${machineOf(asked)}`,
            name: nameOfExecution(reference, execution),
            input: JSON.stringify({ reference, execution }),
          }),
        );
        return from !== undefined && startDate && startDate.toISOString() >= from ? "started" : "runs";
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return "ended";
        throw error;
      }
    },

    async stop(asked) {
      const { reference, execution } = asked;
      const arn = `${settings.stateMachinePrefix.replace(":stateMachine:", ":execution:")}${machineOf(asked)}:${nameOfExecution(reference, execution)}`;
      try {
        await stepFunctions.send(
          new StopExecutionCommand({ executionArn: arn, cause: "Replaced by another execution" }),
        );
      } catch (error) {
        if (nameOf(error) !== "ExecutionDoesNotExist") throw error;
      }
    },

    async keepToken(reference, token, decidedOn) {
      try {
        await dynamoDB.send(
          new PutCommand({
            TableName: settings.workingTable,
            Item: {
              ...tokenOf(reference),
              token,
              ...(decidedOn ? { execution: decidedOn.execution, version: decidedOn.version } : {}),
            },
            ...(decidedOn
              ? {
                  ConditionExpression:
                    "attribute_not_exists(#execution) OR #execution < :execution OR (#execution = :execution AND #version <= :version)",
                  ExpressionAttributeNames: { "#execution": "execution", "#version": "version" },
                  ExpressionAttributeValues: { ":execution": decidedOn.execution, ":version": decidedOn.version },
                }
              : {}),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async signal(reference) {
      try {
        const found = await dynamoDB.send(
          new GetCommand({ TableName: settings.workingTable, Key: tokenOf(reference), ConsistentRead: true }),
        );
        const token: unknown = found.Item?.["token"];
        if (typeof token === "string") await wake(token);
      } catch (error) {
        log("warn", "The execution could not be woken; reconcile will do it", { reference, error: nameOf(error) });
      }
    },
  };
}
