/** What a piece of work asks of AWS, call by call and in the order in which the calls began; nothing is patched. */
export interface Asked {
  /** The SDK's name of the command, without “Command”. */
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** When it began and ended, as performance.now() has it. */
  readonly began: number;
  ended: number;
}

/** An SDK client, of any service. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: { input: object }) => Promise<{ output: object }>,
        context: { commandName?: string },
      ) => (args: { input: object }) => Promise<{ output: object }>,
      options: { step: "initialize"; name: string },
    ): void;
  };
}

/** What is asked meanwhile, whoever asks it. */
let open: Asked[] | undefined;

/** From now on what this client is asked is written down while somebody wants to know. */
export function listen(client: object): void {
  (client as Client).middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const asked: Asked = {
          call: commandName.replace(/Command$/, ""),
          input: args.input as Readonly<Record<string, unknown>>,
          began: performance.now(),
          ended: Infinity,
        };
        open?.push(asked);
        try {
          return await next(args);
        } finally {
          asked.ended = performance.now();
        }
      },
    { step: "initialize", name: "listen" },
  );
}

/** What the clients that are listened to are asked while this work is done. */
export async function takeAsked(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  open = asked;
  try {
    await work();
    return asked;
  } finally {
    open = undefined;
  }
}

/** How many times something was waited for: calls that overlap are one round. */
export function roundsOf(asked: readonly Asked[]): number {
  let rounds = 0;
  let until = -Infinity;
  for (const { began, ended } of asked.toSorted((one, other) => one.began - other.began)) {
    if (began >= until) {
      rounds++;
      until = ended;
    }
  }
  return rounds;
}
