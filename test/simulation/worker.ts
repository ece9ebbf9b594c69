/** A process that plays what it is given, one place after the other: the command has as many as there are cores. */
import { startMachines, type Machines } from "./machines.ts";
import { startDatabase, type Database } from "../support/stack.ts";
import { storeFor, storeOn } from "./play.ts";
import { placeCalled } from "./policies.ts";
import { runHistories, type Asked, type Outcome } from "./run.ts";

/** What it is asked to play, and what it says. */
export interface Job extends Asked {
  readonly place: string;
  /** On the local database, and not in memory. */
  readonly stored: boolean;
}
export type Said =
  | { readonly says: "one held" }
  | { readonly says: "done"; readonly outcome: Outcome }
  | { readonly says: "failed"; readonly error: string };

const say = (said: Said) => process.send?.(said);

process.on("message", ({ place: name, stored, ...asked }: Job) => {
  void (async () => {
    let machines: Machines | undefined;
    let database: Database | undefined;
    try {
      const place = placeCalled(name);
      machines = await startMachines([place.rules.policy]);
      if (stored) database = await startDatabase();
      const storeOf = database ? storeOn(database, place) : await storeFor(place);
      const outcome = await runHistories(asked, place, machines, storeOf, () => say({ says: "one held" }));
      say({ says: "done", outcome });
    } catch (error) {
      say({ says: "failed", error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    } finally {
      await Promise.all([machines?.close(), database?.close()]);
    }
  })();
});
