import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { noticesOwed } from "../../../functions/core/notices.ts";
import { awaitAnswer, open, settle, tick, wakeAt } from "../../../functions/stages/tasks.ts";
import type { Workflow } from "../../../functions/workflow/workflow.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { startRealServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startRealServices();
  stack = await services.stack();
});
afterEach(() => {
  services.mailbox.refuse(undefined);
  stack.clock.set("2026-11-17T10:00:00.000Z");
});
afterAll(() => services.close());

const historyOf = async (reference: string): Promise<readonly EscalationEvent[]> =>
  (await stack.tasks.escalations.read(reference))?.history ?? [];
const typesOf = async (reference: string) => (await historyOf(reference)).map((each) => each.type);
const owedOf = async (reference: string) => {
  const story = await stack.tasks.escalations.read(reference);
  return story ? noticesOwed(story.history, story.rules.policy) : undefined;
};
const mailsTo = (reference: string) =>
  stack.mailsOf(reference).map((each) => `${each.to.join()} ${each.subject.slice(reference.length + 2)}`);

const withdrawal = {
  type: "withdraw",
  id: "w",
  at: "2026-11-17T10:00:00.000Z",
  seat: "raiser",
  stage: "practitioners",
  name: "Imogen",
  reason: "Settled",
} as const;

/** A workflow that only notes what it is asked. */
function noting(): { workflow: Workflow; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    workflow: {
      start: async () => "runs",
      stop: async () => undefined,
      keepToken: async (_reference, token) => void asked.push(`keep ${token}`),
      signal: async () => void asked.push("signal"),
      wake: async (token) => void asked.push(`wake ${token}`),
    },
  };
}

