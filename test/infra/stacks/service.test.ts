/** The way in: which path leads where, who needs a token, how much at once, and what is written down of it. */
import { beforeAll, describe, expect, it } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import type { ApiDependencies } from "../../../functions/api/app.ts";
import { apiPaths, openApiPaths } from "../../../infra/stacks/service.ts";
import { synthesized, type Cloud } from "../../support/cloud.ts";
import { edged, live } from "../../support/environments.ts";

let cloud: Cloud;
let behindEdge: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
  behindEdge = synthesized(edged);
});

interface Route {
  readonly to: string;
  readonly authorization: string;
  readonly scopes: readonly string[];
  readonly authorizer: string | undefined;
}

function routes(of: Cloud): Record<string, Route> {
  const functionOf = (integration: string) => {
    const [id = ""] = /(?<=<)service\/\w+(?=>)/.exec(integration) ?? [];
    const written = of.writtenIn(id)(of.resources[id]!.Properties["IntegrationUri"]);
    return Object.entries(of.functions).find(([, each]) => `<${each.id}>` === written)?.[0] ?? written;
  };
  return Object.fromEntries(
    of.ofType("AWS::ApiGatewayV2::Route").map(([id, { Properties }]) => [
      String(Properties["RouteKey"]),
      {
        to: functionOf(of.writtenIn(id)(Properties["Target"])),
        authorization: String(Properties["AuthorizationType"]),
        scopes: (Properties["AuthorizationScopes"] as string[] | undefined) ?? [],
        authorizer: Properties["AuthorizerId"] && of.writtenIn(id)(Properties["AuthorizerId"]),
      },
    ]),
  );
}

describe("the routes", () => {
  const ofApi = ["/policies", "/escalations", "/escalations/{proxy+}", "/partnerships/{proxy+}", "/practice-alerts"];

  it("lead what systems ask to the API, registers to their own function, and all else to the pages", () => {
    expect(Object.fromEntries(Object.entries(routes(cloud)).map(([key, { to }]) => [key, to]))).toEqual({
      ...Object.fromEntries([...ofApi, "/openapi.json"].map((path) => [`ANY ${path}`, "api"])),
      "ANY /register/{proxy+}": "register",
      $default: "pages",
    });
  });

  it("ask on every route of the API for a token of the authorizer's, given for this use", () => {
    const authorizer = `<${cloud.idLike("AWS::ApiGatewayV2::Authorizer", "")}>`;
    for (const path of ofApi)
      expect(routes(cloud)[`ANY ${path}`]).toMatchObject({
        authorization: "JWT",
        scopes: ["escalations/use"],
        authorizer,
      });
    expect(cloud.resources[cloud.idLike("AWS::ApiGatewayV2::Authorizer", "")]!.Properties).toMatchObject({
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
    });
    // Somebody else's issuer has scopes of its own.
    for (const path of ofApi)
      expect(routes(behindEdge)[`ANY ${path}`]).toMatchObject({ authorization: "JWT", scopes: [] });
  });

  it("ask for none where the API describes itself, and on no page: whoever has a link needs nothing else", () => {
    for (const key of ["ANY /openapi.json", "ANY /register/{proxy+}", "$default"])
      expect(routes(cloud)[key]).toMatchObject({ authorization: "NONE", scopes: [], authorizer: undefined });
  });

  it("are all that the API answers: none is missing, so that none of it ends at the pages without a token", () => {
    const api = createApi({} as ApiDependencies);
    const answered = new Set(api.routes.flatMap(({ path, method }) => (method === "ALL" ? [] : [path])));
    const covered = [...apiPaths, ...openApiPaths].map((path) => new RegExp(`^${path.replace("{proxy+}", ".+")}$`));
    expect(answered.size).toBeGreaterThan(4);
    for (const path of answered)
      expect(
        covered.some((each) => each.test(path)),
        path,
      ).toBe(true);
  });
});

describe("the stage", () => {
  const stage = () => cloud.resources[cloud.idLike("AWS::ApiGatewayV2::Stage", "")]!.Properties;

  it("takes as much at once as the environment says", () => {
    expect(stage()["DefaultRouteSettings"]).toMatchObject({
      ThrottlingRateLimit: live.limits.requestsPerSecond,
      ThrottlingBurstLimit: live.limits.burst,
    });
  });

  it("writes down no path, no address, no header and no token: the path of a link is its secret", () => {
    const format = JSON.parse(stage()["AccessLogSettings"].Format as string) as Record<string, string>;
    expect(Object.values(format).toSorted()).toEqual([
      "$context.authorizer.error",
      "$context.httpMethod",
      "$context.integrationErrorMessage",
      "$context.requestId",
      "$context.requestTime",
      "$context.responseLatency",
      "$context.routeKey",
      "$context.status",
    ]);
    expect(JSON.stringify(format)).not.toMatch(/path|sourceIp|identity|userAgent|header|claims|domainName/i);
    expect(cloud.writtenIn("service/")(stage()["AccessLogSettings"].DestinationArn)).toMatch(/^<service\/AccessLogs/);
  });
});

describe("the functions of all stacks", () => {
  const functions = () =>
    cloud.ofType("AWS::Lambda::Function").map(([id, { Properties }]) => [id, Properties] as const);

  it("are as many as there are bundles, each with a log of its own, traced, on Node 24 and arm64", () => {
    expect(
      functions()
        .map(([id]) => id)
        .toSorted(),
    ).toEqual(
      Object.values(cloud.functions)
        .map(({ id }) => id)
        .toSorted(),
    );
    const logs = functions().map(([id, properties]) => cloud.writtenIn(id)(properties["LoggingConfig"].LogGroup));
    expect(new Set(logs).size).toBe(functions().length);
    for (const [, properties] of functions())
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        MemorySize: 512,
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
      });
  });

  it("end before whoever waits for them gives them up", () => {
    const seconds = (name: keyof Cloud["functions"]) =>
      cloud.resources[cloud.functions[name].id]!.Properties["Timeout"] as number;
    for (const task of [
      "open",
      "await",
      "tick",
      "settle",
      "alertOpen",
      "alertAwait",
      "alertTick",
      "alertSettle",
    ] as const)
      expect(seconds(task)).toBeLessThan(60);
    for (const name of ["api", "pages", "register"] as const) expect(seconds(name)).toBeLessThan(30);
    const held = Object.values(cloud.resources).find((each) => each.Type === "Custom::PoliciesHeld")!.Properties;
    expect(seconds("guard") * 3).toBeLessThan(Number(held["ServiceTimeout"]));
  });

  it("keep their logs for as long as the environment says, and no log is kept for ever", () => {
    const logs = cloud.ofType("AWS::Logs::LogGroup");
    expect(logs.length).toBeGreaterThan(functions().length);
    for (const [id, { Properties }] of logs) expect(Properties["RetentionInDays"], id).toBe(live.retention.logsDays);
  });
});
