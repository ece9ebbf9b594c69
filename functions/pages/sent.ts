/** What a browser sends: forms as it encodes them, and no longer than a form of ours can be. */
import type { Context } from "hono";
import type { Typed } from "./fields.ts";

/** The longest form has nine fields of 10,000 characters, each at most nine bytes long as it is sent. */
export const longestBody = 2 * 1024 * 1024;

/** What was typed into a form; nothing where no form was sent. */
export async function typedIn(c: Context): Promise<URLSearchParams> {
  const type = (c.req.header("content-type") ?? "").toLowerCase();
  return new URLSearchParams(type.startsWith("application/x-www-form-urlencoded") ? await c.req.text() : "");
}

/** The id that was put into the form when it was shown. */
export function sentCommand(typed: Typed): string | undefined {
  const sent = typed.get("command") ?? "";
  return /^[\w-]{1,100}$/.test(sent) ? sent : undefined;
}
