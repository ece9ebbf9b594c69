/** Whether a role's policies allow a call, as far as IAM's language is used here. What is not understood is refused. */
import type { Call } from "./calls.ts";
import type { Permission } from "./cloud.ts";

/** IAM's patterns: `*` is any text, `?` any character. */
export function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}

function holds(condition: Permission["condition"], call: Call): boolean {
  return Object.entries((condition ?? {}) as Record<string, Record<string, string | string[]>>).every(
    ([operator, tests]) =>
      Object.entries(tests).every(([key, wanted]) => {
        const given = call.conditions[key];
        const allowed = [wanted].flat();
        switch (operator) {
          case "StringEquals":
            return given?.length === 1 && allowed.includes(given[0] ?? "");
          // As IAM has it, these hold of none at all.
          case "ForAllValues:StringEquals":
            return (given ?? []).every((each) => allowed.includes(each));
          case "ForAllValues:StringLike":
            return (given ?? []).every((each) => allowed.some((pattern) => matches(pattern, each)));
          default:
            throw new Error(`The condition ${operator} is not understood`);
        }
      }),
  );
}

/** The permissions by which a call may be made; none, if one of its resources is not covered. */
export function allowing(call: Call, permissions: readonly Permission[]): readonly Permission[] {
  const each = call.resources.map((resource) =>
    permissions.filter(
      (permission) =>
        permission.action === call.action &&
        matches(permission.resource, resource) &&
        holds(permission.condition, call),
    ),
  );
  return each.every((found) => found.length > 0) ? each.flat() : [];
}
