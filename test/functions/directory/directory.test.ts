import { BatchWriteCommand, type BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Need } from "../../../functions/core/people.ts";
import { isAtAgency, type Directory } from "../../../functions/directory/directory.ts";
import {
  agencyIds,
  dynamoDBDirectory,
  heldEntries,
  importDirectory,
  NotInDirectory,
} from "../../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { directoryFile, startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
let table: string;
let directory: Directory;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  table = (await database.freshTables()).working;
  directory = dynamoDBDirectory(database.dynamoDB, table);
  await importDirectory(database.dynamoDB, table, directoryFile);
});

const need = (changes: Partial<Need>): Need => ({
  need: "receiving side",
  side: "receiving",
  purpose: "act",
  roles: ["line-manager"],
  of: "social-care",
  throughInbox: false,
  ...changes,
});

describe("the local partnership of an area", () => {
  test("TP-09 the one that says that the area is its own, until it says so no longer", async () => {
    const kent = { id: "kent", name: "Kent", inbox: "a@kent.example", roles: {} };
    const put = (areas?: string[]) =>
      importDirectory(database.dynamoDB, table, {
        ...directoryFile,
        partnerships: [areas ? { ...kent, areas } : kent],
      });
    expect(await directory.partnershipOfArea("kent")).toBeUndefined();
    await put(["kent"]);
    expect(await directory.partnershipOfArea("kent")).toMatchObject({ id: "kent" });
    await put();
    expect(await directory.partnershipOfArea("kent")).toBeUndefined();
  });
});

describe("a partnership and its agencies at once", () => {
  test("those that are known, however often one is asked for, with what stands around a page and none of their people", async () => {
    const around = {
      id: "bexley",
      name: "Bexley",
      inbox: "partnership@bexley.example",
      inDanger: [{ who: "The duty team", number: "01632 960001" }],
      questions: { number: "01632 960002", hours: "weekdays from 9am to 5pm" },
    };
    const roles = { chair: [{ name: "Ada Chair", email: "a.chair@bexley.example" }] };
    await importDirectory(database.dynamoDB, table, {
      agencies: [],
      partnerships: [{ ...around, roles, areas: ["bexley"] }],
      clients: [],
    });
    const found = await directory.named("bexley", ["social-care", "nobody", "social-care", "lone-clinic"]);
    expect(found.partnership).toEqual(around);
    const agencies = await Promise.all(["social-care", "lone-clinic"].map((each) => directory.agency(each)));
    expect(Object.fromEntries(found.agencies)).toEqual(
      Object.fromEntries(agencies.map((each) => [each!.id, { id: each!.id, name: each!.name, inbox: each!.inbox }])),
    );
    expect((await directory.named("nowhere", [])).partnership).toBeUndefined();
  });

  test("more than one answer holds are asked for by the hundred", async () => {
    const [some] = directoryFile.agencies;
    if (!some) throw new Error("The directory has no agency");
    const agencies = Array.from({ length: 130 }, (_, place) => ({ ...some, id: `agency-${place}` }));
    await importDirectory(database.dynamoDB, table, { partnerships: [], agencies, clients: [] });
    const found = await directory.named(
      "knowsley",
      agencies.map((each) => each.id),
    );
    expect([...found.agencies.keys()].toSorted()).toEqual(agencies.map((each) => each.id).toSorted());
  });

  test("what was left out of an answer is asked for again, and never taken for unknown", async () => {
    let answers = 0;
    const leavingOut = (times: number) => {
      answers = 0;
      return dynamoDBDirectory(
        {
          send: async (command: BatchGetCommand) => {
            const found = await database.dynamoDB.send(command);
            if (++answers > times) return found;
            const Keys = [{ pk: "DIRECTORY#agency", sk: "social-care" }];
            return { Responses: {}, UnprocessedKeys: { [table]: { Keys } } };
          },
        } as unknown as DynamoDBDocumentClient,
        table,
      );
    };
    expect([...(await leavingOut(2).named("knowsley", ["social-care"])).agencies.keys()]).toEqual(["social-care"]);
    expect(answers).toBe(3);
    await expect(leavingOut(5).named("knowsley", ["social-care"])).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
  });
});

