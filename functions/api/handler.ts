import { handle } from "hono/aws-lambda";
import { apiOf } from "../container/api.ts";
import { started } from "../container/start.ts";
import { createApi } from "./app.ts";

export const handler = started(apiOf, (api) => handle(createApi(api)));
