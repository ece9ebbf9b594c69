/** Where the laptop's service keeps its things and listens. The defaults are right for nearly everybody. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Environment = Readonly<Record<string, string | undefined>>;

const root = fileURLToPath(new URL("../../", import.meta.url));

/** `.local` in the project, or `LAPTOP_FOLDER`. */
export const folderOf = (environment: Environment) => environment["LAPTOP_FOLDER"] ?? join(root, ".local");

/** `PORT` for the service (3000), and the one after it for the mailbox and the clock. */
export function portsOf(environment: Environment): { readonly service: number; readonly workbench: number } {
  const service = Number(environment["PORT"] ?? 3000);
  if (!Number.isInteger(service) || service < 1 || service > 65_534)
    throw new Error(`PORT is a number from 1 to 65534, not “${environment["PORT"]}”`);
  return { service, workbench: service + 1 };
}
