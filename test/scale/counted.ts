/** A client that counts what it reads, as the server itself reports it. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export interface Counts {
  /** Read by the server, whether it then gave them or not. */
  readonly items: number;
  /** Read capacity units that the server says were consumed. */
  readonly capacity: number;
  readonly roundTrips: number;
}

interface Answer {
  readonly ScannedCount?: number;
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number };
}

export function counted(client: DynamoDBDocumentClient): {
  readonly client: DynamoDBDocumentClient;
  /** What was read since it was last asked. */
  readonly take: () => Counts;
} {
  let counts: Counts = { items: 0, capacity: 0, roundTrips: 0 };
  const send = async (command: { input: object }) => {
    Object.assign(command.input, { ReturnConsumedCapacity: "TOTAL" });
    const answer = (await client.send(command as never)) as Answer;
    const capacity = answer.ConsumedCapacity?.CapacityUnits;
    if (capacity === undefined) throw new Error("The server does not say what it consumed");
    counts = {
      items: counts.items + (answer.ScannedCount ?? 0),
      capacity: counts.capacity + capacity,
      roundTrips: counts.roundTrips + 1,
    };
    return answer;
  };
  return {
    client: new Proxy(client, {
      get: (target, property, receiver): unknown =>
        property === "send" ? send : Reflect.get(target, property, receiver),
    }),
    take() {
      const taken = counts;
      counts = { items: 0, capacity: 0, roundTrips: 0 };
      return taken;
    },
  };
}
