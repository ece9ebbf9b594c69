/**
 * Where the service is reached, and who lets systems in. It lives longer than the functions behind it: the links in
 * e-mails lead here, and agencies' systems hold the secrets of their clients.
 */
import { Aws, CfnOutput, Duration, RemovalPolicy, SecretValue, Stack, type StackProps } from "aws-cdk-lib";
import { DomainName, HttpApi, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { Certificate, CertificateValidation, type ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import {
  CfnUserPoolDomain,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolResourceServer,
  ResourceServerScope,
} from "aws-cdk-lib/aws-cognito";
import { ARecord, AaaaRecord, HostedZone, type IHostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { ApiGatewayv2DomainProperties, CloudFrontTarget } from "aws-cdk-lib/aws-route53-targets";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import type { DataStack } from "./data.ts";

interface AddressStackProps extends StackProps {
  readonly environment: Environment;
  readonly data: DataStack;
}

/** Whose tokens the API takes. */
interface Tokens {
  readonly issuer: string;
  /** What API Gateway wants to read in a token. */
  readonly authorizer: HttpJwtAuthorizer;
  /** What the functions want to read in one: an audience, or the scope where the issuer gives none. */
  readonly audiences: readonly string[];
  readonly keys: string;
  /** What a token must have been given for, where the issuer says so. */
  readonly scopes: readonly string[];
}

type OpenId = Extract<Environment["clients"], { openId: unknown }>["openId"];
type Edge = NonNullable<NonNullable<Environment["address"]>["edge"]>;

/** Protected against being deleted: addresses of links, and agencies’ clients, would go with it. */
export class AddressStack extends Stack {
  readonly httpApi: HttpApi;
  /** The name that API Gateway answers by, where it has one of ours. */
  readonly domainName: DomainName | undefined;
  /** Links begin with it. */
  readonly serviceUrl: string;
  readonly tokens: Tokens;
  /** What the edge shows the functions, so that nobody goes round it. */
  readonly edgeSecret: Secret | undefined;
  /** The edge's own counts are kept under this id. */
  readonly distribution: Distribution | undefined;
  /** A certificate that somebody imported is not renewed by itself, so its end is watched. */
  readonly certificate: ICertificate | undefined;

  constructor(scope: Construct, id: string, props: AddressStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { environment, data } = props;
    const { address } = environment;
    this.httpApi = new HttpApi(this, "HttpApi", {
      apiName: "escalations",
      description: "The API and the pages of the escalation service",
      createDefaultStage: false,
      // Nothing is reached but by its own name; without one, and behind the edge, there is no other way in.
      disableExecuteApiEndpoint: address !== undefined && address.edge === undefined,
    });
    this.serviceUrl = address ? `https://${address.domain}` : this.httpApi.apiEndpoint;

    if (address) {
      const zone = address.hostedZone && this.#zone(address.hostedZone);
      if (address.edge) {
        this.edgeSecret = new Secret(this, "EdgeSecret", {
          description: "The edge shows it to the functions, which answer nobody else",
          generateSecretString: { passwordLength: 64, excludePunctuation: true },
          encryptionKey: data.serviceKey,
        });
        this.distribution = this.#edge(address.domain, address.edge, this.edgeSecret);
        this.#lead(
          address.domain,
          zone,
          RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
          this.distribution.distributionDomainName,
        );
      } else {
        this.certificate = address.certificate
          ? Certificate.fromCertificateArn(this, "Certificate", address.certificate)
          : new Certificate(this, "Certificate", {
              domainName: address.domain,
              validation: CertificateValidation.fromDns(zone),
            });
        this.domainName = new DomainName(this, "DomainName", {
          domainName: address.domain,
          certificate: this.certificate,
          securityPolicy: SecurityPolicy.TLS_1_2,
        });
        const { regionalDomainName: name, regionalHostedZoneId: hostedZoneId } = this.domainName;
        this.#lead(
          address.domain,
          zone,
          RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(name, hostedZoneId)),
          name,
        );
      }
    }
    const { clients } = environment;
    this.tokens = "cognito" in clients ? this.#cognito(clients.cognito) : this.#openId(clients.openId);
    new CfnOutput(this, "ServiceAddress", { value: this.serviceUrl });
  }

  #zone({ id, name }: { readonly id: string; readonly name: string }): IHostedZone {
    return HostedZone.fromHostedZoneAttributes(this, "HostedZone", { hostedZoneId: id, zoneName: name });
  }

  /** Has the name lead here: by the zone where it is ours, by somebody's hand where it is not. */
  #lead(domain: string, zone: IHostedZone | undefined, target: RecordTarget, name: string): void {
    if (zone) {
      new ARecord(this, "Ipv4", { zone, recordName: `${domain}.`, target });
      new AaaaRecord(this, "Ipv6", { zone, recordName: `${domain}.`, target });
    }
    new CfnOutput(this, "AddressLeadsTo", { description: `${domain} has to lead to this name`, value: name });
  }

  #edge(domain: string, { certificate, webAcl }: Edge, secret: Secret): Distribution {
    const origin = new HttpOrigin(`${this.httpApi.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
      customHeaders: { "x-escalations-edge": secretOf(secret) },
    });
    const asIs = {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // Nothing of a page or of the API is kept on its way.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    return new Distribution(this, "Edge", {
      comment: "Before the API and the pages of the escalation service",
      domainNames: [domain],
      certificate: Certificate.fromCertificateArn(this, "EdgeCertificate", certificate),
      webAclId: webAcl,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: asIs,
      // Stylesheets and the icon are at addresses that change with their content.
      additionalBehaviors: {
        "/assets/*": {
          ...asIs,
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        },
      },
    });
  }

  #openId({ issuer, audiences, keys }: OpenId): Tokens {
    return { issuer, authorizer: this.#authorizer(issuer, audiences), audiences, keys, scopes: [] };
  }

  #authorizer(issuer: string, audiences: readonly string[]): HttpJwtAuthorizer {
    return new HttpJwtAuthorizer("Tokens", issuer, { jwtAudience: [...audiences] });
  }

  #cognito(names: readonly string[]): Tokens {
    const pool = new UserPool(this, "Clients", {
      // Systems only: nobody signs in here. Should an administrator ever add a person, then not by a password alone.
      selfSignUpEnabled: false,
      passwordPolicy: {
        minLength: 16,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const use = new ResourceServerScope({
      scopeName: "use",
      scopeDescription: "Raise concerns, and read what an agency is a party to",
    });
    const server = new UserPoolResourceServer(this, "Api", {
      userPool: pool,
      identifier: "escalations",
      scopes: [use],
    });
    new CfnUserPoolDomain(this, "TokenDomain", {
      userPoolId: pool.userPoolId,
      // One name for the whole world, so the account's number makes it ours.
      domain: `escalations-${Aws.ACCOUNT_ID}`,
    });
    const scope = `escalations/${use.scopeName}`;
    const clients = names.map((name) => {
      const client = new UserPoolClient(this, `Client-${name}`, {
        userPool: pool,
        userPoolClientName: name,
        generateSecret: true,
        authFlows: {},
        oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, use)] },
        accessTokenValidity: Duration.hours(1),
        enableTokenRevocation: true,
        preventUserExistenceErrors: true,
      });
      new CfnOutput(this, `ClientId-${name}`, { value: client.userPoolClientId });
      return client.userPoolClientId;
    });
    new CfnOutput(this, "TokenIssuer", {
      description: "Its .well-known/openid-configuration says where systems get their tokens",
      value: pool.userPoolProviderUrl,
    });
    return {
      issuer: pool.userPoolProviderUrl,
      authorizer: this.#authorizer(pool.userPoolProviderUrl, clients),
      audiences: [scope],
      keys: `${pool.userPoolProviderUrl}/.well-known/jwks.json`,
      scopes: [scope],
    };
  }
}

/** Put in by CloudFormation when it deploys. */
const secretOf = (secret: Secret): string => SecretValue.secretsManager(secret.secretArn).unsafeUnwrap();
