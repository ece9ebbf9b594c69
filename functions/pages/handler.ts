import { handle } from "hono/aws-lambda";
import { behindEdge } from "../container/edge.ts";
import { pagesOf } from "../container/pages.ts";
import { started } from "../container/start.ts";
import { createPages } from "./app.ts";

export const handler = started(
  (ground) => behindEdge(createPages(pagesOf(ground)), ground),
  (app) => handle(app),
);
