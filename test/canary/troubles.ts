/**
 * What goes wrong around the service while people live through it, so that it has something to write into its log: a database and
 * state machines that do not answer as they should, e-mails that are refused, executions that somebody stops, a record that somebody
 * changes, links that are over. Whatever answers badly quotes a canary, as real ones quote what they were asked.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Server, type IncomingMessage, type ServerResponse } from "node:http";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { handleBounces } from "../../functions/bounces/bounces.ts";
import { log } from "../../functions/log.ts";
import { isAlert } from "../../functions/record/reference.ts";
import { daily, type DailyDependencies } from "../../functions/verify/daily.ts";
import { alertMachineName, machineName } from "../../functions/workflow/workflow.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { machinePrefix, type Laptop } from "../../infra/local/laptop.ts";
import { raisedBy } from "./by-page.ts";
import type { Canaries } from "./canaries.ts";
import { alertOf, concernOf, medwayOf } from "./concerns.ts";
import type { Hand } from "./hand.ts";
import { registersSent } from "./registers.ts";

type Tells = (step: string) => void;

export async function troubles(laptop: Laptop, hand: Hand, all: Canaries, tells: Tells): Promise<void> {
  const { post, raise, press, linksOf, sentTo, askAs } = hand;
  const failing = badDatabase(laptop, all);
  const linkOf = (reference: string) => linksOf(reference)[0]?.[1] ?? "";
  const raiseAs = (name: string) => raise("whitebeam-primary", "/escalations", concernOf(all, name));
  const alert = () => raise("hoo-meadows-primary", "/practice-alerts", alertOf(all));

  tells("requests that cannot be counted or answered");
  const first = await raiseAs("troubled");
  for (const fails of ["RATE#", `ESCALATION#${first}`]) {
    await failing(has(fails), () => askAs("whitebeam-primary", `/escalations/${first}`));
    await failing(has(fails), () => post(linkOf(first), { do: "continue" }));
  }
  await askAs("knowsley-partnership", `/escalations/${first}/bundle`);

  tells("codes");
  const mails = laptop.mailbox.mails().filter(({ tags }) => tags["reference"] === first);
  const code = /\b([A-Z2-9]{2}(?: [A-Z2-9]{2}){3})\b/.exec(mails.at(-1)?.text ?? "")?.[1];
  if (!code) throw new Error("An e-mail has no code");
  const type = (typed: string) => post("/answer", { reference: first, code: typed });
  await type(all.put("a code that is none"));
  await type("22 22 22 22");
  await failing(has("code-tries"), () => type(code));
  await failing(has("SET tries"), () => type(code), contended);
  await failing(has("REMOVE tries"), () => type(code));

  tells("executions that cannot be started, woken or kept");
  await badStateMachines(all, "StartExecution", async () => {
    await raiseAs("not started");
    await alert();
  });
  await badStateMachines(all, "SendTaskSuccess", () => press(first, (key) => key === "note", 1));
  await stopTwice(laptop, await raiseAs("stopped"));
  await stopTwice(laptop, await alert());
  await failing(has("CLAIM#", "messageId"), () =>
    raise("hoo-meadows-primary", "/escalations", medwayOf(all, "claimed")),
  );

  tells("tasks that fail");
  await failing(has("SUMMARY"), () => raiseAs("task failed"));

  tells("links that are refused");
  laptop.mailbox.refuse(({ to }) => ({ code: "MessageRejected", message: `Address blacklisted: ${to.join()}` }));
  const refused = all.address("a link that is refused: raiser", "hoo-meadows.example");
  for (const path of ["/raise", "/alert"]) await post(path, { email: refused });
  laptop.mailbox.refuse(undefined);

  tells("a draft that cannot be emptied");
  const raiser = all.address("by page in trouble: raiser", "whitebeam-primary.example");
  await post("/raise", { email: raiser });
  await laptop.quiet();
  let isRaised = false;
  await failing(
    (asked) => {
      isRaised ||= asked.includes("EscalationRaised");
      return isRaised && has("DRAFT#", "ConditionExpression")(asked);
    },
    async () => hand.references.push(await raisedBy(sentTo(raiser, "/raise/"), hand, all)),
  );

  tells("reports of the mail service that help nobody");
  await reports(laptop, all, first, failing);

  tells("what the schedules cannot do");
  await failing(has(`ESCALATION#${first}`), () => laptop.moveTo("2026-11-25T10:00:00.000Z"));
  await failing(has("digests/"), () => laptop.moveTo("2026-11-30T09:30:00.000Z"));
  for (const [code, until] of [
    ["Throttling", "2026-11-30T10:30:00.000Z"],
    ["MessageRejected", "2026-11-30T12:00:00.000Z"],
  ] as const) {
    laptop.mailbox.refuse(({ to }) => ({ code, message: `Not this one: ${to.join()}` }));
    await laptop.moveTo(until);
  }
  laptop.mailbox.refuse(undefined);
  await press(first, (key) => key === "note", 2);
  const putBack = await somebodyChanged(laptop, first);
  await laptop.moveTo("2026-12-02T12:00:00.000Z");
  await keeper(laptop, failing, first);
  await putBack();
}

/** Links of every kind, once they are over: a fresh one is sent, and refused. It takes the clock ninety days on. */
export async function late(laptop: Laptop, hand: Hand, all: Canaries, tells: Tells): Promise<void> {
  const { raise, linksOf, post, ask, sentTo } = hand;
  tells("links that are over");
  const reference = await raise("whitebeam-primary", "/escalations", concernOf(all, "late"));
  const alert = await raise("hoo-meadows-primary", "/practice-alerts", alertOf(all));
  const raiser = all.address("late: raiser", "whitebeam-primary.example");
  await post("/raise", { email: raiser });
  const answering = [reference, alert].map((each) => linksOf(each)[0]?.[1] ?? "");
  await laptop.moveTo(inDays(laptop, 8));
  const register = [...registersSent(laptop).values()].at(-1) ?? "";
  // Those that are valid for a month are forgotten in the next.
  for (const [days, paths] of [
    [37, [sentTo(raiser, "/raise/"), register]],
    [55, answering],
  ] as const) {
    await laptop.moveTo(inDays(laptop, days));
    for (const path of paths) {
      await ask(path);
      await post(path, { do: "note", words: all.put("late: typed") });
      await post(path, { do: "fresh" });
      laptop.mailbox.refuse(({ to }) => ({ code: "MessageRejected", message: `Address blacklisted: ${to.join()}` }));
      await post(path, { do: "fresh" });
      laptop.mailbox.refuse(undefined);
    }
  }
}

