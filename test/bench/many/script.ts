/**
 * The same requests without the service: the same state machines, database, mail server and clock as the laptop has, and for each call of a state machine the
 * queries, puts, signals and mails that were recorded of one escalation, with another reference in them. None of the service's code runs here.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { deserialize } from "node:v8";
import * as database from "@aws-sdk/lib-dynamodb";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as mail from "@aws-sdk/client-ses";
import * as machines from "@aws-sdk/client-sfn";
import { publishedPolicies } from "../../../policies/published.ts";
import { openClock } from "../../../infra/local/clock.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { startDynamoDb } from "../../../infra/local/dynamodb.ts";
import { startMailbox } from "../../../infra/local/mailbox.ts";
import { startStepFunctions } from "../../../infra/local/step-functions/index.ts";
import { createTimeMachine } from "../../../infra/local/time-machine.ts";
import { filledIn, stateMachineFor, stateMachineName } from "../../../infra/state-machine.ts";
import type { Call, Recording, Turn } from "./recording.ts";
import { begins } from "./story.ts";

/** A life that is replayed. */
interface Life {
  readonly raising: Turn;
  readonly answers: readonly Turn[];
  readonly calls: Readonly<Record<string, readonly Turn[]>>;
  readonly place: Record<string, number>;
  token: string;
}

export async function startScript(folder: string, recording: Recording, many: number) {
  mkdirSync(folder, { recursive: true });
  const clock = openClock(folder, { start: begins });
  const dynamoDB = await startDynamoDb({ folder });
  const mailbox = await startMailbox({ folder, clock });
  const prefix = "arn:local:states:laptop:nobody:stateMachine:";
  const lives = new Map<string, Life>();
  const stepFunctions = await startStepFunctions({
    clock,
    machines: Object.fromEntries(
      publishedPolicies().map((policy) => [
        `${prefix}${stateMachineName(policy)}`,
        filledIn(stateMachineFor(policy), "aws", (name) => name),
      ]),
    ),
    invoke: async (name, payload) => {
      const { reference, token } = payload as { reference: string; token?: string };
      const life = lives.get(reference);
      if (!life) throw new Error(`Nobody raised ${reference}`);
      if (token !== undefined) life.token = token;
      const at = (life.place[name] = (life.place[name] ?? -1) + 1);
      const turn = life.calls[name]?.[at];
      if (!turn) throw new Error(`${name} was called for the ${at + 1}th time, and was not when it was recorded`);
      await play(turn, life);
      return turn.output;
    },
  });
  Object.assign(process.env, {
    AWS_REGION: "laptop",
    AWS_ACCESS_KEY_ID: "laptop",
    AWS_SECRET_ACCESS_KEY: "laptop",
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDB.endpoint,
    AWS_ENDPOINT_URL_SFN: stepFunctions.endpoint,
    AWS_ENDPOINT_URL_SES: mailbox.endpoint,
  });
  const plain = new DynamoDBClient({});
  await createTables(plain, { record: "record", working: "working" }, folder);
  const clients = {
    database: database.DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    mail: new mail.SESClient({}),
    machines: new machines.SFNClient({}),
  };
  const commands = { database, mail, machines } as unknown as Readonly<
    Record<Call["of"], Readonly<Record<string, new (input: object) => never>>>
  >;

  async function play({ waves }: Turn, life: Life): Promise<void> {
    for (const wave of waves)
      await Promise.all(
        wave.map(async ({ of, command, input }) => {
          const Command = commands[of][command];
          if (!Command) throw new Error(`There is no ${command}`);
          // Only the token of the wait is not known before.
          const asked =
            command === "SendTaskSuccessCommand"
              ? { ...input, taskToken: life.token }
              : command === "PutCommand" && String((input as { Item?: { pk?: unknown } }).Item?.pk).startsWith("TOKEN#")
                ? { ...input, Item: { ...(input as { Item: object }).Item, token: life.token } }
                : input;
          try {
            await (clients[of] as { send(command: never): Promise<unknown> }).send(new Command(asked));
          } catch (error) {
            // A condition that failed when it was recorded fails here too, and a token is used up as it was.
            if (!(error instanceof Error) || !/ConditionalCheckFailed|TaskTimedOut|InvalidToken/.test(error.name))
              throw error;
          }
        }),
      );
  }

  // Every request is made ready before anything is measured: to put another reference into it is no part of the work.
  for (let count = 0; count < many; count++) {
    const reference = `S${String(count).padStart(7, "0")}`.replace(/^(.{4})/, "$1-");
    lives.set(reference, lifeOf(recording, reference));
  }
  const timeMachine = createTimeMachine({ clock, stepFunctions, busy: () => 0 });
  return {
    references: [...lives.keys()],
    mailbox,
    raise: async (reference: string) => {
      const life = lives.get(reference)!;
      await play(life.raising, life);
    },
    answer: async (reference: string, stage: number) => {
      const life = lives.get(reference)!;
      await play(life.answers[stage]!, life);
    },
    moveTo: (instant: string) => timeMachine.moveTo(instant),
    quiet: () => stepFunctions.quiet(),
    async close() {
      await stepFunctions.close();
      await Promise.all([mailbox.close(), dynamoDB.close()]);
      clock.close();
    },
  };
}

export const readRecording = (file: string) => deserialize(readFileSync(file)) as Recording;

function lifeOf({ reference: recorded, raising, answers, calls }: Recording, reference: string): Life {
  const renamed = <T>(value: T): T => {
    if (typeof value === "string") return value.replaceAll(recorded, reference) as T;
    if (Array.isArray(value)) return value.map(renamed) as T;
    // An e-mail as it goes out; the references are as long as one another.
    if (value instanceof Uint8Array)
      return Buffer.from(Buffer.from(value).toString("latin1").replaceAll(recorded, reference), "latin1") as T;
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, renamed(each)])) as T;
  };
  return { ...renamed({ raising, answers, calls }), place: {}, token: "" };
}
