/** Which policy a concern runs under: the person's area, a policy's own scope before it, an organisation's own after it. */
import { describe, expect, test } from "vitest";
import { choosePolicy, type Choosing, type Chosen } from "../../policies/choose.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { areasHeld, holding, ownPolicyInForce, policyInForce, publishedPolicies } from "../../policies/published.ts";

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
        says: `no policy is held for “${area}”; the areas are: knowsley, medway, milton-keynes, shropshire`,
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
