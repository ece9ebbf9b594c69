import { describe, expect, it } from "vitest";
import { needs, settingsFor, type Part, type SettingName } from "../../../functions/container/settings.ts";
import { variables } from "../../support/variables.ts";

const parts = Object.keys(needs) as Part[];
/** Those that have a usual number, and the one that only some deployments have. */
const mayBeMissing: readonly SettingName[] = ["REQUESTS_PER_MINUTE", "SUBMISSIONS_PER_MINUTE", "EDGE_SECRET"];

describe.each(parts)("the settings of %s", (part) => {
  const names = [...new Set<SettingName>(needs[part])];

  it("are read from its variables, and from no others", () => {
    const own = Object.fromEntries(names.map((name) => [name, variables[name]]));
    expect(Object.keys(settingsFor(part, { ...own, SOMETHING_ELSE: "x" })).toSorted()).toEqual(names.toSorted());
  });

  it("name every one that is missing, all at once", () => {
    const needed = names.filter((name) => !mayBeMissing.includes(name));
    if (needed.length === 0) return expect(settingsFor(part, {})).toEqual({});
    let said = "";
    try {
      settingsFor(part, {});
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain("The environment is not complete: ");
    for (const name of needed) expect(said).toContain(`${name}: `);
    for (const name of mayBeMissing) expect(said).not.toContain(name);
  });

  it.each(names.filter((name) => !mayBeMissing.includes(name)))(
    "are refused without %s, naming it and no value",
    (name) => {
      const { [name]: _, ...rest } = variables;
      expect(() => settingsFor(part, rest)).toThrow(new RegExp(`^The environment is not complete: ${name}: [^;]*$`));
    },
  );
});

describe("a setting", () => {
  it.each<[SettingName, Part, string]>([
    ["MAIL_GOES_TO", "mailing", "nobody"],
    ["MAIL_GOES_TO", "mailing", "a@a.example, b@b.example"],
    ["MAILS_PER_SECOND", "mailing", "0"],
    ["MAILS_PER_SECOND", "mailing", "1.5"],
    ["MAILS_PER_SECOND", "mailing", "many"],
    ["REQUESTS_PER_MINUTE", "api", "0"],
    ["STATE_MACHINE_PREFIX", "writing", "arn:aws:states:eu-west-2:000000000000"],
    ["REFERENCE_SECRET", "submitting", "short"],
    ["EDGE_SECRET", "edge", "short"],
    ["SERVICE_URL", "submitting", "escalations"],
    ["JWKS_URL", "api", "keys"],
    ["SERVICE_BEGAN", "daily", "1 December 2026"],
    ["SERVICE_BEGAN", "daily", "2026-13-01"],
    ["SENDER", "mailing", ""],
    ["CONFIGURATION_SET", "mailing", ""],
  ])("%s of %s is not “%s”, and the refusal does not show what it was", (name, part, value) => {
    const refusal = (() => {
      try {
        settingsFor(part, { ...variables, [name]: value });
        return "";
      } catch (error) {
        return String(error);
      }
    })();
    expect(refusal).toContain(`${name}: `);
    if (value !== "" && value !== "0") expect(refusal).not.toContain(value);
  });

  it("becomes what the code works with", () => {
    expect(settingsFor("mailing", variables)).toMatchObject({ MAILS_PER_SECOND: 10, MAIL_GOES_TO: "recipients" });
    expect(settingsFor("mailing", { ...variables, MAIL_GOES_TO: "trial@council.example" }).MAIL_GOES_TO).toBe(
      "trial@council.example",
    );
    expect(settingsFor("submitting", { ...variables, SERVICE_URL: "https://a.example/" }).SERVICE_URL).toBe(
      "https://a.example",
    );
    expect(settingsFor("api", { ...variables, JWT_AUDIENCE: "one,two" }).JWT_AUDIENCE).toEqual(["one", "two"]);
    const { REQUESTS_PER_MINUTE: _, SUBMISSIONS_PER_MINUTE: __, ...usual } = variables;
    expect(settingsFor("api", usual)).toMatchObject({ REQUESTS_PER_MINUTE: 120, SUBMISSIONS_PER_MINUTE: 20 });
  });
});
