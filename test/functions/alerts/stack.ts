/** Practice alerts on the services' own parts: Medway's partnership beside the directory of the other tests, and an alert. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { createApi } from "../../../functions/api/app.ts";
import type { Services, Stack } from "../../support/stack.ts";
import { alertWords } from "./core.ts";

/** An alert as an agency's system posts it. `undefined` leaves a field out. */
export function alertBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const body: Record<string, unknown> = {
    partnership: "medway",
    notAboutOneCase: true,
    concerns: "one agency",
    consulted: { service: "Children’s Social Care", on: "2026-11-10", with: "The manager, by telephone" },
    ...alertWords,
    date: "2026-11-16",
    ...changes,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

let keys = 0;

/** @returns what posts an alert as a client of the directory, and what submits the complete one */
export function alertsOver(stack: Stack) {
  const api = createApi(stack.api);
  const post = (body: object, { key = `alert-${++keys}`, client = "whitebeam-system" } = {}) =>
    Promise.resolve(
      api.request("/practice-alerts", {
        method: "POST",
        headers: {
          authorization: `Bearer token-${client}`,
          "content-type": "application/json",
          "idempotency-key": key,
        },
        body: JSON.stringify(body),
      }),
    );
  return {
    post,
    async submit(key?: string): Promise<string> {
      const response = await post(alertBody(), key === undefined ? {} : { key });
      if (response.status !== 201) throw new Error(await response.text());
      return ((await response.json()) as { reference: string }).reference;
    },
  };
}

/** The group of Medway, in the tables of a stack. */
export async function withGroup(services: Services, stack: Stack): Promise<void> {
  const entry = {
    id: "medway",
    name: "MSCP",
    inbox: "partnership@mscp.example",
    roles: {
      "learning-lessons-group": [
        { name: "Verity Marlowe", email: "verity@care.example", agency: "Care" },
        { name: "Samir Haddad", email: "samir@health.example", agency: "Health" },
        { name: "Gillian Prentice", email: "gillian@police.example", agency: "Police" },
      ],
    },
  };
  await services.dynamoDB.send(
    new PutCommand({ TableName: stack.tables.working, Item: { pk: "DIRECTORY#partnership", sk: "medway", entry } }),
  );
}
