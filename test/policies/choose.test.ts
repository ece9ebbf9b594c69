/** Which policy a concern runs under: the person's area, a policy's own scope before it, an organisation's own after it. */
import { describe, expect, test } from "vitest";
import { choosePolicy, type Choosing, type Chosen } from "../../policies/choose.ts";
import { loadPolicy } from "../../policies/language/load.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { areasHeld, holding, ownPolicyInForce, policyInForce, publishedPolicies } from "../../policies/published.ts";
import { smallPolicy } from "./small.ts";

const held = { policyInForce, ownPolicyInForce, areasHeld };
const choose = (over: Partial<Choosing>, from = held): Chosen =>
  choosePolicy(
    { area: "medway", day: "2026-11-23", receiving: { name: "Estuary Health", areas: ["medway"] }, ...over },
    from,
  );
/** The policy and why, or what is refused. */
const chosen = (over: Partial<Choosing>, from = held) => {
  const found = choose(over, from);
  return "policy" in found ? `${found.policy.policy}, ${found.because}` : found.refused;
};
const inArea = (...areas: string[]) => ({ receiving: { name: "Estuary Health", areas } });

describe("the area of the person", () => {
  test.each(["knowsley", "milton-keynes", "medway", "shropshire"])(
    "PRE-01 the policy of %s is that of whoever lives there",
    (area) => {
      expect(chosen({ area, ...inArea(area) })).toBe(`${area}, area`);
    },
  );

  test("PRE-01 where the receiving agency works says nothing about it, but for a policy that asks", () => {
    expect(chosen({ area: "knowsley", ...inArea("kent") })).toBe("knowsley, area");
    expect(chosen({ area: "shropshire", ...inArea("knowsley") })).toBe("shropshire, area");
  });

  test.each(["kent", "", "Medway", "medway ", "training-provider"])(
    "PRE-01 an area that no policy covers is refused with the list of those held, and never guessed: “%s”",
    (area) => {
      expect(chosen({ area })).toEqual({
        field: "area",
        says: `no policy is held for “${area}”; the areas are: ${areasHeld()
          .map((each) => each.id)
          .join(", ")}`,
      });
    },
  );

  test("PRE-01, ALL-14 before the day on which its policy came into force an area is not covered", () => {
    expect(chosen({ day: "2023-12-31" })).toMatchObject({ field: "area" });
    expect(chosen({ day: "2024-01-01" })).toBe("medway, area");
  });

  test("ALL-14 the version in force on the day of the raising is chosen", () => {
    const of = (id: string) => publishedPolicies().find((each) => each.policy === id) as Policy;
    const two = holding(() => [of("medway"), { ...of("medway"), version: "2027", inForceFrom: "2027-01-01" }]);
    const version = (day: string) => {
      const found = choose({ day }, two);
      return "policy" in found ? found.policy.version : undefined;
    };
    expect([version("2026-12-31"), version("2027-01-01")]).toEqual(["2024", "2027"]);
  });
});

describe("Medway's own scope", () => {
  test.each(["kent", "milton-keynes", "knowsley", "shropshire", "medway"])(
    "MED-13, PRE-01 what concerns a secure setting in Medway runs under Medway's policy, the home being in %s",
    (area) => {
      expect(chosen({ area, secureSettingIn: "medway" })).toBe("medway, secure setting");
    },
  );

  test("MED-13 a secure setting elsewhere changes nothing", () => {
    expect(chosen({ area: "knowsley", secureSettingIn: "milton-keynes", ...inArea("knowsley") })).toBe(
      "knowsley, area",
    );
    expect(chosen({ area: "knowsley", secureSettingIn: "kent", ...inArea("knowsley") })).toBe("knowsley, area");
    expect(chosen({ area: "kent", secureSettingIn: "kent" })).toMatchObject({ field: "area" });
  });

  test("MED-13, PRE-01 it comes before an organisation's own policy too", () => {
    expect(chosen({ area: "kent", secureSettingIn: "medway", ownPolicy: "training-provider" })).toBe(
      "medway, secure setting",
    );
  });

  test("MED-14 an agency that works in Medway and outside of it is accepted", () => {
    expect(chosen(inArea("kent", "medway"))).toBe("medway, area");
  });

  test("MED-14 one that works only outside Medway is refused by name, with its area's partnership, and nothing is forwarded", () => {
    expect(chosen(inArea("kent"))).toEqual({
      field: "receiving.agency",
      says: "Estuary Health does not work in Medway, and the Escalation Policy of Medway Safeguarding Children Partnership is not for agencies elsewhere. It belongs with the local safeguarding partnership of Kent, by its own procedure. Nothing was forwarded",
    });
  });

  test("MED-14 where that area's policy is held, the refusal says how to raise it there", () => {
    const refused = chosen(inArea("knowsley", "tower-hamlets"));
    expect(refused).toMatchObject({
      says: expect.stringContaining(
        "Knowsley Safeguarding Children Partnership, whose Multi Agency Escalation Policy is held here: raise it again with area “knowsley”, or the local safeguarding partnership of Tower Hamlets, by its own procedure. Nothing was forwarded",
      ),
    });
    // And so it can be.
    expect(chosen({ area: "knowsley", ...inArea("knowsley", "tower-hamlets") })).toBe("knowsley, area");
  });

  test("MED-14 a policy that is not in force yet is not offered", () => {
    const of = (id: string) => publishedPolicies().find((each) => each.policy === id) as Policy;
    const later = holding(() => [of("medway"), { ...of("knowsley"), inForceFrom: "2027-01-01" }]);
    expect(chosen(inArea("knowsley"), later)).toMatchObject({
      says: expect.stringContaining("the local safeguarding partnership of Knowsley, by its own procedure"),
    });
  });
});

