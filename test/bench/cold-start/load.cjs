/** Loads the bundle that it is given, as Lambda does, and says how long the process has run by then. */
const { writeSync } = require("node:fs");
const { handler } = require(process.argv[2]);
// Both count from the start of the process.
const milliseconds = performance.now();
const { user, system } = process.cpuUsage();
if (typeof handler !== "function") throw new Error(`${process.argv[2]} exports no handler`);
writeSync(1, JSON.stringify({ milliseconds, cpuMilliseconds: (user + system) / 1000 }));
process.exit(0);
