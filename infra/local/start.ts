/** `npm start`: the service on this laptop, until Ctrl-C. */
import { inWords } from "../../policies/calendar/instant.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { partnershipsMissing, rolesUnknown } from "../../functions/directory/doubts.ts";
import { typed } from "../command-line.ts";
import { startLaptop } from "./laptop.ts";
import { samplesOf } from "./samples.ts";
import { folderOf, portsOf } from "./settings.ts";

const { values } = typed(
  `npm start [-- --directory my-directory.yaml]    other agencies and people than the invented ones
PORT=4000 npm start                             at other ports: 4000 and 4001`,
  { options: { directory: { type: "string" } } },
);

try {
  const laptop = await startLaptop({
    folder: folderOf(process.env),
    ports: portsOf(process.env),
    ...(values.directory ? { directory: values.directory } : {}),
  });
  const clients = new Set(laptop.directory.clients.map(({ id }) => id));
  const samples = samplesOf(clients);
  const [client = "<client>"] = clients;
  console.log(`
Open this first: ${laptop.workbench}
  (escalations, everybody’s mailbox, the clock, samples to raise, and a guide for trainers)

The service runs, for ${publishedPolicies()
    .map((each) => each.partnership.shortName)
    .join(", ")}. Its clock shows ${inWords(laptop.clock.now())}.

  Service    ${laptop.service}
  API        ${laptop.service}/escalations

Or from a second terminal:

${samples.map((each) => `  npm run raise -- ${each.padEnd(22)}raises a sample\n`).join("")}  npm run clock -- +3wd                  moves the clock, and prints what happens on the way
  npm run token -- ${client.padEnd(22)}a bearer token for the API

Everything is kept in ${folderOf(process.env)}. Ctrl-C stops it; npm start goes on from there.
`);
  const policies = publishedPolicies();
  for (const each of [...partnershipsMissing(laptop.directory, policies), ...rolesUnknown(laptop.directory, policies)])
    console.log(`Look at this: ${each}`);
  const stop = () => {
    void laptop.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
