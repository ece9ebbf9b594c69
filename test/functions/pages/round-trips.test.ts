/** What one answer by link asks of the database: each request more is paid for and waited for at every answer. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { linkIn } from "../../../infra/local/person.ts";
import { listen, roundsOf, takeAsked, type Asked } from "../../support/asked.ts";
import { journey, knowsleyConcern } from "../../support/journey.ts";

/** Such as “Get LINK”: what is asked for, and of which kind of item. */
const inShort = ({ call, input }: Asked) => {
  const { Key, Item, ExpressionAttributeValues: values, RequestItems } = input as Request;
  const pk = Key?.pk ?? Item?.pk ?? values?.[":pk"] ?? Object.keys(RequestItems ?? {}).join();
  return `${call} ${pk.split("#")[0]}`;
};
interface Request {
  readonly Key?: { readonly pk: string };
  readonly Item?: { readonly pk: string };
  readonly ExpressionAttributeValues?: { readonly ":pk"?: string };
  readonly RequestItems?: object;
}

test.each([
  {
    soon: "within a minute of another page of the same people",
    waitsFor: 3,
    until: "2026-11-23T10:00:30.000Z",
    names: [],
  },
  {
    soon: "later, when names are asked for again",
    waitsFor: 4,
    until: "2026-11-23T10:20:00.000Z",
    names: ["BatchGetItem working"],
  },
])(
  "an answer $soon waits $waitsFor times: commits, key and link are read side by side",
  async ({ waitsFor, until, names }) => {
    const it = await journey("2026-11-23T10:00:00.000Z");
    const reference = await it.raise(knowsleyConcern("2026-11-20"));
    const path = linkIn(it.mail("j.malik@social-care.knowsley.example", "your answer is asked for"));
    const send = await it.open(path, "respond");
    await it.laptop.moveTo(until);
    const { dynamoDB } = it.laptop.container;
    // A signal that wakes nobody: what an execution asks is not asked by the answer.
    const token = { pk: `TOKEN#${reference}`, sk: "TOKEN", token: "used-up" };
    await dynamoDB.send(new PutCommand({ TableName: "working", Item: token }));
    listen(dynamoDB);

    const asked = await takeAsked(async () => {
      const answer = await send({
        "answer-case-file": "yes",
        "answer-spoken-day": "23",
        "answer-spoken-month": "11",
        "answer-spoken-year": "2026",
        "answer-way-forward": "We spoke and agreed to visit together.",
        "answer-aim": "To see the child at home.",
        response: "We read the file again and see your point.",
      });
      expect(answer.status).toBe(200);
    });

    expect(asked.slice(0, 3).map(inShort).toSorted()).toEqual(["GetItem KEY", "GetItem LINK", "Query ESCALATION"]);
    expect(asked.slice(3).map(inShort)).toEqual([...names, "PutItem ESCALATION", "GetItem TOKEN"]);
    expect(roundsOf(asked)).toBe(waitsFor);
    expect(await it.types(reference)).toContain("ResponseRecorded");
  },
);
