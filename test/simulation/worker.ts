/** A process that plays what it is given, one place after the other: the command has as many as there are cores. */
import { startMachines, type Machines } from "./machines.ts";
import { storeFor } from "./play.ts";
import { placeCalled } from "./policies.ts";
import { runHistories, type Asked, type Outcome } from "./run.ts";

/** What it is asked to play, and what it says. */
export interface Job extends Asked {
  readonly place: string;
}
export type Said =
  | { readonly says: "one held" }
  | { readonly says: "done"; readonly outcome: Outcome }
  | { readonly says: "failed"; readonly error: string };

const say = (said: Said) => process.send?.(said);

process.on("message", ({ place: name, ...asked }: Job) => {
  void (async () => {
    let machines: Machines | undefined;
    try {
      const place = placeCalled(name);
      machines = await startMachines([place.rules.policy]);
      const outcome = await runHistories(asked, place, machines, await storeFor(place), () =>
        say({ says: "one held" }),
      );
      say({ says: "done", outcome });
    } catch (error) {
      say({ says: "failed", error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    } finally {
      await machines?.close();
    }
  })();
});
