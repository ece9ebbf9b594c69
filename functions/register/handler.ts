import { handle } from "hono/aws-lambda";
import { behindEdge } from "../container/edge.ts";
import { registerOf } from "../container/register.ts";
import { started } from "../container/start.ts";
import { createRegister } from "./app.ts";

export const handler = started(
  (ground) => behindEdge(createRegister(registerOf(ground)), ground),
  (app) => handle(app),
);
