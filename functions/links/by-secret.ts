/**
 * What belongs to a link and is personal, sealed with AES-256-GCM under a key that is derived from the link's secret. The secret is in the
 * e-mail and nowhere else, so whoever reads the table can read none of it.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

export interface SealedBy {
  readonly secret: string;
  /** What for, so that a key serves for one thing alone. */
  readonly use: string;
  /** Where it stands: what is sealed opens nowhere else. */
  readonly place: string;
}

const keyOf = ({ secret, use }: SealedBy) =>
  new Uint8Array(hkdfSync("sha256", secret, "", `safeguarding escalation: ${use}`, 32));

/** Opened by `openedBySecret` with the same three. Sealed twice, a text looks different each time. */
export function sealedBySecret(text: string, by: SealedBy): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, keyOf(by), nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(by.place));
  const sealed = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]);
}

/** @throws Error where it was sealed by another secret, for another use or place, or was altered */
export function openedBySecret(sealed: Uint8Array, by: SealedBy): string {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const opening = createDecipheriv(cipher, keyOf(by), nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(by.place))
    .setAuthTag(tag);
  return Buffer.concat([opening.update(sealed.subarray(nonceBytes + tagBytes)), opening.final()]).toString("utf8");
}
