import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Command } from "../../../functions/core/commands.ts";
import { rulesOf } from "../../../functions/container/writing.ts";
import { createEscalations, type Escalations } from "../../../functions/escalations/escalations.ts";
import { verifyChain } from "../../../functions/record/chain.ts";
import type { RecordStore } from "../../../functions/record/commit.ts";
import { TooBusy, UnknownReference } from "../../../functions/record/perform.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { startServices, type Services, type Stack } from "../../support/stack.ts";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
});
afterAll(() => services.close());

type Given = Exclude<Command, { type: "raise" }>;

const raiser = { kind: "party", seat: "raiser" } as const;
const note = (id: string): Given => ({
  type: "add note",
  id,
  at: "2026-11-17T11:00:00.000Z",
  seat: "raiser",
  stage: "practitioners",
  name: "Imogen",
  kind: "note",
  words: `The note ${id}`,
});

/** Over the stack's record, with a signal that tells when it was given. */
function watched(record: RecordStore = stack.tasks.record): { escalations: Escalations; happened: string[] } {
  const happened: string[] = [];
  const escalations = createEscalations({
    rulesOf,
    record: {
      ...record,
      async append(commit, after) {
        const result = await record.append(commit, after);
        happened.push(`${result === "conflict" ? result : "appended"} ${commit.number}`);
        return result;
      },
    },
    signal: async (reference) => void happened.push(`signal ${reference}`),
  });
  return { escalations, happened };
}

async function opened(): Promise<string> {
  const reference = await stack.raise();
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
}

