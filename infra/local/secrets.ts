/** The laptop's own secrets, made at the first start and kept in its folder. In the cloud they are AWS Secrets Manager's. */
import { generateKeyPairSync, randomBytes, type JsonWebKey } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Secrets {
  readonly referenceSecret: string;
  /** Under which the codes are hashed that people type in the place of a link. */
  readonly codeSecret: string;
  /** When the folder was first used, by the service's clock, UTC: no record is older. */
  readonly began: string;
  /** The private key that signs tokens (ES256). */
  readonly tokenKey: JsonWebKey;
}

/** @param now the service's time, UTC */
export function openSecrets(folder: string, now: string): Secrets {
  const file = join(folder, "secrets.json");
  const keep = (secrets: Secrets): Secrets => {
    // Renamed into place: a kill in the middle leaves no half of a key behind.
    writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return secrets;
  };
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8")) as Secrets | Omit<Secrets, "codeSecret">;
    // A folder from before there were codes gets its secret at the next start.
    return "codeSecret" in kept ? kept : keep({ ...kept, codeSecret: newSecret() });
  }
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return keep({
    began: now,
    referenceSecret: newSecret(),
    codeSecret: newSecret(),
    tokenKey: privateKey.export({ format: "jwk" }),
  });
}

const newSecret = () => randomBytes(32).toString("base64url");
