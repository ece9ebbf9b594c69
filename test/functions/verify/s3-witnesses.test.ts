import { beforeEach, describe, expect, test } from "vitest";
import { s3Witnesses, type S3Witnesses } from "../../../functions/verify/s3-witnesses.ts";
import { bucketOf, type Bucket } from "./bucket.ts";
import { aWitnessStore, seen } from "./contract.ts";

let bucket: Bucket;
let store: S3Witnesses;
beforeEach(() => {
  bucket = bucketOf("witnesses");
  store = s3Witnesses(bucket.client, "witnesses");
});

aWitnessStore(
  () => store,
  () => s3Witnesses(bucket.client, "witnesses"),
);

const key = (number: number) => `7K3M-9QXD/00000000${number}-${`${number}`.repeat(64)}.json`;
const references = async () => {
  const found: string[] = [];
  for await (const each of store.references()) found.push(each);
  return found;
};

describe("witnesses in a bucket with Object Lock", () => {
  test("ALL-01 each is put so that nothing is written over, and with the checksum that a lock asks for", async () => {
    await store.append(seen(3));
    expect(bucket.puts()).toEqual([
      {
        Bucket: "witnesses",
        Key: key(3),
        Body: JSON.stringify(seen(3)),
        ContentType: "application/json",
        IfNoneMatch: "*",
        ChecksumAlgorithm: "SHA256",
      },
    ]);
  });

  test("one that was witnessed before stays as it was first seen, and nothing is put over it", async () => {
    await store.append(seen(3));
    await store.append({ ...seen(3), at: "2026-12-24T02:00:00.000Z" });
    expect(bucket.versions).toHaveLength(1);
    expect(await store.entries("7K3M-9QXD")).toEqual([seen(3)]);
  });

  test("one that stands there with something else in it is not taken for written", async () => {
    bucket.put(key(3), JSON.stringify({ ...seen(3), hash: "f".repeat(64) }));
    await expect(store.append(seen(3))).rejects.toThrow(`${key(3)} in witnesses is not a witness: somebody put it`);
  });

  test.each(["AccessDenied", "ConditionalRequestConflict"])(
    "what S3 refuses (%s) is not taken for written",
    async (name) => {
      bucket.failOnce(name);
      await expect(store.append(seen(3))).rejects.toThrow(name);
      expect(await store.entries("7K3M-9QXD")).toEqual([]);
    },
  );

  test("as many as there are come back, page by page", async () => {
    for (const number of [1, 2, 3, 4, 5]) await store.append(seen(number));
    expect((await store.entries("7K3M-9QXD")).map((each) => each.number)).toEqual([1, 2, 3, 4, 5]);
    expect(bucket.pages()).toBe(3);
  });

  test("ALL-01 what is put over a witness changes nothing: the version that was put first counts", async () => {
    for (const number of [1, 2, 3]) await store.append(seen(number));
    bucket.put(key(2), JSON.stringify({ ...seen(2), at: "2027-01-01T00:00:00.000Z" }));
    bucket.put(key(2), "{}");
    expect(await store.entries("7K3M-9QXD")).toEqual([seen(1), seen(2), seen(3)]);
  });

  test("ALL-01 a delete marker hides no witness, and neither does what is put after it", async () => {
    await store.append(seen(2));
    bucket.put(key(2), undefined);
    expect(await store.entries("7K3M-9QXD")).toEqual([seen(2)]);
    await store.append({ ...seen(2), at: "2027-01-01T00:00:00.000Z" });
    expect(await store.entries("7K3M-9QXD")).toEqual([seen(2)]);
  });

  test.each([
    ["is no JSON", key(1), "not JSON"],
    ["is empty", key(1), ""],
    ["is no witness", key(1), "{}"],
    ["has more than a witness", key(1), JSON.stringify({ ...seen(1), name: "Oona" })],
    ["is a witness of another record", key(1), JSON.stringify(seen(1, "7K3M-9QXE"))],
    ["is a witness of another number", key(1), JSON.stringify({ ...seen(1), number: 2 })],
    ["has another name", "7K3M-9QXD/readme.txt", JSON.stringify(seen(1))],
  ])("an object that %s is refused, by its name", async (_, name, body) => {
    await store.append(seen(2));
    bucket.put(name, body);
    await expect(store.entries("7K3M-9QXD")).rejects.toThrow(
      `${name} in witnesses is not a witness: somebody put it there.`,
    );
  });

  test("the references with a witness are named once each, in order, hidden ones too", async () => {
    for (const reference of ["9999-ZZZZ", "7K3M-9QXD", "PA-7K3M-9QXD", "2222-2222"])
      for (const number of [1, 2]) await store.append(seen(number, reference));
    bucket.put(key(1), undefined);
    bucket.put(key(2), undefined);
    expect(await references()).toEqual(["2222-2222", "7K3M-9QXD", "9999-ZZZZ", "PA-7K3M-9QXD"]);
  });

  test("an object that is of no record is refused when they are named", async () => {
    await store.append(seen(1));
    bucket.put("readme.txt", "hello");
    await expect(references()).rejects.toThrow("readme.txt in witnesses is not a witness: somebody put it there.");
  });
});
