import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { open, settle } from "../../../functions/stages/tasks.ts";
import { dynamoDBSummaries } from "../../../functions/summaries/summaries.ts";
import { clockAt, failing } from "../../support/doubles.ts";
import { facts } from "../../support/facts.ts";
import { concern, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

interface Listed {
  readonly reference: string;
  readonly raisedAt: string;
  readonly side: string;
  readonly status: string;
  readonly stage?: unknown;
  readonly nextMoment?: unknown;
}
interface Page {
  readonly escalations: readonly Listed[];
  readonly nextCursor?: string;
}
interface Problem {
  readonly type: string;
  readonly errors: readonly { readonly field: string; readonly says: string }[];
}

let services: Services;
let stack: Stack;
let api: ReturnType<typeof createApi>;
/** Seven, in the order in which they were raised, each a minute after the one before; the fifth by the other side. */
const raised: string[] = [];

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  api = createApi(stack.api);
  for (let minute = 0; minute < 7; minute++) {
    stack.clock.set(`2026-11-17T10:0${minute}:00.000Z`);
    const isOther = minute === 4;
    const response = await stack.post(
      concern(
        isOther
          ? { raising: { practitioner: personal.receiver }, receiving: { agency: "whitebeam-school" } }
          : { issue: `Issue ${minute}` },
      ),
      { client: isOther ? "care-system" : "whitebeam-system" },
    );
    const { reference } = (await response.json()) as { reference: string };
    await open({ reference, execution: 1 }, stack.tasks);
    raised.push(reference);
  }
});
afterAll(() => services.close());

const get = (query = "", client = "whitebeam-system", of = api) =>
  of.request(`/escalations${query}`, { headers: { authorization: `Bearer token-${client}` } });
async function page(query = "", client = "whitebeam-system"): Promise<Page> {
  const response = await get(query, client);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Page;
}
const references = ({ escalations }: Page) => escalations.map((each) => each.reference);
const newestFirst = () => raised.toReversed();

describe("the escalations of an agency", () => {
  test("are those to which it is a party, on either side, the newest raised first", async () => {
    const school = await page();
    const care = await page("", "care-system");
    expect(references(school)).toEqual(newestFirst());
    expect(references(care)).toEqual(newestFirst());
    const sides = (of: Page) => of.escalations.map((each) => each.side);
    const mine = ["raising", "raising", "receiving", "raising", "raising", "raising", "raising"];
    expect(sides(school)).toEqual(mine);
    expect(sides(care)).toEqual(mine.map((each) => (each === "raising" ? "receiving" : "raising")));
    expect(school).not.toHaveProperty("nextCursor");
  });

  test("are none to whoever is no party", async () => {
    expect(await page("", "clinic-system")).toEqual({ escalations: [] });
  });

  test("need a valid token", async () => {
    expect((await api.request("/escalations")).status).toBe(401);
    expect((await get("", "unknown-system")).status).toBe(401);
  });

  test("each says where it stands, what comes next and where its record is", async () => {
    expect((await page("?limit=1")).escalations).toEqual([
      {
        reference: raised[6],
        policy: { id: "knowsley", version: "2020-06" },
        raisedAt: "2026-11-17T10:06:00.000Z",
        side: "raising",
        status: "at stage",
        stage: { id: "practitioners", title: "Stage 1: practitioners" },
        nextMoment: { at: "2026-11-20T09:30:00.000Z", inWords: "9:30am on Friday 20 November 2026" },
        record: `https://escalations.example/escalations/${raised[6]}`,
      },
    ]);
  });

  test("ALL-13 nothing personal is in it, nor in what it is made of", async () => {
    const text = await (await get()).text();
    const kept = (await services.items(stack.tables.working)).filter((each) =>
      String(each["pk"]).startsWith("AGENCY#"),
    );
    expect(kept).toHaveLength(14);
    for (const each of Object.values(personal))
      for (const word of typeof each === "string" ? [each] : Object.values(each)) {
        expect(text).not.toContain(word);
        expect(JSON.stringify(kept)).not.toContain(word);
      }
  });

  test("are kept by nothing on the way", async () => {
    expect((await get()).headers.get("cache-control")).toBe("no-store");
  });

  test("it asks the database for the pages of the agency alone", async () => {
    const asked: [string, Record<string, unknown>][] = [];
    const watched = failing(services.dynamoDB, (command, input) => {
      asked.push([command, input]);
      return undefined;
    });
    const own = createApi({
      ...stack.api,
      summaries: dynamoDBSummaries(watched, stack.tables.working, stack.tasks.partnerships),
    });
    expect((await get("?limit=3", "care-system", own)).status).toBe(200);
    expect(asked.map(([command]) => command)).toEqual(["QueryCommand"]);
    expect(asked[0]?.[1]).toMatchObject({ ExpressionAttributeValues: { ":of": "AGENCY#social-care" }, Limit: 4 });
    expect(asked[0]?.[1]).not.toHaveProperty("IndexName");
  });
});

