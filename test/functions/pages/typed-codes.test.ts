/** A reference and a code that are typed in the place of a link. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDBCodeTries } from "../../../functions/limits/code-tries.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { startDatabase, type Database } from "../../support/stack.ts";
import { social } from "./places.ts";
import { reference, words, world, type World } from "./support.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

const start = "2026-11-02T10:00:00.000Z";
const type = (made: World, typed: string, code: string) => made.post("/answer", { reference: typed, code });

/** With the real count of tries. */
async function counted(): Promise<World> {
  const { working } = await database.freshTables();
  return world({ codeTries: dynamoDBCodeTries(database.dynamoDB, working, () => {}) });
}

describe("a reference and a code", () => {
  it("ALL-13 are asked for on a page that shows nothing and changes nothing", async () => {
    const made = await world();
    for (const method of ["GET", "HEAD"] as const) expect((await made.get("/answer", method)).status).toBe(200);
    const { text, html, headers } = await made.get("/answer");
    expect(text).toContain("If you cannot open the link in your email, enter the reference and the code");
    expect(html.indexOf("call 999")).toBeLessThan(html.indexOf("<h1"));
    expect(headers.get("cache-control")).toBe("no-store");
    expect(html).not.toMatch(/<script/);
    expect(made.links()).toEqual([]);
  });

  it.each([
    (each: string) => each,
    (each: string) => each.toLowerCase().replace("-", ""),
    (each: string) => ` ${each.replace("-", " ")} `,
    (each: string) => each.replace("-", "–"),
  ])("lead to a link of their own for the same seat and stage, for 24 hours, however they are typed", async (typed) => {
    const made = await world();
    const { path, code } = made.issue(social);
    const { status, headers } = await type(
      made,
      typed(reference),
      ` ${code.slice(0, 2)} ${code.slice(2).toLowerCase()}`,
    );
    expect(status).toBe(303);
    const own = headers.get("location") ?? "";
    expect(own).not.toBe(path);
    expect(made.linkAt(own)).toEqual({
      reference,
      seat: social,
      stage: "practitioners",
      issuedAt: start,
      until: "2026-11-03T10:00:00.000Z",
    });
    const landing = await made.get(own);
    expect(landing.text).toContain("You are asked to act");
    expect(landing.text).toContain("Continue");
    for (const word of Object.values(words)) expect(landing.text).not.toContain(word);
    made.at("2026-11-03T10:00:00.000Z");
    expect((await made.get(own)).text).toContain("This link is over");
    expect((await made.get(path)).text).toContain("You are asked to act");
  });

  it("of a link that is over lead to the offer of a fresh one, and never beyond the first one's end", async () => {
    const made = await world();
    const { code } = made.issue(social);
    made.at("2027-01-31T09:00:00.000Z");
    const nearly = (await type(made, reference, code)).headers.get("location") ?? "";
    expect(made.linkAt(nearly)?.until).toBe("2027-01-31T10:00:00.000Z");
    made.at("2027-02-03T10:00:00.000Z");
    const over = (await type(made, reference, code)).headers.get("location") ?? "";
    expect((await made.get(over)).text).toContain("This link is over");
  });

  it("ALL-13 are refused in the same words whether the reference is unknown or the code is wrong", async () => {
    const made = await world();
    made.issue(social);
    const [wrong, unknown] = await Promise.all([
      type(made, reference, "2222 2222"),
      type(made, "AAAA-0000", "2222 2222"),
    ]);
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    expect(wrong.html.replace(`value="${reference}"`, "")).toBe(unknown.html.replace('value="AAAA-0000"', ""));
    expect(wrong.html).toContain("<title>Error: ");
    expect(wrong.html).toContain('<a href="#reference">The reference and the code do not belong together.');
    expect(wrong.html).toContain('<a href="#code">Check the code against the same email, and enter it again');
    expect(wrong.html).toContain(`value="${reference}"`);
    expect(wrong.html).not.toContain("2222");
    expect(made.links()).toHaveLength(1);
  });

  it.each([
    ["", "", "Enter the reference", "Enter the code"],
    ["K7QF", "22222222", "The reference must be 8 letters and digits", undefined],
    ["PA-K7QF", "22222222", "The reference must be 8 letters and digits", undefined],
    [reference, "2222", undefined, "The code must be 8 letters and digits, like 7K QF 2M 9X"],
    [reference, "i222 2o02", undefined, "The code has I, O and 0, which codes never have"],
    ["<script>", "22222222", "The reference must be", undefined],
  ])("that cannot be one are said to be so, at their field: %j and %j", async (typed, code, ofReference, ofCode) => {
    const made = await world();
    const { status, html, text } = await type(made, typed, code);
    expect(status).toBe(422);
    expect(html.includes('<a href="#reference">')).toBe(ofReference !== undefined);
    expect(html.includes('<a href="#code">')).toBe(ofCode !== undefined);
    for (const each of [ofReference, ofCode]) if (each) expect(text).toContain(each);
    expect(html).not.toContain("<script>");
    expect(html).not.toContain(code === "" ? "not there" : code);
  });

  it("of a practice alert are of their own kind: without PA- they are another reference's", async () => {
    const asked: string[] = [];
    const made = await world({
      codeTries: {
        begin: (of) => {
          asked.push(of);
          return Promise.resolve({ may: "be looked at" });
        },
        right: () => Promise.resolve(),
      },
    });
    for (const typed of ["PA-K7QF-2M9X", "pak7qf2m9x", "pa k7qf 2m9x", "K7QF2M9X"])
      expect((await type(made, typed, "22222222")).status).toBe(422);
    expect(asked).toEqual(["PA-K7QF-2M9X", "PA-K7QF-2M9X", "PA-K7QF-2M9X", "K7QF-2M9X"]);
  });

  it("is not read where more is sent than two lines", async () => {
    const made = await world();
    expect((await type(made, "x".repeat(20_000), "22222222")).status).toBe(413);
  });
});