const inDays = ({ clock }: Laptop, days: number) =>
  new Date(Date.parse(clock.now()) + days * 24 * 60 * 60 * 1000).toISOString();

type Match = (asked: string) => boolean;
/** What is asked of the database, as JSON with the operation in front, has all of these. */
const has =
  (...pieces: string[]): Match =>
  (asked) =>
    pieces.every((each) => asked.includes(each));

type Failing = <T>(fails: Match, work: () => Promise<T>, as?: (about: string) => Error) => Promise<T>;

/** A database that refuses what is matched while something is done, and quotes it. */
function badDatabase(laptop: Laptop, all: Canaries): Failing {
  const { dynamoDB } = laptop.container;
  const invalid = (about: string) =>
    Object.assign(new Error(`One or more parameter values were invalid: ${about}`), { name: "ValidationException" });
  return async (fails, work, as = invalid) => {
    const name = "refuses";
    dynamoDB.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (fails(`${String(commandName)} ${JSON.stringify(args.input)}`))
            throw as(all.put("an error of the database"));
          return next(args);
        },
      { step: "initialize", name, priority: "low" },
    );
    try {
      const done = await work();
      await laptop.quiet();
      return done;
    } finally {
      dynamoDB.middlewareStack.remove(name);
    }
  };
}

const contended = (about: string) => new ConditionalCheckFailedException({ message: about, $metadata: {} });

/** State machines that refuse one kind of request while something is done. */
async function badStateMachines<T>(all: Canaries, target: string, work: () => Promise<T>): Promise<T> {
  const emit = Reflect.get(Server.prototype, "emit") as (this: Server, ...about: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, event: string, ...about: unknown[]): boolean {
    const [request, response] = about as [IncomingMessage, ServerResponse];
    if (event !== "request" || request.headers["x-amz-target"] !== `AWSStepFunctions.${target}`)
      return Reflect.apply(emit, this, [event, ...about]);
    request.resume();
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    const message = `1 validation error detected: ${all.put("an error of the state machines")}`;
    response.end(JSON.stringify({ __type: "ValidationException", message }));
    return true;
  };
  try {
    return await work();
  } finally {
    Server.prototype.emit = emit;
  }
}

