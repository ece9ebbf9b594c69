/** The headers of every answer of the API, refusals and failures too: nobody keeps it, frames it or takes it for a page. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

export const apiHeaders: readonly MiddlewareHandler[] = [
  secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    strictTransportSecurity: "max-age=31536000",
  }),
  async (context, next) => {
    await next();
    if (!context.res.headers.has("Cache-Control")) context.header("Cache-Control", "no-store");
  },
];
