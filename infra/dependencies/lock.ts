/**
 * What package.json and package-lock.json have to be, so that everybody installs the same to the byte and nothing runs while
 * they do that nobody decided on. Pure: both files come in parsed, and what is wrong comes out in sentences that say what to do.
 */
import { z } from "zod";

const versions = z.record(z.string(), z.string());

/** Of package.json what is checked; the rest is left aside. */
export const manifestSchema = z.object({
  dependencies: versions,
  devDependencies: versions,
  overrides: versions,
  allowScripts: z.record(z.string(), z.boolean()),
});
export type Manifest = z.infer<typeof manifestSchema>;

const locked = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: versions.optional(),
  optionalDependencies: versions.optional(),
});
/** Of package-lock.json what is checked, in the third version of its format and no other. */
export const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    locked.extend({ dependencies: versions.optional(), devDependencies: versions.optional() }),
  ),
});
export type Lock = z.infer<typeof lockSchema>;

/** What was decided beside, each with why. */
export interface DecidedOnLock {
  /** By the name of the package whose version is overridden. */
  readonly overrides: Readonly<Record<string, string>>;
  /** By the name of the package that has a script of installation. */
  readonly installScripts: Readonly<Record<string, string>>;
}

const exact = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;
const registry = "https://registry.npmjs.org/";
const sha512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** The packages that are installed, by their place: everything but the project itself. */
export const installed = ({ packages }: Lock) => Object.entries(packages).filter(([place]) => place !== "");

/** The name of the package at a place such as `node_modules/a/node_modules/@b/c`. */
export const nameAt = (place: string) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);

/** A sentence for everything that is wrong; none where all is right. */
export function wrongWithLock(manifest: Manifest, lock: Lock, decided: DecidedOnLock): string[] {
  return [
    ...wrongVersions(manifest),
    ...outOfStep(manifest, lock),
    ...wrongSources(lock),
    ...wrongScripts(manifest, lock, decided.installScripts),
    ...wrongOverrides(manifest, lock, decided.overrides),
  ];
}

function wrongVersions({ dependencies, devDependencies, overrides }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies, ...overrides }).flatMap(([name, version]) =>
    exact.test(version) ? [] : [`package.json asks for ${name} “${version}”: write one exact version`],
  );
}

function outOfStep(manifest: Manifest, lock: Lock): string[] {
  const wrong: string[] = [];
  const { packages } = lock;
  for (const kind of ["dependencies", "devDependencies"] as const) {
    const [asked, known] = [manifest[kind], packages[""]?.[kind] ?? {}];
    for (const name of new Set([...Object.keys(asked), ...Object.keys(known)]))
      if (asked[name] !== known[name])
        wrong.push(
          `package-lock.json was made with ${name} ${known[name] ?? "absent"} among the ${kind}, and package.json has ${asked[name] ?? "none"}: run npm install`,
        );
    for (const [name, version] of Object.entries(asked)) {
      const found = packages[`node_modules/${name}`]?.version;
      if (found !== version)
        wrong.push(`package-lock.json installs ${name} ${found ?? "not at all"}, and not ${version}: run npm install`);
    }
  }
  // What is optional too: a package for another machine that the lock file lacks is no less missing there, and “npm ci” refuses it everywhere.
  for (const [place, { dependencies = {}, optionalDependencies = {} }] of installed(lock))
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
      if (!placesFrom(place, name).some((each) => packages[each]))
        wrong.push(`${place} needs ${name}, which package-lock.json does not have: run npm install`);
  return wrong;
}

/** Where Node.js looks for a package from inside another: in it, and then beside each that it is in. */
function placesFrom(place: string, name: string): string[] {
  const parts = place.split("/node_modules/");
  return parts
    .map((_, index) => `${parts.slice(0, parts.length - index).join("/node_modules/")}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}

/**
 * Each package is held by the SHA-512 of its content, so that it is the same wherever it is fetched; one that lies in
 * another's archive is held by that. An address is only written where a registry's is not to be worked out; it is npm's own.
 */
function wrongSources(lock: Lock): string[] {
  return installed(lock).flatMap(([place, { version, resolved, integrity, inBundle = false, link = false }]) => {
    const wrong: string[] = [];
    if (link) wrong.push(`${place} is a link to another folder: everything comes from the registry`);
    if (!exact.test(version ?? "")) wrong.push(`${place} has no exact version in package-lock.json`);
    if (resolved !== undefined && !resolved.startsWith(registry))
      wrong.push(`${place} comes from ${resolved}, and not from ${registry}`);
    if (inBundle ? !isHeldByAnother(place, lock) : !sha512.test(integrity ?? ""))
      wrong.push(
        `${place} is not held by a SHA-512 in package-lock.json (integrity): nobody could tell whether it was changed`,
      );
    return wrong;
  });
}

function isHeldByAnother(place: string, { packages }: Lock): boolean {
  const around = place.slice(0, place.lastIndexOf("/node_modules/"));
  const found = packages[around];
  if (around === "" || !found) return false;
  return found.inBundle
    ? isHeldByAnother(around, { lockfileVersion: 3, packages })
    : sha512.test(found.integrity ?? "");
}

function wrongScripts({ allowScripts }: Manifest, lock: Lock, why: DecidedOnLock["installScripts"]): string[] {
  const have = new Set(
    installed(lock).flatMap(([place, { hasInstallScript = false }]) => (hasInstallScript ? [nameAt(place)] : [])),
  );
  return [
    ...[...have].flatMap((name) =>
      Object.hasOwn(allowScripts, name)
        ? []
        : [`${name} runs a script when it is installed: say under allowScripts in package.json whether it may`],
    ),
    ...Object.keys(allowScripts).flatMap((name) =>
      have.has(name) ? [] : [`allowScripts in package.json names ${name}, which has no script: take it off`],
    ),
    ...unexplained("allowScripts", Object.keys(allowScripts), why),
  ];
}

function wrongOverrides({ overrides }: Manifest, lock: Lock, why: DecidedOnLock["overrides"]): string[] {
  return [
    ...Object.entries(overrides).flatMap(([name, version]) => {
      const found = installed(lock).filter(([place]) => nameAt(place) === name);
      if (found.length === 0) return [`package.json overrides ${name}, which nothing needs: take it off`];
      return found.flatMap(([place, each]) =>
        each.version === version
          ? []
          : [`${place} is ${each.version}, and package.json overrides it to ${version}: run npm install`],
      );
    }),
    ...unexplained("overrides", Object.keys(overrides), why),
  ];
}

function unexplained(what: string, names: readonly string[], why: Readonly<Record<string, string>>): string[] {
  return [
    ...names.flatMap((name) =>
      why[name]?.trim() ? [] : [`${what} in package.json names ${name}: say why in infra/dependencies/decided.ts`],
    ),
    ...Object.keys(why).flatMap((name) =>
      names.includes(name)
        ? []
        : [`infra/dependencies/decided.ts explains ${name} of ${what}, which is not there: take it off`],
    ),
  ];
}
