/** By whom a role can be reached, whether or not somebody has been asked already. */
import { expect, test } from "vitest";
import { everyWayTo } from "../../../functions/directory/seats.ts";

const person = (name: string) => ({ name, email: `${name.toLowerCase()}@care.example` });
const place = {
  id: "social-care",
  name: "Social Care",
  inbox: "inbox@care.example",
  roles: { "line-manager": [person("Ann"), person("Bea")], deputy: [person("Cy")], director: [person("Di")] },
};
const otherwise = [
  { role: "absent", via: "stand-in" },
  { role: "deputy", via: "stand-in" },
] as const;

test("ALL-09 whoever holds it comes first, then whoever stands in, and the inbox for their attention last", () => {
  const ways = everyWayTo(
    { roles: ["line-manager"], instead: [{ roles: ["line-manager"], eachIsAsked: false, otherwise }] },
    place,
  );
  expect(ways.map(({ role, via, agency, person: { email } }) => `${role} ${via} ${agency} ${email}`)).toEqual([
    "line-manager holder social-care ann@care.example",
    "line-manager holder social-care bea@care.example",
    "deputy stand-in social-care cy@care.example",
    "line-manager inbox social-care inbox@care.example",
  ]);
});

test("ALL-09 where nobody is known, there is still the inbox", () => {
  expect(everyWayTo({ roles: ["nobody"] }, place).map((each) => each.person.email)).toEqual(["inbox@care.example"]);
});
