import { createContainer, systemClock } from "../container.ts";
import { sendDigests } from "./digests.ts";

const { digests } = createContainer(process.env, systemClock);

/** By the schedule, every hour. */
export const handler = async (): Promise<void> => {
  const { failed } = await sendDigests(digests);
  // A failed run is repeated and raises the alarm.
  if (failed > 0) throw new Error(`${failed} digests could not be sent`);
};
