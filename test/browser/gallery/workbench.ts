/** The laptop's workbench, which trainers use beside the service. */
import type { State } from "./state.ts";

export const ofWorkbench: readonly State[] = [
  {
    name: "workbench: the mailbox",
    route: "GET /",
    status: 200,
    async arrive(person, ground) {
      await person.opens((await ground.laptop()).workbench);
    },
  },
];
