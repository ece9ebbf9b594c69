/**
 * An answer by link: from the press of the button to the page that says that it is recorded, against a server that makes the same raw reads and writes and
 * nothing else. Both answer over HTTP from one process, where the database and the state machines are too, as on the laptop.
 *
 * The wait of each escalation has a token that is used up already, so that a signal is sent and nothing follows from it: what an answer sets in motion is the
 * matter of other cases.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import { linkIn } from "../../../infra/local/person.ts";
import { concernOf, opened, type Answer } from "../../crowd/people.ts";
import { listen, roundsOf, takeAsked } from "../../support/asked.ts";
import type { Case } from "../case.ts";
import { interleaved } from "../interleaved.ts";

const begins = "2026-11-23T10:00:00.000Z";

export const answer: Case = {
  name: "answer",
  title: "An answer by link",
  weight: 3,
  async measure({ quick, folder, progress }) {
    const rounds = quick ? 3 : 24;
    const each = quick ? 5 : 12;
    const laptop = await startLaptop({ folder, ports: { service: 0, workbench: 0 }, start: begins });
    const floor = await startFloor(laptop.container.dynamoDB);
    try {
      const people = await asked(laptop, (rounds + 1) * each, (share) => progress(share * 0.6, "concerns are raised"));
      const [counted] = await asked(laptop, 1);
      if (!counted) throw new Error("Nobody was asked");
      listen(laptop.container.dynamoDB);
      const calls = await takeAsked(() => press(laptop, counted));

      let place = 0;
      const turn = () => people.slice(place, (place += each));
      let now: readonly Person[] = [];
      const result = await interleaved(
        {
          ours: async () => {
            now = turn();
            for (const one of now) await press(laptop, one);
          },
          floor: async () => {
            for (let count = 0; count < each; count++) await floor.press(people[count % people.length]!);
          },
        },
        rounds,
        (round) => progress(0.6 + (0.4 * round) / rounds, "answers"),
      );
      const conditions = `median of ${rounds} interleaved rounds of ${each} answers, one after the other`;
      const per = (figure: "milliseconds" | "cpuMilliseconds", way: "ours" | "floor") =>
        result.medians[way][figure] / each;
      return [
        {
          what: "From the press to the page that says it is recorded",
          unit: "ms",
          ours: per("milliseconds", "ours"),
          against: [{ called: "the same reads and writes alone", value: per("milliseconds", "floor") }],
          goal: { of: "ratio", atMost: 1.5 },
          conditions,
        },
        {
          what: "Its CPU, database and HTTP of both ends included",
          unit: "ms of CPU",
          ours: per("cpuMilliseconds", "ours"),
          against: [{ called: "the same reads and writes alone", value: per("cpuMilliseconds", "floor") }],
          goal: { of: "ratio", atMost: 1.5 },
          conditions,
        },
        {
          what: "Requests to the database for one answer",
          unit: "",
          ours: calls.length,
          against: [{ called: "commits, key and link; one put; the token of the signal", value: 5 }],
          conditions: "counted",
        },
        {
          what: "How often one answer waits for the database",
          unit: "",
          ours: roundsOf(calls),
          against: [{ called: "reads side by side, the put, the token", value: 3 }],
          conditions: "counted: requests that overlap are one wait",
        },
      ];
    } finally {
      await floor.close();
      await laptop.close();
    }
  },
};

interface Person {
  readonly reference: string;
  readonly path: string;
  readonly answer: Answer;
}

async function press(laptop: Laptop, { answer: given }: Person): Promise<void> {
  const sent = await given.press(laptop);
  if (sent.was !== "recorded") throw new Error(`An answer was not recorded: ${JSON.stringify(sent)}`);
}

/** So many people who were asked, have read, and have the form before them. */
async function asked(
  laptop: Laptop,
  many: number,
  progress: (share: number) => void = () => undefined,
): Promise<Person[]> {
  const people: Person[] = [];
  while (people.length < many) {
    const concern = concernOf("knowsley", `answer-${many}-${people.length}`, begins.slice(0, 10));
    const sent = await concern.send(laptop);
    if (sent.was === "asked to wait") {
      // How many a system sends in a minute is limited.
      await laptop.moveTo(new Date(Date.parse(laptop.clock.now()) + 60_000).toISOString());
      continue;
    }
    if (sent.was !== "recorded") throw new Error(`A concern was not accepted: ${JSON.stringify(sent)}`);
    await laptop.quiet();
    const { reference } = sent;
    const mail = laptop.mailbox
      .mails()
      .find((each) => each.subject.startsWith(`${reference}: your answer is asked for`));
    if (!mail) throw new Error(`Nobody was asked in ${reference}`);
    const form = await opened(laptop, mail, "We keep to our decision.", (offered) =>
      offered.find((each) => each === "respond"),
    );
    if (form.was !== "recorded") throw new Error(`The link of ${reference} led to no form: ${JSON.stringify(form)}`);
    await laptop.container.dynamoDB.send(
      new PutCommand({ TableName: "working", Item: { pk: `TOKEN#${reference}`, sk: "TOKEN", token: "used-up" } }),
    );
    people.push({ reference, path: linkIn(mail), answer: form.answer });
    progress(people.length / many);
  }
  return people;
}

/** A server that makes the requests of an answer and answers with a page's worth of bytes. */
async function startFloor(dynamoDB: DynamoDBDocumentClient) {
  const stepFunctions = new SFNClient({});
  let number = 0;
  /** About what a commit of an answer holds. */
  const text = "x".repeat(1200);
  const page = "x".repeat(6000);
  const get = (pk: string, sk: string) =>
    dynamoDB.send(new GetCommand({ TableName: "working", Key: { pk, sk }, ConsistentRead: true }));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void (async () => {
        const reference = new URLSearchParams(Buffer.concat(chunks).toString()).get("reference") ?? "";
        await Promise.all([
          dynamoDB.send(
            new QueryCommand({
              TableName: "record",
              KeyConditionExpression: "pk = :pk",
              ExpressionAttributeValues: { ":pk": `ESCALATION#${reference}` },
              ConsistentRead: true,
            }),
          ),
          get(`KEY#${reference}`, "KEY"),
          get("LINK#floor", "LINK"),
        ]);
        await dynamoDB.send(
          new PutCommand({
            TableName: "record",
            Item: {
              pk: `FLOOR#${reference}`,
              sk: String(++number).padStart(9, "0"),
              text,
              previous: "a".repeat(64),
              hash: "b".repeat(64),
              feedOf: "floor#2026-11",
              feedAt: `${begins}#${reference}#${number}`,
            },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
        const token = await get(`TOKEN#${reference}`, "TOKEN");
        await stepFunctions
          .send(new SendTaskSuccessCommand({ taskToken: String(token.Item?.["token"] ?? "used-up"), output: "{}" }))
          // What a token that is used up is answered with.
          .catch(() => undefined);
        response.setHeader("content-type", "text/html").end(page);
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    async press({ reference }: Person): Promise<void> {
      const body = new URLSearchParams({
        reference,
        "your-name": "Somebody Who Answers",
        response: "We keep to our decision.",
      });
      const response = await fetch(`http://localhost:${port}/`, { method: "POST", body });
      await response.text();
    },
    close: () =>
      new Promise<void>((resolve) => {
        stepFunctions.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
