/**
 * The edge: where a deployment has CloudFront and a firewall before it, the functions answer nobody who went round them.
 * The edge shows a secret with every request; people never see it.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import type { Env } from "hono";

/** @returns the same answers for whoever shows the secret, and a bare 403 for everybody else */
export function onlyThroughEdge<E extends Env>(app: Hono<E>, secret: string): Hono<E> {
  const expected = digest(secret);
  const guarded = new Hono<E>();
  guarded.all("*", (context) => {
    const shown = digest(context.req.header("x-escalations-edge") ?? "");
    if (!timingSafeEqual(shown, expected))
      return context.text("Forbidden", 403, { "cache-control": "no-store", ...bare });
    return app.fetch(context.req.raw, context.env);
  });
  return guarded;
}

/** What holds for every answer of the service holds for this one. */
const bare = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const digest = (text: string) => createHash("sha256").update(text).digest();
