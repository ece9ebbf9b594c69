import { handle } from "hono/aws-lambda";
import { createContainer, systemClock } from "../container.ts";
import { createApi } from "./app.ts";

export const handler = handle(createApi(createContainer(process.env, systemClock).api));
