import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, truncateSync } from "node:fs";
import { appendFile, truncate } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { serve } from "@hono/node-server";
// Its own way to the store is two more requests for each mail.
import { clearStore, getStoreReadonly, type Email } from "aws-ses-v2-local/dist/store.js";
import { Hono } from "hono";
import type { Context } from "hono";
import type { Instant, LocalClock } from "./clock.ts";

/** A mail that was accepted. */
export interface Mail {
  /** The message id that the sender was given. */
  readonly id: string;
  /** When it was accepted, by the service's clock (UTC). */
  readonly at: Instant;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** The tags that SES reports a bounce with. */
  readonly tags: Readonly<Record<string, string>>;
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly filename?: string;
  readonly contentType: string;
  /** Base64. */
  readonly content: string;
}

/** Why a mail is refused: the name of SES's error (`Throttling`, `MessageRejected` …) and its message. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A mail that is about to be sent, for whoever decides whether to refuse it. For raw mails only `to` is known. */
export interface Outgoing {
  readonly to: readonly string[];
  readonly subject?: string;
}

/** The laptop’s mail server, which answers as SES does. What it accepts is kept on disk and never goes anywhere. */
export interface LocalMailbox {
  /** `http://127.0.0.1:<port>`, for the AWS SDK's SES client (version 1 of the API). */
  readonly endpoint: string;
  /** Every mail that was ever accepted, oldest first. */
  mails(): readonly Mail[];
  /** Hears of each mail once it is on disk. Returns the function that ends the hearing. */
  onMail(listener: (mail: Mail) => void): () => void;
  /** From now on asks this of each mail, and refuses it with what it returns; without it, accepts all again. */
  refuse(decide: ((mail: Outgoing) => Refusal | undefined) | undefined): void;
  close(): Promise<void>;
}

type StartServer = (config: { readonly host: string; readonly port: number }) => Promise<Server>;

/** An error as SES answers it. */
class SesError extends Error {
  readonly code: string;
  readonly status: 400 | 503;
  constructor(code: string, message: string, status: 400 | 503 = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * One send at a time in this process. The library keeps its mails in a store that all its servers in a process share,
 * so that without this one mailbox would clear away what another is about to read.
 */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  // The next takes its turn whether this one failed or not; its caller hears of the failure.
  turn = result.catch(() => undefined);
  return result;
}

/**
 * SES on a laptop: aws-ses-v2-local decides whether a mail is one that SES would take, and every mail that it takes is
 * in `<folder>/mail.jsonl`, on the disk itself, before its sender hears that it was accepted. No mail leaves the machine.
 *
 * `port` 0, the default, takes any free one. Refused with an Error when the port is taken, or when a line of the file
 * is no mail; a last line without an end is what a kill leaves, was never acknowledged, and is cut off.
 */
export async function startMailbox(options: {
  readonly folder: string;
  readonly clock: Pick<LocalClock, "now">;
  readonly port?: number;
}): Promise<LocalMailbox> {
  const { folder, clock, port = 0 } = options;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "mail.jsonl");
  const { mails, bytes } = readMails(file);
  let size = bytes;
  const listeners = new Set<(mail: Mail) => void>();
  let decide: ((mail: Outgoing) => Refusal | undefined) | undefined;

  // With this variable set, the library passes every mail on to a real server.
  delete process.env["SMTP_TRANSPORT"];
  const library = await startLibrary();
  const libraryUrl = `http://127.0.0.1:${(library.address() as AddressInfo).port}`;

  async function keep(mail: Mail): Promise<void> {
    const line = `${JSON.stringify(mail)}\n`;
    try {
      await appendFile(file, line, { flush: true });
    } catch (error) {
      // Half a line may have been written, to which the next would be joined.
      await truncate(file, size);
      throw new SesError("ServiceUnavailable", `The mail could not be kept: ${String(error)}`, 503);
    }
    size += Buffer.byteLength(line);
  }

  async function send(form: URLSearchParams, authorization: string): Promise<string> {
    const action = form.get("Action");
    // The library never answers any other.
    if (action !== "SendEmail" && action !== "SendRawEmail") {
      throw new SesError("InvalidAction", `"${action}" is no action that is answered locally.`);
    }
    const raw = action === "SendRawEmail";
    const members = (prefix: string): string[] => membersOf(form, prefix);
    const envelope = members(raw ? "Destinations" : "Destination.ToAddresses");
    const subject = form.get("Message.Subject.Data");
    const refusal = decide?.({ to: envelope, ...(subject === null ? {} : { subject }) });
    if (refusal !== undefined) throw new SesError(refusal.code, refusal.message);

    const response = await fetch(libraryUrl, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", authorization },
      body: form.toString(),
    });
    const answer = await response.text();
    if (!response.ok) throw new SesError("MessageRejected", reasonOf(answer));
    const stored = takeFromStore(/<MessageId>(.*?)<\/MessageId>/.exec(answer)?.[1]);

