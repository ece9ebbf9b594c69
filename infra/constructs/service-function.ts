/** A function of the service: its code, what it may do, where it logs. Nothing of it is shared with another. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, type LogGroupProps } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { deadLetters } from "./dead-letters.ts";

interface ServiceFunctionProps {
  readonly description: string;
  /** The folder that bundling has made; its `index.js` exports `handler`. */
  readonly bundle: string;
  readonly timeout: Duration;
  readonly variables: Readonly<Record<string, string>>;
  readonly may: readonly (readonly PolicyStatement[])[];
  /** Encrypts its log and its variables. */
  readonly key: IKey;
  readonly logsDays: number;
  /**
   * Nobody waits for its answer: it is called by an event or a schedule. Lambda then tries a failed call twice more, and
   * what still failed is kept as a dead letter.
   */
  readonly asynchronous?: true;
}

/** Logs hold references and no person. They are for whoever looks into a fault; the record is not among them. */
export const logProps = (key: IKey, logsDays: number): LogGroupProps => ({
  encryptionKey: key,
  retention: logsDays,
  removalPolicy: RemovalPolicy.DESTROY,
});

/** It may do what `may` says, and beside that only what running takes: write its own log, be traced, keep its dead letters. */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;
  /** Where calls end that failed for good; only of one that is called asynchronously. */
  readonly deadLetters: Queue | undefined;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", logProps(props.key, props.logsDays));
    // A role of its own making: the usual managed policy would let it write to any log there is.
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    for (const statement of props.may.flat()) role.addToPrincipalPolicy(statement);
    this.deadLetters = props.asynchronous && deadLetters(this, "DeadLetters");
    this.lambda = new LambdaFunction(this, "Function", {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      handler: "index.handler",
      // Source maps stay where the bundle was made: they are as large again, and reading one costs a failing call time.
      code: Code.fromAsset(props.bundle, { exclude: ["*.map"] }),
      environment: { ...props.variables },
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      ...(this.deadLetters
        ? { deadLetterQueue: this.deadLetters, retryAttempts: 2, maxEventAge: Duration.hours(1) }
        : {}),
    });
    // CDK's own way of saying this lets the function encrypt with the key too, which it never does.
    (this.lambda.node.defaultChild as CfnFunction).kmsKeyArn = props.key.keyArn;
  }
}
