/** Links to a partnership's register: found by their secret alone, kept as a hash, and over when they are over. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoDBRegisterLinks } from "../../../functions/links/dynamodb-register-links.ts";
import { registerLinkEnds, type RegisterLinks } from "../../../functions/links/register-links.ts";
import { openers, textsOf } from "../../support/sealed.ts";
import { startServices, type Services } from "../../support/stack.ts";

let services: Services;
let table: string;
let links: RegisterLinks;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  table = (await services.freshTables()).working;
  links = dynamoDBRegisterLinks(services.dynamoDB, table);
});

const issuedAt = "2026-03-02T09:00:00.000Z";
const link = {
  partnership: "knowsley",
  email: "Partnership@kscp.example",
  issuedAt,
  until: registerLinkEnds(issuedAt),
};
const secretOf = (path: string) => path.slice("/register/".length);

describe("links to a register", () => {
  test("one ends after five weeks at the same time of day in London, though the clocks went forward meanwhile", () => {
    expect(link.until).toBe("2026-04-06T08:00:00.000Z");
  });

  test("one is found by its secret, with whose register it opens and to whom it went, until thirty days after its end", async () => {
    const secret = secretOf(await links.issue(link));
    expect(await links.find(secret, issuedAt)).toEqual(link);
    expect(await links.find(secret, "2026-05-06T07:59:59.999Z")).toEqual(link);
    expect(await links.find(secret, "2026-05-06T08:00:00.000Z")).toBeUndefined();
  });

  test("ALL-13 the table has its hash alone, and forgets it", async () => {
    const secret = secretOf(await links.issue(link));
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    const items = await services.items(table);
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(secret);
    expect(JSON.stringify(items)).not.toMatch(/kscp\.example/i);
    expect(items[0]?.["expires"]).toBe(Date.parse("2026-05-06T08:00:00.000Z") / 1000);
  });

  test("nothing that stands in the table opens the address to which it went", async () => {
    const secret = secretOf(await links.issue(link));
    const [item = {}] = await services.items(table);
    const by = { use: "address of a link, 1", place: String(item["pk"]) };
    expect(openers(item["address"] as Uint8Array, by, [...textsOf(item), secret])).toEqual([secret]);
  });

  test("no other secret opens one: another’s, one that is cut short, or none", async () => {
    const secret = secretOf(await links.issue(link));
    const other = secretOf(await links.issue({ ...link, partnership: "medway" }));
    expect(other).not.toBe(secret);
    expect((await links.find(other, issuedAt))?.partnership).toBe("medway");
    for (const wrong of [secret.slice(0, -1), `${secret}A`, secret.toLowerCase(), ""])
      expect(await links.find(wrong, issuedAt)).toBeUndefined();
  });
});
