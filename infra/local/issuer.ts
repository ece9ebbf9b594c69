/** The laptop's issuer of tokens for the API: what Cognito or an agency's own OpenID provider is in the cloud. */
import { importJWK, SignJWT, type JWK } from "jose";
import type { Secrets } from "./secrets.ts";

/** Its key is the laptop’s own and lasts (secrets.ts), so a token outlives a restart. */
export interface Issuer {
  /** A token for a client of the directory, good for twelve hours of real time. */
  readonly tokenFor: (client: string) => Promise<string>;
  /** The public keys, as a JSON Web Key Set. */
  readonly keys: { readonly keys: readonly JWK[] };
}

export async function openIssuer(
  secrets: Pick<Secrets, "tokenKey">,
  { issuer, audience }: { readonly issuer: string; readonly audience: string },
): Promise<Issuer> {
  const jwk = secrets.tokenKey as JWK;
  const { d: _private, ...publicKey } = jwk;
  const key = await importJWK(jwk, "ES256");
  return {
    keys: { keys: [{ ...publicKey, alg: "ES256", use: "sig", kid: "laptop" }] },
    tokenFor: (client) =>
      new SignJWT({ client_id: client })
        .setProtectedHeader({ alg: "ES256", kid: "laptop" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime("12h")
        .sign(key),
  };
}
