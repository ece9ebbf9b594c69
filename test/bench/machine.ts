/** The machine that the figures are of, in words. */
import { availableParallelism, cpus, freemem, loadavg, release, totalmem, type } from "node:os";

export interface Machine {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly node: string;
  /** What else it had to do when the run began: the load of the minute before, for all cores. */
  readonly load: number;
}

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(0)} GiB`;

export const thisMachine = (): Machine => ({
  system: `${type()} ${release()}`,
  processor: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memory: `${gibibytes(totalmem())}, ${gibibytes(freemem())} free`,
  node: process.version,
  load: loadavg()[0]!,
});

export const inWords = ({ system, processor, cores, memory, node, load }: Machine) =>
  `${cores} cores (${processor}), ${memory}, ${system}, Node.js ${node}; load of the minute before: ${load.toFixed(1)}.`;
