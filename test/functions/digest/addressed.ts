/** Whom the digests of these tests go to. 2026-11-23 is a Monday, 1 December a Tuesday; London is on UTC. */
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import type { DigestTime } from "../../../functions/directory/directory.ts";
import { directoryFile, type Services, type Stack } from "../../support/stack.ts";

export const monday = "2026-11-23T09:00:00.000Z";
export const first = "2026-12-01T09:00:00.000Z";
export const group = "group@kscp.example";
export const inbox = "partnership@kscp.example";

const [knowsley, ...others] = directoryFile.partnerships;
export const file = {
  ...directoryFile,
  partnerships: [
    {
      ...knowsley!,
      roles: { ...knowsley!.roles, "policy-and-performance-group": [{ name: "Winnifred Group", email: group }] },
    },
    ...others,
    { id: "training-provider", name: "The provider’s team", inbox: "team@harbourway.example", roles: {} },
    { id: "kent", name: "Kent’s partnership", inbox: "partnership@kent.example", roles: {}, areas: ["kent"] },
  ],
};

/** Puts the directory in place in which Knowsley chooses when its digests come, and who is the group. */
export const importChoosing = (
  services: Services,
  { tables }: Stack,
  digest: DigestTime,
  roles: (typeof file)["partnerships"][number]["roles"] = {},
) =>
  importDirectory(services.dynamoDB, tables.working, {
    ...file,
    partnerships: file.partnerships.map((each) =>
      each.id === "knowsley" ? { ...each, digest, roles: { ...each.roles, ...roles } } : each,
    ),
  });
