/** A few of the requests of `npm run abuse`, by a seed that stays: the command makes many, by any. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { raiseSample } from "../../infra/local/raising.ts";
import { brokenBy, documentOf, requests, type Seen } from "./api.ts";
import { letGo } from "./http.ts";
import { startService, type Service } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(async () => {
  letGo();
  await service.close();
});

test("ALL-02 whatever is sent to the API is accepted whole or refused by a problem that its document describes, and leaves nothing half done", async () => {
  const document = await documentOf(service);
  const raised = await raiseSample("knowsley", {
    service: service.url,
    now: service.clock.now(),
    tokenOf: service.tokenFor,
    ask: fetch,
  });
  if (!raised || !("reference" in raised)) throw new Error(JSON.stringify(raised));
  await service.carryOn(raised.reference);
  const seen: Seen = { requests: 0, accepted: 0, refused: 0, problems: new Map() };
  await fc.assert(
    fc.asyncProperty(requests(document, [raised.reference]), async (each) => {
      expect(await brokenBy(each, service, document, seen)).toEqual([]);
    }),
    { seed: 8, numRuns: 150 },
  );
  // Not everything was refused, and not for one reason alone.
  expect(seen.accepted).toBeGreaterThan(5);
  expect(seen.problems.size).toBeGreaterThan(5);
});
