import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceOf } from "../../../functions/record/reference.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { awsError, clockAt, failing } from "../../support/doubles.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { concern, directoryFile, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
});
afterAll(() => services.close());

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly says: string }[];
}

const executionOf = (reference: string, number = 1) =>
  services.sfn.send(
    new DescribeExecutionCommand({
      executionArn: `arn:aws:states:eu-west-2:000000000000:execution:escalation-knowsley-2020-06:${reference}-${number}`,
    }),
  );
/** How many items there are, but for the counters of requests. */
const counts = async () => [
  (await services.items(stack.tables.record)).length,
  (await services.items(stack.tables.working)).filter((each) => !String(each["pk"]).startsWith("RATE#")).length,
];
/** Whether a text is this one, or is like this. */
const theSameAs = (expected: string | RegExp) => (text: string) =>
  typeof expected === "string" ? text === expected : expected.test(text);
const words = ["issue", "natureOfDisagreement", "risk", "evidence", "resolutionSought"] as const;

describe("raising a concern", () => {
  test("answers 201 with where its record is, and its execution runs", async () => {
    const response = await stack.post(concern());
    expect(response.status).toBe(201);
    const body = (await response.json()) as { reference: string; record: string };
    expect(body.reference).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    expect(body.record).toBe(`https://escalations.example/escalations/${body.reference}`);
    expect(response.headers.get("location")).toBe(body.record);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const execution = await executionOf(body.reference);
    expect(execution.status).toBe("RUNNING");
    expect(execution.input).toBe(`{"reference":"${body.reference}","execution":1}`);
  });

  test("ALL-02 what an escalation states is all on the record", async () => {
    const reference = await stack.raise({
      raising: {
        practitioner: personal.raiser,
        manager: { name: "Helen Ashworth", email: "h.ashworth@whitebeam.example" },
      },
      receiving: {
        agency: "social-care",
        practitioner: personal.receiver,
        manager: { name: "Derek Stott", email: "d.stott@care.example" },
      },
    });
    const [first] = await stack.tasks.record.read(reference);
    expect(first).toMatchObject({
      reference,
      number: 1,
      at: "2026-11-17T10:00:00.000Z",
      cause: { kind: "client", client: "whitebeam-system" },
    });
    expect(first?.events).toHaveLength(1);
    expect(first?.events[0]).toMatchObject({
      type: "EscalationRaised",
      at: "2026-11-17T10:00:00.000Z",
      policy: { id: "knowsley", version: "2020-06" },
      partnership: "knowsley",
      area: "knowsley",
      subject: "child",
      disagreement: "level-of-need",
      arose: "2026-11-16T00:00:00.000Z",
      raising: { agency: "whitebeam-school" },
      receiving: { agency: "social-care" },
      immediateRisk: false,
      missing: [],
      sealed: {
        person: { name: personal.name, dateOfBirth: personal.dateOfBirth, circumstances: personal.circumstances },
        words: {
          issue: personal.issue,
          disagreement: personal.natureOfDisagreement,
          risk: personal.risk,
          evidence: personal.evidence,
          resolutionSought: personal.resolutionSought,
        },
        raising: {
          practitioner: personal.raiser,
          manager: { name: "Helen Ashworth", email: "h.ashworth@whitebeam.example" },
        },
        receiving: { practitioner: personal.receiver, manager: { name: "Derek Stott", email: "d.stott@care.example" } },
      },
    });
  });

  test("ALL-02 the receiving practitioner, managers and circumstances may follow: without them it is raised all the same", async () => {
    const response = await stack.post(
      concern({ person: { name: personal.name }, receiving: { agency: "social-care" } }),
    );
    expect(response.status).toBe(201);
  });

  test("ALL-03 another type of disagreement is taken with its description", async () => {
    const reference = await stack.raise({ typeOfDisagreement: "another", anotherType: "Who pays for the taxi" });
    const [first] = await stack.tasks.record.read(reference);
    expect(first?.events[0]).toMatchObject({
      disagreement: "another",
      sealed: { anotherType: "Who pays for the taxi" },
    });
  });

  test("KNO-02 with immediate risk nothing is refused for want of words, and what is missing is on the record", async () => {
    const without = Object.fromEntries(words.map((each) => [each, undefined]));
    const reference = await stack.raise({ ...without, immediateRisk: true });
    const [first] = await stack.tasks.record.read(reference);
    expect(first?.events[0]).toMatchObject({
      immediateRisk: true,
      missing: ["issue", "disagreement", "risk", "evidence", "resolutionSought"],
      opensAt: "line-managers",
    });
  });

  test("ALL-04 a shorter timescale can be set when raising", async () => {
    const reference = await stack.raise({ protectBy: "2026-11-18T12:00:00.000Z" });
    const story = await stack.tasks.escalations.read(reference);
    expect(story?.state.protectBy).toEqual(["2026-11-18T12:00:00.000Z"]);
  });

  test("KNO-03 one raised later than the policy's time is accepted, and recorded as late", async () => {
    const reference = await stack.raise({ arose: "2026-11-02" });
    const story = await stack.tasks.escalations.read(reference);
    expect(story?.state.raised.raiseBy).toEqual({ due: "2026-11-04T17:00:00.000Z", late: true });
  });

  test.each(["1900-01-01", "2026-11-17", "2026-11-17T10:00:00.000Z"])(
    "a disagreement of %s is taken, however long ago",
    async (arose) => {
      expect((await stack.post(concern({ arose }))).status).toBe(201);
    },
  );

  test("ALL-04 a protective date at the end of all time is taken, and nothing breaks on it", async () => {
    const reference = await stack.raise({ protectBy: "9999-12-31T23:59:59.999Z" });
    expect((await open({ reference, execution: 1 }, stack.tasks)).go).toBe("wait:practitioners");
  });

  test("text that looks like markup or a formula is text, and comes back as it was", async () => {
    const odd = "<script>alert(1)</script> =cmd|'/C calc'!A0 {{7*7}} \\ \" \u202e 𝒰";
    const reference = await stack.raise({ issue: odd });
    const [first] = await stack.tasks.record.read(reference);
    expect(first?.events[0]).toMatchObject({ sealed: { words: { issue: odd } } });
  });

  test("texts of 10,000 characters each are taken", async () => {
    const response = await stack.post(concern(Object.fromEntries(words.map((each) => [each, "x".repeat(10_000)]))));
    expect(response.status).toBe(201);
  });

  test("ALL-13 nothing personal is in what the execution is given, in its name or in the log", async () => {
    const logged = stack.logged.length;
    const reference = await stack.raise();
    const execution = await executionOf(reference);
    const seen = JSON.stringify([execution.name, execution.input, stack.logged.slice(logged)]);
    expect(seen).toContain(reference);
    for (const text of ["Oona", "2014", "Xanthe", "Imogen", "whitebeam.example"]) expect(seen).not.toContain(text);
  });
});

