/** What pages show of the directory for up to a minute after it has changed, and what they never show. */
import { expect, test } from "vitest";
import type { Named } from "../../../functions/directory/directory.ts";
import { rememberingNames } from "../../../functions/directory/remembering.ts";

const knowsley = { id: "knowsley", name: "Knowsley", inbox: "partnership@kscp.example" };
const school = { id: "school", name: "A school", inbox: "office@school.example" };

/** A directory that can be changed and counts how often it is asked, and a clock that stands where it is put. */
function world() {
  const known: { partnership: Named["partnership"]; agencies: Map<string, typeof school> } = {
    partnership: knowsley,
    agencies: new Map([["school", school]]),
  };
  const it = { known, asked: 0, now: "2026-11-23T10:00:00.000Z" };
  const { named } = rememberingNames(
    {
      named: async (_, ids) => {
        it.asked++;
        const agencies = ids.flatMap((id) => (known.agencies.has(id) ? [[id, known.agencies.get(id)!] as const] : []));
        return { partnership: known.partnership, agencies: new Map(agencies) };
      },
    },
    { now: () => it.now },
  );
  return Object.assign(it, { named });
}

test("within a minute the directory is asked once, and what has changed is seen when the minute is over", async () => {
  const it = world();
  expect((await it.named("knowsley", ["school"])).agencies.get("school")).toEqual(school);
  it.known.agencies.set("school", { ...school, name: "An academy" });
  it.now = "2026-11-23T10:00:59.999Z";
  expect((await it.named("knowsley", ["school"])).agencies.get("school")?.name).toBe("A school");
  expect(it.asked).toBe(1);
  it.now = "2026-11-23T10:01:00.000Z";
  expect((await it.named("knowsley", ["school"])).agencies.get("school")?.name).toBe("An academy");
  expect(it.asked).toBe(2);
});

test("other agencies are another question", async () => {
  const it = world();
  await it.named("knowsley", ["school"]);
  expect((await it.named("knowsley", [])).agencies.size).toBe(0);
  expect(it.asked).toBe(2);
});

test("whom the directory did not know is asked for again at once", async () => {
  const it = world();
  it.known.partnership = undefined;
  it.known.agencies.clear();
  expect(await it.named("knowsley", ["school"])).toEqual({ partnership: undefined, agencies: new Map() });
  it.known.partnership = knowsley;
  expect((await it.named("knowsley", ["school"])).agencies.size).toBe(0);
  it.known.agencies.set("school", school);
  const found = await it.named("knowsley", ["school"]);
  expect([found.partnership, [...found.agencies]]).toEqual([knowsley, [["school", school]]]);
  expect(it.asked).toBe(3);
});

test("a failure is not remembered", async () => {
  let fails = true;
  const answer: Named = { partnership: knowsley, agencies: new Map() };
  const { named } = rememberingNames(
    {
      named: async () => {
        if (fails) throw new Error("The table cannot be read");
        return answer;
      },
    },
    { now: () => "2026-11-23T10:00:00.000Z" },
  );
  await expect(named("knowsley", [])).rejects.toThrow("The table cannot be read");
  fails = false;
  expect(await named("knowsley", [])).toBe(answer);
});

test("after the clock was set back nothing from later is used", async () => {
  const it = world();
  await it.named("knowsley", ["school"]);
  it.now = "2026-11-23T09:59:59.000Z";
  await it.named("knowsley", ["school"]);
  expect(it.asked).toBe(2);
});

test("of more than a hundred answers no more are held", async () => {
  const it = world();
  for (let count = 0; count < 101; count++) await it.named(`partnership-${count}`, []);
  await it.named("partnership-0", []);
  expect(it.asked).toBe(102);
  await it.named("partnership-100", []);
  expect(it.asked).toBe(102);
});