describe("performing a command", () => {
  test("what happened is on the record, with who caused it and the command that did", async () => {
    const reference = await opened();
    const performed = await watched().escalations.perform(reference, note("a"), raiser);
    expect(performed.result).toBe("recorded");
    expect((await stack.tasks.record.read(reference)).at(-1)).toMatchObject({
      number: 4,
      at: "2026-11-17T11:00:00.000Z",
      cause: { kind: "party", seat: "raiser" },
      command: "a",
      events: [{ type: "NoteAdded", sealed: { name: "Imogen", words: "The note a" } }],
    });
  });

  test("the execution is told after the commit is written, and never before", async () => {
    const reference = await opened();
    const { escalations, happened } = watched();
    await escalations.perform(reference, note("a"), raiser);
    expect(happened).toEqual(["appended 4", `signal ${reference}`]);
  });

  test("the same command twice is carried out once, and the second time tells again what may not have been told", async () => {
    const reference = await opened();
    const { escalations, happened } = watched();
    await escalations.perform(reference, note("a"), raiser);
    const again = await escalations.perform(reference, note("a"), raiser);
    expect(again).toMatchObject({ result: "nothing", because: "this has been recorded already" });
    expect(happened).toEqual(["appended 4", `signal ${reference}`, `signal ${reference}`]);
    expect(await stack.tasks.record.read(reference)).toHaveLength(4);
  });

  test("the same command ten times at once is carried out once", async () => {
    const reference = await opened();
    const { escalations } = watched();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => escalations.perform(reference, note("a"), raiser)),
    );
    expect(results.filter((each) => each.result === "recorded")).toHaveLength(1);
    expect(await stack.tasks.record.read(reference)).toHaveLength(4);
  });

  test("twenty notes at once are twenty commits: none is lost and the chain holds", async () => {
    const reference = await opened();
    const { escalations } = watched();
    const ids = Array.from({ length: 20 }, (_, index) => `note-${index}`);
    const results = await Promise.all(ids.map((id) => escalations.perform(reference, note(id), raiser)));
    expect(results.map((each) => each.result)).toEqual(ids.map(() => "recorded"));
    const commits = await stack.tasks.record.read(reference);
    expect(commits.map((each) => each.number)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
    expect(
      commits
        .slice(3)
        .map((each) => each.command)
        .toSorted(),
    ).toEqual(ids.toSorted());
    verifyChain(await stack.tasks.record.stored(reference));
  });

  test("whoever loses the turn decides again on what the winner wrote", async () => {
    const reference = await opened();
    const receiver = "practitioners/receiving-side/1";
    const about = { at: "2026-11-17T11:00:00.000Z", stage: "practitioners", name: "Somebody" };
    await stack.tasks.escalations.perform(
      reference,
      { type: "propose resolution", id: "p", seat: receiver, resolution: "A visit", ...about },
      { kind: "party", seat: receiver },
    );
    const [first, second] = await Promise.all(
      ["x", "y"].map((id) =>
        stack.tasks.escalations.perform(reference, { type: "accept resolution", id, seat: "raiser", ...about }, raiser),
      ),
    );
    expect(new Set([first?.result, second?.result])).toEqual(new Set(["recorded", "refused"]));
    const accepted = (await stack.tasks.record.read(reference)).flatMap((each) => each.events);
    expect(accepted.filter((each) => each.type === "ResolutionAccepted")).toHaveLength(1);
  });

  test("what is refused leaves nothing on the record and wakes nobody", async () => {
    const reference = await opened();
    const { escalations, happened } = watched();
    const performed = await escalations.perform(reference, { ...note("a"), seat: "somebody else" } as Given, raiser);
    expect(performed).toMatchObject({ result: "refused", refusal: { code: "not-yours" } });
    expect(happened).toEqual([]);
  });

  test("where nothing happens nothing is written", async () => {
    const reference = await opened();
    const { escalations, happened } = watched();
    const performed = await escalations.perform(
      reference,
      { type: "reach moment", id: "m", at: "2026-11-17T11:00:00.000Z" },
      { kind: "service", task: "tick" },
    );
    expect(performed).toMatchObject({ result: "nothing", because: "nothing has fallen due" });
    expect(happened).toEqual([]);
  });

  test("what the service itself writes wakes nobody: it is the execution that writes it", async () => {
    const reference = await opened();
    const { escalations, happened } = watched();
    await escalations.perform(
      reference,
      { type: "reach moment", id: "m", at: "2026-11-20T17:01:00.000Z" },
      { kind: "service", task: "tick" },
    );
    expect(happened).toEqual(["appended 4"]);
  });

  test("an answer that comes after its deadline finds the stage over, though no clock has said so", async () => {
    const reference = await opened();
    const performed = await watched().escalations.perform(
      reference,
      { ...note("late"), at: "2026-11-20T17:00:00.001Z" },
      raiser,
    );
    expect(performed.story.history.slice(-3).map((each) => each.type)).toEqual([
      "DeadlinePassed",
      "StageEnded",
      "NoteAdded",
    ]);
  });

  test("a reference without a record is an error that names it", async () => {
    await expect(watched().escalations.perform("ZZZZ-2222", note("a"), raiser)).rejects.toThrow(UnknownReference);
    await expect(watched().escalations.perform("ZZZZ-2222", note("a"), raiser)).rejects.toThrow(
      "There is no record of ZZZZ-2222",
    );
    expect(await watched().escalations.read("ZZZZ-2222")).toBeUndefined();
  });

  test("what was read before somebody else wrote is read again: both are on the record, and the same command is so once", async () => {
    const reference = await opened();
    const { escalations } = watched();
    const before = await escalations.read(reference);
    if (!before) throw new Error(`There is no ${reference}`);
    await escalations.perform(reference, note("first"), raiser);
    const second = await escalations.perform(before, note("second"), raiser);
    expect(second.result).toBe("recorded");
    const again = await escalations.perform(before, note("second"), raiser);
    expect(again).toMatchObject({ result: "nothing", because: "this has been recorded already" });
    expect((await stack.tasks.record.read(reference)).map((each) => each.number)).toEqual([1, 2, 3, 4, 5]);
    expect(second.story.commits.slice(3).map((each) => each.command)).toEqual([note("first").id, note("second").id]);
  });

  test("what was just read is not read again", async () => {
    const reference = await opened();
    const before = await watched().escalations.read(reference);
    if (!before) throw new Error(`There is no ${reference}`);
    const read = () => Promise.reject(new Error("It was read again"));
    const performed = await watched({ ...stack.tasks.record, read }).escalations.perform(before, note("a"), raiser);
    expect(performed.result).toBe("recorded");
  });

  test("whom others precede at every try is told that it was too busy, with nothing written", async () => {
    const reference = await opened();
    const { escalations, happened } = watched({ ...stack.tasks.record, append: async () => "conflict" });
    await expect(escalations.perform(reference, note("a"), raiser)).rejects.toThrow(TooBusy);
    expect(happened).not.toContain(`signal ${reference}`);
    expect(await stack.tasks.record.read(reference)).toHaveLength(3);
  });

  test("a store that fails is not taken for one that wrote: nobody is woken", async () => {
    const reference = await opened();
    const { escalations, happened } = watched({
      ...stack.tasks.record,
      append: () => Promise.reject(awsError("InternalServerError")),
    });
    await expect(escalations.perform(reference, note("a"), raiser)).rejects.toThrow("InternalServerError, on purpose");
    expect(happened).toEqual([]);
  });

  test("a signal that cannot be given fails nothing: what is written is written", async () => {
    const broken = await services.stack({
      over: stack,
      sfn: (client) =>
        failing(client, (command) =>
          command === "SendTaskSuccessCommand" ? awsError("ThrottlingException") : undefined,
        ),
    });
    const reference = await opened();
    await stack.tasks.workflow.keepToken(reference, "a token");
    const performed = await broken.tasks.escalations.perform(reference, note("a"), raiser);
    expect(performed.result).toBe("recorded");
    expect(broken.logged.map((each) => each.message)).toEqual([
      "The execution could not be woken; reconcile will do it",
    ]);
    expect(await stack.tasks.record.read(reference)).toHaveLength(4);
  });

  test("ALL-09 a notice that two senders report is on the record once", async () => {
    const reference = await opened();
    const sent = (notice: string) =>
      ({
        type: "NoticeSent",
        v: 1,
        at: "2026-11-17T11:00:00.000Z",
        notice,
        kind: "asked",
        seat: "raiser",
        messageId: `message of ${notice}`,
      }) as const;
    const report = (id: string, ...notices: string[]) =>
      stack.tasks.escalations.perform(
        reference,
        { type: "record notices", id, at: "2026-11-17T11:00:00.000Z", notices: notices.map(sent) },
        { kind: "service", task: "tell" },
      );
    await Promise.all([report("x", "90/asked/a", "90/asked/b"), report("y", "90/asked/b", "90/asked/c")]);
    expect((await report("z", "90/asked/a")).result).toBe("nothing");
    const notices = (await stack.tasks.record.read(reference))
      .flatMap((each) => each.events)
      .flatMap((each) => (each.type === "NoticeSent" && each.notice.startsWith("90/") ? [each.notice] : []));
    expect(notices.toSorted()).toEqual(["90/asked/a", "90/asked/b", "90/asked/c"]);
  });
});
