/**
 * What Undock says unasked. A notice names rows, not words: it is rendered from the database when
 * it is delivered, so that a late one still tells the truth.
 */
export type Notice =
  | { kind: 'exit-files'; planId: string }
  | { kind: 'exit-progress'; planId: string }
  | { kind: 'exit-question'; planId: string; botId: string; round: number }
  | { kind: 'exit-receipt'; planId: string }
  | { kind: 'exit-stopped'; planId: string }
  | { kind: 'key-dead'; keyId: string }
  | { kind: 'hand-work-reminder'; keyId: string; hours: number }
  | { kind: 'key-back'; keyId: string }
  | { kind: 'key-erased'; keyId: string; refusedByExchange: boolean }
  | { kind: 'bot-failed'; botId: string }
