import type { Scenario } from '../world/scenario.ts'
import type { Schedule } from './forecast.ts'

/** A schedule in which nothing goes wrong, to be spoilt on purpose. */
export function calmSchedule(scenario: Scenario): Schedule {
  return {
    seed: 1,
    scenario,
    tickSeconds: 60,
    calmAfter: 60_000,
    happenings: [],
    troubles: [],
    forecast: {
      exchange: [],
      telegram: [],
      maintenance: undefined,
      exchangeCut: undefined,
      lag: undefined,
      telegramCut: undefined,
      busyRate: 0,
      full: undefined,
      errorRate: 0,
      raceRate: 0,
      crashes: [],
      doubledUpdates: 0,
      shuffledUpdates: 0,
    },
    temper: {
      begins: 300,
      checksDead: false,
      doubleTaps: false,
      stops: undefined,
      erases: undefined,
      sells: 1,
      thinks: [500, 1_000],
      tapsStaleButtons: false,
    },
  }
}
