import type { Laptop } from "../../infra/local/laptop.ts";

/** The newest link to a register of everybody who has had one. */
export function registersSent({ mailbox, service }: Laptop): Map<string, string> {
  const found = new Map<string, string>();
  for (const { to, text = "" } of mailbox.mails()) {
    const path = new RegExp(`${service}(/register/\\S+)`).exec(text)?.[1];
    if (!path) continue;
    // In the order of the newest, which is the last.
    found.delete(String(to[0]));
    found.set(String(to[0]), path);
  }
  return found;
}
