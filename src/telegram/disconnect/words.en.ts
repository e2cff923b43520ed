/** English for the guided exit. */
export const DISCONNECT_EN = {}
