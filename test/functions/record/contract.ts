/** What every RecordStore promises. An adapter's test calls this with its own way of making one. */
import { describe, expect, test } from "vitest";
import type { EscalationEvent, EventOf } from "../../../functions/core/events.ts";
import { ChainBroken, hashOf, verifyChain, type Stored } from "../../../functions/record/chain.ts";
import type { Commit, FeedEntry, RecordStore, Uncommitted } from "../../../functions/record/commit.ts";
import { movedSince } from "../../../functions/record/feed.ts";
import { SealBroken } from "../../../functions/record/sealing.ts";

/** A store to test, and what only somebody who has the store's own disk could do. */
export interface Opened {
  readonly record: RecordStore;
  /** Everything that is stored of the record, as text. */
  readonly raw: () => Promise<string>;
  /** Puts another commit in a stored one's place, or takes it away. */
  readonly tamper: (reference: string, number: number, change: (stored: Stored) => Stored | undefined) => Promise<void>;
  /** Loses the key of an escalation, which is not an erasure. */
  readonly loseKey: (reference: string) => Promise<void>;
}

const at = "2026-11-17T10:00:00.000Z";

export const raised = (name = "Oona Tregarthen", partnership = "knowsley"): EventOf<"EscalationRaised"> => ({
  type: "EscalationRaised",
  v: 1,
  at,
  policy: { id: "knowsley", version: "2020-06" },
  partnership,
  area: "knowsley",
  subject: "child",
  disagreement: "level-of-need",
  arose: "2026-11-16T00:00:00.000Z",
  raiseBy: { due: "2026-11-18T17:00:00.000Z", late: false },
  raising: { agency: "whitebeam-school" },
  receiving: { agency: "social-care" },
  immediateRisk: false,
  guide: false,
  missing: [],
  opensAt: "practitioners",
  submission: { client: "whitebeam-system", keyHash: "a".repeat(64), bodyHash: "b".repeat(64) },
  sealed: {
    person: { name, dateOfBirth: "2014-05-30", circumstances: "In care — “quoted”, <b>bold</b>,\nnew line, 𝒰𝓃𝒾" },
    words: { issue: "A zarf", risk: "Jabberwick" },
    raising: { practitioner: { name: "Imogen Fairweather", email: "i.fairweather@whitebeam.example" } },
    receiving: {},
  },
});

const note = (words: string): EventOf<"NoteAdded"> => ({
  type: "NoteAdded",
  v: 1,
  at,
  by: { side: "raising", role: "practitioner", agency: "whitebeam-school" },
  kind: "note",
  sealed: { name: "Imogen Fairweather", words },
});

const met: EscalationEvent = { type: "ClockMet", v: 1, at, stage: "practitioners", clock: "settle" };

function commit(
  reference: string,
  number: number,
  events: readonly EscalationEvent[],
  more: Partial<Uncommitted> = {},
): Uncommitted {
  const cause = { kind: "client", client: "whitebeam-system" } as const;
  return { reference, number, at, cause, command: `command-${number}`, events, ...more };
}

const personalTexts = ["Oona Tregarthen", "2014-05-30", "In care", "zarf", "Jabberwick", "Imogen", "whitebeam.example"];

