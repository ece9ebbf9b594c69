import type { Break } from "./break.ts";

/** Precedence between policies. */
export const pre: readonly Break[] = [
  {
    ids: ["PRE-01"],
    says: "an area that no policy covers is given the policy of another",
    file: "policies/choose.ts",
    from: "const policy = held.policyInForce(area, day);",
    to: "const policy = held.policyInForce(area, day) ?? held.policyInForce(held.areasHeld()[0]?.id ?? area, day);",
    tests: ["test/policies/choose.test.ts"],
  },
  {
    ids: ["PRE-01"],
    says: "the refusal does not say which areas are held",
    file: "policies/choose.ts",
    from: "        .map((each) => each.id)\n",
    to: '        .map(() => "")\n',
    tests: ["test/policies/choose.test.ts", "test/functions/api/submit.test.ts"],
  },
  {
    ids: ["PRE-01"],
    says: "a second policy for an area takes the concerns of the first",
    file: "policies/beside-others.ts",
    from: "other.policy.area?.id === area.id",
    to: "other.policy.area?.id === undefined",
    tests: ["test/policies/files.test.ts"],
  },
  {
    ids: ["PRE-02"],
    says: "only files that are named in the code are held",
    file: "policies/files.ts",
    from: '.filter((file) => file.endsWith(".yaml"))',
    to: ".filter((file) => /(knowsley|medway|milton-keynes|shropshire|training-provider).*yaml$/.test(file))",
    tests: ["test/policies/files.test.ts"],
  },
  {
    ids: ["PRE-02"],
    says: "what the language cannot say is refused without its place in the file",
    file: "policies/language/load.ts",
    from: "place: placeInWords(path.map(pathKey)),",
    to: 'place: "",',
    tests: ["test/policies/language/refused-by-place.test.ts"],
  },
  {
    ids: ["PRE-02"],
    says: "a policy that an escalation would stand still by is run",
    file: "policies/files.ts",
    from: 'filter((each) => each.severity === "error")',
    to: "filter(() => false)",
    tests: ["test/policies/files.test.ts"],
  },
];