describe("an organisation's own policy", () => {
  const ownPolicy = "training-provider";

  test.each(["knowsley", "milton-keynes", "medway", "shropshire"])(
    "TP-01 local procedures take precedence: in %s, whose policy is held, that is used",
    (area) => {
      expect(chosen({ area, ownPolicy, ...inArea(area) })).toBe(`${area}, area`);
    },
  );

  test("TP-01, PRE-01 where none is held, its own is used", () => {
    expect(chosen({ area: "kent", ownPolicy, ...inArea("kent") })).toBe("training-provider, own policy");
  });

  test("TP-01 a local policy's refusal is not got round by one's own", () => {
    expect(chosen({ area: "medway", ownPolicy, ...inArea("kent") })).toMatchObject({ field: "receiving.agency" });
  });

  test("TP-01 an area's policy is nobody's own, and one that is not held is none", () => {
    expect(chosen({ area: "kent", ownPolicy: "knowsley" })).toMatchObject({ field: "area" });
    expect(chosen({ area: "kent", ownPolicy: "another-provider" })).toMatchObject({ field: "area" });
    expect(chosen({ area: "kent", ownPolicy, day: "2024-12-31" })).toMatchObject({ field: "area" });
  });
});

describe("a region", () => {
  const make = (id: string, changes: Record<string, string>) =>
    loadPolicy(smallPolicy({ "policy: small\n": `policy: ${id}\n`, ...changes }), `${id}.yaml`);
  const region = (id: string, listed: string, changes: Record<string, string> = {}) =>
    make(id, {
      "area: { id: small, name: Small }": `region: { id: vale, name: The Vale, areas: [${listed}] }`,
      ...changes,
    });
  const area = (id: string, from = "2026-01-01") =>
    make(id, { "{ id: small, name: Small }": `{ id: ${id}, name: "${id} itself" }`, "2026-01-01": from });
  const [eastleigh, wick] = ["{ id: eastleigh, name: Eastleigh }", "{ id: wick, name: Wick }"];
  const vale = region("vale", `${eastleigh}, ${wick}`);

  test("PRE-01 the policy of a region governs in every area that it lists, and in no other", () => {
    const from = holding(() => [vale]);
    expect(chosen({ area: "eastleigh" }, from)).toBe("vale, area");
    expect(chosen({ area: "wick" }, from)).toBe("vale, area");
    expect(chosen({ area: "vale" }, from)).toEqual({
      field: "area",
      says: "no policy is held for “vale”; the areas are: eastleigh, wick",
    });
  });

  test.each([
    ["in this order", (a: Policy, b: Policy) => [a, b]],
    ["in the other", (a: Policy, b: Policy) => [b, a]],
  ])("PRE-01 an area's own policy comes before the region's, the files being read %s", (_title, order) => {
    const from = holding(() => order(vale, area("wick")));
    expect(chosen({ area: "wick" }, from)).toBe("wick, area");
    expect(chosen({ area: "eastleigh" }, from)).toBe("vale, area");
  });

  test("PRE-01, ALL-14 the region's governs until the day on which the area's own begins, though that is the older text", () => {
    const later = holding(() => [vale, area("wick", "2026-11-24")]);
    expect(chosen({ area: "wick", day: "2026-11-23" }, later)).toBe("vale, area");
    expect(chosen({ area: "wick", day: "2026-11-24" }, later)).toBe("wick, area");
    const older = holding(() => [vale, area("wick", "2020-01-01")]);
    expect(chosen({ area: "wick" }, older)).toBe("wick, area");
  });

  test("ALL-14 of a region the version in force on the day counts, and an area that it lists no longer is not covered", () => {
    const newer = region("vale", eastleigh, { 'version: "1"': 'version: "2"', "2026-01-01": "2027-01-01" });
    const from = holding(() => [newer, vale]);
    const version = (at: string, day: string) => {
      const found = choose({ area: at, day }, from);
      return "policy" in found ? found.policy.version : found.refused.field;
    };
    expect([version("eastleigh", "2025-12-31"), version("wick", "2025-12-31")]).toEqual(["area", "area"]);
    expect([version("eastleigh", "2026-12-31"), version("wick", "2026-12-31")]).toEqual(["1", "1"]);
    expect([version("eastleigh", "2027-01-01"), version("wick", "2027-01-01")]).toEqual(["2", "area"]);
  });

  test("PRE-01 the region's comes before an organisation's own policy", () => {
    const own = make("own", { "area: { id: small, name: Small }": "own policy of an organisation: true" });
    const from = holding(() => [vale, own]);
    expect(chosen({ area: "wick", ownPolicy: "own" }, from)).toBe("vale, area");
    expect(chosen({ area: "kent", ownPolicy: "own" }, from)).toBe("own, own policy");
  });
});

