/** What one partnership and one quarter cost does not depend on what else the table holds. Counts, and never a time. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dynamoDBSummaries } from "../../functions/summaries/summaries.ts";
import { calls, callNames } from "./calls.ts";
import { counted, type Counts } from "./counted.ts";
import { lastQuarter, spanOf } from "./generated.ts";
import { askingOf, inventPartnerships } from "./partnerships.ts";
import { startServer } from "./server.ts";
import { clientOf, tables } from "./tables.ts";
import { writeAll } from "./write.ts";

const temporary = mkdtempSync(join(tmpdir(), "scale-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const years = 1;
const invented = inventPartnerships(20);

/** What each call read and came to, with so many escalations in the table, of which 40 are the measured partnership's. */
async function at(escalations: number) {
  const folder = join(temporary, String(escalations));
  const { items } = await writeAll(folder, { escalations, measured: 40, years, seed: 7 }, invented);
  const server = await startServer(folder);
  const { client, take } = counted(clientOf(server.endpoint));
  const ids = invented.map((each) => each.id);
  const dependencies = { ...askingOf(invented), summaries: dynamoDBSummaries(client, tables.working, () => ids) };
  const came: Record<string, { readonly counts: Counts; readonly result: unknown }> = {};
  for (const [place, name] of [
    [0, "first"],
    [1, "another"],
  ] as const)
    for (const call of callNames) {
      const of = invented[place];
      if (!of) throw new Error("There is no partnership");
      const result = await calls[call]({
        of,
        period: lastQuarter({ years }),
        now: spanOf({ years }).end,
        dependencies,
      });
      came[`${call} of the ${name}`] = { counts: take(), result };
    }
  client.destroy();
  await server.close();
  return { items, came };
}

test("ALL-12 a digest, a report and a register page read the same of a table of 300 items and of 3,000", async () => {
  const [few, many] = [await at(65), await at(620)];
  expect(few.items).toBeGreaterThan(250);
  expect(many.items).toBeGreaterThan(2_700);
  for (const call of callNames) {
    const [own, again] = [few.came[`${call} of the first`], many.came[`${call} of the first`]];
    expect(own?.counts.items).toBeGreaterThan(3);
    expect(own?.counts.capacity).toBeGreaterThan(0);
    expect(own?.counts.roundTrips).toBeGreaterThan(0);
    // To the item, the unit and the round trip, and with the same to say.
    expect(again).toEqual(own);
    // Of those whose number grew, more is read: what is counted is really what is there.
    const [grew, grown] = [few.came[`${call} of the another`], many.came[`${call} of the another`]];
    expect(grown?.counts.items).toBeGreaterThan(grew?.counts.items ?? 0);
  }
});
