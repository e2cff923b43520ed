/** English for keys, and linking them. */
export const KEYS_EN = {}