describe("open", () => {
  test("opens the stage, asks who has to act, acknowledges, and says until when to wait", async () => {
    const reference = await stack.raise();
    const output = await open({ reference, execution: 1, stage: "practitioners" }, stack.tasks);
    expect(output).toMatchObject({ reference, execution: 1, go: "wait:practitioners", version: 3 });
    expect(output.until).toBe(wakeAt("2026-11-20T09:30:00.000Z", reference, "2026-11-17T10:00:00.000Z"));
    expect(await typesOf(reference)).toEqual([
      "EscalationRaised",
      "StageOpened",
      "ClockStarted",
      "NoticeSent",
      "NoticeSent",
    ]);
    expect(mailsTo(reference)).toEqual([
      "i.fairweather@whitebeam.example your concern has been raised",
      "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
  });

  test("each mail's own link is for its seat and stage", async () => {
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, stack.tasks);
    const links = stack
      .mailsOf(reference)
      .map((each) => /https:\/\/escalations\.example\/\S+/.exec(each.text ?? "")?.[0] ?? "");
    const found = await Promise.all(
      links.map((link) => {
        const [, of = "", secret = ""] = new URL(link).pathname.split("/");
        return stack.links.find(of, secret);
      }),
    );
    expect(found.map((each) => [each?.reference, each?.seat, each?.stage])).toEqual([
      [reference, "raiser", "practitioners"],
      [reference, "practitioners/receiving-side/1", "practitioners"],
    ]);
  });

  test("again, it finds done what was done and says the same", async () => {
    const reference = await stack.raise();
    const first = await open({ reference, execution: 1 }, stack.tasks);
    expect(await open({ reference, execution: 1 }, stack.tasks)).toEqual(first);
    expect(stack.mailsOf(reference)).toHaveLength(2);
  });

  test("by five at once, the stage is opened once and each mail goes out once", async () => {
    const reference = await stack.raise();
    await Promise.all(Array.from({ length: 5 }, () => open({ reference, execution: 1 }, stack.tasks)));
    const types = await typesOf(reference);
    expect(types.filter((each) => each === "StageOpened")).toHaveLength(1);
    expect(types.filter((each) => each === "NoticeSent")).toHaveLength(2);
    expect(stack.mailsOf(reference)).toHaveLength(2);
  });

  test("ALL-09 a practitioner whom the concern does not name is asked through their agency’s inbox, and nobody need be told of that", async () => {
    const reference = await stack.raise({ receiving: { agency: "lone-clinic" } });
    await open({ reference, execution: 1 }, stack.tasks);
    expect(mailsTo(reference)).toEqual([
      "i.fairweather@whitebeam.example your concern has been raised",
      "desk@clinic.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
  });

  test("ALL-09 where nobody holds a manager’s role, the inbox is asked and the partnership told", async () => {
    const reference = await stack.raise({ receiving: { agency: "lone-clinic" }, immediateRisk: true });
    await open({ reference, execution: 1 }, stack.tasks);
    expect(mailsTo(reference)).toEqual(
      expect.arrayContaining([
        "desk@clinic.example your answer is asked for (Stage 2) by 5pm on Tuesday 24 November 2026",
        "partnership@kscp.example nobody is known for a role (Stage 2: line managers)",
      ]),
    );
  });
});

describe("tick", () => {
  test("before anything is due it changes nothing and waits on", async () => {
    const reference = await stack.raise();
    const waiting = await open({ reference, execution: 1 }, stack.tasks);
    stack.clock.set("2026-11-20T09:30:00.000Z");
    expect(await tick({ reference, execution: 1 }, stack.tasks)).toMatchObject({
      go: "wait:practitioners",
      version: waiting.version,
    });
  });

  test("ALL-09 at the reminder it reminds, and waits for the deadline", async () => {
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, stack.tasks);
    stack.clock.set("2026-11-20T09:31:00.000Z");
    const output = await tick({ reference, execution: 1 }, stack.tasks);
    expect(output).toMatchObject({ go: "wait:practitioners", version: 5 });
    expect(output.until).toBe(wakeAt("2026-11-20T17:00:00.000Z", reference, "2026-11-20T09:31:00.000Z"));
    expect(mailsTo(reference).slice(2)).toEqual([
      "i.fairweather@whitebeam.example reminder: due 5pm on Friday 20 November 2026 (Stage 1: practitioners)",
      "p.nair@care.example reminder: due 5pm on Friday 20 November 2026 (Stage 1: practitioners)",
    ]);
  });

  test("ALL-07 past the deadline it climbs by itself, though nobody noticed or pressed anything", async () => {
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, stack.tasks);
    stack.clock.set("2026-11-20T17:02:00.000Z");
    const climbing = await tick({ reference, execution: 1 }, stack.tasks);
    expect(climbing.go).toBe("open:line-managers");
    expect((await open({ reference, execution: 1 }, stack.tasks)).go).toBe("wait:line-managers");
    expect(mailsTo(reference).slice(2)).toEqual(
      expect.arrayContaining([
        "h.ashworth@whitebeam.example your answer is asked for (Stage 2) by 5pm on Friday 27 November 2026",
        "d.stott@care.example your answer is asked for (Stage 2) by 5pm on Friday 27 November 2026",
        "d.hume@care.example your answer is asked for (Stage 2) by 5pm on Friday 27 November 2026",
        "i.fairweather@whitebeam.example it has gone on to Stage 2: line managers",
      ]),
    );
  });

  test("twice at one moment, the deadline passes once", async () => {
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, stack.tasks);
    stack.clock.set("2026-11-20T17:02:00.000Z");
    await Promise.all([1, 2, 3].map(() => tick({ reference, execution: 1 }, stack.tasks)));
    expect((await typesOf(reference)).filter((each) => each === "DeadlinePassed")).toHaveLength(1);
  });
});

describe("settle", () => {
  test("for one just raised it says which stage to open", async () => {
    const reference = await stack.raise();
    expect(await settle({ reference, execution: 1 }, stack.tasks)).toMatchObject({
      go: "open:practitioners",
      version: 2,
    });
    expect(mailsTo(reference)).toEqual(["i.fairweather@whitebeam.example your concern has been raised"]);
  });

  test("after an agreement it is the end, and with something still owed the wait after it", async () => {
    const settled = walk(stack, await stack.raise());
    await settled.open();
    const seat = "practitioners/receiving-side/1";
    await settled.answer({ type: "propose resolution", seat, stage: "practitioners", resolution: "A visit" });
    await settled.answer({ type: "accept resolution", seat: "raiser", stage: "practitioners" });
    expect(await settled.settle()).toMatchObject({ go: "end" });

    const owing = walk(stack, await stack.raise({ immediateRisk: true }));
    await owing.open();
    const about = { stage: "line-managers" };
    await owing.answer({
      type: "propose resolution",
      seat: "line-managers/receiving-side/1",
      resolution: "A visit",
      ...about,
    });
    await owing.answer({ type: "accept resolution", seat: "line-managers/raising-side/1", ...about });
    expect(await owing.settle()).toMatchObject({ go: "wait:after-the-end" });
  });

  test("a reference without a record is an error, not a quiet end", async () => {
    for (const task of [open, tick, settle])
      await expect(task({ reference: "ZZZZ-2222", execution: 1 }, stack.tasks)).rejects.toThrow(
        "There is no record of ZZZZ-2222",
      );
    await expect(
      awaitAnswer({ reference: "ZZZZ-2222", execution: 1, version: 1, token: "t" }, stack.tasks),
    ).rejects.toThrow("There is no record of ZZZZ-2222");
  });
});

