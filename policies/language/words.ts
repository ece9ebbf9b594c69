/** Policy files have keys of plain words, code has camelCase: the same names, turned into one another. */

/** `in force from` → `inForceFrom`. */
export function keyInCode(key: string): string {
  return key.replace(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `inForceFrom` → `in force from`. */
export function keyInFile(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