describe("an organisation's own policy beside a local one", () => {
  const ownPolicy = "training-provider";
  const receiving = { name: "Another provider", areas: ["knowsley", "kent"], ownPolicy };
  /** Whose own policies hold beside the one that governs. */
  const beside = (over: Partial<Choosing>, from = held) => {
    const found = choose({ area: "knowsley", ...inArea("knowsley"), ...over }, from);
    return "policy" in found ? found.beside.map((each) => `${each.side} ${each.policy.policy}`) : found.refused;
  };
  const provider = publishedPolicies().find((each) => each.policy === ownPolicy) as Policy;
  const knowsley = publishedPolicies().find((each) => each.policy === "knowsley") as Policy;

  test("TP-01 binds the raising provider's people where a local policy governs", () => {
    expect(beside({ ownPolicy })).toEqual(["raising training-provider"]);
  });

  test("TP-01 binds the receiving provider's people too, and each side's where both have one", () => {
    expect(beside({ receiving })).toEqual(["receiving training-provider"]);
    expect(beside({ ownPolicy, receiving })).toEqual(["raising training-provider", "receiving training-provider"]);
  });

  test("TP-01 is not beside itself where it governs", () => {
    expect(beside({ area: "kent", ownPolicy })).toEqual([]);
    expect(beside({ area: "kent", ownPolicy, receiving })).toEqual([]);
  });

  test("TP-01 nobody has one who adopted none, or one that is not held, that has not begun, or that is an area's", () => {
    expect(beside({})).toEqual([]);
    expect(beside({ ownPolicy: "another-provider" })).toEqual([]);
    expect(beside({ ownPolicy, day: "2024-12-31" })).toEqual([]);
    expect(beside({ ownPolicy, day: "2025-01-01" })).toEqual(["raising training-provider"]);
    expect(beside({ ownPolicy: "shropshire" })).toEqual([]);
  });

  test("TP-01 one that does not say that it binds beside a local policy does not", () => {
    const { besideALocalPolicy: _left, ...silent } = provider;
    expect(
      beside(
        { ownPolicy },
        holding(() => [knowsley, silent]),
      ),
    ).toEqual([]);
    expect(
      beside(
        { ownPolicy },
        holding(() => [knowsley, provider]),
      ),
    ).toEqual(["raising training-provider"]);
  });

  test("TP-01 the version in force on the day is the one that binds", () => {
    const newer = { ...provider, version: "2027", inForceFrom: "2027-01-01" };
    const version = (day: string) => {
      const found = choose(
        { area: "knowsley", ownPolicy, day },
        holding(() => [knowsley, newer, provider]),
      );
      return "policy" in found ? found.beside.map((each) => each.policy.version) : [];
    };
    expect([version("2026-12-31"), version("2027-01-01")]).toEqual([["2025"], ["2027"]]);
  });
});