describe("a page at a time", () => {
  test.each([1, 2, 3, 6, 7, 100])("in pages of %i, every one comes once and in order", async (limit) => {
    const found: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const one = await page(`?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
      expect(one.escalations.length).toBeLessThanOrEqual(limit);
      expect(one.escalations.length).toBeGreaterThan(0);
      found.push(...references(one));
      cursor = one.nextCursor;
      pages++;
    } while (cursor);
    expect(found).toEqual(newestFirst());
    expect(pages).toBe(Math.ceil(7 / limit));
  });

  test("one that is raised meanwhile moves nothing about in the pages that follow", async () => {
    const own = await services.stack();
    const ownApi = createApi(own.api);
    const raise = async (minute: string) => {
      own.clock.set(`2026-11-17T11:${minute}:00.000Z`);
      const reference = await own.raise();
      await open({ reference, execution: 1 }, own.tasks);
      return reference;
    };
    const before = [await raise("01"), await raise("02"), await raise("03")];
    const first = (await (await get("?limit=2", "whitebeam-system", ownApi)).json()) as Page;
    await raise("04");
    const second = await get(`?limit=2&cursor=${first.nextCursor}`, "whitebeam-system", ownApi);
    expect([...references(first), ...references((await second.json()) as Page)]).toEqual(before.toReversed());
  });

  test("there are 25 when nobody says how many", async () => {
    const own = await services.stack();
    for (let index = 0; index < 26; index++)
      await own.tasks.summaries.put({
        reference: `AA${String(index).padStart(2, "0")}-2222`,
        partnership: "knowsley",
        policy: { id: "knowsley", version: "2020-06" },
        raisedAt: "2026-11-17T10:00:00.000Z",
        raising: "whitebeam-school",
        receiving: "social-care",
        state: "ended",
        status: "closed",
        stage: "closed",
        moment: "2026-11-18T10:00:00.000Z",
        execution: 1,
        commits: 3,
        facts: facts(),
      });
    const first = (await (await get("", "whitebeam-system", createApi(own.api))).json()) as Page;
    expect(first.escalations).toHaveLength(25);
    expect(first).toHaveProperty("nextCursor");
  });

  const limitSays = "limit is a whole number from 1 to 100";
  test.each([
    ["?limit=0", "limit", limitSays],
    ["?limit=101", "limit", limitSays],
    ["?limit=-1", "limit", limitSays],
    ["?limit=2.5", "limit", limitSays],
    ["?limit=1e1", "limit", limitSays],
    ["?limit=ten", "limit", limitSays],
    ["?limit=", "limit", limitSays],
    ["?limit=1&limit=2", "limit", "this is given more than once: give it once"],
    ["?page=2", "page", "there is no such parameter: there are limit and cursor"],
  ])("%s is refused, and says which parameter and what to do", async (query, field, says) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect((await response.json()) as Problem).toMatchObject({
      type: "urn:safeguarding-escalation:problem:invalid-parameters",
      errors: [{ field, says }],
    });
  });

  const place = Buffer.from("2026-11-17T10:03:00.000Z#AAAA-2222");
  const given = async (client = "whitebeam-system") => (await page("?limit=2", client)).nextCursor ?? "";
  test.each<[string, () => string | Promise<string>]>([
    ["empty", () => ""],
    ["nonsense", () => "nonsense"],
    ["what is no base64", () => "%F0%9F%92%A9!!"],
    ["made up, without a signature", () => place.toString("base64url")],
    ["made up, with a signature of nothing", () => Buffer.concat([Buffer.alloc(16), place]).toString("base64url")],
    ["cut short", async () => (await given()).slice(0, -3)],
    ["made longer", async () => `${await given()}AAAA`],
    ["with an ending that means nothing", async () => `${await given()}=`],
    [
      "turned to another place",
      async () => {
        const bytes = Buffer.from(await given(), "base64url");
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        return bytes.toString("base64url");
      },
    ],
    ["given to another agency", () => given("care-system")],
  ])("a cursor that is %s is refused, and says what to do", async (_title, cursor) => {
    const response = await get(`?cursor=${await cursor()}`);
    expect(response.status).toBe(400);
    expect(((await response.json()) as Problem).errors).toEqual([
      {
        field: "cursor",
        says: "this cursor is not one that was given to your agency: give nextCursor of the page before, unchanged, or leave it out for the first page",
      },
    ]);
  });

  test("a cursor of another deployment is none here", async () => {
    const other = createApi({ ...stack.api, referenceSecret: "another secret of at least thirty-two characters" });
    const { nextCursor } = (await (await get("?limit=2", "whitebeam-system", other)).json()) as Page;
    expect((await get(`?cursor=${nextCursor}`)).status).toBe(400);
  });
});

describe("as an escalation goes on", () => {
  const listedAs = async (of: Stack, reference: string) => {
    const response = await get("", "whitebeam-system", createApi(of.api));
    return ((await response.json()) as Page).escalations.find((each) => each.reference === reference);
  };

  test("its status, its stage and what comes next follow, in the lists of both", async () => {
    const own = await services.stack();
    const reference = await own.raise();
    expect(await listedAs(own, reference)).toBeUndefined();
    await settle({ reference, execution: 1 }, own.tasks);
    const opening = await listedAs(own, reference);
    expect(opening).toMatchObject({ status: "opening" });
    expect(opening).not.toHaveProperty("stage");
    expect(opening).not.toHaveProperty("nextMoment");

    const path = walk(own, reference);
    await path.open();
    await path.until("2026-11-20T17:01:00.000Z");
    await path.open();
    expect(await listedAs(own, reference)).toMatchObject({
      status: "at stage",
      stage: { id: "line-managers", title: "Stage 2: line managers" },
      raisedAt: "2026-11-17T10:00:00.000Z",
    });
    await path.answer({ type: "withdraw", seat: "raiser", stage: "line-managers", reason: "Settled" });
    for (const client of ["whitebeam-system", "care-system"]) {
      const response = await get("", client, createApi(own.api));
      const [only, ...others] = ((await response.json()) as Page).escalations;
      expect(others).toEqual([]);
      expect(only).toMatchObject({ reference, status: "closed" });
      expect(only).not.toHaveProperty("stage");
      expect(only).not.toHaveProperty("nextMoment");
    }
  });

  test("whoever writes what they read before never takes its place", async () => {
    const own = await services.stack();
    const reference = await own.raise();
    const path = walk(own, reference);
    await path.open();
    const [older] = await own.tasks.summaries.ofAgency("social-care", { limit: 1 });
    await path.answer({ type: "withdraw", seat: "raiser", stage: "practitioners", reason: "Settled" });
    if (!older) throw new Error("There is one");
    await own.tasks.summaries.put(older);
    expect(await listedAs(own, reference)).toMatchObject({ status: "closed" });
  });
});
