/** English for help, settings and the review. */
export const HELP_EN = {}