    const mail: Mail = {
      // The library draws ids from so few that two mails of ten thousand are likely to share one.
      id: `${randomUUID()}-000000`,
      at: clock.now(),
      from: stored.from,
      // The library keeps only the first of several addresses, so they are taken from the request.
      to: envelope.length > 0 ? envelope : stored.destination.to.flatMap(splitAddresses),
      cc: raw ? stored.destination.cc.flatMap(splitAddresses) : members("Destination.CcAddresses"),
      bcc: raw ? stored.destination.bcc.flatMap(splitAddresses) : members("Destination.BccAddresses"),
      replyTo: raw ? stored.replyTo.flatMap(splitAddresses) : members("ReplyToAddresses"),
      subject: stored.subject,
      ...(stored.body.text === undefined ? {} : { text: stored.body.text }),
      ...(stored.body.html === undefined ? {} : { html: stored.body.html }),
      tags: tagsOf(form),
      attachments: stored.attachments.map(({ filename, contentType, content }) => ({
        ...(filename === undefined ? {} : { filename }),
        contentType,
        content,
      })),
    };
    await keep(mail);
    mails.push(mail);
    tell(mail);
    return answer.replace(/<MessageId>.*?<\/MessageId>/, `<MessageId>${mail.id}</MessageId>`);
  }

  function tell(mail: Mail): void {
    for (const listener of listeners) {
      try {
        listener(mail);
      } catch (error) {
        // The mail is kept, so its sender must not hear of a failure and send it again.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  /** Reads the mail with the library's id and empties its store, which would otherwise grow for ever. */
  function takeFromStore(messageId: string | undefined): Email {
    const stored = getStoreReadonly().emails.findLast((mail) => mail.messageId === messageId);
    clearStore();
    if (stored === undefined) throw new Error(`The mail server accepted ${messageId} but does not have it.`);
    return stored;
  }

  const app = new Hono();
  app.post("/", async (context) => {
    const form = new URLSearchParams(await context.req.text());
    try {
      const answer = await inTurn(() => send(form, context.req.header("authorization") ?? "AWS local"));
      return context.body(answer, 200, { "content-type": "text/xml" });
    } catch (error) {
      return sesError(context, error instanceof SesError ? error : new SesError("InternalFailure", String(error), 503));
    }
  });

  let server: Server;
  try {
    server = await listen(app, port);
  } catch (error) {
    await shut(library);
    throw error;
  }

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails: () => mails,
    onMail(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refuse(next) {
      decide = next;
    },
    async close() {
      await shut(server);
      await shut(library);
    },
  };
}

async function startLibrary(): Promise<Server> {
  // The library is CommonJS with a default export, which Node hands over inside another default.
  const imported = (await import("aws-ses-v2-local")) as unknown as {
    readonly default: StartServer | { readonly default: StartServer };
  };
  const start = typeof imported.default === "function" ? imported.default : imported.default.default;
  // By itself it would listen on every network that the laptop is in.
  return start({ host: "127.0.0.1", port: 0 });
}

function listen(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, () => {
      server.off("error", reject);
      resolve(server);
    }) as Server;
    server.once("error", reject);
  });
}

async function shut(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function readMails(file: string): { mails: Mail[]; bytes: number } {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { mails: [], bytes: 0 };
    throw error;
  }
  const bytes = content.lastIndexOf("\n") + 1;
  if (bytes < content.length) truncateSync(file, bytes);
  const lines = content.subarray(0, bytes).toString("utf8").split("\n").slice(0, -1);
  const mails = lines.map((line, index) => {
    try {
      return JSON.parse(line) as Mail;
    } catch (error) {
      throw new Error(`${file}, line ${index + 1} is not a mail. Correct or remove that line.`, { cause: error });
    }
  });
  return { mails, bytes };
}

/** The values `prefix.member.1`, `prefix.member.2` … of a request, in that order. */
function membersOf(form: URLSearchParams, prefix: string): string[] {
  const members: string[] = [];
  for (let number = 1; ; number++) {
    const value = form.get(`${prefix}.member.${number}`);
    if (value === null) return members;
    members.push(value);
  }
}

function tagsOf(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let number = 1; ; number++) {
    const name = form.get(`Tags.member.${number}.Name`);
    if (name === null) return tags;
    tags[name] = form.get(`Tags.member.${number}.Value`) ?? "";
  }
}

/** The addresses of a header such as `"Doe, Jane" <jane@example.org>, joe@example.org`. */
function splitAddresses(header: string): string[] {
  const parts = header.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** What the library says against a mail: it answers in JSON, unlike SES. */
function reasonOf(answer: string): string {
  try {
    const { detail, message } = JSON.parse(answer) as { detail?: string; message?: string };
    return detail ?? message ?? answer;
  } catch (error) {
    if (error instanceof SyntaxError) return answer;
    throw error;
  }
}

function sesError(context: Context, error: SesError): Response {
  const escaped = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const body =
    '<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error>' +
    `<Type>${error.status === 400 ? "Sender" : "Receiver"}</Type><Code>${escaped(error.code)}</Code>` +
    `<Message>${escaped(error.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return context.body(body, error.status, { "content-type": "text/xml" });
}
