/** What was decided about the dependencies, each with why. A decision that nothing needs any more fails the check. */
import type { Accepted } from "./audit.ts";
import type { Allowed } from "./licences.ts";
import type { DecidedOnLock } from "./lock.ts";

const permissive = "Permissive: it may be used and passed on as long as its notice is kept.";

export const allowedLicences: Allowed = {
  MIT: { where: "everywhere", because: permissive },
  "MIT-0": { where: "everywhere", because: "MIT without even the notice." },
  "Apache-2.0": { where: "everywhere", because: `${permissive} It grants the patents too.` },
  ISC: { where: "everywhere", because: permissive },
  "0BSD": { where: "everywhere", because: "It asks for nothing." },
  "BSD-2-Clause": { where: "everywhere", because: permissive },
  "BSD-3-Clause": { where: "everywhere", because: permissive },
  "BlueOak-1.0.0": { where: "development", because: permissive },
  Unlicense: { where: "development", because: "Put in the public domain." },
  "PSF-2.0": { where: "development", because: permissive },
  "MPL-2.0": {
    where: "development",
    because: "Whoever changes its files passes the changes on. We change none, and it is not deployed.",
  },
  "CC-BY-4.0": {
    where: "development",
    because: "Data, which may be used where its source is named. It is not deployed.",
  },
  "(ISC AND CC-BY-3.0)": {
    where: "development",
    because: "Code and data, which may be used where their source is named. A test compares our bank holidays with it.",
  },
  "(MIT OR EUPL-1.1+)": { where: "development", because: "Used under MIT." },
  "(MIT OR GPL-3.0-or-later)": { where: "development", because: "Used under MIT." },
};

export const decidedOnLock: DecidedOnLock = {
  overrides: {
    mailparser:
      "aws-ses-v2-local asks for an older one, which brings a version of nodemailer that it does not install with. The laptop's mailbox alone uses it.",
  },
  installScripts: {
    node: "Allowed: it is how Node.js 24 gets in front of every script, whatever the machine has.",
    esbuild: "Forbidden: its binary comes as a package of its own.",
    "classic-level": "Forbidden: its binaries are in the package, and building them again is not needed.",
  },
};

/** Known vulnerabilities that are lived with until a day. There are none. */
export const acceptedVulnerabilities: readonly Accepted[] = [];
