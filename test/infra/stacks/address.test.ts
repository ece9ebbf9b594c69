/** Where the service is reached, by nothing but its own name, and who lets systems in. */
import { beforeAll, describe, expect, it } from "vitest";
import { synthesized, type Cloud, type Part } from "../../support/cloud.ts";
import { edged, live, trial } from "../../support/environments.ts";

let cloud: Cloud;
let behindEdge: Cloud;
let tried: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
  behindEdge = synthesized(edged);
  tried = synthesized(trial);
});

const one = (of: Cloud, type: string, start = "") => {
  const id = of.idLike(type, start);
  return { id, properties: of.resources[id]!.Properties };
};
const written = (of: Cloud, expression: unknown) => of.writtenIn("address/")(expression);
const variable = (of: Cloud, name: "api" | "pages" | "open" | "digest", variable: string) => {
  const { id } = of.functions[name];
  const value = (of.resources[id]!.Properties["Environment"].Variables as Part)[variable] as unknown;
  return value === undefined ? undefined : of.writtenIn(id)(value);
};

describe("an address of one's own", () => {
  it("is the only way in: API Gateway's own name answers nobody", () => {
    expect(one(cloud, "AWS::ApiGatewayV2::Api").properties["DisableExecuteApiEndpoint"]).toBe(true);
    expect(one(cloud, "AWS::ApiGatewayV2::DomainName").properties).toMatchObject({
      DomainName: "escalations.example.org",
      DomainNameConfigurations: [{ EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" }],
    });
    const mapping = one(cloud, "AWS::ApiGatewayV2::ApiMapping").properties;
    expect(cloud.writtenIn("service/")(mapping["DomainName"])).toBe(
      `<${cloud.idLike("AWS::ApiGatewayV2::DomainName", "")}>`,
    );
  });

  it("is where links lead, for all that write links", () => {
    for (const name of ["api", "pages", "open"] as const)
      expect(variable(cloud, name, "SERVICE_URL")).toBe("https://escalations.example.org");
  });

  it("has a certificate that is made and proved by the zone, and records of both kinds that lead to it", () => {
    const { properties } = one(cloud, "AWS::CertificateManager::Certificate");
    expect(properties).toMatchObject({
      DomainName: "escalations.example.org",
      ValidationMethod: "DNS",
      DomainValidationOptions: [{ HostedZoneId: "Z0ABC" }],
    });
    const records = cloud.ofType("AWS::Route53::RecordSet").filter(([id]) => id.startsWith("address/"));
    expect(records.map(([, { Properties }]) => `${Properties["Type"]} ${Properties["Name"]}`).toSorted()).toEqual([
      "A escalations.example.org.",
      "AAAA escalations.example.org.",
    ]);
  });

  it("can have a certificate that is there already, and DNS that is kept elsewhere", () => {
    const certificate = "arn:aws:acm:eu-west-2:111122223333:certificate/ours";
    const elsewhere = synthesized({ ...live, address: { domain: "escalations.example.org", certificate } });
    expect(elsewhere.ofType("AWS::CertificateManager::Certificate")).toEqual([]);
    expect(elsewhere.ofType("AWS::Route53::RecordSet").filter(([id]) => id.startsWith("address/"))).toEqual([]);
    const [configuration] = one(elsewhere, "AWS::ApiGatewayV2::DomainName").properties[
      "DomainNameConfigurations"
    ] as Part[];
    expect(configuration?.["CertificateArn"]).toBe(certificate);
    const outputs = elsewhere.templates.address.toJSON()["Outputs"] as Part;
    expect(written(elsewhere, outputs["AddressLeadsTo"].Value)).toBe(
      `<${elsewhere.idLike("AWS::ApiGatewayV2::DomainName", "")}>`,
    );
  });

  it("can be left out of a trial, which is reached by API Gateway's own name", () => {
    expect(one(tried, "AWS::ApiGatewayV2::Api").properties["DisableExecuteApiEndpoint"]).not.toBe(true);
    expect(tried.ofType("AWS::ApiGatewayV2::DomainName")).toEqual([]);
    expect(variable(tried, "pages", "SERVICE_URL")).toBe(`<${tried.idLike("AWS::ApiGatewayV2::Api", "")}>`);
  });

  it("lets no page of another site ask: there is no CORS", () => {
    for (const of of [cloud, behindEdge, tried])
      expect(one(of, "AWS::ApiGatewayV2::Api").properties).not.toHaveProperty("CorsConfiguration");
  });
});

describe("the edge", () => {
  const distribution = () => one(behindEdge, "AWS::CloudFront::Distribution").properties["DistributionConfig"] as Part;

  it("answers by the service's name, with its certificate and its firewall, by TLS 1.2 on", () => {
    expect(distribution()).toMatchObject({
      Aliases: ["escalations.example.org"],
      ViewerCertificate: {
        AcmCertificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/edge",
        MinimumProtocolVersion: "TLSv1.2_2021",
      },
      WebACLId: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/one/two",
      Enabled: true,
    });
    const outputs = behindEdge.templates.address.toJSON()["Outputs"] as Part;
    expect(written(behindEdge, outputs["AddressLeadsTo"].Value)).toBe(
      `<${behindEdge.idLike("AWS::CloudFront::Distribution", "")}>`,
    );
    expect(behindEdge.ofType("AWS::ApiGatewayV2::DomainName")).toEqual([]);
  });

  it("keeps no page and no answer of the API; only what changes its address with its content", () => {
    const disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    const optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    expect(distribution()["DefaultCacheBehavior"]).toMatchObject({
      CachePolicyId: disabled,
      ViewerProtocolPolicy: "https-only",
    });
    expect(
      (distribution()["CacheBehaviors"] as Part[]).map((each) => [
        each["PathPattern"],
        each["CachePolicyId"],
        each["ViewerProtocolPolicy"],
      ]),
    ).toEqual([["/assets/*", optimized, "https-only"]]);
  });

  it("shows its secret with every request to the only place that it leads to, by TLS", () => {
    const [origin, ...more] = distribution()["Origins"] as Part[];
    expect(more).toEqual([]);
    const [header, ...others] = origin!["OriginCustomHeaders"] as Part[];
    expect(others).toEqual([]);
    expect(header?.["HeaderName"]).toBe("x-escalations-edge");
    const secret = behindEdge.idLike("AWS::SecretsManager::Secret", "EdgeSecret");
    expect(written(behindEdge, header?.["HeaderValue"])).toMatch(
      new RegExp(`^\\{\\{resolve:secretsmanager:<${secret}>:SecretString:`),
    );
    expect(origin?.["CustomOriginConfig"]).toMatchObject({ OriginProtocolPolicy: "https-only" });
    expect(behindEdge.resources[secret]!.Properties["GenerateSecretString"]).toMatchObject({ PasswordLength: 64 });
  });

  it("is believed by the API, the pages and the registers alone, which know its secret; no other function is told", () => {
    const secret = behindEdge.idLike("AWS::SecretsManager::Secret", "EdgeSecret");
    const told = Object.entries(behindEdge.functions).flatMap(([name, { id }]) => {
      const value = (behindEdge.resources[id]!.Properties["Environment"].Variables as Part)["EDGE_SECRET"] as unknown;
      return value === undefined ? [] : [[name, behindEdge.writtenIn(id)(value)] as const];
    });
    expect(told.map(([name]) => name).toSorted()).toEqual(["api", "pages", "register"]);
    for (const [, value] of told)
      expect(value).toMatch(new RegExp(`^\\{\\{resolve:secretsmanager:<${secret}>:SecretString:`));
  });

  it("is left out where the environment has none, with its secret", () => {
    for (const of of [cloud, tried]) {
      expect(of.ofType("AWS::CloudFront::Distribution")).toEqual([]);
      expect(variable(of, "api", "EDGE_SECRET")).toBeUndefined();
      // What references are made of, and codes hashed under.
      const secrets = of.ofType("AWS::SecretsManager::Secret").map(([id]) => id.replace(/[0-9A-F]{8}$/, ""));
      expect(secrets.toSorted()).toEqual(["data/CodeSecret", "data/ReferenceSecret"]);
    }
  });
});

describe("the systems that may ask", () => {
  it("have a client each by name, which gets tokens by its secret alone, for this service alone, for an hour", () => {
    const clients = cloud.ofType("AWS::Cognito::UserPoolClient").map(([, { Properties }]) => Properties);
    expect(clients.map((each) => String(each["ClientName"])).toSorted()).toEqual([
      "harbour-health",
      "whitebeam-academy",
    ]);
    for (const client of clients) {
      expect(client).toMatchObject({
        AllowedOAuthFlows: ["client_credentials"],
        AllowedOAuthFlowsUserPoolClient: true,
        GenerateSecret: true,
        AccessTokenValidity: 60,
        TokenValidityUnits: { AccessToken: "minutes" },
        EnableTokenRevocation: true,
        PreventUserExistenceErrors: "ENABLED",
      });
      expect((client["AllowedOAuthScopes"] as unknown[]).map((each) => written(cloud, each))).toEqual([
        `<${cloud.idLike("AWS::Cognito::UserPoolResourceServer", "")}>/use`,
      ]);
      expect(client).not.toHaveProperty("CallbackURLs");
      expect(client["ExplicitAuthFlows"] ?? []).not.toContainEqual(expect.stringMatching(/PASSWORD|SRP/));
    }
    expect(one(cloud, "AWS::Cognito::UserPoolResourceServer").properties).toMatchObject({
      Identifier: "escalations",
      Scopes: [{ ScopeName: "use" }],
    });
  });

  it("are systems only: nobody signs themselves up, and the pool is not deleted by a mistake", () => {
    const id = cloud.idLike("AWS::Cognito::UserPool", "");
    expect(cloud.resources[id]).toMatchObject({
      DeletionPolicy: "Retain",
      Properties: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }, DeletionProtection: "ACTIVE" },
    });
  });

  it("are told apart by the API by the same issuer, clients and keys as the authorizer goes by", () => {
    const pool = `<${cloud.idLike("AWS::Cognito::UserPool", "")}>`;
    const clients = cloud.ofType("AWS::Cognito::UserPoolClient").map(([id]) => `<${id}>`);
    expect(variable(cloud, "api", "JWT_ISSUER")).toBe(pool);
    expect(variable(cloud, "api", "JWKS_URL")).toBe(`${pool}/.well-known/jwks.json`);
    // The functions look for the scope: only the authorizer has to name each client.
    expect(variable(cloud, "api", "JWT_AUDIENCE")).toBe("escalations/use");
    const { id, properties: authorizer } = one(cloud, "AWS::ApiGatewayV2::Authorizer");
    expect(cloud.writtenIn(id)(authorizer["JwtConfiguration"].Issuer)).toBe(pool);
    const audience = (authorizer["JwtConfiguration"].Audience as unknown[]).map(cloud.writtenIn(id));
    expect(audience.toSorted()).toEqual(clients.toSorted());
  });

  it("can be let in by an issuer that is there already; then no pool is made", () => {
    expect(behindEdge.ofType("AWS::Cognito::UserPool")).toEqual([]);
    expect(one(behindEdge, "AWS::ApiGatewayV2::Authorizer").properties["JwtConfiguration"]).toEqual({
      Issuer: "https://identity.example.org",
      Audience: ["escalations"],
    });
    expect(
      (["JWT_ISSUER", "JWT_AUDIENCE", "JWKS_URL"] as const).map((name) => variable(behindEdge, "api", name)),
    ).toEqual(["https://identity.example.org", "escalations", "https://identity.example.org/keys"]);
  });
});
