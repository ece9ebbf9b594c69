/** The routes that pages are registered under, and which of them an address came by. */
import { loadAssets } from "../../../functions/pages/assets.ts";
import { createRegister, type RegisterDependencies } from "../../../functions/register/app.ts";
import { world } from "../../functions/pages/support.ts";
import type { Served } from "../person.ts";

const { app } = await world();
/** A register is answered by a function of its own. */
const register = createRegister({} as RegisterDependencies);
const assets = new Set(Object.values(loadAssets()).map((each) => each.path));

/** Of pages, without what stands before every one of them, and without stylesheets. */
export const routes: readonly string[] = [
  ...new Set(
    [...app.routes, ...register.routes]
      .filter(({ method, path }) => method !== "ALL" && !assets.has(path))
      .map(({ method, path }) => `${method} ${path}`),
  ),
];

export function routeOf({ method, path }: Pick<Served, "method" | "path">): string {
  const [found] = (path.startsWith("/register/") ? register : app).router.match(method, path);
  const route = found.map(([[, each]]) => each).findLast((each) => each.method !== "ALL");
  return route ? `${route.method} ${route.path}` : "none";
}