/** Somebody stops the execution, and the one that replaces it as well. */
async function stopTwice(laptop: Laptop, reference: string): Promise<void> {
  const { stepFunctions, container } = laptop;
  const client = new SFNClient({ endpoint: stepFunctions.endpoint });
  const { escalations } = container.tasks;
  const machine = isAlert(reference)
    ? alertMachineName
    : machineName((await escalations.read(reference))?.state.raised.policy ?? { id: "", version: "" });
  for (const number of [1, 2]) {
    const executionArn = `${machinePrefix.replace(":stateMachine:", ":execution:")}${machine}:${reference}-${number}`;
    await client.send(new StopExecutionCommand({ executionArn }));
    // The end of an execution is told a moment later.
    await sleep(100);
    await laptop.quiet();
  }
  client.destroy();
}

/** What is no report, what is of none of ours, and what is late or welcome after all. */
async function reports(laptop: Laptop, all: Canaries, reference: string, failing: Failing): Promise<void> {
  const { container, mailbox } = laptop;
  const address = all.address("reports: recipient", "whitebeam-primary.example");
  const mail = (tags: object) => ({ messageId: "message", destination: [address], tags });
  const tags = { reference: [reference], notice: [all.put("reports: notice")] };
  const complaint = { complainedRecipients: [{ emailAddress: address }], complaintFeedbackType: "not-spam" };
  const bounced = (of: object) => ({
    eventType: "Bounce",
    mail: mail(of),
    bounce: { bounceType: "Permanent", bouncedRecipients: [{ emailAddress: address, diagnosticCode: address }] },
  });
  const unreadable = [
    all.put("reports: no JSON"),
    JSON.stringify({ eventType: all.put("reports: type"), mail: mail({}) }),
    JSON.stringify({ eventType: "Bounce", mail: mail({}), bounce: { bounceType: all.put("reports: bounce") } }),
  ];
  const readable = [
    { eventType: "DeliveryDelay", mail: mail(tags) },
    { eventType: "Complaint", mail: mail(tags), complaint },
    bounced({}),
    bounced(tags),
    bounced({ ...tags, reference: ["ZZZZ-9999"] }),
    bounced({ ...tags, reference: ["PA-ZZZZ-9999"] }),
  ].map((each) => JSON.stringify(each));
  const incoming = [...unreadable, ...readable].map((text, index) => ({ id: String(index), text }));
  await handleBounces(incoming, container.bounces);
  await failing(has(`ESCALATION#${reference}`), () => handleBounces(incoming, container.bounces));
  // The partnership is told of what did not reach somebody, and that comes back from its own address.
  const asked = mailbox.mails().findLast(({ tags: about }) => about["reference"] === reference);
  await laptop.bounce(asked?.id ?? "", "permanent");
  const toPartnership = mailbox
    .mails()
    .findLast(({ to, tags: about }) => to[0] === "partnership@kscp.example" && about["notice"] !== undefined);
  if (!toPartnership) throw new Error("No e-mail about a record went to the partnership");
  await laptop.bounce(toPartnership.id, "permanent");
}

/** Whoever can write into the table changes what nobody may change. @returns what undoes it */
async function somebodyChanged({ container: { dynamoDB } }: Laptop, reference: string): Promise<() => Promise<void>> {
  const found = await dynamoDB.send(
    new QueryCommand({
      TableName: "record",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": `ESCALATION#${reference}` },
    }),
  );
  const last = found.Items?.at(-1);
  if (!last) throw new Error(`There is no record of ${reference}`);
  const write = async (text: string) => {
    await dynamoDB.send(
      new UpdateCommand({
        TableName: "record",
        Key: { pk: last["pk"] as string, sk: last["sk"] as string },
        UpdateExpression: "SET #text = :text",
        ExpressionAttributeNames: { "#text": "text" },
        ExpressionAttributeValues: { ":text": text },
      }),
    );
  };
  const text = String(last["text"]);
  await write(`${text} `);
  return () => write(text);
}

/** The keeper of witnesses, which in the cloud comes by every day and every week, over the laptop's own tables. */
async function keeper(laptop: Laptop, failing: Failing, reference: string): Promise<void> {
  const { record, clock, partnerships } = laptop.container.tasks;
  const dependencies: DailyDependencies = {
    clock,
    record,
    witness: () => Promise.resolve({ added: [], broken: [reference], failed: [] }),
    witnesses: { entries: (of) => laptop.witnessed(of), references: async function* () {} },
    partnerships,
    began: laptop.began.slice(0, "2026-11-23".length),
    nations: () => publishedPolicies().map((each) => each.nation),
    measure: () => undefined,
    log,
  };
  const runs = async (event: object) => {
    try {
      await daily(event, dependencies);
    } catch (error) {
      // What a function throws stands in its log as well.
      process.stdout.write(`${String(error)}\n`);
    }
  };
  await runs({});
  await runs({ everything: true });
  await failing(has(`ESCALATION#${reference}`), () => runs({ everything: true }));
}