describe("raising the same concern again", () => {
  test("the same key and body give the same reference, and one record", async () => {
    const first = await stack.post(concern(), { key: "same" });
    const second = await stack.post(concern(), { key: "same" });
    expect([first.status, second.status]).toEqual([201, 201]);
    const { reference } = (await first.json()) as { reference: string };
    expect(await second.json()).toMatchObject({ reference });
    expect(await stack.tasks.record.read(reference)).toHaveLength(1);
  });

  test("though the fields come in another order, with other spaces around them", async () => {
    const reference = await stack.raise({}, "reordered");
    const turned = Object.fromEntries(Object.entries(concern({ issue: `  ${personal.issue}\n` })).toReversed());
    expect(await (await stack.post(turned, { key: "reordered" })).json()).toMatchObject({ reference });
  });

  test("though days have passed, and what was to come when it was raised is past", async () => {
    const clock = clockAt("2026-11-17T10:00:00.000Z");
    const later = await services.stack({ over: stack, clock });
    const protectBy = "2026-11-18T12:00:00.000Z";
    const reference = await later.raise({ protectBy }, "days-later");
    clock.set("2026-11-24T10:00:00.000Z");
    expect(await later.raise({ protectBy }, "days-later")).toBe(reference);
  });

  test("though the directory has changed since, and would no longer take it", async () => {
    const own = await services.stack();
    const reference = await own.raise({}, "before-the-change");
    const [school, care] = directoryFile.agencies;
    if (!school || !care) throw new Error("The directory of tests has three agencies");
    await importDirectory(services.dynamoDB, own.tables.working, {
      partnerships: [],
      agencies: [school, { ...care, domains: ["new.care.example"], inbox: "a@new.care.example", roles: {} }],
      clients: [],
    });
    expect((await own.post(concern())).status).toBe(422);
    expect(await own.raise({}, "before-the-change")).toBe(reference);
  });

  test("ten times at once, one is raised and all hear of that one", async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => stack.post(concern(), { key: "at-once" })));
    expect(responses.map((each) => each.status)).toEqual(Array.from({ length: 10 }, () => 201));
    const references = await Promise.all(
      responses.map(async (each) => ((await each.json()) as { reference: string }).reference),
    );
    expect(new Set(references).size).toBe(1);
    expect(await stack.tasks.record.read(references[0] ?? "")).toHaveLength(1);
  });

  test("the execution is started if it was not, and the first answer was 201 all the same", async () => {
    const broken = await services.stack({
      over: stack,
      sfn: (client) => failing(client, () => awsError("ThrottlingException")),
    });
    const response = await broken.post(concern(), { key: "not-started" });
    expect(response.status).toBe(201);
    const { reference } = (await response.json()) as { reference: string };
    await expect(executionOf(reference)).rejects.toThrow("Execution Does Not Exist");
    expect(broken.logged).toEqual([
      {
        level: "warn",
        message: "The execution could not be started; reconcile will do it",
        about: { reference, error: "ThrottlingException" },
      },
    ]);
    await stack.post(concern(), { key: "not-started" });
    expect((await executionOf(reference)).status).toBe("RUNNING");
  });

  test("the same key with another body is refused and names the escalation that it was used for", async () => {
    const reference = await stack.raise({}, "used");
    const before = await counts();
    const response = await stack.post(concern({ issue: "Another issue" }), { key: "used" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      type: "urn:safeguarding-escalation:problem:key-used-before",
      detail: `The Idempotency-Key was used before for escalation ${reference}, with another body. Use a new key for a new concern; to repeat that one, send the same body.`,
    });
    expect(await counts()).toEqual(before);
  });

  test("the same key of another client is another concern", async () => {
    const first = await stack.raise({}, "shared-key");
    const response = await stack.post(
      concern({
        raising: { practitioner: { name: "Priya Nair", email: "p.nair@care.example" } },
        receiving: { agency: "whitebeam-school" },
      }),
      { client: "care-system", key: "shared-key" },
    );
    expect(response.status).toBe(201);
    expect(((await response.json()) as { reference: string }).reference).not.toBe(first);
  });

  test("a clash of references takes the next in the series, at every repetition the same", async () => {
    // Another client's record stands where this submission's reference would be.
    const taken = referenceOf("whitebeam-system", "clash", 0, stack.api.referenceSecret);
    const next = referenceOf("whitebeam-system", "clash", 1, stack.api.referenceSecret);
    const other = await stack.raise({}, "of-the-other");
    const [commit] = await stack.tasks.record.read(other);
    const event = commit?.events[0];
    if (event?.type !== "EscalationRaised") throw new Error("The other was raised");
    await stack.tasks.record.append(
      {
        reference: taken,
        number: 1,
        at: "2026-11-17T10:00:00.000Z",
        cause: { kind: "client", client: "care-system" },
        command: "raise-other",
        events: [{ ...event, submission: { ...event.submission, client: "care-system" } }],
      },
      undefined,
    );
    expect(await stack.raise({}, "clash")).toBe(next);
    expect(await stack.raise({}, "clash")).toBe(next);
    expect(await stack.tasks.record.read(taken)).toHaveLength(1);
    expect(await stack.tasks.record.read(next)).toHaveLength(1);
  });
});

