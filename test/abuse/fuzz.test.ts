/** A few of the requests and walks of `npm run abuse`, by a seed that stays: the command makes many, by any. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { brokenBy, documentOf, requests, type Seen } from "./api.ts";
import { prepare, type Prepared } from "./ground.ts";
import { letGo } from "./http.ts";
import { brokenByWalk, walks, type PagesSeen } from "./pages.ts";
import { startService, type Service } from "./service.ts";

let service: Service;
let prepared: Prepared;
beforeAll(async () => {
  service = await startService();
  prepared = await prepare(service);
});
afterAll(async () => {
  letGo();
  await service.close();
});

test("ALL-02 whatever is sent to the API is accepted whole or refused by a problem that its document describes, and leaves nothing half done", async () => {
  const document = await documentOf(service);
  const seen: Seen = { requests: 0, accepted: 0, refused: 0, problems: new Map() };
  await fc.assert(
    fc.asyncProperty(requests(document, prepared.references), async (each) => {
      expect(await brokenBy(each, service, document, seen)).toEqual([]);
    }),
    { seed: 3, numRuns: 45, endOnFailure: true },
  );
  // Not everything was refused, and not for one reason alone.
  expect(seen.accepted).toBeGreaterThan(2);
  expect(seen.problems.size).toBeGreaterThan(5);
});

test("ALL-13 whatever is typed into the forms of the pages is text, is recorded whole or not at all, and never fails", async () => {
  const seen: PagesSeen = { presses: 0, recorded: 0, statuses: new Map(), pressed: new Set() };
  const paths = prepared.paths();
  await fc.assert(
    fc.asyncProperty(walks, async (walk) => {
      expect(await brokenByWalk(walk, service, paths, seen)).toEqual([]);
    }),
    { seed: 3, numRuns: 10, endOnFailure: true },
  );
  expect(seen.presses).toBeGreaterThan(40);
  expect(seen.recorded).toBeGreaterThan(0);
});
