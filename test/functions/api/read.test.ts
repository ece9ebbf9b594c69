import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

let services: Services;
let stack: Stack;
let reference: string;
beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
  reference = await stack.raise();
  const path = walk(stack, reference);
  await path.open();
  await path.answer({
    type: "record discussion",
    seat: "raiser",
    stage: "practitioners",
    kind: "discussion",
    heldAt: "2026-11-17T09:30:00.000Z",
    attended: "Imogen and Priya",
    agreed: "To visit",
    pursued: "Priya rings",
  });
});
afterAll(() => services.close());

interface Shown {
  readonly reference: string;
  readonly status: string;
  readonly stage: unknown;
  readonly deadlines: readonly unknown[];
  readonly entries: readonly { number: number; at: string; by: string; events: Record<string, unknown>[] }[];
}

describe("reading a record", () => {
  test("ALL-01 both sides see the same: every entry in order, with who and when", async () => {
    const responses = [await stack.get(reference, "whitebeam-system"), await stack.get(reference, "care-system")];
    expect(responses.map((each) => each.status)).toEqual([200, 200]);
    const [raising, receiving] = (await Promise.all(responses.map((each) => each.json()))) as Shown[];
    expect(raising).toEqual(receiving);
    expect(raising?.entries.map((each) => each.number)).toEqual([1, 2, 3, 4, 5]);
    expect(raising?.entries.map((each) => each.events.map((event) => event["type"]))).toEqual([
      ["EscalationRaised"],
      ["StageOpened", "ClockStarted"],
      ["NoticeSent", "NoticeSent"],
      ["DiscussionRecorded"],
      ["NoticeSent", "NoticeSent"],
    ]);
    expect(raising?.entries[3]).toMatchObject({
      at: "2026-11-17T10:00:00.000Z",
      by: "party",
      events: [
        {
          by: { side: "raising", role: "practitioner", agency: "whitebeam-school" },
          sealed: { name: "Zebedee Quist", agreed: "To visit" },
        },
      ],
    });
  });

  test("it says how the matter stands and by when, in words too", async () => {
    expect(await (await stack.get(reference)).json()).toMatchObject({
      reference,
      policy: { id: "knowsley", version: "2020-06", title: "Multi Agency Escalation Policy" },
      raisedAt: "2026-11-17T10:00:00.000Z",
      status: "at stage",
      stage: { id: "practitioners", title: "Stage 1: practitioners" },
      immediateRisk: false,
      deadlines: [
        {
          stage: "practitioners",
          clock: "settle",
          due: "2026-11-20T17:00:00.000Z",
          inWords: "5pm on Friday 20 November 2026",
          provisional: false,
          passed: false,
        },
      ],
    });
  });

  test("ALL-02 what the concern states can all be read, and nothing of how it was submitted", async () => {
    const shown = (await (await stack.get(reference)).json()) as Shown;
    const text = JSON.stringify(shown);
    for (const each of [personal.name, personal.dateOfBirth, personal.issue, personal.risk, personal.evidence])
      expect(text).toContain(each);
    expect(text).not.toMatch(/submission|keyHash|bodyHash/);
  });

  test("a reference read aloud in small letters is found too", async () => {
    expect((await stack.get(reference.toLowerCase())).status).toBe(200);
  });

  test("who is no party hears what one hears of a reference that does not exist, so neither tells the other apart", async () => {
    const stranger = await stack.get(reference, "clinic-system");
    const unknown = await stack.get("ZZZZ-2222", "whitebeam-system");
    expect([stranger.status, unknown.status]).toEqual([404, 404]);
    const said = await stranger.text();
    expect((await unknown.text()).replace("ZZZZ-2222", reference)).toBe(said);
    const headers = (of: Response) => [...of.headers].filter(([name]) => !name.startsWith("ratelimit-"));
    expect(headers(stranger)).toEqual(headers(unknown));
    expect(said).toContain(`There is no escalation ${reference} to which your agency is a party. Check the reference.`);
  });

  test.each(["nonsense", "AAAA-22222", "KEY#AAAA-2222", "..%2f..", "aaaa-222é"])(
    "what is no reference (%s) is not found either",
    async (text) => {
      expect((await stack.get(encodeURIComponent(text))).status).toBe(404);
    },
  );

  test("without a valid token nothing is said of it", async () => {
    const response = await stack.get(reference, "unknown-system");
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="safeguarding-escalation"');
    expect(await response.text()).not.toContain(reference);
  });

  test("no answer is kept by anything on the way", async () => {
    expect((await stack.get(reference)).headers.get("cache-control")).toBe("no-store");
  });

  test("after an erasure it can still be read, and says that the people were erased", async () => {
    const gone = await stack.raise();
    await stack.tasks.record.erase(gone, "2026-12-01T09:00:00.000Z");
    const shown = (await (await stack.get(gone)).json()) as Shown;
    expect(shown.entries[0]?.events[0]).toMatchObject({ type: "EscalationRaised", sealed: "erased" });
  });
});
