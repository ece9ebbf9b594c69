/**
 * What a function may do, in statements that name an action and what it is done to. Written out, because CDK's own
 * grants give more: on the record nobody may do anything but append and read.
 */
import { ArnFormat, Stack } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { DataStack } from "./data-stack.ts";
import { recordKeys, workingKeys } from "./tables.ts";

const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });
const indexOf = (table: Table, name: string) => `${table.tableArn}/index/${name}`;

export const readRecord = ({ record }: DataStack) => allow(["dynamodb:Query", "dynamodb:GetItem"], record.tableArn);

/** Reading is part of it: the one who appends must have read what came before. */
export const appendToRecord = ({ record }: DataStack) =>
  allow(["dynamodb:PutItem", "dynamodb:Query", "dynamodb:GetItem"], record.tableArn);

export const readFeed = ({ record }: DataStack) => allow(["dynamodb:Query"], indexOf(record, recordKeys.index));

/** Keys, links, tokens, claims, the directory. Nothing here is deleted: what lapses does so by itself. */
export const useWorking = ({ working }: DataStack) =>
  allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], working.tableArn);

/** Of all that the working table holds, only the counters of requests. */
export function countRequests({ working }: DataStack): PolicyStatement {
  const statement = allow(["dynamodb:UpdateItem"], working.tableArn);
  statement.addCondition("ForAllValues:StringLike", { "dynamodb:LeadingKeys": ["RATE#*"] });
  return statement;
}

export const readSummaries = ({ working }: DataStack) => allow(["dynamodb:Query"], indexOf(working, workingKeys.index));

const states = (scope: Construct, resource: "stateMachine" | "execution", resourceName: string) =>
  Stack.of(scope).formatArn({
    service: "states",
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Every state machine of ours, whichever policy version it is of. Their names all begin alike (state-machine.ts). */
export const stateMachines = (scope: Construct) => states(scope, "stateMachine", "escalation-*");
export const stateMachinePrefix = (scope: Construct) => states(scope, "stateMachine", "");

export const startExecutions = (scope: Construct) => allow(["states:StartExecution"], stateMachines(scope));
export const stopExecutions = (scope: Construct) =>
  allow(["states:StopExecution"], states(scope, "execution", "escalation-*"));
export const wakeExecutions = (scope: Construct) => allow(["states:SendTaskSuccess"], stateMachines(scope));

/** Only as the service's own sender. The identity is either the address or its domain, so both are named. */
export function sendMail(scope: Construct, sender: string): PolicyStatement {
  const identity = (name: string) =>
    Stack.of(scope).formatArn({ service: "ses", resource: "identity", resourceName: name });
  const domain = sender.split("@").at(-1) ?? sender;
  const statement = allow(["ses:SendEmail"], identity(sender), identity(domain));
  statement.addCondition("StringEquals", { "ses:FromAddress": sender });
  return statement;
}
