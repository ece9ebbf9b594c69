/**
 * What is on the records and in the mailbox, held against what people were told: to the last concern, answer and email.
 * Whatever does not add up is said in a sentence; nothing is rounded, and nothing is let pass.
 */
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { climbsTo } from "../../functions/core/clocks.ts";
import { nextMoment } from "../../functions/core/moments.ts";
import { noticesOwed } from "../../functions/core/notices.ts";
import type { EscalationEvent, EventOf } from "../../functions/core/events.ts";
import type { Story } from "../../functions/escalations/escalations.ts";
import { aboutOf } from "../../functions/mail/tags.ts";
import { movedSince } from "../../functions/record/feed.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import type { Laptop } from "../../infra/local/laptop.ts";
import type { Mail } from "../../infra/local/mailbox.ts";
import type { Answer, Concern } from "./people.ts";

/** What people were told is recorded. */
export interface Told {
  /** Each concern by the reference that its system was given. */
  readonly concerns: ReadonlyMap<string, Concern>;
  /** Each answer whose page said that it is on the record. */
  readonly answers: readonly Answer[];
  /** Answers that were sent and that nobody heard of again: each may be on the record once, or not. */
  readonly unheard: readonly Answer[];
}

export interface Account {
  readonly stories: readonly Story[];
  readonly open: readonly Story[];
  /** Emails that went out again, though one about the same was out: those whose sender died before it could say so. */
  readonly sentTwice: readonly Mail[];
  /** What does not add up. */
  readonly broken: readonly string[];
}

/**
 * @param between the ids of the emails that were out, and not yet said to be, when a process was killed: these alone may
 *   stand in the mailbox and on no record
 */
export async function accountOf(laptop: Laptop, told: Told, between: ReadonlySet<string>): Promise<Account> {
  const broken: string[] = [];
  const stories = await storiesOf(laptop);
  const byReference = new Map(stories.map((each) => [each.reference, each]));
  for (const [reference, { key }] of told.concerns)
    if (!byReference.has(reference)) broken.push(`${reference} (${key}) was accepted and is on no record`);

  const sent = new Map([...told.answers, ...told.unheard].map((each) => [`page:${each.command}`, each]));
  const known = new Map(laptop.mailbox.mails().map((each) => [each.id, each]));
  const named = new Set<string>();
  for (const story of stories) {
    const concern = told.concerns.get(story.reference);
    broken.push(...wrongWithConcern(story, concern), ...wrongWithCommits(story, sent), ...wrongWithStages(story));
    for (const event of story.history)
      if (event.type === "NoticeSent") {
        named.add(event.messageId);
        broken.push(...wrongWithNotice(story.reference, event, known.get(event.messageId)));
      }
    const { send, lapse } = noticesOwed(story.history, story.rules.policy);
    for (const { id } of [...send, ...lapse.map((each) => each.notice)])
      broken.push(`${story.reference} still owes the notice ${id}`);
  }
  for (const { reference, form, command, words } of told.answers) {
    const commits = byReference.get(reference)?.commits.filter((each) => each.command === `page:${command}`) ?? [];
    if (commits.length !== 1)
      broken.push(`An answer (${form}) to ${reference} was said to be recorded and is so ${commits.length} times`);
    else if (!JSON.stringify(commits).includes(words))
      broken.push(`An answer (${form}) to ${reference} is on the record without its words`);
  }

  // Digests are on no record: that one was sent is what its claim says.
  const digests = await claimed(laptop.container.dynamoDB, (pk) => pk.startsWith("CLAIM#digest-"));
  const unnamed = [...known.values()].filter((each) => !named.has(each.id) && !digests.has(each.id));
  for (const mail of unnamed)
    if (!between.has(mail.id))
      broken.push(
        `“${mail.subject}” to ${mail.to.join()} (${mail.at}) was sent, no record says so, and no kill explains it: ${recordedOf(mail)}`,
      );
  function recordedOf(mail: Mail): string {
    const { reference = "", notice } = aboutOf(tagsOf(mail)) ?? {};
    const said = (byReference.get(reference)?.history ?? []).filter(
      (each) =>
        (each.type === "NoticeSent" || each.type === "NoticeLapsed" || each.type === "NoticeRefused") &&
        each.notice === notice,
    );
    return `the record has ${JSON.stringify(said)} of ${notice}`;
  }
  const wentAgain = (mail: Mail) => {
    const { reference = "", notice } = aboutOf(tagsOf(mail)) ?? {};
    const events = byReference.get(reference)?.history ?? [];
    return isDigest(mail) || events.some((each) => each.type === "NoticeSent" && each.notice === notice);
  };
  for (const { reference, holds, problems } of await laptop.verifyAll())
    if (!holds) broken.push(`The chain of ${reference} does not hold: ${problems.map((each) => each.says).join("; ")}`);

  broken.push(...(await wrongWithExecutions(laptop, stories)));
  for (const { reference, state } of stories)
    if (state.phase !== "closed" && nextMoment(state) === undefined)
      broken.push(`${reference} (${state.phase}) is open and waits for nothing`);
  return {
    stories,
    open: stories.filter((each) => each.state.phase !== "closed"),
    sentTwice: unnamed.filter(wentAgain),
    broken,
  };
}

