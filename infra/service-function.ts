/** A function of the service: its code, what it may do, where it logs. Nothing of it is shared with another. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

interface ServiceFunctionProps {
  readonly description: string;
  /** The folder that bundling has made; its `index.js` exports `handler`. */
  readonly bundle: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly may: readonly PolicyStatement[];
}

/** Logs hold references and no person. They are for whoever looks into a fault; the record is not among them. */
export const logRetention = { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY };

export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", logRetention);
    // A role of its own making: the usual managed policy would let it write to any log there is.
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    for (const statement of props.may) role.addToPrincipalPolicy(statement);
    this.lambda = new LambdaFunction(this, "Function", {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      handler: "index.handler",
      // Source maps stay where the bundle was made: they are as large again, and reading one costs a failing call time.
      code: Code.fromAsset(props.bundle, { exclude: ["*.map"] }),
      environment: { ...props.environment },
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
    });
  }
}
