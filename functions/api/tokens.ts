/** Bearer tokens: JWTs of the deployment's issuer. On the laptop the issuer is the laptop's own. */
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
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
  audience,
  jwksUrl,
}: TokenSettings): (token: string) => Promise<string | undefined> {
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, requiredClaims: ["exp"] });
      const client = payload["client_id"] ?? payload.sub;
      return typeof client === "string" ? client : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError && !issuerFailed.has(error.code)) return undefined;
      throw error;
    }
  };
}
