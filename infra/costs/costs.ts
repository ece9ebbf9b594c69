/** The arithmetic of the costs: from what is used to US dollars. Pure; a month is a twelfth of 365 days. */
import type { assumptions } from "./assumptions.ts";
import type { Deployed } from "./deployed.ts";
import type { DatabaseUse, Measured, Run, Story } from "./measured.ts";
import { unitPrice, type PriceName, type Prices } from "./prices.ts";

/** How many of what has a price. */
export type Use = Readonly<Partial<Record<PriceName, number>>>;
/** What is used, under what a reader calls it. */
export type Lines = Readonly<Record<string, Use>>;
type Assumed = Readonly<Record<Exclude<keyof typeof assumptions, "mix">, number>> & {
  readonly mix: Readonly<Record<Story, number>>;
};

export const daysOfAMonth = 365 / 12;
const gigabyte = 1e9;

export function sumOf(...uses: readonly Use[]): Use {
  const sum: Partial<Record<PriceName, number>> = {};
  for (const use of uses)
    for (const [name, quantity] of Object.entries(use) as [PriceName, number][])
      sum[name] = (sum[name] ?? 0) + quantity;
  return sum;
}

export const timesOf = (use: Use, times: number): Use =>
  Object.fromEntries(Object.entries(use).map(([name, quantity]) => [name, quantity * times]));

export const allOf = (lines: Lines): Use => sumOf(...Object.values(lines));

/** US dollars. */
export const costOf = (use: Use, prices: Pick<Prices, "prices" | "factor">): number =>
  (Object.entries(use) as [PriceName, number][]).reduce(
    (sum, [name, quantity]) => sum + quantity * unitPrice(prices, name),
    0,
  );

/** Each line's mean, weighted. The lines have the same names. */
export function meanOf(weighted: readonly (readonly [lines: Lines, weight: number])[]): Lines {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  const names = Object.keys(weighted[0]?.[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      sumOf(...weighted.map(([lines, weight]) => timesOf(lines[name] ?? {}, weight / total))),
    ]),
  );
}

const database = ({ reads, writes }: DatabaseUse): Use => ({ databaseRead: reads, databaseWrite: writes });

const logged = (bytes: number, assumed: Assumed): Use => ({
  logs: bytes / gigabyte,
  logStorage: (bytes / gigabyte) * (assumed.logsKeptDays / daysOfAMonth),
});

/** Calls of functions with all that comes with each. */
const calls = (count: number, assumed: Assumed): Use => ({
  invocation: count,
  gigabyteSecond: count * assumed.secondsOfACall * assumed.gigabytesOfAFunction,
  keyRequest: count * assumed.keyRequestsOfACall,
  trace: count,
  ...logged(count * assumed.logBytesOfACall, assumed),
});

const requests = (count: number, bytes: number, assumed: Assumed): Use => ({
  ...calls(count, assumed),
  request: count,
  transferOut: bytes / gigabyte,
});

/** What reconcile does with an escalation until a commit is behind its overlap, and what the daily witness does. */
const looks = ({ spans, days, look, walk }: Run): Use =>
  sumOf(timesOf(database(look), spans * looksAfterACommit), timesOf(database(walk), days));
/** Its overlap is ten minutes and its rounds are five apart. */
const looksAfterACommit = 3;

/** What one escalation uses until its end. */
export const ofOneEscalation = (run: Run, assumed: Assumed): Lines => ({
  "State transitions": {
    transition: run.transitions,
    ...logged(run.transitions * assumed.logBytesOfATransition, assumed),
  },
  "Tasks of the state machine": calls(run.tasks, assumed),
  "Database, reconcile’s looks included": sumOf(database(run.database), looks(run)),
  "Requests of API and pages": requests(run.requests, run.responseBytes, assumed),
  "Witnesses of the record": { objectPut: run.days },
  "E-mails": { recipient: run.recipients },
  "Opening the links in them": requests(
    opensOf(run, assumed),
    run.recipients * assumed.bytesOfAnEmailsRequests + run.readers * assumed.bytesOfAReadersRequests,
    assumed,
  ),
});