/** Everything that is on record. */
export async function storiesOf(laptop: Laptop): Promise<Story[]> {
  const { tasks } = laptop.container;
  const stories: Story[] = [];
  for (const reference of await movedSince(laptop.began, laptop.clock.now(), tasks)) {
    const story = await tasks.escalations.read(reference);
    if (!story) throw new Error(`${reference} is announced and has no record`);
    stories.push(story);
  }
  return stories;
}

/** What is open is waited for by the one execution that its record names, and what is closed by none. */
export async function wrongWithExecutions(laptop: Laptop, stories: readonly Story[]): Promise<string[]> {
  const running = await executionsOf(laptop);
  return stories.flatMap(({ reference, state }) => {
    const names = running.get(reference)?.join() ?? "";
    const wanted = state.phase === "closed" ? "" : `${reference}-${state.execution}`;
    return names === wanted
      ? []
      : [
          `${reference} (${state.phase}) should be waited for by ${wanted || "nothing"} and is by ${names || "nothing"}`,
        ];
  });
}

const tagsOf = ({ tags }: Mail) => Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
const isDigest = ({ tags }: Mail) => tags["reference"]?.startsWith("digest-") ?? false;

function wrongWithConcern({ reference, state }: Story, concern: Concern | undefined): string[] {
  if (!concern) return [`${reference} is on record, and nobody was told of it`];
  const { sealed } = state.raised;
  const words = sealed === "erased" ? undefined : sealed.words.issue;
  return words === concern.words ? [] : [`${reference} (${concern.key}) is on record with other words: ${words}`];
}

const aMinute = 60_000;

/** Nothing that nobody sent, nothing twice, and time never going back. */
function wrongWithCommits({ reference, commits }: Story, sent: ReadonlyMap<string, Answer>): string[] {
  const wrong: string[] = [];
  const commands = new Set<string>();
  let last = "";
  for (const { command, number, at } of commits) {
    if (commands.has(command)) wrong.push(`Commit ${number} of ${reference} carries ${command} out a second time`);
    commands.add(command);
    if (command.startsWith("page:") && !sent.has(command))
      wrong.push(`Commit ${number} of ${reference} is an answer that nobody gave`);
    // A commit is of when its command was received: of two that come at nearly the same time, either may be written first.
    if (Date.parse(at) < Date.parse(last) - aMinute)
      wrong.push(`Commit ${number} of ${reference} is of ${at}, after one of ${last}`);
    if (at > last) last = at;
  }
  return wrong;
}

/** Every stage is opened as the one before it said, and is followed by the one that its policy says. */
function wrongWithStages({ reference, history, rules }: Story): string[] {
  const wrong: string[] = [];
  let next: string | undefined;
  let isOpen: string | undefined;
  for (const event of history)
    if (event.type === "EscalationRaised") next = event.opensAt;
    else if (event.type === "StageOpened") {
      if (event.stage !== next || isOpen !== undefined)
        wrong.push(
          `${reference} opened ${event.stage} where ${next ?? "nothing"} was next and ${isOpen ?? "none"} open`,
        );
      isOpen = event.stage;
      next = undefined;
    } else if (event.type === "StageEnded") {
      if (event.stage !== isOpen) wrong.push(`${reference} ended ${event.stage}, and ${isOpen ?? "none"} was open`);
      const following = climbsTo(rules.policy, event.stage);
      if (event.how === "deadline passed" && event.next !== following)
        wrong.push(`${reference} climbed from ${event.stage} to ${event.next}, and not to ${following}`);
      isOpen = undefined;
      next = event.next;
    }
  return wrong;
}

