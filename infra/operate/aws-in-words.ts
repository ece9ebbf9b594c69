/** What went wrong with AWS, and what to do about it, for whoever runs a command. */
import { ChainBroken } from "../../functions/record/chain.ts";
import { SealBroken } from "../../functions/record/sealing.ts";

const causes: readonly [matches: (error: Error) => boolean, says: (error: Error) => string][] = [
  [
    ({ message }) => message.startsWith("Region is missing"),
    () => "No region is set. Set AWS_REGION to the region of the deployment, or AWS_PROFILE to a profile that has it.",
  ],
  [
    ({ name }) => name === "CredentialsProviderError",
    ({ message }) =>
      `There are no credentials of AWS. Sign in (aws sso login), or set AWS_PROFILE to a profile that has them. (${message})`,
  ],
  [
    ({ name }) => /^(ExpiredToken|UnrecognizedClient|InvalidSignature|InvalidClientTokenId)/.test(name),
    ({ message }) => `AWS does not take these credentials any more, or never did: sign in again. (${message})`,
  ],
  [
    ({ name }) => name === "ResourceNotFoundException",
    () =>
      "There is no such table in this account and region. The outputs of the data stack name both tables of a deployment.",
  ],
  [({ name }) => name === "AccessDeniedException", ({ message }) => `AWS refused: ${message}`],
  [
    (error) => "code" in error && /^E[A-Z_]+$/.test(String(error.code)),
    (error) => `AWS cannot be reached (${"code" in error ? String(error.code) : error.name}).`,
  ],
  [
    (error) => error instanceof ChainBroken || error instanceof SealBroken,
    ({ message }) => `${message}. This must never be: tell whoever answers for the service at once.`,
  ],
  [(error) => "$metadata" in error, ({ name, message }) => `AWS did not do it: ${name}: ${message}`],
];

/** What is known of an error in plain words; of any other, all that there is, for it is a fault of ours. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, says] = causes.find(([matches]) => matches(error)) ?? [];
  return says?.(error) ?? error.stack ?? error.message;
}