describe("references", () => {
  test("are eight letters and digits that nobody takes for one another, the same for the same submission", () => {
    const references = Array.from({ length: 500 }, (_, index) => referenceOf("client", `${index}`, 0, "secret"));
    expect(new Set(references).size).toBe(500);
    for (const each of references)
      expect(each).toMatch(/^[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4}-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4}$/);
    expect(referenceOf("client", "7", 0, "secret")).toBe(references[7]);
  });

  test("differ by client, key, place and secret, and do not run together", () => {
    const all = [
      referenceOf("a", "bc", 0, "secret"),
      referenceOf("ab", "c", 0, "secret"),
      referenceOf("a", "bc", 1, "secret"),
      referenceOf("a", "bc", 0, "another secret"),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe("what is refused leaves nothing behind, and says which field and what to do", () => {
  const invalid: [title: string, changes: Record<string, unknown>, field: string, says: string | RegExp][] = [
    [
      "PRE-01 an area that no policy covers, with those that are held",
      { area: "atlantis" },
      "area",
      /no policy is held for “atlantis”; the areas are: (?=.*\bknowsley\b).*\bmilton-keynes\b/,
    ],
    ["no area", { area: undefined }, "area", "say the local authority area of the person concerned"],
    ["no subject", { subject: undefined }, "subject", "say whom it concerns: child, adult or community"],
    ["a subject of no kind", { subject: "animal" }, "subject", "say whom it concerns: child, adult or community"],
    [
      "ALL-15 whom the policy does not cover, with whom it does",
      { subject: "adult" },
      "subject",
      "The policy of Knowsley Safeguarding Children Partnership covers children and young people only.",
    ],
    [
      "no person",
      { person: undefined },
      "person",
      "say who is concerned: person.name, and person.dateOfBirth if you know it",
    ],
    [
      "a person without a name",
      { person: { dateOfBirth: "2014-05-30" } },
      "person.name",
      "say the name of the person concerned",
    ],
    [
      "a date of birth that is no date",
      { person: { name: "A", dateOfBirth: "30/05/2014" } },
      "person.dateOfBirth",
      "give the date of birth as a date, such as 2014-05-30",
    ],
    [
      "no type of disagreement",
      { typeOfDisagreement: undefined },
      "typeOfDisagreement",
      "say the type of disagreement, by an id of the policy’s list or “another”",
    ],
    [
      "ALL-03 a type that is not in the policy's list, with the list",
      { typeOfDisagreement: "care-planning" },
      "typeOfDisagreement",
      /^“care-planning” is not a type of disagreement of this policy\. Choose one of: level-of-need, .*accountability; or “another” with a description\.$/,
    ],
    [
      "ALL-03 another type without a description",
      { typeOfDisagreement: "another" },
      "anotherType",
      "say which other type of disagreement it is",
    ],
    [
      "ALL-02 no date on which it arose",
      { arose: undefined },
      "arose",
      "give when the disagreement arose or the decision was received",
    ],
    ["a date that is none", { arose: "2026-02-30" }, "arose", /as a date \(2026-11-20\) or an instant in UTC/],
    ["a year that nobody can mean", { arose: "0000-01-01" }, "arose", /as a date \(2026-11-20\) or an instant in UTC/],
    [
      "a time without its zone",
      { arose: "2026-11-16T10:00" },
      "arose",
      /as a date \(2026-11-20\) or an instant in UTC/,
    ],
    [
      "a day to come",
      { arose: "2026-11-18" },
      "arose",
      "The disagreement or decision cannot be in the future. Give the day on which it arose or was received.",
    ],
    [
      "an instant to come",
      { arose: "2026-11-17T10:00:00.001Z" },
      "arose",
      "The disagreement or decision cannot be in the future. Give the day on which it arose or was received.",
    ],
    [
      "ALL-04 a protective date that is past",
      { protectBy: "2026-11-17T09:00:00.000Z" },
      "protectBy",
      "The date by which the person must be protected has passed. Give one that is still to come.",
    ],
    [
      "ALL-04 a protective date without a time",
      { protectBy: "2026-11-24" },
      "protectBy",
      "give protectBy as an instant in UTC, such as 2026-11-24T12:00:00.000Z",
    ],
    [
      "immediate risk that is neither true nor false",
      { immediateRisk: "yes" },
      "immediateRisk",
      "immediateRisk is true or false",
    ],
    [
      "ALL-02 nobody who raises it",
      { raising: undefined },
      "raising",
      "say who raises it: raising.practitioner with a name and a work e-mail address",
    ],
    [
      "ALL-02 a raising side without a practitioner",
      { raising: {} },
      "raising.practitioner",
      "give a name and a work e-mail address",
    ],
    [
      "a practitioner without an address",
      { raising: { practitioner: { name: "A" } } },
      "raising.practitioner.email",
      "give the work e-mail address",
    ],
    [
      "an address that is none",
      { raising: { practitioner: { name: "A", email: "imogen at whitebeam" } } },
      "raising.practitioner.email",
      "this is not an e-mail address",
    ],
    [
      "ALL-02 nobody who receives it",
      { receiving: undefined },
      "receiving",
      "say which agency receives it: receiving.agency",
    ],
    [
      "ALL-02 a receiving side without its agency",
      { receiving: {} },
      "receiving.agency",
      "say the receiving agency’s id",
    ],
    [
      "an agency that the directory lacks",
      { receiving: { agency: "atlantis-care" } },
      "receiving.agency",
      "the directory does not hold an agency “atlantis-care”: check the id, or ask the partnership to add it",
    ],
    [
      "one's own agency as the receiver",
      { receiving: { agency: "whitebeam-school" } },
      "receiving.agency",
      "the receiving agency is your own: a disagreement within one agency is for its own procedures",
    ],
    [
      "another agency's raising",
      { raising: { agency: "social-care", practitioner: personal.raiser } },
      "raising.agency",
      "you can raise a concern for your own agency only, which is “whitebeam-school”",
    ],
    [
      "a raiser at another domain",
      { raising: { practitioner: { name: "A", email: "a@gmail.example" } } },
      "raising.practitioner.email",
      "the address must be at a domain of Whitebeam School (whitebeam.example)",
    ],
    [
      "a raising manager at another domain",
      { raising: { practitioner: personal.raiser, manager: { name: "A", email: "a@care.example" } } },
      "raising.manager.email",
      "the address must be at a domain of Whitebeam School (whitebeam.example)",
    ],
    [
      "a receiver at another domain",
      { receiving: { agency: "social-care", practitioner: { name: "A", email: "a@care.example.evil.example" } } },
      "receiving.practitioner.email",
      "the address must be at a domain of Children’s Social Care (care.example)",
    ],
    [
      "a receiving manager at another domain",
      { receiving: { agency: "social-care", manager: { name: "A", email: "a@whitebeam.example" } } },
      "receiving.manager.email",
      "the address must be at a domain of Children’s Social Care (care.example)",
    ],
    ["a field that does not exist", { isue: "misspelt" }, "", "there is no field isue: check the spelling"],
    ["a field within a person that does not exist", { person: { name: "A", dob: "2014-05-30" } }, "person", /dob/],
    [
      "a name of more than 200 characters",
      { person: { name: "A".repeat(201) } },
      "person.name",
      /at most 200 characters/,
    ],
    ...words.map((field): (typeof invalid)[number] => [
      `KNO-02, ALL-02 without immediate risk, no ${field}`,
      { [field]: undefined },
      field,
      /^say .*; only a concern with immediateRisk can leave it for later$/,
    ]),
    ...words.map((field): (typeof invalid)[number] => [
      `${field} that is only spaces`,
      { [field]: " \n " },
      field,
      /^say /,
    ]),
    ...words.map((field): (typeof invalid)[number] => [
      `${field} of more than 10,000 characters`,
      { [field]: "x".repeat(10_001) },
      field,
      /at most 10,000 characters: shorten it, and keep documents in your own system/,
    ]),
    [
      "circumstances of more than 10,000 characters",
      { person: { name: "A", circumstances: "x".repeat(10_001) } },
      "person.circumstances",
      /at most 10,000 characters/,
    ],
    ["words that are a number", { issue: 7 }, "issue", "the issue must be text"],
  ];

  test.each(invalid)("%s", async (_title, changes, field, says) => {
    const before = await counts();
    const response = await stack.post(concern(changes));
    const found = (await response.json()) as Problem;
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(found.title).toBe("The concern cannot be raised as it is");
    expect(found.detail).toBe(
      "Nothing was raised. Mend the fields below and send it again with the same Idempotency-Key.",
    );
    expect(found.errors?.map((each) => each.field)).toContain(field);
    const said = found.errors?.find((each) => each.field === field)?.says;
    expect(said).toSatisfy(theSameAs(says));
    expect(await counts()).toEqual(before);
  });

  test("KNO-02 everything that is missing is said at once", async () => {
    const response = await stack.post(concern({ issue: undefined, risk: undefined, arose: undefined }));
    const { errors } = (await response.json()) as Problem;
    expect(errors?.map((each) => each.field)).toEqual(expect.arrayContaining(["arose"]));
    const again = (await (await stack.post(concern({ issue: undefined, risk: undefined }))).json()) as Problem;
    expect(again.errors?.map((each) => each.field)).toEqual(["issue", "risk"]);
  });

  test("several people who cannot be are said at once", async () => {
    const response = await stack.post(
      concern({
        raising: { agency: "social-care", practitioner: { name: "A", email: "a@x.example" } },
        receiving: { agency: "atlantis" },
      }),
    );
    const { errors } = (await response.json()) as Problem;
    expect(errors?.map((each) => each.field)).toEqual([
      "raising.agency",
      "receiving.agency",
      "raising.practitioner.email",
    ]);
  });

  test("after a refusal the same key can be used for the concern when it is mended", async () => {
    expect((await stack.post(concern({ risk: undefined }), { key: "mended" })).status).toBe(422);
    expect((await stack.post(concern(), { key: "mended" })).status).toBe(201);
  });

  const other: [title: string, send: () => Promise<Response>, status: number, detail: string | RegExp][] = [
    [
      "a body of 100 kB",
      () => stack.post(concern({ issue: "x".repeat(100_000) })),
      413,
      "A concern can have at most 90,000 bytes. Shorten it, and keep documents in your own system.",
    ],
    [
      "a body of 100 kB that says it is small",
      () =>
        stack.post(concern({ issue: "x".repeat(100_000) }), {
          headers: { "transfer-encoding": "chunked", "content-length": "10" },
        }),
      413,
      "A concern can have at most 90,000 bytes. Shorten it, and keep documents in your own system.",
    ],
    ["what is no JSON", () => stack.post('{"area": '), 400, /^The body could not be read as JSON: /],
    [
      "what stops in the middle of a name",
      () => stack.post('{"person": Robin Sampleton, "area": "knowsley"}'),
      400,
      /^(?!.*obin)The body could not be read as JSON: Unexpected token 'R'\.$/,
    ],
    ["an empty body", () => stack.post(""), 400, /^The body could not be read as JSON: /],
    [
      "another type of content",
      () => stack.post(concern(), { headers: { "content-type": "text/plain" } }),
      415,
      "Send the concern as JSON, with Content-Type: application/json.",
    ],
    [
      "no Idempotency-Key",
      () => stack.post(concern(), { headers: { "idempotency-key": "" } }),
      400,
      /^Send an Idempotency-Key header of at most 200 characters, new for each concern/,
    ],
    [
      "an Idempotency-Key of more than 200 characters",
      () => stack.post(concern(), { key: "k".repeat(201) }),
      400,
      /^Send an Idempotency-Key header of at most 200 characters/,
    ],
    [
      "no token",
      () => stack.post(concern(), { headers: { authorization: "" } }),
      401,
      /^Send a valid bearer token in the Authorization header/,
    ],
    [
      "a token that is not valid",
      () => stack.post(concern(), { headers: { authorization: "Bearer forged" } }),
      401,
      /^Send a valid bearer token/,
    ],
    [
      "a token in another scheme",
      () => stack.post(concern(), { headers: { authorization: "Basic token-whitebeam-system" } }),
      401,
      /^Send a valid bearer token/,
    ],
    [
      "a valid token of a client that the directory does not know",
      () => stack.post(concern(), { client: "unknown-system" }),
      401,
      /^Send a valid bearer token/,
    ],
  ];

  test.each(other)("%s", async (_title, send, status, detail) => {
    const before = await counts();
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const found = (await response.json()) as Problem;
    expect(found.status).toBe(status);
    expect(found.detail).toSatisfy(theSameAs(detail));
    expect(await counts()).toEqual(before);
  });

  test.each([
    ["a list", []],
    ["a text", "a concern"],
    ["nothing", null],
  ])("a body that is %s", async (_title, body) => {
    const response = await stack.post(JSON.stringify(body));
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors).toEqual([{ field: "", says: "the body must be an object" }]);
  });

  test("a client whose own agency the directory lacks", async () => {
    const before = await counts();
    const response = await stack.post(concern(), { client: "stray-system" });
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors).toEqual([
      {
        field: "raising.agency",
        says: "the directory does not hold your agency “not-in-the-directory”: ask the partnership to add it",
      },
    ]);
    expect(await counts()).toEqual(before);
  });

  test("when the tables are away, it says that the same request can be sent again, and logs no word of it", async () => {
    const away = await services.stack({
      over: stack,
      dynamoDB: (client) => failing(client, () => awsError("InternalServerError")),
    });
    const response = await away.post(concern());
    expect(response.status).toBe(500);
    expect(((await response.json()) as Problem).detail).toBe(
      "Nothing is lost: send the same request again with the same Idempotency-Key. If it goes on, tell the partnership.",
    );
    expect(JSON.stringify(away.logged)).not.toMatch(/Oona|Xanthe|Imogen/);
    expect(away.logged).toHaveLength(1);
  });

  test("a path that does not exist, with those that do", async () => {
    const { createApi } = await import("../../../functions/api/app.ts");
    const response = await createApi(stack.api).request("/escalation", {
      headers: { authorization: "Bearer token-whitebeam-system" },
    });
    expect(response.status).toBe(404);
    expect(((await response.json()) as Problem).detail).toBe(
      "There is nothing at GET /escalation. The API has GET /openapi.json, GET /policies, GET /escalations, POST /escalations, POST /practice-alerts, GET /escalations/{reference}, GET /escalations/{reference}/bundle, GET /partnerships/{id}/figures, GET /partnerships/{id}/register and GET /partnerships/{id}/report.",
    );
  });
});
