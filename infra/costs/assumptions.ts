/** What could not be counted and is assumed, each on the dear side. The table in infra/README.md says them again. */
export const assumptions = {
  /** How escalations go. */
  mix: { "first stage": 0.7, "second stage": 0.2, "last stage": 0.1 },
  /** What a function call is charged for: its start is charged too, and with few escalations most calls are starts. */
  secondsOfACall: 1,
  /** As infra/constructs/service-function.ts gives them. */
  gigabytesOfAFunction: 0.5,
  /** The lines of Lambda, of the function and of API Gateway. */
  logBytesOfACall: 2_000,
  /** Step Functions notes a state's entering and its leaving. */
  logBytesOfATransition: 1_000,
  /** As the example environment says. */
  logsKeptDays: 90,
  /** Tables and their indexes, the function's variables, its log. */
  keyRequestsOfACall: 4,
  /** Each system keeps its token for an hour, and is at work for eight of them a day. */
  tokensOfAClientADay: 8,
  /** Of each e-mail the link is opened by a mail scanner, and by its reader. */
  requestsOfAnEmail: 2,
  bytesOfAnEmailsRequests: 20_000,
  /** Stylesheets and icon, uncompressed: a browser keeps them for a year, so each reader’s asks once for an escalation at most. */
  requestsOfAReader: 3,
  bytesOfAReadersRequests: 140_000,
  /** Lambda asks an empty queue with five listeners, each every 20 seconds. */
  askingAQueueAMinute: 15,
  /** E-mails about alarms in a month. */
  alarmMails: 20,
  /** Rules of the web ACL at the edge. */
  webRules: 3,
  /** The record's daily backups are kept for 35 days, its monthly ones for ten years: so many copies after a year, and after ten. */
  backupsAfterAYear: 35 + 12,
  backupsAfterTenYears: 35 + 120,
} as const;