describe("importing", () => {
  const of = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...directoryFile.agencies[0]!,
      id: `agency-${index}`,
      domains: [],
    }));
  /** A table that takes all but the last of whatever it is given, so many times. */
  const leaving = (times: number) => {
    let left = times;
    return {
      send: async (command: BatchWriteCommand) => {
        const puts = command.input.RequestItems?.[table] ?? [];
        if (left-- <= 0) return database.dynamoDB.send(command);
        const taken = puts.slice(0, -1);
        if (taken.length > 0) await database.dynamoDB.send(new BatchWriteCommand({ RequestItems: { [table]: taken } }));
        return { UnprocessedItems: { [table]: puts.slice(-1) } };
      },
    } as unknown as DynamoDBDocumentClient;
  };

  test("more than one request takes: each is there", async () => {
    await importDirectory(database.dynamoDB, table, { partnerships: [], agencies: of(60), clients: [] });
    expect(await agencyIds(database.dynamoDB, table)).toEqual(expect.arrayContaining(of(60).map((each) => each.id)));
  });

  test("what the table left out is written again, and never taken for written", async () => {
    await importDirectory(leaving(4), table, { partnerships: [], agencies: of(30), clients: [] });
    expect(await agencyIds(database.dynamoDB, table)).toEqual(expect.arrayContaining(of(30).map((each) => each.id)));
    await expect(
      importDirectory(leaving(5), table, { partnerships: [], agencies: of(3), clients: [] }),
    ).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
  });

  test("a domain that two agencies give leads to the later of them, as the file has them", async () => {
    const [one, other] = of(2).map((each) => ({ ...each, domains: ["Shared.example"] }));
    await importDirectory(database.dynamoDB, table, { partnerships: [], agencies: [one!, other!], clients: [] });
    expect(await directory.agencyAt("somebody@shared.example")).toMatchObject({ id: "agency-1" });
  });
});

