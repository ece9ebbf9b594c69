/** One record, of an escalation or a practice alert, as an operator's command finds it. */
import { fold as foldAlert } from "../../functions/alerts/core/alert.ts";
import { alertEventSchema, formerAlertEvents } from "../../functions/alerts/core/events.ts";
import { erased, eventSchema, formerEvents, type KeepingEvent } from "../../functions/core/events.ts";
import { fold } from "../../functions/core/evolve.ts";
import { decideKeeping, type KeepingCommand, type KeepingRefusal } from "../../functions/core/keeping.ts";
import { alertToKeep, escalationToKeep, type ToKeep } from "../../functions/keeping/retention.ts";
import type { Commit, RecordStore } from "../../functions/record/commit.ts";
import { dynamoDBRecord, type RecordTables } from "../../functions/record/dynamodb-record.ts";
import { performOn, type Read } from "../../functions/record/perform.ts";
import { isAlert, referencePattern } from "../../functions/record/reference.ts";
import { Wrong, type World } from "./world.ts";

export interface Found {
  readonly reference: string;
  readonly what: "escalation" | "practice alert";
  readonly isOpen: boolean;
  readonly commits: readonly Commit<{ readonly type: string }>[];
  readonly history: readonly { readonly type: string }[];
  /** How many events have something personal that can be read, and how many had. */
  readonly personal: { readonly readable: number; readonly erased: number };
  /** What retention classes ask of it. Only of what is closed. */
  readonly toKeep: () => ToKeep;
  /** Carries a command about its keeping out. @throws Wrong where it is refused */
  readonly keep: (command: KeepingCommand) => Promise<"recorded" | "nothing">;
  readonly destroyKey: (at: string) => Promise<void>;
}

/** @throws Wrong for what is no reference, and for a reference without a record */
export async function find(named: string, tables: RecordTables, dynamoDB: World["dynamoDB"]): Promise<Found> {
  const reference = referenceOf(named);
  const found = await lookUp(reference, tables, dynamoDB);
  if (!found) throw new Wrong(`There is no record of ${reference} in ${tables.record}.`);
  return found;
}

/** @throws Wrong for what is no reference */
export function referenceOf(named: string): string {
  const reference = named.toUpperCase();
  if (!new RegExp(`^${referencePattern}$`).test(reference))
    throw new Wrong(`“${named}” is no reference. They look like 7K3M-9QXD, or PA-7K3M-9QXD for a practice alert.`);
  return reference;
}

export function lookUp(
  reference: string,
  tables: RecordTables,
  dynamoDB: World["dynamoDB"],
): Promise<Found | undefined> {
  return isAlert(reference)
    ? lookIn(
        "practice alert",
        dynamoDBRecord(dynamoDB(), tables, alertEventSchema, formerAlertEvents),
        reference,
        foldAlert,
        alertToKeep,
      )
    : lookIn(
        "escalation",
        dynamoDBRecord(dynamoDB(), tables, eventSchema, formerEvents),
        reference,
        fold,
        escalationToKeep,
      );
}

async function lookIn<E extends { readonly type: string }>(
  what: Found["what"],
  record: RecordStore<E | KeepingEvent>,
  reference: string,
  stateOf: (history: readonly (E | KeepingEvent)[]) => { readonly phase: string } | undefined,
  toKeep: (commits: readonly Commit<E | KeepingEvent>[]) => ToKeep,
): Promise<Found | undefined> {
  const read = async () => {
    const commits = await record.read(reference);
    return { reference, commits, history: commits.flatMap((each) => each.events) };
  };
  const { commits, history } = await read();
  if (commits.length === 0) return undefined;
  const sealed = history.filter((each) => "sealed" in each);
  const gone = sealed.filter((each) => each.sealed === erased).length;
  return {
    reference,
    what,
    isOpen: stateOf(history)?.phase !== "closed",
    commits,
    history,
    personal: { readable: sealed.length - gone, erased: gone },
    toKeep: () => toKeep(commits),
    async keep(command) {
      const performed = await performOn<Read<E | KeepingEvent>, KeepingCommand, E | KeepingEvent, KeepingRefusal>(
        reference,
        command,
        { kind: "service", task: "operate" },
        {
          record,
          read,
          decide: (story, asked) => decideKeeping(story.history, asked),
          after: (story) => story,
          // Reconcile finds what was written, and has the execution of what an erasure ended look at its record.
          signal: () => Promise.resolve(),
        },
      );
      if (performed.result === "refused") throw new Wrong(`${reference}: ${performed.refusal.says}`);
      return performed.result;
    },
    destroyKey: (at) => record.erase(reference, at),
  };
}
