/** “90,000”. For what stands in texts that are made when a function is loaded: the runtime’s own way begins by loading all of its languages. */
export const thousands = (number: number): string => String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