describe("who holds a role", () => {
  test("the one holder", async () => {
    expect(await directory.find([need({ roles: ["senior-manager"] })])).toEqual([
      {
        need: "receiving side",
        seats: [
          {
            role: "senior-manager",
            via: "holder",
            agency: "social-care",
            person: { name: "Anita Rao", email: "a.rao@care.example" },
          },
        ],
      },
    ]);
  });

  test("every holder, of every role that may act", async () => {
    const [found] = await directory.find([need({ roles: ["line-manager", "senior-manager"] })]);
    expect(found?.seats.map((each) => [each.role, each.via, each.person.email])).toEqual([
      ["line-manager", "holder", "d.stott@care.example"],
      ["line-manager", "holder", "d.hume@care.example"],
      ["senior-manager", "holder", "a.rao@care.example"],
    ]);
  });

  test("ALL-09 never nobody: where no holder is known, the agency's inbox, for the attention of the role", async () => {
    expect(await directory.find([need({ of: "lone-clinic" })])).toEqual([
      {
        need: "receiving side",
        seats: [
          {
            role: "line-manager",
            via: "inbox",
            agency: "lone-clinic",
            person: { name: "Lone Clinic", email: "desk@clinic.example" },
          },
        ],
      },
    ]);
  });

  test("one role of several that is held is enough to leave the inbox alone", async () => {
    const [found] = await directory.find([need({ of: "whitebeam-school", roles: ["director", "line-manager"] })]);
    expect(found?.seats.map((each) => [each.role, each.via])).toEqual([["line-manager", "holder"]]);
  });

  test("the partnership's inbox where the policy says so, though the holder is known", async () => {
    const [found] = await directory.find([
      need({ need: "body", side: "partnership", of: "knowsley", roles: ["chair"], throughInbox: true }),
    ]);
    expect(found?.seats).toEqual([
      {
        role: "chair",
        via: "inbox",
        agency: "knowsley",
        person: { name: "Knowsley Safeguarding Children Partnership", email: "partnership@kscp.example" },
      },
    ]);
  });

  test("the partnership's own inbox, which is nobody's role", async () => {
    const [found] = await directory.find([
      need({ need: "partnership inbox", side: "partnership", of: "knowsley", roles: [], throughInbox: true }),
    ]);
    expect(found?.seats.map((each) => [each.role, each.via, each.person.email])).toEqual([
      ["inbox", "inbox", "partnership@kscp.example"],
    ]);
  });

  test("whoever the concern names, before whom the directory knows", async () => {
    const person = { name: "Zelda Quist", email: "z.quist@care.example" };
    const [found] = await directory.find([need({ named: { role: "line-manager", person } })]);
    expect(found?.seats).toEqual([{ role: "line-manager", via: "holder", agency: "social-care", person }]);
  });

  test("several needs are answered in their order", async () => {
    const found = await directory.find([need({ need: "b" }), need({ need: "a" }), need({ need: "c" })]);
    expect(found.map((each) => each.need)).toEqual(["b", "a", "c"]);
  });

  test("an agency or partnership that is not there is an error that names it", async () => {
    await expect(directory.find([need({ of: "nowhere" })])).rejects.toThrow(NotInDirectory);
    await expect(directory.find([need({ of: "nowhere" })])).rejects.toThrow("The directory holds no agency “nowhere”");
    await expect(directory.find([need({ side: "partnership", of: "social-care" })])).rejects.toThrow(
      "The directory holds no partnership “social-care”",
    );
  });

  test("clients and agencies by id, and undefined for those that are not there", async () => {
    expect(await directory.client("whitebeam-system")).toEqual({ id: "whitebeam-system", agency: "whitebeam-school" });
    expect(await directory.client("forged")).toBeUndefined();
    expect((await directory.agency("lone-clinic"))?.name).toBe("Lone Clinic");
    expect(await directory.agency("knowsley")).toBeUndefined();
    expect(await agencyIds(database.dynamoDB, table)).toEqual(["lone-clinic", "social-care", "whitebeam-school"]);
  });

  test("everything held comes back as the file gave it, each kind in the order of ids", async () => {
    expect(await heldEntries(database.dynamoDB, table)).toEqual({
      partnerships: directoryFile.partnerships,
      agencies: directoryFile.agencies.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      clients: directoryFile.clients.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
  });

  test("an import writes over what was there, and leaves what it does not have", async () => {
    const clinic = directoryFile.agencies[2];
    if (!clinic) throw new Error("The directory of tests has three agencies");
    const changed = { ...clinic, inbox: "new.desk@clinic.example" };
    expect(
      await importDirectory(database.dynamoDB, table, { partnerships: [], agencies: [changed], clients: [] }),
    ).toBe(1);
    expect((await directory.agency("lone-clinic"))?.inbox).toBe("new.desk@clinic.example");
    expect((await directory.agency("social-care"))?.inbox).toBe("front.door@care.example");
  });
});

describe("whose address it is", () => {
  test.each([
    ["p.nair@care.example", "social-care"],
    ["p.nair@CARE.Example", "social-care"],
    ["p.nair@duty.team.care.example", "social-care"],
    ["p.nair@notcare.example", undefined],
    ["p.nair@care.example.evil.example", undefined],
    ["p.nair@example", undefined],
    ["p.nair", undefined],
    ["", undefined],
    [`p.nair@${"x.".repeat(100)}care.example`, "social-care"],
    [`p.nair@${".".repeat(20)}`, undefined],
  ])("%s is at %s", async (email, agency) => {
    expect((await directory.agencyAt(email))?.id).toBe(agency);
  });

  test("of domains that lie under one another, the longest counts", async () => {
    const [, care, clinic] = directoryFile.agencies;
    if (!care || !clinic) throw new Error("The directory of tests has three agencies");
    const within = { ...clinic, domains: ["clinic.care.example"], inbox: "desk@clinic.care.example" };
    await importDirectory(database.dynamoDB, table, { partnerships: [], agencies: [within], clients: [] });
    expect((await directory.agencyAt("a@clinic.care.example"))?.id).toBe("lone-clinic");
    expect((await directory.agencyAt("a@desk.clinic.care.example"))?.id).toBe("lone-clinic");
    expect((await directory.agencyAt("a@care.example"))?.id).toBe("social-care");
  });

  test("a domain that its agency has given up counts no longer", async () => {
    const [, care] = directoryFile.agencies;
    if (!care) throw new Error("The directory of tests has three agencies");
    const moved = { ...care, domains: ["moved.example"], inbox: "front.door@moved.example", roles: {} };
    await importDirectory(database.dynamoDB, table, { partnerships: [], agencies: [moved], clients: [] });
    expect(await directory.agencyAt("a@care.example")).toBeUndefined();
    expect((await directory.agencyAt("a@moved.example"))?.id).toBe("social-care");
  });

  test("all agencies, by name", async () => {
    expect((await directory.agencies()).map((each) => each.name)).toEqual([
      "Children’s Social Care",
      "Lone Clinic",
      "Whitebeam School",
    ]);
  });
});

describe("addresses at an agency", () => {
  const agency = { ...directoryFile.agencies[0], domains: ["whitebeam.example", "Trust.Example"] } as Parameters<
    typeof isAtAgency
  >[1];

  test.each([
    ["a@whitebeam.example", true],
    ["A@WHITEBEAM.EXAMPLE", true],
    ["a@staff.whitebeam.example", true],
    ["a@trust.example", true],
    ["a@notwhitebeam.example", false],
    ["a@whitebeam.example.evil.example", false],
    ["a@example", false],
    ["whitebeam.example@evil.example", false],
    ["a@whitebeam.example@evil.example", false],
    ["", false],
  ])("%s is at it: %s", (email, expected) => {
    expect(isAtAgency(email, agency)).toBe(expected);
  });
});

describe("a directory file", () => {
  const file = `
partnerships:
  - { id: knowsley, name: Knowsley, inbox: partnership@kscp.example }
agencies:
  - id: school
    name: School
    kind: education
    areas: [knowsley]
    domains: [Whitebeam.example]
    inbox: office@whitebeam.example
    roles:
      line-manager: [{ name: Helen, email: h@staff.whitebeam.example }]
clients:
  - { id: school-system, agency: school }
`;

  test("is read, roles left out being none", () => {
    const read = readDirectoryFile(file, "directory.yaml");
    expect(read.partnerships).toEqual([
      { id: "knowsley", name: "Knowsley", inbox: "partnership@kscp.example", roles: {} },
    ]);
    expect(read.clients).toEqual([{ id: "school-system", agency: "school" }]);
  });

  test("takes domains however they are spelled, as addresses are taken", () => {
    expect(readDirectoryFile(file, "directory.yaml").agencies[0]?.inbox).toBe("office@whitebeam.example");
  });

  test("everything wrong with it is said at once, each with its line, its place and what to write instead", () => {
    const wrong = `
partnerships:
  - { id: Knowsley, name: Knowsley, inbox: not an address, roles: { chair: [{ name: Amara }] } }
agencies:
  - id: school
    name: 7
    kind: [education]
    areas: [knowsley]
    domains: whitebeam.example
    inbox: office@elsewhere.example
    roles:
      line-manager: [{ name: Helen, email: h@notwhitebeam.example }]
      director: []
    telephone: "1"
clients:
  - { id: school-system }
`;
    expect(() => readDirectoryFile(wrong, "directory.yaml")).toThrow(
      new Error(
        [
          "The directory file directory.yaml cannot be used:",
          "  directory.yaml:3 partnerships › 1 › id: an id is lower-case words joined by hyphens",
          "  directory.yaml:3 partnerships › 1 › inbox: this is not an e-mail address",
          "  directory.yaml:3 partnerships › 1 › roles › chair › 1 › email: this is missing: add it",
          "  directory.yaml:6 agencies › 1 › name: write this in quotation marks",
          "  directory.yaml:7 agencies › 1 › kind: write text here",
          "  directory.yaml:9 agencies › 1 › domains: write a list here, in brackets",
          "  directory.yaml:13 agencies › 1 › roles › director: write at least one",
          "  directory.yaml:14 agencies › 1: “telephone” cannot stand here: what can is id, name, kind, areas, ownPolicy, domains, inbox, roles",
          "  directory.yaml:16 clients › 1: say for whom it speaks: “agency” or “partnership”, one of the two",
        ].join("\n"),
      ),
    );
  });

  test("ALL-12 when digests come is a working day and an hour of working time", () => {
    const chosen = (digest: string) =>
      readDirectoryFile(
        file.replace("inbox: partnership@kscp.example", `inbox: partnership@kscp.example, digest: ${digest}`),
        "directory.yaml",
      );
    for (const at of ["09:00", "16:00"])
      expect(chosen(`{ day: friday, at: "${at}" }`).partnerships[0]?.digest).toEqual({ day: "friday", at });
    for (const [digest, says] of [
      [
        '{ day: saturday, at: "09:00" }',
        "partnerships › 1 › digest › day: digests are sent on a working day: write one of monday, tuesday, wednesday, thursday, friday",
      ],
      ...["08:00", "17:00", "14:30", "9am"].map((at) => [
        `{ day: monday, at: "${at}" }`,
        "partnerships › 1 › digest › at: digests are sent on the hour, in working time: write one of 09:00, 10:00, 11:00, 12:00, 13:00, 14:00, 15:00, 16:00, in quotes",
      ]),
      ["{ day: monday }", "partnerships › 1 › digest › at: digests are sent on the hour"],
    ] as const)
      expect(() => chosen(digest ?? ""), digest).toThrow(says);
  });

  test("people and inboxes at no domain of their agency are refused", () => {
    const strangers = file.replace("office@whitebeam.example", "office@elsewhere.example").replace("h@staff.", "h@not");
    expect(() => readDirectoryFile(strangers, "directory.yaml")).toThrow(
      /agencies › 1 › inbox: the inbox is at none of this agency's domains[\s\S]*agencies › 1 › roles › line-manager › 1 › email: h@notwhitebeam\.example is at none of this agency's domains/,
    );
  });

  test("an id that is given twice is refused, for the second would silently take the first one's place", () => {
    const twice = `${file}  - { id: school-system, agency: school }\n`.replace(
      "agencies:",
      "  - { id: knowsley, name: Another, inbox: a@kscp.example }\nagencies:",
    );
    expect(() => readDirectoryFile(twice, "directory.yaml")).toThrow(
      /partnerships › 2 › id: “knowsley” is given twice[\s\S]*clients › 2 › id: “school-system” is given twice/,
    );
  });

  test("a client speaks for an agency or a partnership, and not for both", () => {
    const of = (client: string) => readDirectoryFile(`${file}  - ${client}\n`, "directory.yaml");
    expect(of("{ id: kscp, partnership: knowsley }").clients.at(-1)).toEqual({ id: "kscp", partnership: "knowsley" });
    expect(() => of("{ id: kscp, partnership: knowsley, agency: school }")).toThrow(/clients › 2: say for whom/);
  });

  test.each([
    "3n4b5urk1ft4fl3mg5e62d9ado",
    "school-system",
    "9b1c3f0e-5d0a-4f7e-8a55-0c4f7f0e2f11",
    "0oaK2b9XyZ",
    "my_client.apps.issuer.example",
    "Xq7@clients",
    "a".repeat(128),
  ])("a client has the id that its issuer gave it: %s", (id) => {
    const read = readDirectoryFile(file.replace("id: school-system", `id: "${id}"`), "directory.yaml");
    expect(read.clients).toEqual([{ id, agency: "school" }]);
  });

  test.each(["", "a#b", "a:b", "a/b", "a b", "-a", "é", "a\\n"])("a client's id is not %j", (id) => {
    expect(() => readDirectoryFile(file.replace("id: school-system", `id: "${id}"`), "directory.yaml")).toThrow(
      "clients › 1 › id: a client's id is spelled as its issuer spells it",
    );
  });

  test("a client's id of more than 128 characters is refused", () => {
    const long = file.replace("id: school-system", `id: "${"a".repeat(129)}"`);
    expect(() => readDirectoryFile(long, "directory.yaml")).toThrow(
      "clients › 1 › id: a client's id has at most 128 characters",
    );
  });

  test("TP-09 an area of two partnerships is refused, for it would not be known which of them is the local one", () => {
    const two = file.replace(
      "agencies:",
      "  - { id: kent, name: Kent, inbox: a@kent.example, areas: [kent] }\n  - { id: weald, name: Weald, inbox: a@weald.example, areas: [surrey, kent] }\nagencies:",
    );
    expect(() => readDirectoryFile(two, "directory.yaml")).toThrow(
      "partnerships › 3 › areas › 2: “kent” is an area of “kent” already: an area has one local partnership",
    );
  });

  test("a domain of two agencies is refused, however it is spelled; one under another's is not", () => {
    const two = (domain: string) =>
      file.replace(
        "clients:",
        `  - { id: other, name: Other, kind: health, areas: [knowsley], domains: [${domain}], inbox: a@${domain} }\nclients:`,
      );
    expect(() => readDirectoryFile(two("whitebeam.EXAMPLE"), "directory.yaml")).toThrow(
      "agencies › 2 › domains › 1: “whitebeam.EXAMPLE” is a domain of “school” already: a domain belongs to one agency",
    );
    expect(readDirectoryFile(two("nursery.whitebeam.example"), "directory.yaml").agencies).toHaveLength(2);
  });

  test("what is no YAML is refused with the file's name and the line", () => {
    expect(() => readDirectoryFile("agencies: [", "directory.yaml")).toThrow(
      "The directory file directory.yaml cannot be used:\n  directory.yaml:1 a bracket or brace is opened here and not closed",
    );
    for (const text of ["", "- one\n"])
      expect(() => readDirectoryFile(text, "directory.yaml")).toThrow(
        "The directory file directory.yaml cannot be used:\n  directory.yaml:1 write its parts here, each by its name: partnerships, agencies, clients",
      );
  });
});
