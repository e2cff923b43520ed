import { runSchedule } from './run-schedule.ts'
import { draw } from './storm/forecast.ts'
import { Dice } from './world/dice.ts'
import { ALICE } from './world/scenario.ts'

/** All of a schedule: what was drawn, what happened, what the trader saw, and what broke. */
export async function retell(seed: number, confinedPart: number): Promise<string[]> {
  const schedule = draw(seed, new Dice(seed, 'schedule'), { confinedPart })
  const { violations, world } = await runSchedule(schedule, { traced: true })
  const { scenario, forecast, happenings, calmAfter, temper } = schedule
  const rates = (of: { fault: { name: string }; rate: number }[]) =>
    of.map(({ fault, rate }) => `${fault.name} ${rate.toFixed(2)}`).join(', ')
  return [
    JSON.stringify(scenario),
    `calm after ${calmAfter / 1000} s; ${JSON.stringify(temper)}`,
    `exchange: ${rates(forecast.exchange)}`,
    `Telegram: ${rates(forecast.telegram)}`,
    `crashes: ${JSON.stringify(forecast.crashes)}`,
    ...schedule.troubles.map(
      ({ at, symbol, trouble, stays }) =>
        `${at === 'crash' ? 'with the crash' : `at ${at / 1000} s`}: ${symbol}: ${trouble.name}${stays ? ', which stays' : ''}`,
    ),
    ...happenings.map(({ at, happening }) => `at ${at / 1000} s: ${happening.name}`),
    ...(world.events ?? []),
    ...world
      .chat(ALICE)
      .messages()
      .slice(-8)
      .map(
        ({ from, content }) =>
          `${from.is_bot ? 'bot' : 'trader'}: ${content.text.replaceAll('\n', ' / ')}`,
      ),
    ...violations.map((what) => `VIOLATED: ${what}`),
  ]
}
