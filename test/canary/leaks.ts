/** Where canaries are that must not be there. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { foundIn } from "./canaries.ts";
import { fieldsWith, sealedFields } from "./fields.ts";
import { born } from "./concerns.ts";
import type { Life } from "./life.ts";

/** One place that was looked into: how many pieces, and what was found in them. */
export interface Looked {
  readonly place: string;
  readonly pieces: number;
  readonly leaks: readonly string[];
}

export async function leaksOf(life: Life): Promise<Looked[]> {
  const { heard, laptop, refusals } = life;
  const mails = laptop.mailbox.mails();
  const look = (
    place: string,
    pieces: readonly string[],
    mayHave: (canary: string, piece: string) => boolean = () => false,
  ): Looked => ({
    place,
    pieces: pieces.length,
    leaks: [
      ...new Set(
        pieces.flatMap((piece) =>
          [...foundIn(piece), ...[born.day, born.inWords].filter((each) => piece.includes(each))]
            .filter((each) => !mayHave(each, piece))
            .map((each) => `${life.canaries.all.get(each) ?? each} in ${short(piece, each)}`),
        ),
      ),
    ],
  });
  const { record, working } = await tables(life);
  return [
    look("lines of the log", heard.logged),
    look("pieces of what else was printed", heard.printed),
    look("addresses and headers of requests", heard.asked),
    look("headers of answers, addresses led to among them", heard.answered),
    look("refusals of the API, pages before Continue, registers and reports", refusals),
    look(
      "e-mails on the wire, headers, text, HTML and calendars",
      heard.mails.map(({ message }) => readable(message)),
      // Whom it goes to stands in its head, once.
      (canary, piece) =>
        new RegExp(`^To: [^\\r\\n]*${canary}@`, "im").test(piece) && piece.toLowerCase().split(canary).length === 2,
    ),
    look(
      "e-mails as they are read",
      mails.map((mail) => JSON.stringify({ ...mail, to: [] })),
    ),
    look("input, output and history of executions", life.histories),
    look("the record’s table, in the clear", record),
    look(
      "the working table, in the clear",
      working,
      (canary, piece) =>
        // The directory is a list of people at work, which the operator keeps; nobody typed it into a case.
        piece.includes("DIRECTORY#") && life.directory.has(canary),
    ),
    look("figures", life.figures),
  ];
}

const short = (piece: string, canary: string) => {
  const at = Math.max(piece.toLowerCase().indexOf(canary.slice(0, 17)), 0);
  return `${JSON.stringify(piece.slice(0, 80))} … ${JSON.stringify(piece.slice(Math.max(0, at - 80), at + 60))}`;
};

/** An e-mail with its parts decoded where they are in base64. */
function readable(message: string): string {
  return message.replaceAll(
    /(Content-Transfer-Encoding: base64[^]*?\r?\n\r?\n)([A-Za-z0-9+/=\r\n]+)/g,
    (_, head: string, body: string) => `${head}${Buffer.from(body, "base64").toString("utf8")}`,
  );
}

async function tables({ laptop }: Life): Promise<{ record: string[]; working: string[] }> {
  const all = async (table: string) => {
    const items: string[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await laptop.container.dynamoDB.send(
        new ScanCommand({ TableName: table, ...(from ? { ExclusiveStartKey: from } : {}) }),
      );
      for (const item of page.Items ?? [])
        items.push(
          JSON.stringify(item, (_, value: unknown) =>
            value instanceof Uint8Array
              ? `${Buffer.from(value).toString("latin1")} ${Buffer.from(value).toString("utf8")}`
              : value,
          ),
        );
      from = page.LastEvaluatedKey;
    } while (from);
    return items;
  };
  return { record: await all("record"), working: await all("working") };
}

/** The personal fields in which no canary was lived through, and those in which none was even at rest: what leaks from them nobody hears. */
export async function withoutCanary({
  laptop,
  references,
  atRest,
}: Life): Promise<{ lived: string[]; ever: string[] }> {
  const { escalations, practiceAlerts } = laptop.container.tasks;
  const filled = new Set<string>();
  const holds = (text: string) => text.includes("zqcanary") || text === born.day;
  for (const reference of references) {
    const isAlert = reference.startsWith("PA-");
    const story = isAlert ? await practiceAlerts.alerts.read(reference) : await escalations.read(reference);
    for (const event of story?.history ?? [])
      for (const field of fieldsWith(isAlert ? "practice alert" : "escalation", event, holds)) filled.add(field);
  }
  const lived = sealedFields().filter((each) => !filled.has(each));
  const rested = new Set(atRest);
  return { lived, ever: lived.filter((each) => !rested.has(each)) };
}
