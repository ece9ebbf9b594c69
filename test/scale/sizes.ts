/** How many escalations the partnership that is measured has: the same at every size from here on, so that figures compare. */
export const measuredOf = (escalations: number) => Math.min(200, escalations);
