/** Requests as abusers make them: any method, path and header, chunked or not, on Node's own client and on a bare socket. */
import { Agent, request as ask, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";

export interface Asked {
  readonly method: string;
  readonly path: string;
  /** In order; the same name more than once is sent so. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
  readonly chunked?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export const letGo = () => agent.destroy();

export async function send(port: number, asked: Asked): Promise<Answer> {
  try {
    return await sendOnce(port, asked, agent);
  } catch (error) {
    // The server had hung up on a connection that was to be used again; nothing of this request reached it.
    if (!(error instanceof HungUp)) throw error;
    return sendOnce(port, asked, false);
  }
}

class HungUp extends Error {}

function sendOnce(
  port: number,
  { method, path, headers, body, chunked = false }: Asked,
  by: Agent | false,
): Promise<Answer> {
  const grouped: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const before = grouped[name];
    grouped[name] = before === undefined ? value : [before, value].flat();
  }
  if (body && !chunked) grouped["content-length"] = String(body.length);
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const request = ask({ agent: by, host: "127.0.0.1", port, method, path, headers: grouped }, (response) => {
      isAnswered = true;
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        if (!request.writableEnded) request.destroy();
        const whole = Buffer.concat(parts);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: whole,
          text: whole.toString("utf8"),
        });
      });
      response.on("error", reject);
    });
    request.on("error", (error) => {
      // Whoever has been answered before all was sent may be hung up on.
      if (!isAnswered) reject(request.reusedSocket ? new HungUp(error.message) : error);
    });
    // Piece by piece, and no further than to the answer: a server that takes no more hangs up, and whoever goes on sending never reads it.
    const piece = chunked ? 7_000 : 60_000;
    const sendOn = (at: number) => {
      if (!body || at >= body.length) return void request.end();
      if (isAnswered) return;
      request.write(body.subarray(at, at + piece), () => setImmediate(sendOn, at + piece));
    };
    sendOn(0);
  });
}

/** Bytes on a bare socket, and everything that comes back before the server hangs up or is silent for long enough. */
export function sendRaw(port: number, bytes: string | Buffer, silentMs = 400): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let came = "";
    const done = () => {
      socket.destroy();
      resolve(came);
    };
    socket.setTimeout(silentMs, done);
    socket.on("data", (part) => (came += part.toString("latin1")));
    // A server that hangs up has answered in its own way.
    socket.on("error", done);
    socket.on("close", done);
    socket.write(bytes);
  });
}
