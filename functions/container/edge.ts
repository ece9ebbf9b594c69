/** What is reached over HTTP, behind the edge where there is one. */
import type { Env, Hono } from "hono";
import { onlyThroughEdge } from "../edge.ts";
import type { Ground } from "./ground.ts";
import { settingsFor } from "./settings.ts";

export function behindEdge<E extends Env>(app: Hono<E>, { environment }: Ground): Hono<E> {
  const { EDGE_SECRET: secret } = settingsFor("edge", environment);
  return secret === undefined ? app : onlyThroughEdge(app, secret);
}