export function recordContract(name: string, make: () => Promise<Opened>): void {
  /** Appends the raising and these notes, one commit each. */
  async function written(record: RecordStore, reference: string, ...notes: string[]): Promise<Commit[]> {
    await record.append(commit(reference, 1, [raised()]), undefined);
    for (const [index, words] of notes.entries()) {
      const last = (await record.read(reference)).at(-1);
      await record.append(commit(reference, index + 2, [note(words)]), last);
    }
    return record.read(reference);
  }
  const feedOf = async (
    record: RecordStore,
    month: string,
    from: string,
    partnership = "knowsley",
  ): Promise<FeedEntry[]> => {
    const entries: FeedEntry[] = [];
    for await (const entry of record.feed(partnership, month, from)) entries.push(entry);
    return entries;
  };

  describe(`the record, ${name}`, () => {
    describe("appending and reading", () => {
      test("an escalation that was never raised has no commits", async () => {
        const { record } = await make();
        expect(await record.read("7K3M-9QXD")).toEqual([]);
        expect(await record.stored("7K3M-9QXD")).toEqual([]);
      });

      test("ALL-01 commits come back in the order in which they were appended, with who and when", async () => {
        const { record } = await make();
        await record.append(commit("7K3M-9QXD", 1, [raised()]), undefined);
        const [first] = await record.read("7K3M-9QXD");
        await record.append(
          commit("7K3M-9QXD", 2, [note("second"), met], {
            at: "2026-11-18T09:00:00.000Z",
            cause: { kind: "party", seat: "raiser" },
            command: "answer-2",
          }),
          first,
        );
        const commits = await record.read("7K3M-9QXD");
        expect(commits.map(({ hash: _hash, ...rest }) => rest)).toEqual([
          { ...commit("7K3M-9QXD", 1, [raised()]), partnership: "knowsley" },
          {
            reference: "7K3M-9QXD",
            partnership: "knowsley",
            number: 2,
            at: "2026-11-18T09:00:00.000Z",
            cause: { kind: "party", seat: "raiser" },
            command: "answer-2",
            events: [note("second"), met],
          },
        ]);
      });

      test("ALL-01 ten commits and more stay in the order of their numbers, not of their digits", async () => {
        const { record } = await make();
        const commits = await written(record, "7K3M-9QXD", ...Array.from("abcdefghijk"));
        expect(commits.map((each) => each.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        expect(commits.at(-1)?.events).toEqual([note("k")]);
      });

      test("commits of more than a page (1 MB) all come back", async () => {
        const { record } = await make();
        const long = "x".repeat(90_000);
        const commits = await written(
          record,
          "7K3M-9QXD",
          ...Array.from({ length: 13 }, (_, index) => `${index}${long}`),
        );
        expect(commits).toHaveLength(14);
        expect(commits.at(-1)?.events).toEqual([note(`12${long}`)]);
      });

      test("escalations are kept apart", async () => {
        const { record } = await make();
        await written(record, "7K3M-9QXD", "of the first");
        await written(record, "7K3M-9QXE", "of the second");
        expect((await record.read("7K3M-9QXD")).at(-1)?.events).toEqual([note("of the first")]);
      });
    });

    describe("taking turns", () => {
      test("a number that is taken is a conflict, and what stands there stays", async () => {
        const { record } = await make();
        const [first] = await written(record, "7K3M-9QXD", "kept");
        expect(await record.append(commit("7K3M-9QXD", 2, [note("too late")]), first)).toBe("conflict");
        expect(await record.append(commit("7K3M-9QXD", 1, [raised("Somebody Else")]), undefined)).toBe("conflict");
        const commits = await record.read("7K3M-9QXD");
        expect(commits.map((each) => each.events)).toEqual([[raised()], [note("kept")]]);
      });

      test("of twenty who write one number at once, exactly one does", async () => {
        const { record } = await make();
        const [first] = await written(record, "7K3M-9QXD");
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) => record.append(commit("7K3M-9QXD", 2, [note(`${index}`)]), first)),
        );
        expect(results.filter((each) => each !== "conflict")).toHaveLength(1);
        expect(results.filter((each) => each === "conflict")).toHaveLength(19);
        const winner = results.findIndex((each) => each !== "conflict");
        expect((await record.read("7K3M-9QXD")).at(-1)?.events).toEqual([note(`${winner}`)]);
      });

      test("of twenty who raise under one reference at once, exactly one does, and it can be read", async () => {
        const { record } = await make();
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            record.append(commit("7K3M-9QXD", 1, [raised(`Person ${index}`)]), undefined),
          ),
        );
        expect(results.filter((each) => each !== "conflict")).toHaveLength(1);
        const winner = results.findIndex((each) => each !== "conflict");
        expect((await record.read("7K3M-9QXD"))[0]?.events).toEqual([raised(`Person ${winner}`)]);
      });

      test("what was appended is read at once by another", async () => {
        const { record } = await make();
        let last: Commit | undefined;
        for (let number = 1; number <= 10; number++) {
          await record.append(commit("7K3M-9QXD", number, [number === 1 ? raised() : met]), last);
          last = (await record.read("7K3M-9QXD")).at(-1);
          expect(last?.number).toBe(number);
        }
      });
    });

    describe("the feed", () => {
      test("names each commit of a month in the order of its instants, and nothing else of it", async () => {
        const { record } = await make();
        const on = (reference: string, instant: string) =>
          record.append(commit(reference, 1, [raised()], { at: instant }), undefined);
        await on("BBBB-2222", "2026-11-17T12:00:00.000Z");
        await on("CCCC-2222", "2026-11-17T09:00:00.000Z");
        await on("AAAA-2222", "2026-11-17T12:00:00.000Z");
        expect(await feedOf(record, "2026-11", "2026-11-17T00:00:00.000Z")).toEqual([
          { reference: "CCCC-2222", number: 1, at: "2026-11-17T09:00:00.000Z" },
          { reference: "AAAA-2222", number: 1, at: "2026-11-17T12:00:00.000Z" },
          { reference: "BBBB-2222", number: 1, at: "2026-11-17T12:00:00.000Z" },
        ]);
      });

      test("begins at the instant asked for, that instant included", async () => {
        const { record } = await make();
        const on = (reference: string, instant: string) =>
          record.append(commit(reference, 1, [raised()], { at: instant }), undefined);
        await on("AAAA-2222", "2026-11-17T09:59:59.999Z");
        await on("BBBB-2222", "2026-11-17T10:00:00.000Z");
        await on("CCCC-2222", "2026-11-17T10:00:00.001Z");
        const found = await feedOf(record, "2026-11", "2026-11-17T10:00:00.000Z");
        expect(found.map((each) => each.reference)).toEqual(["BBBB-2222", "CCCC-2222"]);
      });

      test("a month ends at midnight UTC, and a later one than that asked from is read whole", async () => {
        const { record } = await make();
        const on = (reference: string, instant: string) =>
          record.append(commit(reference, 1, [raised()], { at: instant }), undefined);
        await on("AAAA-2222", "2026-11-30T23:59:59.999Z");
        await on("BBBB-2222", "2026-12-01T00:00:00.000Z");
        const month = async (which: string) =>
          (await feedOf(record, which, "2026-11-30T23:00:00.000Z")).map((each) => each.reference);
        expect(await month("2026-11")).toEqual(["AAAA-2222"]);
        expect(await month("2026-12")).toEqual(["BBBB-2222"]);
        expect(await month("2027-01")).toEqual([]);
      });

      test("what moved since an instant is found in every month up to now, over the end of a year and in a February", async () => {
        const { record } = await make();
        const months = ["2026-12-31T23:59:59.999Z", "2027-01-31T12:00:00.000Z", "2027-02-28T12:00:00.000Z"];
        for (const [index, at] of ["2026-12-31T23:59:59.998Z", ...months, "2027-04-01T00:00:00.000Z"].entries())
          await record.append(commit(`AAAA-222${index}`, 1, [raised()], { at }), undefined);
        const moved = await movedSince("2026-12-31T23:59:59.999Z", "2027-03-15T00:00:00.000Z", {
          record,
          partnerships: () => ["knowsley"],
        });
        expect([...moved]).toEqual(["AAAA-2221", "AAAA-2222", "AAAA-2223"]);
      });
    });

    describe("whose it is", () => {
      const monthOfAll = "2026-11";
      const fromBegin = "2026-11-17T00:00:00.000Z";

      test("every commit, the first and those after it, is announced to the partnership of the first event and to no other", async () => {
        const { record } = await make();
        await written(record, "7K3M-9QXD", "second");
        await record.append(commit("7K3M-9QXE", 1, [raised("Somebody Else", "knowsley-north")]), undefined);
        const numbers = async (partnership: string) =>
          (await feedOf(record, monthOfAll, fromBegin, partnership)).map((each) => `${each.reference}/${each.number}`);
        expect(await numbers("knowsley")).toEqual(["7K3M-9QXD/1", "7K3M-9QXD/2"]);
        expect(await numbers("knowsley-north")).toEqual(["7K3M-9QXE/1"]);
        expect(await numbers("medway")).toEqual([]);
        expect((await record.read("7K3M-9QXD")).map((each) => each.partnership)).toEqual(["knowsley", "knowsley"]);
      });

      test("a first commit that does not say whose it is is refused, and nothing is written", async () => {
        const { record, raw } = await make();
        for (const events of [[note("whose?")], [], [{ ...raised(), partnership: "" }]])
          await expect(record.append(commit("7K3M-9QXD", 1, events), undefined)).rejects.toThrow(
            "The first event of 7K3M-9QXD does not say whose record it is",
          );
        expect(await raw()).toBe("[]");
      });

      test.each(["", "knowsley#2026-11-17", "Knowsley", "#", "know/sley", "area:knowsley"])(
        "a later commit that would be announced to “%s”, which is no partnership, is refused, and nothing is written",
        async (partnership) => {
          const { record } = await make();
          const [first] = await written(record, "7K3M-9QXD");
          const after = { hash: first?.hash ?? "", partnership };
          await expect(record.append(commit("7K3M-9QXD", 2, [note("whose?")]), after)).rejects.toThrow(
            `“${partnership}” is no id of a partnership`,
          );
          await expect(feedOf(record, monthOfAll, fromBegin, partnership)).rejects.toThrow("is no id of a partnership");
          expect(await record.stored("7K3M-9QXD")).toHaveLength(1);
        },
      );
    });

    describe("sealing", () => {
      test("nothing personal can be read in what is stored", async () => {
        const { record, raw } = await make();
        await written(record, "7K3M-9QXD", "Jabberwick came again");
        const stored = await raw();
        expect(stored).toContain("whitebeam-school");
        for (const text of personalTexts) {
          expect(stored).not.toContain(text);
          expect(stored).not.toContain(Buffer.from(text).toString("base64").slice(0, -4));
        }
      });

      test("the same words are stored differently each time", async () => {
        const { record } = await make();
        await written(record, "7K3M-9QXD", "the same", "the same");
        const sealed = (await record.stored("7K3M-9QXD")).map(
          (each) => (JSON.parse(each.text) as { events: { sealed: string }[] }).events[0]?.sealed,
        );
        expect(sealed[1]).not.toBe(sealed[2]);
      });

      test("after an erasure everything personal reads as erased, the rest stays, and the chain holds", async () => {
        const { record } = await make();
        await written(record, "7K3M-9QXD", "Jabberwick came again");
        await record.erase("7K3M-9QXD", "2026-12-01T09:00:00.000Z");
        const commits = await record.read("7K3M-9QXD");
        expect(commits.map((each) => each.events)).toEqual([
          [{ ...raised(), sealed: "erased" }],
          [{ ...note(""), sealed: "erased" }],
        ]);
        const stored = await record.stored("7K3M-9QXD");
        expect(() => verifyChain(stored)).not.toThrow();
      });

      test("an erasure erases one escalation and no other, and twice is as good as once", async () => {
        const { record } = await make();
        await written(record, "7K3M-9QXD");
        await written(record, "7K3M-9QXE");
        await record.erase("7K3M-9QXD", "2026-12-01T09:00:00.000Z");
        await record.erase("7K3M-9QXD", "2026-12-02T09:00:00.000Z");
        expect((await record.read("7K3M-9QXE"))[0]?.events).toEqual([raised()]);
        expect((await record.read("7K3M-9QXD"))[0]?.events).toEqual([{ ...raised(), sealed: "erased" }]);
      });

      test("what is appended after an erasure is written without anything personal", async () => {
        const { record, raw } = await make();
        await written(record, "7K3M-9QXD");
        await record.erase("7K3M-9QXD", "2026-12-01T09:00:00.000Z");
        const [first] = await record.read("7K3M-9QXD");
        const second = commit("7K3M-9QXD", 2, [note("Jabberwick came again"), met]);
        expect(await record.append(second, first)).toMatchObject({ number: 2 });
        for (const text of personalTexts) expect(await raw()).not.toContain(text);
        const text = (await record.stored("7K3M-9QXD"))[1]?.text ?? "";
        expect((JSON.parse(text) as { events: unknown[] }).events).toEqual([{ ...note(""), sealed: "erased" }, met]);
        expect((await record.read("7K3M-9QXD"))[1]?.events).toEqual([{ ...note(""), sealed: "erased" }, met]);
      });

      test("what is appended by somebody who read before an erasure is unreadable for ever, like all the rest", async () => {
        const { record, raw } = await make();
        const [first] = await written(record, "7K3M-9QXD");
        await record.erase("7K3M-9QXD", "2026-12-01T09:00:00.000Z");
        const second = await record.append(commit("7K3M-9QXD", 2, [note("Jabberwick came again")]), first);
        if (second === "conflict") throw new Error("Nobody else wrote");
        await record.append(commit("7K3M-9QXD", 3, [note("Jabberwick came once more")]), second);
        for (const text of personalTexts) expect(await raw()).not.toContain(text);
        expect((await record.read("7K3M-9QXD")).slice(1).map(({ events }) => events)).toEqual([
          [{ ...note(""), sealed: "erased" }],
          [{ ...note(""), sealed: "erased" }],
        ]);
        const stored = await record.stored("7K3M-9QXD");
        expect(() => verifyChain(stored)).not.toThrow();
      });

      test("a commit that was appended can be followed without being read again, and both are read as they were written", async () => {
        const { record } = await make();
        const [first] = await written(record, "7K3M-9QXD");
        const second = await record.append(commit("7K3M-9QXD", 2, [note("second"), met]), first);
        if (second === "conflict") throw new Error("Nobody else wrote");
        const third = await record.append(commit("7K3M-9QXD", 3, [note("third")]), second);
        expect(await record.read("7K3M-9QXD")).toEqual([first, second, third]);
        expect(second).toMatchObject({ number: 2, partnership: "knowsley", events: [note("second"), met] });
      });

      test("without a key, and not erased, a commit is refused and nothing is written", async () => {
        const { record, loseKey } = await make();
        await written(record, "7K3M-9QXD");
        await loseKey("7K3M-9QXD");
        const [first] = await record.read("7K3M-9QXD");
        await expect(record.append(commit("7K3M-9QXD", 2, [note("would be lost")]), first)).rejects.toThrow(
          "There is no key for 7K3M-9QXD, and it was not erased: nothing can be sealed",
        );
        expect(await record.stored("7K3M-9QXD")).toHaveLength(1);
      });

      test("a record that was restored without its key reads as erased", async () => {
        const { record, loseKey } = await make();
        await written(record, "7K3M-9QXD");
        await loseKey("7K3M-9QXD");
        expect((await record.read("7K3M-9QXD"))[0]?.events).toEqual([{ ...raised(), sealed: "erased" }]);
      });
    });

    describe("ALL-01 nothing in it can be altered or removed unseen", () => {
      const rehashed = (stored: Stored): Stored => ({
        ...stored,
        hash: hashOf(stored.reference, stored.number, stored.previous, stored.text),
      });
      const broken = async (tampering: (opened: Opened) => Promise<void>) => {
        const opened = await make();
        await written(opened.record, "7K3M-9QXD", "second", "third", "fourth");
        await tampering(opened);
        return opened.record.read("7K3M-9QXD").then(
          () => undefined,
          (error: unknown) => error,
        );
      };

      test("a changed text", async () => {
        const error = await broken(({ tamper }) =>
          tamper("7K3M-9QXD", 2, (stored) => ({ ...stored, text: stored.text.replace("raising", "receiving") })),
        );
        expect(error).toBeInstanceOf(ChainBroken);
        expect((error as Error).message).toBe(
          "The record of 7K3M-9QXD does not hold together at commit 2: its text is not the text that was hashed",
        );
      });

      test("a changed text of which the hash was made anew", async () => {
        const error = await broken(({ tamper }) =>
          tamper("7K3M-9QXD", 2, (stored) =>
            rehashed({ ...stored, text: stored.text.replace("raising", "receiving") }),
          ),
        );
        expect((error as Error).message).toBe(
          "The record of 7K3M-9QXD does not hold together at commit 3: it does not follow the commit before it",
        );
      });

      test("a changed hash", async () => {
        const error = await broken(({ tamper }) =>
          tamper("7K3M-9QXD", 4, (stored) => ({ ...stored, hash: "0".repeat(64) })),
        );
        expect(error).toBeInstanceOf(ChainBroken);
      });

      test("a changed link to the commit before", async () => {
        const error = await broken(({ tamper }) =>
          tamper("7K3M-9QXD", 3, (stored) => rehashed({ ...stored, previous: "0".repeat(64) })),
        );
        expect((error as Error).message).toBe(
          "The record of 7K3M-9QXD does not hold together at commit 3: it does not follow the commit before it",
        );
      });

      test("a commit taken out", async () => {
        const error = await broken(({ tamper }) => tamper("7K3M-9QXD", 3, () => undefined));
        expect((error as Error).message).toBe(
          "The record of 7K3M-9QXD does not hold together at commit 3: commit 3 is missing",
        );
      });

      test("two commits that changed places", async () => {
        const error = await broken(async ({ record, tamper }) => {
          const [, second, third] = await record.stored("7K3M-9QXD");
          await tamper("7K3M-9QXD", 2, (stored) => ({ ...stored, text: third?.text ?? "", hash: third?.hash ?? "" }));
          await tamper("7K3M-9QXD", 3, (stored) => ({ ...stored, text: second?.text ?? "", hash: second?.hash ?? "" }));
        });
        expect(error).toBeInstanceOf(ChainBroken);
      });

      test("sealed words moved to another place, with every hash made anew", async () => {
        const error = await broken(async ({ record, tamper }) => {
          const stored = await record.stored("7K3M-9QXD");
          const [, , third, fourth] = stored;
          if (!third || !fourth) throw new Error("The record should have four commits");
          // The last one's words, replaced by the third's: the chain itself then holds.
          await tamper("7K3M-9QXD", 4, (each) => rehashed({ ...each, text: third.text }));
        });
        expect(error).toBeInstanceOf(SealBroken);
        expect((error as Error).message).toBe("What is sealed at 7K3M-9QXD/4/0 does not open under its key");
      });

      test("sealed words that were changed by one letter", async () => {
        const error = await broken(({ tamper }) =>
          tamper("7K3M-9QXD", 4, (stored) => {
            const text = stored.text.replace(
              /"sealed":"(.{20})(.)/,
              (_, before: string, letter: string) => `"sealed":"${before}${letter === "A" ? "B" : "A"}`,
            );
            return rehashed({ ...stored, text });
          }),
        );
        expect(error).toBeInstanceOf(SealBroken);
      });
    });
  });
}
