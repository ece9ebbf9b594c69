/** The API, the pages and the registers: how people and their systems get in. */
import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  ApiMapping,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Key } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Bundles } from "../bundle/index.ts";
import { logProps, ServiceFunction } from "../constructs/service-function.ts";
import { variablesFor, type Told } from "../function-variables.ts";
import {
  appendToRecord,
  count,
  readSummaries,
  readWitnesses,
  sendMail,
  startExecutions,
  useWorking,
  wakeExecutions,
} from "../permissions.ts";

interface ServiceStackProps extends StackProps, Told {
  readonly bundles: Bundles<"api" | "pages" | "register">;
}

/** API Gateway itself gives a request up after 30 seconds. */
const timeout = Duration.seconds(29);

/** Everything that the API answers; all else is a page. Only the API's own description needs no token. */
export const apiPaths = [
  "/policies",
  "/escalations",
  "/escalations/{proxy+}",
  "/partnerships/{proxy+}",
  "/practice-alerts",
];
/** What the API answers without a token: its own description, which is the same for everybody. */
export const openApiPaths = ["/openapi.json"];
/** The register of a partnership, behind its links. */
export const registerPath = "/register/{proxy+}";

export class ServiceStack extends Stack {
  readonly functions: Readonly<Record<"api" | "pages" | "register", ServiceFunction>>;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { environment, data, bundles } = props;
    const key = Key.fromKeyArn(this, "ServiceKey", data.serviceKey.keyArn);
    const common = { timeout, key, logsDays: environment.retention.logsDays };
    const mayRaise = () => [appendToRecord(data), startExecutions(this)];
    const api = new ServiceFunction(this, "Api", {
      ...common,
      description: "Takes escalations from other systems, and gives their lists, records and bundles",
      bundle: bundles.api,
      variables: variablesFor(this, "api", props),
      may: [
        ...mayRaise(),
        useWorking(data, {
          get: ["KEY#*", "DIRECTORY#*"],
          getSeveral: ["DIRECTORY#*"],
          find: ["DIRECTORY#*", "AGENCY#*"],
          put: ["KEY#*"],
        }),
        readSummaries(data),
        readWitnesses(data),
        count(data, "RATE#*"),
      ],
    });
    const pages = new ServiceFunction(this, "Pages", {
      ...common,
      description: "What a link opens, and raising a concern by page",
      bundle: bundles.pages,
      variables: variablesFor(this, "pages", props),
      may: [
        ...mayRaise(),
        useWorking(data, {
          get: ["KEY#*", "TOKEN#*", "DIRECTORY#*", "LINK#*", "CODE#*", "RAISE#*", "DRAFT#*"],
          getSeveral: ["DIRECTORY#*"],
          find: ["DIRECTORY#*"],
          // A fresh link, and the one that a typed code stands for.
          put: ["KEY#*", "LINK#*", "CODE#*", "RAISE#*", "RAISE-ASKED#*", "DRAFT#*"],
        }),
        // Whoever answers wakes the execution.
        wakeExecutions(this),
        sendMail(this, data, environment),
        count(data, "RATE#*"),
      ],
    });
    const register = new ServiceFunction(this, "Register", {
      ...common,
      description: "The registers and reports of partnerships",
      bundle: bundles.register,
      variables: variablesFor(this, "register", props),
      may: [
        // Of the record it reads nothing, and has no key to what is sealed: what it shows is in the summaries (ALL-13).
        useWorking(data, { get: ["REGISTER#*", "DIRECTORY#*"], find: ["DIRECTORY#*"], put: ["REGISTER#*"] }),
        readSummaries(data),
        sendMail(this, data, environment),
        count(data, "RATE#register-*"),
      ],
    });
    this.functions = { api, pages, register };
    this.#routes(props, this.functions);
  }

  #routes(
    { address, environment, data }: ServiceStackProps,
    { api, pages, register }: ServiceStack["functions"],
  ): void {
    const { httpApi, tokens } = address;
    const open = new HttpNoneAuthorizer();
    const toApi = new HttpLambdaIntegration("ApiIntegration", api.lambda);
    const route = (path: string, integration: HttpLambdaIntegration, more: object) =>
      new HttpRoute(this, `Route ${path}`, {
        httpApi,
        routeKey: HttpRouteKey.with(path, HttpMethod.ANY),
        integration,
        ...more,
      });
    for (const path of openApiPaths) route(path, toApi, { authorizer: open });
    for (const path of apiPaths)
      route(path, toApi, { authorizer: tokens.authorizer, authorizationScopes: [...tokens.scopes] });
    new HttpRoute(this, "Route of registers", {
      httpApi,
      routeKey: HttpRouteKey.with(registerPath, HttpMethod.ANY),
      integration: new HttpLambdaIntegration("RegisterIntegration", register.lambda),
      authorizer: open,
    });
    new HttpRoute(this, "Route of pages", {
      httpApi,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration("PagesIntegration", pages.lambda),
      // Whoever has a link needs nothing else.
      authorizer: open,
    });

    const stage = new HttpStage(this, "Stage", {
      httpApi,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: environment.limits.requestsPerSecond, burstLimit: environment.limits.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(
            this,
            "AccessLogs",
            logProps(Key.fromKeyArn(this, "LogsKey", data.serviceKey.keyArn), environment.retention.logsDays),
          ),
        ),
        // No path, no address and no token: the path of a link is its secret.
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: "$context.requestTime",
            request: "$context.requestId",
            method: "$context.httpMethod",
            route: "$context.routeKey",
            status: "$context.status",
            milliseconds: "$context.responseLatency",
            error: "$context.integrationErrorMessage",
            refused: "$context.authorizer.error",
          }),
        ),
      },
    });
    if (address.domainName) new ApiMapping(this, "Mapping", { api: httpApi, domainName: address.domainName, stage });
  }
}
