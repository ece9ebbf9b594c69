/** What an error is called that passes by itself: the state machine tries the task again (infra/state-machine.ts). Its words are our own. */
export const triedAgain = "TransientError";

/**
 * An error as it may leave a function: what it is called and where it happened, without its words. The log and the history of
 * an execution keep what a function fails with, and the words of others quote what they were asked: an address, a name, a key.
 */
export function withoutWords(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(unsaid);
  // The words of what is tried again are our own, and name no more than an error and a reference.
  const left = new Error(error.name === triedAgain ? error.message : unsaid);
  left.name = error.name;
  // Its words stand at the beginning of its stack, and can have lines that look like a place.
  const places = (error.stack ?? "").replace(error.message, () => "");
  const frames = places.split("\n").filter((line) => /^ {4}at /.test(line));
  left.stack = [`${left.name}: ${left.message}`, ...frames].join("\n");
  return left;
}

const unsaid = "What it said is not kept, because it could quote what is personal";
