/** The headers of every page: what a browser may do with it, and that nobody keeps it. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** @param images where a page has images from, beside the service itself: `data:` where they are drawn into it */
export const pageHeaders = (...images: readonly "data:"[]): [MiddlewareHandler, MiddlewareHandler] => [
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", ...images],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
    strictTransportSecurity: "max-age=31536000",
  }),
  async (c, next) => {
    await next();
    c.header("X-Robots-Tag", "noindex, nofollow");
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  },
];
