import { publishedPolicies } from "../../policies/published.ts";

/** Every partnership whose policy this deployment holds. */
export const partnerships = (): string[] => [...new Set(publishedPolicies().map((each) => each.partnership.id))];
