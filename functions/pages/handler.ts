import { handle } from "hono/aws-lambda";
import { pagesOf } from "../container/pages.ts";
import { started } from "../container/start.ts";
import { createPages } from "./app.ts";

export const handler = started(pagesOf, (pages) => handle(createPages(pages)));
