/** What is reached over HTTP, behind the edge where there is one. */
import type { Env, Hono } from "hono";
import { onlyThroughEdge } from "../edge.ts";
import type { Ground } from "./ground.ts";
import { settingsFor } from "./settings.ts";

/** The application, which answers only what came through the firewall where the environment gives `EDGE_SECRET`; as it is where there is none. */
export function behindEdge<E extends Env>(app: Hono<E>, { environment }: Ground): Hono<E> {
  const { EDGE_SECRET: secret } = settingsFor("edge", environment);
  return secret === undefined ? app : onlyThroughEdge(app, secret);
}
