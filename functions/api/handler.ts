import { handle } from "hono/aws-lambda";
import { apiOf } from "../container/api.ts";
import { behindEdge } from "../container/edge.ts";
import { started } from "../container/start.ts";
import { createApi } from "./app.ts";

export const handler = started(
  (ground) => behindEdge(createApi(apiOf(ground)), ground),
  (app) => handle(app),
);