describe("wrong codes", () => {
  const wrongFive = async (made: World, of: string) => {
    for (let time = 0; time < 5; time++) expect((await type(made, of, "2222 2222")).status).toBe(422);
  };

  it.each([reference, "AAAA-0000"])(
    "ALL-13 five slow a reference down, known or not, and a right one is not looked at while it waits: %s",
    async (of) => {
      const made = await counted();
      const { path, code } = made.issue(social);
      await wrongFive(made, of);
      const { status, text } = await type(made, of, code);
      expect(status).toBe(429);
      expect(text).toContain("You can try again from 10:01am on Monday 2 November 2026.");
      expect(text).toContain("The link in your email goes on working meanwhile.");
      expect(made.links()).toHaveLength(1);
      expect((await made.post(path, { do: "continue" })).status).toBe(200);
    },
  );

  it("slow their own reference down and no other", async () => {
    const made = await counted();
    const { code } = made.issue(social);
    await wrongFive(made, "AAAA-0000");
    expect((await type(made, reference, code)).status).toBe(303);
  });

  it("are forgotten once a right one was typed after the wait", async () => {
    const made = await counted();
    const { code } = made.issue(social);
    await wrongFive(made, reference);
    made.at("2026-11-02T10:01:00.000Z");
    expect((await type(made, reference, code)).status).toBe(303);
    await wrongFive(made, reference);
    expect((await type(made, reference, code)).status).toBe(429);
  });

  it("ALL-13 where tries cannot be counted no code is looked at, and the page says to use the link", async () => {
    const { working } = await database.freshTables();
    const away = failing(database.dynamoDB, () => awsError("InternalServerError"));
    const made = await world({ codeTries: dynamoDBCodeTries(away, working, () => {}) });
    const { path, code } = made.issue(social);
    const { status, text } = await type(made, reference, code);
    expect(status).toBe(503);
    expect(text).toContain("Open the link in your email instead, or try again later.");
    expect(made.links()).toEqual([path]);
  });
});
