/** What every WitnessStore promises. An adapter's test calls this with its own way of making one. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Witnessed, WitnessStore } from "../../../functions/verify/witnesses.ts";

/** The head of a record as it was seen on a day of November 2026. */
export const seen = (number: number, reference = "7K3M-9QXD", day = 16 + number): Witnessed => ({
  reference,
  number,
  hash: (number % 10).toString().repeat(64),
  at: `2026-11-${day.toString().padStart(2, "0")}T02:00:00.000Z`,
});

/**
 * @param fresh makes an empty store
 * @param again opens the store that `fresh` made last once more, as another process would
 */
export function aWitnessStore(
  fresh: () => WitnessStore | Promise<WitnessStore>,
  again: () => WitnessStore | Promise<WitnessStore>,
): void {
  describe("a witness store", () => {
    let store: WitnessStore;
    beforeEach(async () => {
      store = await fresh();
    });

    test("ALL-01 gives back each entry whole, in the order in which they were added, to whoever opens it", async () => {
      const entries = [1, 3, 9, 10, 11].map((number) => seen(number));
      for (const each of entries) await store.append(each);
      expect(await store.entries("7K3M-9QXD")).toEqual(entries);
      expect(await (await again()).entries("7K3M-9QXD")).toEqual(entries);
    });

    test("has none of a record that was never seen", async () => {
      expect(await store.entries("ZZZZ-2222")).toEqual([]);
    });

    test("never gives an entry of another record, however alike the references", async () => {
      await store.append(seen(1));
      await store.append(seen(1, "PA-7K3M-9QXD"));
      await store.append(seen(1, "7K3M-9QXE"));
      expect(await store.entries("7K3M-9QXD")).toEqual([seen(1)]);
      expect(await store.entries("PA-7K3M-9QXD")).toEqual([seen(1, "PA-7K3M-9QXD")]);
      expect(await store.entries("7K3M-9QX")).toEqual([]);
      expect(await store.entries("7K3M")).toEqual([]);
    });

    test("two heads of one number both stand: one of them is not what the record was", async () => {
      const other = { ...seen(2, undefined, 19), hash: "f".repeat(64) };
      await store.append(seen(2));
      await store.append(other);
      expect(await store.entries("7K3M-9QXD")).toEqual([seen(2), other]);
    });

    test("the same entry again is as good as once", async () => {
      await store.append(seen(2));
      await store.append(seen(2));
      expect([...new Set((await store.entries("7K3M-9QXD")).map((each) => JSON.stringify(each)))]).toEqual([
        JSON.stringify(seen(2)),
      ]);
    });

    test("many added at once are all kept", async () => {
      const entries = Array.from({ length: 12 }, (_, index) => seen(index + 1));
      await Promise.all(entries.map((each) => store.append(each)));
      expect(await (await again()).entries("7K3M-9QXD")).toEqual(entries);
    });

    test("keeps nothing of an entry but its reference, number, hash and instant", async () => {
      await store.append({ ...seen(1), name: "Oona" } as Witnessed);
      expect(await (await again()).entries("7K3M-9QXD")).toEqual([seen(1)]);
    });
  });
}
