/** What the service says to the outside while it runs: its log, every address that is asked for or led to, every e-mail as it goes out. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Heard {
  /** The functions' log: whatever was printed as JSON. */
  readonly logged: string[];
  /** What else was printed, to whichever stream. */
  readonly printed: string[];
  /** Of every request to any of the local servers: its line and headers. */
  readonly asked: string[];
  /** Of every answer: its headers. */
  readonly answered: string[];
  /** Every e-mail with its headers, as it went to the mail service. */
  readonly mails: { readonly recipient: string; readonly message: string }[];
  /** Ends the hearing. */
  stop(): void;
}

export function hear(): Heard {
  const logged: string[] = [];
  const printed: string[] = [];
  const asked: string[] = [];
  const answered: string[] = [];
  const mails: { recipient: string; message: string }[] = [];

  const restored = (["stdout", "stderr"] as const).map((name) => {
    const stream = process[name];
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      if (text.startsWith("{")) {
        logged.push(text);
        return true;
      }
      printed.push(text);
      return write(chunk, ...rest);
    };
    return () => void (stream.write = write);
  });

  const onRequest = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    asked.push(`${request.method} ${request.url}\n${request.rawHeaders.join("\n")}`);
  };
  const onAnswer = (message: unknown) => {
    const { response } = message as { response: ServerResponse };
    answered.push(JSON.stringify(response.getHeaders()));
  };
  subscribe("http.server.request.start", onRequest);
  subscribe("http.server.response.finish", onAnswer);

  // The mailbox hands each e-mail on as it came.
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    if (typeof init?.body === "string" && init.body.includes("Action=SendRawEmail")) {
      const form = new URLSearchParams(init.body);
      mails.push({
        recipient: form.get("Destinations.member.1") ?? "",
        message: Buffer.from(form.get("RawMessage.Data") ?? "", "base64").toString("utf8"),
      });
    }
    return fetch(input, init);
  };

  return {
    logged,
    printed,
    asked,
    answered,
    mails,
    stop() {
      for (const each of restored) each();
      unsubscribe("http.server.request.start", onRequest);
      unsubscribe("http.server.response.finish", onAnswer);
      globalThis.fetch = fetch;
    },
  };
}
