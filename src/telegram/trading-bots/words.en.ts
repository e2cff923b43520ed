/** English for bots and positions. */
export const BOTS_EN = {}
