/**
 * Sealing: what is personal in an event is encrypted under the escalation's own random key before it is stored.
 * Deleting the key erases the people and leaves every hash whole.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { erased } from "../core/events.ts";

/** AES-256-GCM: a 12-byte nonce, the text, a 16-byte tag. */
const algorithm = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/** A sealed text that does not open under its key: the store was tampered with, or the key is another's. */
export class SealBroken extends Error {
  constructor(where: string, cause: unknown) {
    super(`What is sealed at ${where} does not open under its key`, { cause });
    this.name = "SealBroken";
  }
}

/** A key as it is stored. */
export const newKey = (): Buffer => randomBytes(32);

/** A stored key to seal and unseal with: it shows nothing of itself in a log, and opens four times as fast as the bytes do. */
export const keyFrom = (stored: Uint8Array): KeyObject => createSecretKey(stored);

/** An event as it is stored: its personal part as one sealed text. `where` binds it to its place, so it opens nowhere else. */
export function seal(event: object, key: KeyObject, where: string): object {
  if (!("sealed" in event) || event.sealed === erased) return event;
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(Buffer.from(where));
  const text = Buffer.concat([cipher.update(JSON.stringify(event.sealed), "utf8"), cipher.final()]);
  return { ...event, sealed: Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64") };
}

/** The event that was stored. Without a key, its personal part reads as erased. */
export function unseal(
  stored: Record<string, unknown>,
  key: KeyObject | undefined,
  where: string,
): Record<string, unknown> {
  const { sealed } = stored;
  if (typeof sealed !== "string" || sealed === erased) return stored;
  if (!key) return { ...stored, sealed: erased };
  try {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength));
    decipher.setAAD(Buffer.from(where));
    decipher.setAuthTag(bytes.subarray(bytes.length - tagLength));
    const text = Buffer.concat([
      decipher.update(bytes.subarray(nonceLength, bytes.length - tagLength)),
      decipher.final(),
    ]);
    return { ...stored, sealed: JSON.parse(text.toString("utf8")) as unknown };
  } catch (cause) {
    throw new SealBroken(where, cause);
  }
}
