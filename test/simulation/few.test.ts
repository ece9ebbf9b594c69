/** A few of the histories of simulation.test.ts, for whoever changes something and wants to know soon. */
import { afterAll, beforeAll, test } from "vitest";
import { holds } from "./holds.ts";
import { startMachines, type Machines } from "./machines.ts";
import { publishedPlaces } from "./policies.ts";

const places = publishedPlaces();
let machines: Machines;
beforeAll(async () => {
  machines = await startMachines(places.map((each) => each.rules.policy));
});
afterAll(() => machines.close());

test.each(places.map((place) => [place.name, place] as const))(
  "ALL-01, ALL-07, ALL-09 under %s a few histories hold",
  async (_, place) => holds(place, 3, machines),
);
