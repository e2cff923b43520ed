import type { RequestKind } from '../../../src/exchange/dialect/costs.ts'
import { fillResting } from '../../../src/playground/paper-exchange/matching.ts'
import { calmSchedule } from '../storm/calm-schedule.ts'
import type { ExchangeFault } from '../storm/exchange-weather.ts'
import { draw, type Schedule } from '../storm/forecast.ts'
import type { Happening } from '../storm/happenings.ts'
import { Dice } from '../world/dice.ts'

const base = calmSchedule({
  kind: 'disconnect',
  positions: 1,
  decision: 'all',
  from: 'plan',
  bob: false,
})

const soon = (act: Happening['act']) => [{ at: 20, happening: { name: 'soon', weight: 1, act } }]

/** A sale that is carried out, and whose answer nobody hears. */
const LOST_SALE: ExchangeFault = {
  name: 'E3 timeout after accept',
  meets: ({ kind }) => kind === 'place',
  fate: () => ({ kind: 'done-unknown', arrives: 20, answered: 100, instead: 'broken' }),
}

/** The second time that it is asked for: when the exit looks what came of its sales. */
function theSecond(kind: RequestKind): ExchangeFault['meets'] {
  let times = 0
  return (request) => {
    if (request.kind === kind) times += 1
    return request.kind === kind && times === 2
  }
}

/** The balances are not answered, while the list of open orders is long on its way. */
const HALF_A_LOOK: ExchangeFault[] = [
  {
    name: 'E1 refused',
    meets: theSecond('account'),
    fate: () => ({ kind: 'lost', answered: 20, instead: 'broken' }),
  },
  {
    name: 'E13 slow',
    meets: theSecond('openOrders'),
    fate: () => ({ kind: 'well', arrives: 20, answered: 8_000 }),
  },
]

/** Less is held than was decided on, and at its floor that is too small to sell. */
const SOLD_MEANWHILE = 60_004_267

/** Faults that the simulator once found, as the smallest schedules that show them. */
export const REGRESSIONS: Readonly<Record<string, Schedule>> = {
  'the exchange’s clock is half an hour behind: the fills of the exit are found all the same': {
    ...base,
    forecast: { ...base.forecast, exchange: [{ fault: LOST_SALE, rate: 1 }] },
    happenings: soon(({ world }) => {
      world.skew = -1_800_000
    }),
  },
  'the account is frozen for good: the exit ends by hand': {
    ...base,
    happenings: soon(({ world, apiKey }) => {
      world.floor.keys.get(apiKey).state = 'frozen'
    }),
  },
  'a tap waits in the inbox while Telegram is silent at the start: it is handled, and nothing stumbles':
    {
      ...base,
      forecast: {
        ...base.forecast,
        crashes: [{ at: 'done', after: 4, down: 500 }],
        telegramCut: { from: 700, to: 9_000 },
      },
    },
  'a position that was dust grows by a late fill: it comes back as a question': {
    ...base,
    scenario: { ...base.scenario, from: 'start' },
    calmAfter: 20_000,
    forecast: { ...base.forecast, raceRate: 1 },
    happenings: soon(({ world }) => {
      const sell = world.floor.store.listOpen('alice').find(({ side }) => side === 'sell')
      if (sell === undefined) throw new RangeError('Cannot fill the sell: none rests')
      fillResting(world.floor, sell, sell.amount.minus('0.00004'))
    }),
  },
  'the disk is full for a while: what could not be recorded is recorded later': {
    ...base,
    forecast: { ...base.forecast, full: { from: 500, to: 8_000 } },
  },
  'a look that failed by half goes on with nothing behind the exit’s back': {
    ...base,
    temper: { ...base.temper, checksDead: true },
    forecast: {
      ...base.forecast,
      exchange: [
        { fault: LOST_SALE, rate: 1 },
        ...HALF_A_LOOK.map((fault) => ({ fault, rate: 1 })),
      ],
    },
  },
  'a resting sell fills while the trader decides: the rest is asked about, and nothing goes round':
    draw(SOLD_MEANWHILE, new Dice(SOLD_MEANWHILE, 'schedule')),
}
