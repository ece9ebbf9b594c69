/** The project's own package.json and lock file, each time with one thing wrong: what is planted is found, and nothing else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judged, type Accepted } from "../../infra/dependencies/audit.ts";
import { acceptedVulnerabilities, allowedLicences, decidedOnLock } from "../../infra/dependencies/decided.ts";
import { listOf, wrongWithLicences } from "../../infra/dependencies/licences.ts";
import { lockSchema, manifestSchema, wrongWithLock, type Lock, type Manifest } from "../../infra/dependencies/lock.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));

interface Files {
  readonly manifest: Manifest;
  readonly lock: Lock;
}

/** Both files as they are, and then changed. */
function files(change: (files: Files) => void = () => undefined): Files {
  const both = {
    manifest: manifestSchema.parse(read("package.json")),
    lock: lockSchema.parse(read("package-lock.json")),
  };
  change(both);
  return both;
}

const at = ({ lock }: Files, place: string) => {
  const found = lock.packages[place];
  if (!found) throw new Error(`There is no ${place}`);
  return found;
};

const wrong = (change?: (files: Files) => void, decided = decidedOnLock) => {
  const { manifest, lock } = files(change);
  return wrongWithLock(manifest, lock, decided);
};

test("the lock file, the licences and their list are as they were decided on", () => {
  expect(wrong()).toEqual([]);
  const { lock } = files();
  expect(wrongWithLicences(lock, allowedLicences)).toEqual([]);
  expect(readFileSync(join(root, "infra/dependencies/LICENCES.md"), "utf8")).toBe(listOf(lock, allowedLicences));
});

describe("a lock file that is not exact is refused:", () => {
  test.each<[string, (files: Files) => void, RegExp[]]>([
    [
      "a range of versions is asked for",
      ({ manifest, lock }) => {
        manifest.dependencies["hono"] = "^4.13.19";
        at({ manifest, lock }, "").dependencies!["hono"] = "^4.13.19";
      },
      [/asks for hono “\^4\.13\.19”: write one exact version/, /installs hono 4\.13\.19, and not \^4\.13\.19/],
    ],
    [
      "package.json was changed and the lock file was not",
      ({ manifest }) => {
        manifest.dependencies["hono"] = "4.14.0";
      },
      [
        /made with hono 4\.13\.19 among the dependencies, and package\.json has 4\.14\.0/,
        /installs hono 4\.13\.19, and not 4\.14\.0/,
      ],
    ],
    [
      "something that is used was taken out of it",
      ({ lock }) => {
        delete lock.packages["node_modules/@date-fns/tz"];
      },
      [/installs @date-fns\/tz not at all/],
    ],
    [
      "what something else needs was taken out of it",
      ({ lock }) => {
        delete lock.packages["node_modules/asap"];
      },
      [/node_modules\/nunjucks needs asap, which package-lock\.json does not have/],
    ],
    [
      "what another machine needs was left out of it",
      ({ lock }) => {
        delete lock.packages["node_modules/@oxfmt/binding-darwin-arm64"];
      },
      [/node_modules\/oxfmt needs @oxfmt\/binding-darwin-arm64, which package-lock\.json does not have/],
    ],
    [
      "a package comes from elsewhere",
      (both) => {
        at(both, "node_modules/jose").resolved = "https://packages.example/jose-6.2.17.tgz";
      },
      [/node_modules\/jose comes from https:\/\/packages\.example/],
    ],
    [
      "a package comes unencrypted",
      (both) => {
        at(both, "node_modules/jose").resolved = "http://registry.npmjs.org/jose/-/jose-6.2.17.tgz";
      },
      [/node_modules\/jose comes from http:/],
    ],
    [
      "a package comes from a repository",
      (both) => {
        at(both, "node_modules/jose").resolved = "git+ssh://git@github.com/panva/jose.git#abc";
      },
      [/node_modules\/jose comes from git/],
    ],
    [
      "nothing holds a package’s content",
      (both) => {
        delete at(both, "node_modules/zod").integrity;
      },
      [/node_modules\/zod is not held by a SHA-512/],
    ],
    [
      "a weaker hash holds it",
      (both) => {
        at(both, "node_modules/zod").integrity = "sha1-6pHGB4gzBpHVyGBbzVUmvjL5X9E=";
      },
      [/node_modules\/zod is not held by a SHA-512/],
    ],
    [
      "a package says that it lies in the archive of another, which it does not",
      (both) => {
        delete at(both, "node_modules/zod").integrity;
        at(both, "node_modules/zod").inBundle = true;
      },
      [/node_modules\/zod is not held by a SHA-512/],
    ],
    [
      "a package is a link to a folder",
      (both) => {
        at(both, "node_modules/zod").link = true;
      },
      [/node_modules\/zod is a link/],
    ],
    [
      "a package begins to run a script when it is installed",
      (both) => {
        at(both, "node_modules/yaml").hasInstallScript = true;
      },
      [/^yaml runs a script when it is installed: say under allowScripts/],
    ],
    [
      "a script is decided on that is not there any more",
      (both) => {
        delete at(both, "node_modules/esbuild").hasInstallScript;
      },
      [/allowScripts in package\.json names esbuild, which has no script/],
    ],
    [
      "a script is allowed without a reason",
      (both) => {
        both.manifest.allowScripts["yaml"] = true;
        at(both, "node_modules/yaml").hasInstallScript = true;
      },
      [/allowScripts in package\.json names yaml: say why/],
    ],
    [
      "a version is overridden without a reason",
      ({ manifest }) => {
        manifest.overrides["zod"] = "4.6.7";
      },
      [/overrides in package\.json names zod: say why/],
    ],
    [
      "an override was not carried out",
      (both) => {
        at(both, "node_modules/mailparser").version = "3.9.0";
      },
      [/node_modules\/mailparser is 3\.9\.0, and package\.json overrides it to 3\.9\.12/],
    ],
  ])("%s", (_, change, said) => {
    const found = wrong(change);
    expect(found).toHaveLength(said.length);
    for (const [index, each] of said.entries()) expect(found[index]).toMatch(each);
  });

  test("a reason is given for what is not there", () => {
    const decided = { ...decidedOnLock, overrides: { ...decidedOnLock.overrides, left: "It was broken once." } };
    expect(wrong(undefined, decided)).toEqual([
      "infra/dependencies/decided.ts explains left of overrides, which is not there: take it off",
    ]);
  });
});

