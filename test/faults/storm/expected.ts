import { TROUBLES } from '../confined/troubles.ts'
import { EXCHANGE_FAULTS } from './exchange-weather.ts'
import { HAPPENINGS } from './happenings.ts'
import { TELEGRAM_FAULTS } from './telegram-weather.ts'

const PLACE = { kind: 'place', apiKey: undefined } as const

/** All that a large run must have met, or it says nothing. */
export const EXPECTED: readonly string[] = [
  ...EXCHANGE_FAULTS.filter(({ meets }) => meets({ kind: 'account', apiKey: undefined })).map(
    ({ name }) => name,
  ),
  ...EXCHANGE_FAULTS.filter(({ meets }) => meets(PLACE)).map(({ name }) => `${name} (place)`),
  ...TELEGRAM_FAULTS.map(({ name }) => name),
  ...HAPPENINGS.map(({ name }) => name),
  ...TROUBLES.map(({ name }) => name),
  'E8 ban',
  'E18 not found although it is there',
  'E14 fill before the cancel',
  'E14 part of a fill before the cancel',
  'E17 a cache lags',
  'E22 maintenance',
  'G5 doubled update',
  'G6 updates out of order',
  'G10 exchange cut off',
  'G10 Telegram cut off',
  'G12 double tap',
  'G12 a stale button is tapped',
  'D1 busy',
  'D3 disk full',
  'D4 input/output error',
  'D5 crash at statement',
  'D5 crash at commit',
  'D5 crash at send',
  'D5 crash at sent',
  'D5 crash at done',
  'a question is answered: Keep',
  'a question is answered: Sell',
  'a position ends: sold',
  'a position ends: kept',
  'a position ends: dust',
  'a position ends: unlisted',
  'a question is answered: Keep and finish',
  'a question is answered: Look again',
  'an exit ends: disconnect',
  'an exit ends: remove',
  'an exit ends: dead-key',
  'an exit ends: asked',
  'the trader stops',
]
