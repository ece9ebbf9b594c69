/** The licences of everything that is installed: each is one that was allowed, and all of them are listed in LICENCES.md. */
import { installed, nameAt, type Lock } from "./lock.ts";

/** By the licence as SPDX names it: why it may be used, and where. */
export type Allowed = Readonly<
  Record<string, { readonly where: "everywhere" | "development"; readonly because: string }>
>;

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  readonly where: "production" | "development";
}

/** Each package and version once, by name; in production where anything that is deployed needs it. */
function packagesOf(lock: Lock): Package[] {
  const found = new Map<string, Package>();
  for (const [place, { version = "", license, dev = false }] of installed(lock)) {
    const name = nameAt(place);
    const key = `${name} ${version}`;
    if (found.get(key)?.where === "production") continue;
    found.set(key, { name, version, licence: license, where: dev ? "development" : "production" });
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, each]) => each);
}

/** A sentence for each package at fault, and for each allowed licence that nothing has; none where all is right. */
export function wrongWithLicences(lock: Lock, allowed: Allowed): string[] {
  const packages = packagesOf(lock);
  const used = new Set(packages.map((each) => each.licence));
  return [
    ...packages.flatMap(({ name, version, licence, where }) => {
      const what = `${name} ${version}, used in ${where},`;
      const rule = licence === undefined ? undefined : allowed[licence];
      if (licence === undefined)
        return [`${what} states no licence: find out, and choose another package if it has none`];
      if (!rule)
        return [
          `${what} has the licence ${licence}, on which nothing is decided: allow it in infra/dependencies/decided.ts, or choose another package`,
        ];
      return rule.where === "development" && where === "production"
        ? [`${what} has the licence ${licence}, which is allowed in development only`]
        : [];
    }),
    ...Object.keys(allowed).flatMap((each) =>
      used.has(each)
        ? []
        : [`infra/dependencies/decided.ts allows the licence ${each}, which nothing has: take it off`],
    ),
  ];
}

/** The list, as Markdown. */
export function listOf(lock: Lock, allowed: Allowed): string {
  const packages = packagesOf(lock);
  const table = (where: Package["where"]) => {
    const here = packages.filter((each) => each.where === where);
    const licences = [...new Set(here.map((each) => each.licence ?? "none stated"))].toSorted();
    return licences.flatMap((licence) => {
      const of = here.filter((each) => (each.licence ?? "none stated") === licence);
      return [
        `### ${licence}`,
        "",
        ...(allowed[licence] ? [allowed[licence].because, ""] : []),
        ...of.map(({ name, version }) => `- ${name} ${version}`),
        "",
      ];
    });
  };
  return [
    "# Licences",
    "",
    "Written from package-lock.json by `npm run licences`; `npm run check:dependencies` holds it fresh.",
    "",
    "## What runs in production",
    "",
    ...table("production"),
    "## What development and the laptop need beside",
    "",
    ...table("development"),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
