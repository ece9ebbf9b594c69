/** What a directory file may say by mistake, and who is told of it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { partnershipsMissing, rolesUnknown } from "../../../functions/directory/doubts.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { publishedPolicies } from "../../../policies/published.ts";

const policies = publishedPolicies().filter((each) => each.policy === "knowsley" || each.policy === "medway");
const knowsley = { id: "knowsley", name: "Knowsley", inbox: "partnership@kscp.example", roles: {} };
const school = {
  id: "school",
  name: "A school",
  kind: "education",
  areas: ["knowsley"],
  domains: ["school.example"],
  inbox: "office@school.example",
  roles: {},
};
const somebody = [{ name: "Lee Hart", email: "l.hart@school.example" }];

test("partnerships whose policies are held and whom the directory lacks are named, with what that means", () => {
  expect(partnershipsMissing({ partnerships: [knowsley] }, policies)).toEqual([
    "The directory lacks partnerships whose policies are held: medway. Their pages cannot say whom to call, and what is to be told to them cannot be sent.",
  ]);
});

test("a role that no policy has is named with who has it, since nobody would be asked in it", () => {
  const agencies = [{ ...school, roles: { "line-manager": somebody, "line-manger": somebody } }];
  const partnerships = [{ ...knowsley, roles: { chair: somebody, chairman: somebody } }];
  expect(rolesUnknown({ agencies, partnerships }, policies)).toEqual([
    "Partnership “knowsley” has somebody as “chairman”, a role that no policy here has: nobody will be asked in it.",
    "Agency “school” has somebody as “line-manger”, a role that no policy here has: nobody will be asked in it.",
  ]);
});

test("the sample directory gives none", () => {
  const path = new URL("../../../infra/local/samples/directory.yaml", import.meta.url);
  const file = readDirectoryFile(readFileSync(path, "utf8"), "directory.yaml");
  const five = publishedPolicies().filter((each) =>
    ["knowsley", "medway", "milton-keynes", "shropshire", "training-provider"].includes(each.policy),
  );
  expect([...partnershipsMissing(file, five), ...rolesUnknown(file, publishedPolicies())]).toEqual([]);
});
