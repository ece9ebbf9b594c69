/** The timescales of a policy by name, and which of their numbers are the organisation's own (TP-06, MK-02, MK-06). Pure. */
import type { Timescale } from "../calendar/timescale.ts";
import type { Policy } from "./schema.ts";
import { keyInFile } from "./words.ts";

export interface NamedTimescale {
  /** As the policy's file has it: `<stage>/<clock>`, `<stage>/<duty>`, or `practice alerts/respond within`. No two are alike. */
  readonly name: string;
  /** Whose it is, for somebody who does not know the file: “Stage 1: the professionals: agree on what is to be done”. */
  readonly says: string;
  readonly within: Timescale;
  readonly setBy: "policy" | "organisation";
}

const ofAlerts = ["respondWithin", "concludeWithin", "chaseEvery"] as const;
const nameOfAlerts = (key: string) => `practice alerts/${keyInFile(key)}`;

/** How long each clock and each duty has, in the order of the file, and what practice alerts have. */
export function namedTimescales({ stages, practiceAlerts: alerts }: Policy): NamedTimescale[] {
  return [
    ...stages.flatMap(({ stage, title, clocks, afterwards }) => [
      ...clocks.map((each) => ({ ...each, name: `${stage}/${each.clock}`, says: `${title}: ${each.asks}` })),
      ...afterwards.map((each) => ({ ...each, name: `${stage}/${each.duty}`, says: `${title}: ${each.asks}` })),
    ]),
    ...ofAlerts.flatMap((key) =>
      alerts
        ? [
            {
              name: nameOfAlerts(key),
              says: `${alerts.title}: ${keyInFile(key)}`,
              within: alerts[key],
              setBy: alerts.setBy,
            },
          ]
        : [],
    ),
  ].map(({ name, says, within, setBy }) => ({ name, says, within, setBy }));
}

/** The policy with other numbers of the organisation's, by name. A number of the policy's own stays as it is, whatever is given. */
export function withOwnNumbers(policy: Policy, numbers: ReadonlyMap<string, Timescale>): Policy {
  const own = <Part extends Pick<NamedTimescale, "within" | "setBy">>(name: string, part: Part): Part => {
    const within = part.setBy === "organisation" ? numbers.get(name) : undefined;
    return within ? { ...part, within } : part;
  };
  const { practiceAlerts: alerts } = policy;
  return {
    ...policy,
    stages: policy.stages.map((stage) => ({
      ...stage,
      clocks: stage.clocks.map((each) => own(`${stage.stage}/${each.clock}`, each)),
      afterwards: stage.afterwards.map((each) => own(`${stage.stage}/${each.duty}`, each)),
    })),
    ...(alerts?.setBy === "organisation"
      ? {
          practiceAlerts: {
            ...alerts,
            ...Object.fromEntries(ofAlerts.map((key) => [key, numbers.get(nameOfAlerts(key)) ?? alerts[key]])),
          },
        }
      : {}),
  };
}
