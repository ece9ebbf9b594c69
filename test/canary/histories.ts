/** What the executions were given, and everything that their history came to say: the laptop keeps the last of it alone once one has ended. */
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { alertMachineName, machineName } from "../../functions/workflow/workflow.ts";
import { machinePrefix, type Laptop } from "../../infra/local/laptop.ts";
import { publishedPolicies } from "../../policies/published.ts";

export interface Histories {
  /** Reads what there is by now, of one record or of all. */
  readonly look: (reference?: string) => Promise<void>;
  /** Whatever was read, each event once. */
  readonly read: () => readonly string[];
  readonly close: () => void;
}

export function historiesOf({ stepFunctions }: Laptop): Histories {
  const client = new SFNClient({ endpoint: stepFunctions.endpoint });
  const pieces = new Set<string>();
  const machines = [
    ...publishedPolicies().map(({ policy, version }) => machineName({ id: policy, version })),
    alertMachineName,
  ];
  const lookAt = async (executionArn: string): Promise<void> => {
    const { input, output, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    pieces.add(JSON.stringify({ executionArn, input, output, error, cause }));
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new GetExecutionHistoryCommand({ executionArn, ...(nextToken ? { nextToken } : {}) }),
      );
      for (const each of page.events ?? []) pieces.add(`${executionArn} ${JSON.stringify(each)}`);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  };
  return {
    async look(reference = "") {
      for (const machine of machines) {
        const stateMachineArn = `${machinePrefix}${machine}`;
        const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
        for (const { executionArn = "", name = "" } of executions)
          if (name.startsWith(reference)) await lookAt(executionArn);
      }
    },
    read: () => [...pieces],
    close: () => client.destroy(),
  };
}