describe("a licence that nobody allowed is refused:", () => {
  const licensed = (place: string, licence: string | undefined) => {
    const both = files((each) => {
      if (licence === undefined) delete at(each, place).license;
      else at(each, place).license = licence;
    });
    return { both, found: wrongWithLicences(both.lock, allowedLicences) };
  };

  test("one that is on no list, and the list is no longer fresh", () => {
    const { both, found } = licensed("node_modules/zod", "SSPL-1.0");
    expect(found).toEqual([
      expect.stringMatching(/^zod 4\.6\.7, used in production, has the licence SSPL-1\.0, on which nothing is decided/),
    ]);
    expect(listOf(both.lock, allowedLicences)).not.toBe(listOf(files().lock, allowedLicences));
  });

  test("one that is allowed in development alone, in production", () => {
    expect(licensed("node_modules/zod", "MPL-2.0").found).toEqual([
      "zod 4.6.7, used in production, has the licence MPL-2.0, which is allowed in development only",
    ]);
  });

  test("none at all", () => {
    expect(licensed("node_modules/zod", undefined).found).toEqual([
      expect.stringMatching(/^zod 4\.6\.7, used in production, states no licence/),
    ]);
  });

  test("a licence stays on the list that nothing has", () => {
    const allowed = { ...allowedLicences, Zlib: { where: "everywhere", because: "It was needed once." } } as const;
    expect(wrongWithLicences(files().lock, allowed)).toEqual([
      "infra/dependencies/decided.ts allows the licence Zlib, which nothing has: take it off",
    ]);
  });
});

describe("what a registry says against a package is judged:", () => {
  const today = "2026-11-22";
  const { lock } = files();
  const advisory = "GHSA-aaaa-bbbb-cccc";
  const report = (name: string, severity: string) =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        [name]: {
          name,
          severity,
          nodes: [`node_modules/${name}`],
          via: [
            { source: 1, name, title: "It can be crashed", url: `https://github.com/advisories/${advisory}`, severity },
          ],
        },
        // Named because of the other alone.
        above: { name: "above", severity, nodes: ["node_modules/above"], via: [name] },
      },
    });
  const accept = (until: string): Accepted[] => [
    { advisory, package: "hono", because: "What it is in is not used here.", until },
  ];

  test("nothing found, nothing accepted: all is well", () => {
    const output = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    expect(judged(output, lock, acceptedVulnerabilities, today)).toEqual({ answered: true, broken: [] });
  });

  test.each(["low", "moderate", "high", "critical"])(
    "a new one of %s severity fails, in production as in development",
    (severity) => {
      for (const [name, where] of [
        ["hono", "production"],
        ["vitest", "development"],
      ] as const)
        expect(judged(report(name, severity), lock, [], today)).toEqual({
          answered: true,
          broken: [expect.stringMatching(new RegExp(`^${name}, used in ${where}: It can be crashed \\(${severity}`))],
        });
    },
  );

  test("one that was accepted passes until its day, and not from then on", () => {
    expect(judged(report("hono", "moderate"), lock, accept("2026-11-23"), today)).toEqual({
      answered: true,
      broken: [],
    });
    expect(judged(report("hono", "moderate"), lock, accept(today), today)).toEqual({
      answered: true,
      broken: [expect.stringMatching(/It was accepted until 2026-11-22: look again$/)],
    });
  });

  test.each(["high", "critical"])("one of %s severity in production cannot be accepted", (severity) => {
    expect(judged(report("hono", severity), lock, accept("2027-01-01"), today)).toEqual({
      answered: true,
      broken: [expect.stringMatching(/accepted under no circumstances/)],
    });
  });

  test("one that is reported no longer is taken off the list", () => {
    const output = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    expect(judged(output, lock, accept("2027-01-01"), today)).toEqual({
      answered: true,
      broken: [expect.stringMatching(/^GHSA-aaaa-bbbb-cccc of hono is reported no longer/)],
    });
  });

  test("no answer is no finding, and is said as what it is", () => {
    const refused = JSON.stringify({ message: "405 Method Not Allowed", statusCode: 405, error: {} });
    expect(judged(refused, lock, [], today)).toEqual({ answered: false, because: "405 Method Not Allowed" });
    expect(judged("", lock, [], today)).toEqual({ answered: false, because: "nothing was printed" });
    expect(judged("npm: command not found\nmore", lock, [], today)).toEqual({
      answered: false,
      because: "npm: command not found",
    });
    expect(judged('{"auditReportVersion":3}', lock, [], today)).toMatchObject({ answered: false });
  });
});
