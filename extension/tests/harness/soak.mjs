/** Whether this is the long run, "make soak". */
export const soaking = Boolean(process.env.BEDSIDE_SOAK);
