/** All that the costs are counted from: prices, what was measured, what the example environment deploys, what is assumed. */
import { type Environment } from "../environment.ts";
import example from "../environments/example.ts";
import { assumptions } from "./assumptions.ts";
import { deployedOf, ownMetrics } from "./deployed.ts";
import { readMeasured } from "./measured.ts";
import { readPrices } from "./prices.ts";
import type { Known } from "./table.ts";

/** Under names that might be somebody's: synthesizing warns of those that are only made up. */
const deployable = JSON.parse(JSON.stringify(example).replaceAll('.example"', '.example.org"')) as Environment;

/** Reads its files, and synthesizes the templates that it counts in, anew at each call. */
export const known = (): Known => ({
  prices: readPrices(),
  measured: readMeasured(),
  deployed: deployedOf(deployable),
  metrics: ownMetrics().length,
  assumed: assumptions,
});
