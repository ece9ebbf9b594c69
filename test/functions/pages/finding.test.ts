import { expect, test } from "vitest";
import { seatsFor } from "../../../functions/directory/seats.ts";
import { needOf } from "../../../functions/pages/finding.ts";
import type { Visit } from "../../../functions/pages/visit.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import { smallPolicy } from "../../policies/small.ts";
import { holds, knowsley, open, play, raise } from "../../support/core.ts";

const policy = loadPolicy(
  smallPolicy({
    "  chair: {": `  commissioner: { called: Commissioner, held in: partnership, stand in: [chair] }
  chair: {`,
  }),
  "small.yaml",
);
holds("small", { policy, calendar: knowsley.calendar });

test("KNO-06 where nobody is known to be the Commissioner, whoever stands in is told, and only then the inbox", () => {
  const at = "2026-11-23T10:00:00.000Z";
  const { state } = play(raise(at, { area: "small", disagreement: "level" }), open(at));
  const seat = state.seats.get("raiser");
  if (!seat) throw new Error("Nobody raised it");
  const visit: Pick<Visit, "state" | "policy" | "seat"> = { state, policy, seat };
  const need = needOf(visit, "commissioners", "commissioner", "partnership");
  const place = { id: "small", name: "Small Partnership", inbox: "office@small.example" };
  const told = (roles: Parameters<typeof seatsFor>[1]["roles"]) =>
    seatsFor(need, { ...place, roles }).map((each) => `${each.role}, ${each.via}: ${each.person.email}`);
  const chair = [{ name: "Cher", email: "chair@small.example" }];
  expect(told({ commissioner: [{ name: "Com", email: "com@small.example" }], chair })).toEqual([
    "commissioner, holder: com@small.example",
  ]);
  expect(told({ chair })).toEqual(["chair, stand-in: chair@small.example"]);
  expect(told({})).toEqual(["commissioner, inbox: office@small.example"]);
});