function wrongWithNotice(reference: string, event: EventOf<"NoticeSent">, mail: Mail | undefined): string[] {
  const about = mail && aboutOf(tagsOf(mail));
  return about?.reference === reference && about.notice === event.notice
    ? []
    : [`${reference} says that the notice ${event.notice} was sent, and the mailbox does not have it`];
}

/**
 * Moves the clock past the next moment of everything that is open, and sees each acted upon by its own execution: within
 * the three minutes by which those are spread, and so before anything that heals could have found it left undone.
 */
export async function moveThroughNextMoments(laptop: Laptop, open: readonly Story[]): Promise<string[]> {
  const from = laptop.clock.now();
  const moments = open.map((each) => nextMoment(each.state) ?? from);
  const latest = moments.toSorted().at(-1);
  if (latest === undefined) return [];
  await laptop.moveTo(minutesAfter(latest < from ? from : latest, 4));
  const broken: string[] = [];
  for (const before of open) {
    const after = await laptop.container.tasks.escalations.read(before.reference);
    const events = after?.history.slice(before.history.length) ?? [];
    const due = nextMoment(before.state) ?? "";
    const acted = events.filter(isOfTime);
    if (acted.length === 0) broken.push(`${before.reference} was to act on ${due} and did nothing`);
    for (const event of acted)
      if (event.at > minutesAfter(event.due < from ? from : event.due, 3.1))
        broken.push(`${before.reference} acted on ${event.due} at ${event.at} only: its execution was not waiting`);
  }
  return broken;
}

const isOfTime = (event: EscalationEvent) => event.type === "DeadlinePassed" || event.type === "ReminderFellDue";
const minutesAfter = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** The names of the executions that run, by the reference that they are of. */
async function executionsOf({ stepFunctions }: Laptop): Promise<Map<string, string[]>> {
  const client = new SFNClient({
    endpoint: stepFunctions.endpoint,
    region: "laptop",
    credentials: { accessKeyId: "laptop", secretAccessKey: "laptop" },
  });
  const running = new Map<string, string[]>();
  const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
  for (const { stateMachineArn } of stateMachines ?? []) {
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING", ...(nextToken ? { nextToken } : {}) }),
      );
      for (const { name = "" } of page.executions ?? []) {
        const reference = name.replace(/-\d+$/, "");
        running.set(reference, [...(running.get(reference) ?? []), name]);
      }
      nextToken = page.nextToken;
    } while (nextToken);
  }
  client.destroy();
  return running;
}

/** The ids of the emails of which a claim says that they were sent. @param of which claims, by their key */
async function claimed(client: DynamoDBDocumentClient, of: (pk: string) => boolean): Promise<Set<string>> {
  const ids = new Set<string>();
  const pages = paginateScan(
    { client },
    {
      TableName: "working",
      FilterExpression: "attribute_exists(messageId)",
      ProjectionExpression: "pk, messageId",
    },
  );
  for await (const { Items = [] } of pages)
    for (const { pk, messageId } of Items) if (of(String(pk))) ids.add(String(messageId));
  return ids;
}

/**
 * Opens what a killed process left, and finds the emails that were out and not yet said to be: the only ones that may go
 * out a second time.
 * @param mails those of the life that ended
 */
export async function betweenSendingAndWriting(folder: string, mails: readonly Mail[]): Promise<Mail[]> {
  const server = await startDynamoDb({ folder });
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: server.endpoint,
      region: "laptop",
      credentials: { accessKeyId: "laptop", secretAccessKey: "laptop" },
    }),
  );
  try {
    const said = await claimed(client, (pk) => pk.startsWith("CLAIM#"));
    return mails.filter((each) => !said.has(each.id));
  } finally {
    client.destroy();
    await server.close();
  }
}
