/** The laptop's own secrets, made at the first start and kept in its folder. In the cloud they are AWS Secrets Manager's. */
import { generateKeyPairSync, randomBytes, type JsonWebKey } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Secrets {
  readonly referenceSecret: string;
  /** When the folder was first used, by the service's clock, UTC: no record is older. */
  readonly began: string;
  /** The private key that signs tokens (ES256). */
  readonly tokenKey: JsonWebKey;
}

/** @param now the service's time, UTC */
export function openSecrets(folder: string, now: string): Secrets {
  const file = join(folder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const secrets: Secrets = {
    began: now,
    referenceSecret: randomBytes(32).toString("base64url"),
    tokenKey: privateKey.export({ format: "jwk" }),
  };
  // Renamed into place: a kill in the middle leaves no half of a key behind.
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}