/** Requests of those who open the links of its e-mails: scanners, readers, and their browsers. */
const opensOf = ({ recipients, readers }: Run, assumed: Assumed) =>
  recipients * assumed.requestsOfAnEmail + readers * assumed.requestsOfAReader;

/** Requests from the internet that one escalation means. */
export const requestsOf = (run: Run, assumed: Assumed): number => run.requests + opensOf(run, assumed);

/** What one escalation that is on the record uses every month: its place, its backups, and being verified each week. */
export const ofKeeping = (run: Run, backups: number): Use => {
  const weeks = daysOfAMonth / 7;
  return {
    databaseStorage: (run.recordBytes + run.workingBytes) / gigabyte,
    pointInTimeRecovery: (run.recordBytes + run.workingBytes) / gigabyte,
    backup: (run.recordBytes * backups) / gigabyte,
    databaseRead: run.walk.reads * weeks,
    objectPut: weeks,
    objectGet: run.days * weeks,
  };
};

/** Rounds in a month: reconcile every five minutes, digests every hour, the witness each day and all records each week. */
const rounds = {
  reconcile: 288 * daysOfAMonth,
  digests: 24 * daysOfAMonth,
  daily: daysOfAMonth + daysOfAMonth / 7,
};

/** What a deployment uses every month though nobody raises anything. */
export function ofAMonth(deployed: Deployed, metrics: number, measured: Measured, assumed: Assumed): Lines {
  const count = rounds.reconcile + rounds.digests + rounds.daily;
  return {
    [`${deployed.clients} systems at Cognito, ${assumed.tokensOfAClientADay} tokens a day each`]: {
      client: deployed.clients,
      token: deployed.clients * assumed.tokensOfAClientADay * daysOfAMonth,
    },
    [`The service’s own ${metrics} metrics`]: { metric: metrics },
    [`Alarms, which watch ${deployed.alarmMetrics} metrics, and ${assumed.alarmMails} e-mails about them`]: {
      alarmMetric: deployed.alarmMetrics,
      topicMail: assumed.alarmMails,
    },
    [`${deployed.keys} keys, in their first year`]: { key: deployed.keys },
    [`${deployed.dashboards} dashboard`]: { dashboard: deployed.dashboards },
    "The zone of the domain": { hostedZone: 1 },
    [`${deployed.secrets} secrets`]: { secret: deployed.secrets },
    "Listening for bounces": {
      queueRequest: deployed.listenedQueues * assumed.askingAQueueAMinute * 60 * 24 * daysOfAMonth,
    },
    "Rounds of reconcile, digests and the daily witness": sumOf(
      calls(count, assumed),
      { schedule: count },
      timesOf(database(measured.reconcile), rounds.reconcile),
      timesOf(database(measured.digests), rounds.digests),
      database(measured.digestsOfAMonth.database),
    ),
    [`Digests of ${measured.partnerships} partnerships`]: sumOf({ recipient: measured.digestsOfAMonth.recipients }),
  };
}

/** What one more partnership adds every month. */
export const ofOneMorePartnership = (measured: Measured): Use =>
  sumOf(timesOf(database(measured.reconcileForEachPartnership), rounds.reconcile), {
    recipient: measured.digestsOfAMonth.recipients / measured.partnerships,
    databaseRead: measured.digestsOfAMonth.database.reads / measured.partnerships,
    databaseWrite: measured.digestsOfAMonth.database.writes / measured.partnerships,
  });

/** What CloudFront and a web ACL add every month: the ACL, and a secret by which nobody goes round it. */
export const ofTheEdge = (requestsOfAMonth: number, assumed: Assumed): Use => ({
  secret: 1,
  webAcl: 1,
  webRule: assumed.webRules,
  edgeRequest: requestsOfAMonth,
  webRequest: requestsOfAMonth,
});
