/** Bearer tokens: JWTs of the deployment's issuer. On the laptop the issuer is the laptop's own. */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import { once } from "../../policies/once.ts";

export interface TokenSettings {
  readonly issuer: string;
  /** For whom, or with which scope, a token may be issued; one of them is enough. */
  readonly audiences: readonly string[];
  readonly jwksUrl: string;
}

/** The issuer did not answer, or not with its keys: nothing is known of the token. The generic code is an answer without keys. */
const issuerFailed: ReadonlySet<string> = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]);

/**
 * @returns what finds the client id of a token: its `client_id`, or else its `sub`; undefined for a token that is forged,
 * expired, of another issuer or for another audience. A failure to reach the issuer is thrown, not taken for a bad token.
 */
export function tokenReader({
  issuer,
  audiences,
  jwksUrl,
}: TokenSettings): (token: string) => Promise<string | undefined> {
  const keys = once(() => createRemoteJWKSet(new URL(jwksUrl)));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys(), { issuer, requiredClaims: ["exp"] });
      if (!isFor(payload, audiences)) return undefined;
      const client = payload["client_id"] ?? payload.sub;
      return typeof client === "string" ? client : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError && !issuerFailed.has(error.code)) return undefined;
      throw error;
    }
  };
}

/**
 * By `aud`; or, where a token has none, by its `scope`, as with the access tokens that Cognito gives to systems. Cognito's
 * tokens about people, which have another `token_use`, are for nobody here.
 */
function isFor({ aud, scope, token_use: use }: JWTPayload, audiences: readonly string[]): boolean {
  if (use !== undefined && use !== "access") return false;
  const named = aud === undefined ? (typeof scope === "string" ? scope.split(" ") : []) : [aud].flat();
  return named.some((each) => audiences.includes(each));
}
