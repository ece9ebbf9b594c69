/** The options of the commands of this folder. They start in no service, and so know nothing of how those of others are read. */

/** Which of these options were typed. Whoever types another one, or `--help`, is shown how the command is used, and the process ends. */
export function optionsTyped<T extends string>(usage: string, all: readonly T[]): ReadonlySet<T> {
  const typed = process.argv.slice(2);
  if (typed.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const other = typed.find((each) => !all.some((option) => option === each));
  if (other !== undefined) {
    process.stderr.write(`There is no option “${other}”.\n\n${usage}\n`);
    process.exit(1);
  }
  return new Set(all.filter((option) => typed.includes(option)));
}
