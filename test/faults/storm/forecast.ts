import type { Dice } from '../world/dice.ts'
import { symbolsOf, type Scenario } from '../world/scenario.ts'
import type { Temper } from '../trader/trader.ts'
import { CACHES, EXCHANGE_FAULTS } from './exchange-weather.ts'
import { HAPPENINGS, type Happening } from './happenings.ts'
import { TROUBLES, type Trouble } from '../confined/troubles.ts'
import type { Forecast, Window } from './storm.ts'
import { TELEGRAM_FAULTS } from './telegram-weather.ts'

/** All that a seed decides. */
export interface Schedule {
  seed: number
  scenario: Scenario
  tickSeconds: number
  /** Milliseconds from the start, after which nothing goes wrong any more. */
  calmAfter: number
  forecast: Forecast
  happenings: { at: number; happening: Happening }[]
  /**
   * Troubles of one symbol, bot or order, which begin after so many milliseconds or with the first crash;
   * what `stays` is there when the faults are over.
   */
  troubles: { at: number | 'crash'; symbol: string; trouble: Trouble; stays: boolean }[]
  temper: Temper
}

/** The scenarios that schedules begin from, the light ones more often. */
const SCENARIOS: readonly { weight: number; scenario: Scenario }[] = [
  {
    weight: 8,
    scenario: { kind: 'disconnect', positions: 1, decision: 'all', from: 'plan', bob: false },
  },
  {
    weight: 3,
    scenario: { kind: 'disconnect', positions: 3, decision: 'all', from: 'plan', bob: true },
  },
  {
    weight: 1,
    scenario: { kind: 'disconnect', positions: 3, decision: 'winners', from: 'plan', bob: false },
  },
  {
    weight: 1,
    scenario: { kind: 'disconnect', positions: 1, decision: 'none', from: 'plan', bob: false },
  },
  {
    weight: 3,
    scenario: { kind: 'remove', positions: 1, decision: 'all', from: 'plan', bob: false },
  },
  {
    weight: 2,
    scenario: { kind: 'disconnect', positions: 1, decision: 'all', from: 'start', bob: false },
  },
]

/**
 * Draws a schedule: a random part of all faults, each at a rate of its own. `confinedPart` of all seeds have
 * troubles of one order, bot or symbol as well; all else about a seed is the same with them and without.
 */
export function draw(seed: number, dice: Dice, { confinedPart = 0 } = {}): Schedule {
  const scenario = weighted(dice, SCENARIOS).scenario
  const calmAfter = Math.round(dice.spread(15_000, 150_000))
  const confined = dice.for('whether confined').chance(confinedPart)
  const own = dice.for('confined')
  const ban = confined ? drawBan(own, calmAfter) : undefined
  return {
    seed,
    scenario,
    tickSeconds:
      scenario.kind === 'remove' || scenario.from === 'start' ? dice.pick([5, 20, 60]) : 60,
    calmAfter,
    forecast: { ...drawForecast(dice.for('forecast'), calmAfter), ban },
    happenings: drawHappenings(dice.for('happenings'), calmAfter),
    troubles: confined ? drawTroubles(own, scenario, calmAfter) : [],
    temper: drawTemper(dice.for('temper'), calmAfter),
  }
}

/** Seldom, for there is little else to see meanwhile; and it is over with the faults. */
function drawBan(dice: Dice, calmAfter: number): Window | undefined {
  return dice.chance(0.06) ? { from: dice.spread(10, calmAfter), to: calmAfter } : undefined
}

function drawTroubles(dice: Dice, scenario: Scenario, calmAfter: number): Schedule['troubles'] {
  const symbols = symbolsOf(scenario)
  return Array.from({ length: dice.pick([0, 0, 1, 1, 2, 3]) }, () => {
    const trouble = dice.pick(TROUBLES)
    const at = Math.round(dice.spread(20, calmAfter))
    return { at, symbol: dice.pick(symbols), trouble, stays: !trouble.passes && dice.chance(0.4) }
  })
}

function drawForecast(dice: Dice, calmAfter: number): Forecast {
  const part = dice.pick([0.1, 0.25, 0.5])
  const some = <T>(all: readonly T[]) =>
    all.filter(() => dice.chance(part)).map((fault) => ({ fault, rate: dice.spread(0.01, 0.3) }))
  const window = (chance: number): Window | undefined => {
    if (!dice.chance(chance)) return undefined
    const from = dice.spread(10, calmAfter)
    return { from, to: from + dice.spread(500, 60_000) }
  }
  const lag = window(0.2)
  return {
    exchange: some(EXCHANGE_FAULTS),
    telegram: some(TELEGRAM_FAULTS),
    maintenance: window(0.1),
    exchangeCut: window(0.08),
    telegramCut: window(0.08),
    busyRate: dice.chance(0.15) ? dice.spread(0.002, 0.1) : 0,
    full: window(0.05),
    errorRate: dice.chance(0.06) ? dice.spread(0.002, 0.03) : 0,
    raceRate: dice.chance(0.3) ? dice.spread(0.1, 0.9) : 0,
    crashes: Array.from({ length: dice.pick([0, 1, 1, 2, 3, 4]) }, () => drawCrash(dice)),
    doubledUpdates: dice.chance(0.2) ? dice.spread(0.05, 0.9) : 0,
    shuffledUpdates: dice.chance(0.15) ? 0.5 : 0,
    lag: lag && { ...lag, by: Math.round(dice.spread(300, 5_000)), of: dice.pick(CACHES) },
  }
}

function drawCrash(dice: Dice): Forecast['crashes'][number] {
  const at = dice.pick(['anywhere', 'done', 'commit', 'send', 'sent'] as const)
  const most = { anywhere: 900, done: 25, commit: 130, send: 45, sent: 30 }[at]
  return { at, after: Math.ceil(dice.spread(1, most)), down: Math.round(dice.spread(10, 40_000)) }
}

function drawHappenings(dice: Dice, calmAfter: number): Schedule['happenings'] {
  const count = dice.pick([0, 1, 1, 2, 3, 5])
  return Array.from({ length: count }, () => ({
    at: Math.round(dice.spread(20, calmAfter)),
    happening: weighted(dice, HAPPENINGS),
  }))
}

function drawTemper(dice: Dice, calmAfter: number): Temper {
  const sometime = (chance: number) =>
    dice.chance(chance) ? Math.round(dice.spread(300, calmAfter)) : undefined
  return {
    begins: dice.whole(200, 2_000),
    checksDead: dice.chance(0.15),
    doubleTaps: dice.chance(0.25),
    stops: sometime(0.12),
    erases: sometime(0.1),
    sells: dice.pick([0, 0.5, 0.8, 1]),
    thinks: dice.pick([
      [500, 4_000],
      [2_000, 30_000],
    ] as [number, number][]),
    tapsStaleButtons: dice.chance(0.1),
  }
}

function weighted<T extends { weight: number }>(dice: Dice, all: readonly T[]): T {
  let left = dice.between(
    0,
    all.reduce((sum, { weight }) => sum + weight, 0),
  )
  for (const one of all) {
    left -= one.weight
    if (left < 0) return one
  }
  return dice.pick(all)
}
