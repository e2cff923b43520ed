import { refusal, type TelegramAnswer, type TelegramFate } from '../telegram/telegram-line.ts'
import type { Dice } from '../world/dice.ts'

/** One way in which a call to Telegram goes wrong. */
export interface TelegramFault {
  /** Begins with its number. */
  name: string
  meets: (method: string) => boolean
  /** The fault that it comes out as behind grammY. */
  like?: string
  fate: (dice: Dice) => TelegramFate
}

const speaks = (method: string) => /^(send|edit|answer)/.test(method)

/** Everything that happens to single calls of Telegram's methods. */
export const TELEGRAM_FAULTS: readonly TelegramFault[] = [
  {
    name: 'G1 429 in one chat',
    meets: speaks,
    fate: (d) => lost(20, tooMany(d.whole(1, 45))),
  },
  {
    name: 'G1 429 for all',
    like: 'G1 429 in one chat',
    meets: () => true,
    fate: (d) => lost(20, tooMany(d.whole(1, 20))),
  },
  {
    name: 'G9 409 conflict',
    meets: (method) => method === 'getUpdates',
    fate: () => lost(20, refusal(409, 'Conflict: terminated by other getUpdates request')),
  },
  {
    name: 'G11 timeout after send',
    meets: (method) => method !== 'getUpdates',
    fate: (d) => ({
      kind: 'done-unknown',
      arrives: 20,
      answered: d.whole(30, 9_000),
      instead: 'broken',
    }),
  },
  {
    name: 'G10 broken connection',
    meets: () => true,
    fate: (d) => lost(d.whole(5, 500), 'broken'),
  },
  {
    name: 'G17 query is too old',
    meets: (method) => method === 'answerCallbackQuery',
    fate: () =>
      lost(
        20,
        refusal(
          400,
          'Bad Request: query is too old and response timeout expired or query ID is invalid',
        ),
      ),
  },
  {
    name: 'G18 server error',
    meets: () => true,
    fate: () => lost(20, refusal(502, 'Bad Gateway')),
  },
  { name: 'G18 slow', meets: () => true, fate: (d) => wellWith(d.whole(500, 8_000)) },
]

/** A call to which nothing happens. */
export function telegramWell(dice: Dice): TelegramFate {
  return wellWith(dice.whole(2, 60))
}

/** Telegram can't be reached at all. */
export function telegramDown(): TelegramFate {
  return lost(20, 'broken')
}

function wellWith(arrives: number): TelegramFate {
  return { kind: 'well', arrives, answered: arrives + 20 }
}

function tooMany(seconds: number): TelegramAnswer {
  return refusal(429, `Too Many Requests: retry after ${seconds}`, seconds)
}

function lost(answered: number, instead: 'broken' | TelegramAnswer): TelegramFate {
  return { kind: 'lost', answered, instead }
}
