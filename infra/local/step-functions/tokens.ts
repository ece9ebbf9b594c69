import { createHash, randomUUID } from "node:crypto";

/**
 * Task tokens. A token proves by itself that it is one, so that one from before a restart is known to be out of date
 * rather than taken for nonsense. It protects nothing: whoever reaches the endpoint is trusted.
 */
const SUM_CHARACTERS = 16;

const sumOf = (body: string): string =>
  createHash("sha256").update(`task token ${body}`).digest("base64url").slice(0, SUM_CHARACTERS);

/** A new token, never given before, for one attempt at a task of this execution. */
export function mintToken(executionArn: string): string {
  const body = Buffer.from(`${executionArn} ${randomUUID()}`).toString("base64url");
  return body + sumOf(body);
}

/** Whether this text was ever minted as a token, by this process or another. */
export function isToken(text: string): boolean {
  const body = text.slice(0, -SUM_CHARACTERS);
  return body !== "" && text.endsWith(sumOf(body));
}
