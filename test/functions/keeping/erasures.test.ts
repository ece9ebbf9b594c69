import { describe, expect, test } from "vitest";
import { s3Erasures } from "../../../functions/keeping/erasures.ts";
import { s3Witnesses } from "../../../functions/verify/s3-witnesses.ts";
import { bucketOf } from "../verify/bucket.ts";

const erasure = (reference: string, at = "2026-12-01T10:00:00.000Z") =>
  ({ reference, at, because: "age", retention: { class: "every", source: "Line 1" } }) as const;

describe("the list of erasures in the witnesses’ bucket", () => {
  test("has each record once, as it was first put there, in the order of references", async () => {
    const bucket = bucketOf("witnesses");
    const list = s3Erasures(bucket.client, "witnesses");
    expect(await list.all()).toEqual([]);
    for (const each of ["7K3M-9QXF", "7K3M-9QXD", "PA-7K3M-9QXE"]) await list.append(erasure(each));
    await list.append(erasure("7K3M-9QXD", "2027-01-01T10:00:00.000Z"));
    expect(await list.all()).toEqual([erasure("7K3M-9QXD"), erasure("7K3M-9QXF"), erasure("PA-7K3M-9QXE")]);
    expect(bucket.puts()[0]).toMatchObject({ IfNoneMatch: "*", ChecksumAlgorithm: "SHA256" });
  });

  test("cannot be changed or hidden by what somebody puts over an entry", async () => {
    const bucket = bucketOf("witnesses");
    const list = s3Erasures(bucket.client, "witnesses");
    await list.append(erasure("7K3M-9QXD"));
    bucket.put("erasures/7K3M-9QXD.json", JSON.stringify(erasure("7K3M-9QXD", "2030-01-01T10:00:00.000Z")));
    bucket.put("erasures/7K3M-9QXD.json", undefined);
    expect(await list.all()).toEqual([erasure("7K3M-9QXD")]);
  });

  test.each([
    ["no JSON", "erasures/7K3M-9QXD.json", "gone"],
    ["another record’s", "erasures/7K3M-9QXF.json", JSON.stringify(erasure("7K3M-9QXD"))],
    ["with more in it", "erasures/7K3M-9QXD.json", JSON.stringify({ ...erasure("7K3M-9QXD"), name: "Oona" })],
  ])("refuses an object that is %s", async (_what, key, body) => {
    const bucket = bucketOf("witnesses");
    bucket.put(key, body);
    await expect(s3Erasures(bucket.client, "witnesses").all()).rejects.toThrow(
      `${key} in witnesses is no entry of the list of erasures: somebody put it there.`,
    );
  });

  test("what S3 refuses otherwise is not taken for written", async () => {
    const bucket = bucketOf("witnesses");
    bucket.failOnce("SlowDown");
    await expect(s3Erasures(bucket.client, "witnesses").append(erasure("7K3M-9QXD"))).rejects.toThrow("SlowDown");
  });

  test("is taken for no record by whoever walks the witnesses", async () => {
    const bucket = bucketOf("witnesses");
    await s3Erasures(bucket.client, "witnesses").append(erasure("7K3M-9QXD"));
    const witnesses = s3Witnesses(bucket.client, "witnesses");
    await witnesses.append({ reference: "7K3M-9QXF", number: 1, hash: "a".repeat(64), at: "2026-12-01T10:00:00.000Z" });
    const found: string[] = [];
    for await (const each of witnesses.references()) found.push(each);
    expect(found).toEqual(["7K3M-9QXF"]);
  });
});
