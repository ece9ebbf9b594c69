/** What of asl-validator is used here; the package itself comes without types. */
declare module "asl-validator" {
  export default function validate(
    definition: unknown,
    options?: { checkPaths: boolean; checkArn: boolean },
  ): { isValid: boolean; errorsText: (separator?: string) => string };
}
