/** A whole number among the arguments of a command. It ends the process, and says why, where it is none or out of bounds. */
export function numberIn<Name extends string>(
  values: Readonly<Record<Name, string | undefined>>,
  name: Name,
  least: number,
  most: number,
): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  process.stderr.write(`--${name} is a whole number from ${least} to ${most}\n`);
  return process.exit(1);
}
