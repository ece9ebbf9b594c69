/** How every function starts in the cloud: once, when it is loaded, and the same way for all. */
import type { Context } from "aws-lambda";
import { logger } from "../log.ts";
import { logMetrics } from "../measure.ts";
import { withoutWords } from "../unsaid.ts";
import { groundOf, systemClock, type Ground } from "./ground.ts";

/**
 * A handler, wired when it is loaded: a function that lacks something in its environment fails before its first event.
 * @param dependenciesOf the part of the service that it is
 * @param wire what it does with an event
 */
export function started<Dependencies, Input, Output>(
  dependenciesOf: (ground: Ground) => Dependencies,
  wire: (dependencies: Dependencies) => (input: Input, context: Context) => Promise<Output>,
): (input: Input, context: Context) => Promise<Output> {
  const { measure, publish } = logMetrics();
  const handle = wire(dependenciesOf(groundOf(process.env, systemClock, measure)));
  return async (input, context) => {
    logger().addContext(context);
    try {
      return await handle(input, context);
    } catch (error) {
      // What a function fails with stands in its log.
      throw withoutWords(error);
    } finally {
      publish();
    }
  };
}
