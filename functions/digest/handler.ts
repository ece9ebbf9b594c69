import { digestsOf } from "../container/digests.ts";
import { started } from "../container/start.ts";
import { sendDigests } from "./digests.ts";

/** By the schedule, every hour. */
export const handler = started(digestsOf, (digests) => async (): Promise<void> => {
  const { failed } = await sendDigests(digests);
  if (failed > 0) {
    digests.measure("DigestsFailed", failed);
    // A failed run is repeated and raises the alarm.
    throw new Error(`${failed} digests could not be sent`);
  }
});
