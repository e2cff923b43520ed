import type { Order } from '../../../src/playground/paper-exchange/order.ts'
import type { Fates } from '../exchange/fate.ts'
import type { LineEars } from '../exchange/line.ts'
import type { TelegramFates } from '../telegram/telegram-line.ts'
import type { DatabaseFaults } from './sim-database.ts'

/** Who decides what goes wrong, and hears of what happens. */
export interface Script {
  /** Whether the faults are over. */
  readonly calm: boolean
  exchangeFate: Fates
  telegramFate: TelegramFates
  databaseFault: DatabaseFaults
  /** Whether the process dies at this point. */
  strikes: (point: string) => boolean
  /** What else happens to an order right before a cancel is carried out. */
  race: (order: Order) => void
  /** The order in which a batch of updates arrives. */
  reorder: <T>(updates: T[]) => T[]
  ears: LineEars
  onAnswerLost: (method: string, payload: Record<string, unknown>) => void
  onDeath: () => void
}

const nothing = (): void => undefined

/** A world in which nothing goes wrong. */
export const CALM: Script = {
  calm: true,
  exchangeFate: () => ({ kind: 'well', arrives: 20, answered: 40 }),
  telegramFate: () => ({ kind: 'well', arrives: 20, answered: 40 }),
  databaseFault: () => undefined,
  strikes: () => false,
  race: nothing,
  reorder: (updates) => updates,
  ears: { onSent: nothing, onArrived: nothing, onRefused: nothing },
  onAnswerLost: nothing,
  onDeath: nothing,
}