describe("a superseded execution", () => {
  test("is sent to its end by every task, which does nothing else", async () => {
    const reference = await stack.raise();
    await stack.tasks.escalations.perform(
      reference,
      { type: "replace execution", id: "execution-2", at: "2026-11-17T10:00:00.000Z", number: 2, reason: "Testing" },
      { kind: "service", task: "reconcile" },
    );
    for (const task of [open, tick, settle])
      expect(await task({ reference, execution: 1 }, stack.tasks)).toMatchObject({ go: "superseded", execution: 1 });
    expect(await typesOf(reference)).toEqual(["EscalationRaised", "ExecutionReplaced"]);
    expect(stack.mailsOf(reference)).toEqual([]);
    const { workflow, asked } = noting();
    await awaitAnswer({ reference, execution: 1, version: 2, token: "old" }, { ...stack.tasks, workflow });
    expect(asked.at(-1)).toBe("wake old");
    expect(await open({ reference, execution: 2 }, stack.tasks)).toMatchObject({ go: "wait:practitioners" });
  });

  test("does not take the token of the one that replaced it", async () => {
    const reference = await stack.raise();
    await stack.tasks.escalations.perform(
      reference,
      { type: "replace execution", id: "execution-2", at: "2026-11-17T10:00:00.000Z", number: 2, reason: "Testing" },
      { kind: "service", task: "reconcile" },
    );
    await awaitAnswer({ reference, execution: 2, version: 2, token: "of the new one" }, stack.tasks);
    await awaitAnswer({ reference, execution: 1, version: 9, token: "of the old one" }, stack.tasks);
    const items = await services.items(stack.tables.working);
    expect(items.find((each) => each["pk"] === `TOKEN#${reference}`)?.["token"]).toBe("of the new one");
  });
});

describe("the wait for an answer", () => {
  test("keeps its token, and waits on while the record is what it was decided on", async () => {
    const reference = await stack.raise();
    const { version } = await open({ reference, execution: 1 }, stack.tasks);
    const { workflow, asked } = noting();
    await awaitAnswer({ reference, execution: 1, version, token: "t" }, { ...stack.tasks, workflow });
    expect(asked).toEqual(["keep t"]);
  });

  test("ALL-07 is woken at once by an answer that came while its token was being kept", async () => {
    const path = walk(stack, await stack.raise());
    const { version } = await path.open();
    const { workflow, asked } = noting();
    const seat = "practitioners/receiving-side/1";
    const kept: typeof workflow = {
      ...workflow,
      async keepToken(...given) {
        const answer = {
          type: "respond",
          id: "meanwhile",
          at: "2026-11-17T10:00:00.000Z",
          seat,
          stage: "practitioners",
        } as const;
        await stack.tasks.escalations.perform(
          path.reference,
          { ...answer, name: "Priya", response: "A visit", answers: {} },
          { kind: "party", seat },
        );
        await workflow.keepToken(...given);
      },
    };
    await awaitAnswer(
      { reference: path.reference, execution: 1, version, token: "t" },
      { ...stack.tasks, workflow: kept },
    );
    expect(asked).toEqual(["keep t", "wake t"]);
  });

  test("is woken at once by an answer that came after it was decided and before its token was kept", async () => {
    const path = walk(stack, await stack.raise());
    const { version } = await path.open();
    const { workflow, asked } = noting();
    await stack.tasks.escalations.perform(
      path.reference,
      {
        type: "respond",
        id: "early",
        at: "2026-11-17T10:00:00.000Z",
        seat: "practitioners/receiving-side/1",
        stage: "practitioners",
        name: "Priya",
        response: "A visit",
        answers: {},
      },
      { kind: "party", seat: "practitioners/receiving-side/1" },
    );
    await awaitAnswer({ reference: path.reference, execution: 1, version, token: "t" }, { ...stack.tasks, workflow });
    expect(asked).toEqual(["keep t", "wake t"]);
  });
});

