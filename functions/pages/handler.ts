import { handle } from "hono/aws-lambda";
import { createContainer, systemClock } from "../container.ts";
import { createPages } from "./app.ts";

export const handler = handle(createPages(createContainer(process.env, systemClock).pages));