describe("mail that cannot be sent", () => {
  test("refused for good, it is recorded as refused, the partnership is told, and it is not tried again", async () => {
    services.mailbox.refuse(({ to }) =>
      to.includes("p.nair@care.example") ? { code: "MessageRejected", message: "No such address" } : undefined,
    );
    const reference = await stack.raise();
    expect((await open({ reference, execution: 1 }, stack.tasks)).go).toBe("wait:practitioners");
    const refused = (await historyOf(reference)).filter((each) => each.type === "NoticeRefused");
    expect(refused).toMatchObject([
      {
        kind: "asked",
        seat: "practitioners/receiving-side/1",
        because: "The mail service refused the message: MessageRejected",
      },
    ]);
    expect(mailsTo(reference)).toEqual([
      "i.fairweather@whitebeam.example your concern has been raised",
      "partnership@kscp.example an email could not be sent",
    ]);
    services.mailbox.refuse(undefined);
    await settle({ reference, execution: 1 }, stack.tasks);
    expect(stack.mailsOf(reference)).toHaveLength(2);
  });

  test("refused for the partnership's own inbox too, it is recorded and goes round in no circle", async () => {
    services.mailbox.refuse(() => ({ code: "MessageRejected", message: "Nobody may" }));
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, stack.tasks);
    const refused = (await historyOf(reference)).flatMap((each) => (each.type === "NoticeRefused" ? [each.kind] : []));
    expect(refused.toSorted()).toEqual(["acknowledged", "asked", "could not be delivered", "could not be delivered"]);
    expect((await owedOf(reference))?.send).toEqual([]);
  });

  test("throttled, the rest is sent and recorded, the task fails as transient, and the repeat sends only what is left", async () => {
    services.mailbox.refuse(({ to }) =>
      to.includes("p.nair@care.example") ? { code: "Throttling", message: "Maximum sending rate exceeded" } : undefined,
    );
    const reference = await stack.raise();
    await expect(open({ reference, execution: 1 }, stack.tasks)).rejects.toMatchObject({
      name: "TransientError",
      message: `Not every notice of ${reference} could be sent`,
    });
    expect(mailsTo(reference)).toEqual(["i.fairweather@whitebeam.example your concern has been raised"]);
    expect((await historyOf(reference)).filter((each) => each.type === "NoticeSent")).toHaveLength(1);
    services.mailbox.refuse(undefined);
    expect((await open({ reference, execution: 1 }, stack.tasks)).go).toBe("wait:practitioners");
    expect(mailsTo(reference).slice(1)).toEqual([
      "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
    expect((await typesOf(reference)).filter((each) => each === "StageOpened")).toHaveLength(1);
  });

  test("a claim that cannot be marked as sent does not undo the sending", async () => {
    const careless = await services.stack({
      over: stack,
      dynamoDB: (client) =>
        failing(client, (command, input) =>
          command === "PutCommand" && "messageId" in (input["Item"] as object)
            ? awsError("ThrottlingException")
            : undefined,
        ),
    });
    const reference = await stack.raise();
    await open({ reference, execution: 1 }, careless.tasks);
    expect(stack.mailsOf(reference)).toHaveLength(2);
    expect((await owedOf(reference))?.send).toEqual([]);
    expect(careless.logged.map((each) => each.message)).toEqual([
      "A claim could not be marked as sent",
      "A claim could not be marked as sent",
    ]);
  });

  test("what events overtook before it was sent lapses, on the record", async () => {
    services.mailbox.refuse(() => ({ code: "Throttling", message: "Not now" }));
    const reference = await stack.raise();
    await expect(open({ reference, execution: 1 }, stack.tasks)).rejects.toMatchObject({ name: "TransientError" });
    await stack.tasks.escalations.perform(reference, withdrawal, { kind: "party", seat: "raiser" });
    services.mailbox.refuse(undefined);
    await settle({ reference, execution: 1 }, stack.tasks);
    const lapsed = (await historyOf(reference)).filter((each) => each.type === "NoticeLapsed");
    expect(lapsed).toMatchObject([{ kind: "asked", because: "the stage was over before it was sent" }]);
    expect(mailsTo(reference)).not.toContain(
      "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    );
  });

  test("what is overtaken while somebody sends it is recorded as sent, by whoever sends it, and never as lapsed", async () => {
    const reference = await stack.raise();
    const asked = "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026";
    const meanwhile: string[][] = [];
    await open(
      { reference, execution: 1 },
      {
        ...stack.tasks,
        mail: {
          async send(to, ...rest) {
            const messageId = await stack.tasks.mail.send(to, ...rest);
            if (to !== "p.nair@care.example" || meanwhile.length > 0) return messageId;
            await stack.tasks.escalations.perform(reference, withdrawal, { kind: "party", seat: "raiser" });
            const output = await settle({ reference, execution: 1 }, stack.tasks);
            meanwhile.push([output.go, ...(await typesOf(reference)).filter((each) => each === "NoticeLapsed")]);
            return messageId;
          },
        },
      },
    );
    expect(meanwhile).toEqual([["wait:after-the-end"]]);
    const said = (await historyOf(reference)).filter(
      (each) => (each.type === "NoticeSent" || each.type === "NoticeLapsed") && each.kind === "asked",
    );
    expect(said).toMatchObject([{ type: "NoticeSent", seat: "practitioners/receiving-side/1" }]);
    expect(mailsTo(reference).filter((each) => each === asked)).toHaveLength(1);
    expect(await owedOf(reference)).toEqual({ send: [], lapse: [] });
  });

  test("ALL-09 a notice whose sender died while sending it goes out within ten minutes, woken by nobody", async () => {
    const reference = await stack.raise();
    const story = await stack.tasks.escalations.read(reference);
    const acknowledged = story && noticesOwed(story.history, story.rules.policy).send[0];
    // Somebody claimed it and was never heard of again.
    await stack.tasks.claims.take(reference, acknowledged?.id ?? "", "2026-11-17T10:00:00.000Z");
    const output = await open({ reference, execution: 1 }, stack.tasks);
    expect(mailsTo(reference)).toEqual([
      "p.nair@care.example your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
    expect(output.go).toBe("wait:practitioners");
    expect(output.until <= "2026-11-17T10:10:00.000Z").toBe(true);
    stack.clock.set(output.until);
    const next = await tick({ reference, execution: 1 }, stack.tasks);
    expect(mailsTo(reference)[1]).toBe("i.fairweather@whitebeam.example your concern has been raised");
    expect(next.until).toBe(wakeAt("2026-11-20T09:30:00.000Z", reference, stack.clock.now()));
  });

  test("ALL-09 after the close too: the execution waits until its last notice is out", async () => {
    const path = walk(stack, await stack.raise());
    await path.open();
    const performed = await stack.tasks.escalations.perform(path.reference, withdrawal, {
      kind: "party",
      seat: "raiser",
    });
    const owed = noticesOwed(performed.story.history, performed.story.rules.policy).send;
    expect(owed.map((each) => each.kind)).toEqual(["withdrawn", "withdrawn", "file the record", "file the record"]);
    await stack.tasks.claims.take(path.reference, owed[1]?.id ?? "", "2026-11-17T10:00:00.000Z");
    const output = await path.settle();
    expect(output.go).toBe("wait:after-the-end");
    expect(output.until <= "2026-11-17T10:10:00.000Z").toBe(true);
    stack.clock.set(output.until);
    expect((await tick({ reference: path.reference, execution: 1 }, stack.tasks)).go).toBe("end");
    expect((await owedOf(path.reference))?.send).toEqual([]);
  });
});

describe("an erased record", () => {
  test("owes nobody anything, and its tasks still run", async () => {
    const reference = await stack.raise();
    await stack.tasks.record.erase(reference, "2026-11-17T10:00:00.000Z");
    expect((await settle({ reference, execution: 1 }, stack.tasks)).go).toBe("open:practitioners");
    expect(stack.mailsOf(reference)).toEqual([]);
    expect((await historyOf(reference)).at(-1)).toMatchObject({
      type: "NoticeLapsed",
      because: "the people of this record have been erased",
    });
  });
});

describe("when an execution wakes", () => {
  test("one to three minutes after the moment, the same for the same reference, spread over references", () => {
    const wakes = ["AAAA-2222", "7K3M-9QXD", "ZZZZ-9999", "BCDF-2345"].map((reference) =>
      wakeAt("2026-11-20T17:00:00.000Z", reference, "2026-11-17T10:00:00.000Z"),
    );
    for (const wake of wakes)
      expect(wake >= "2026-11-20T17:01:00.000Z" && wake <= "2026-11-20T17:03:00.000Z").toBe(true);
    expect(new Set(wakes).size).toBeGreaterThan(1);
    expect(wakeAt("2026-11-20T17:00:00.000Z", "AAAA-2222", "2026-11-17T10:00:00.000Z")).toBe(wakes[0]);
  });

  test("never in the past: a moment long gone is looked at in a second", () => {
    expect(wakeAt("2026-11-20T17:00:00.000Z", "AAAA-2222", "2026-11-23T10:00:00.000Z")).toBe(
      "2026-11-23T10:00:01.000Z",
    );
  });
});
