import { randomBytes } from 'node:crypto'
import { Secret } from '../../../src/lib/secret.ts'
import { LABELS } from '../../support/labels.ts'
import { prepareLeavers, type Leaver } from '../../support/leavers.ts'
import { openWorld, type World } from '../../support/world.ts'
import type { Dice } from '../world/dice.ts'
import { Killer, type Blows } from './killer.ts'
import type { ChaosOptions } from './options.ts'
import { openPlace } from './place.ts'
import { judge, type Verdict } from './verdict.ts'
import { badWeather } from './weather.ts'

const POSITIONS = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]
/** Taps on `Disconnect now` are spread over so many milliseconds. */
const TAPS_MS = 40_000
/** Bad weather ends some time; kills go on. */
const STORM_MS = 60_000
const LONGEST_SECONDS = 600

export type RoundResult = Verdict & Blows

/**
 * Twelve traders leave while Undock's processes are killed and frozen and the weather is bad. The
 * exchange and Telegram are never killed: they tell what really happened.
 */
export async function playRound(
  { database, processes }: ChaosOptions,
  dice: Dice,
): Promise<RoundResult> {
  const { place, drop } = await openPlace(database)
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({
    ...(place && { database: place }),
    logLevel: 'error',
    botTickSeconds: 1,
    vaultKey: new Secret(vaultKey),
  })
  const leavers = await prepareLeavers(world, POSITIONS)
  // So that a second sale would be possible.
  for (const leaver of leavers) depositSpares(world, leaver)
  await world.app.stop()

  const env = { ...world.environment, VAULT_KEY: vaultKey }
  const killer = await Killer.start(processes, { dice, env })
  const endOfStorm = badWeather(world, dice)
  setTimeout(endOfStorm, STORM_MS)
  await Promise.all(leavers.map((leaver) => leave(leaver, dice.between(0, TAPS_MS))))
  endOfStorm()
  await killer.rest()
  const verdict = await judge(world, leavers)
  await killer.stop()
  await world.close()
  await drop()
  return { ...verdict, ...killer.blows }
}

function depositSpares({ exchange }: World, { account }: Leaver): void {
  for (const { base, quote } of exchange.symbols()) {
    if (quote === 'USDT') exchange.deposit(base, '1', account)
  }
}

async function leave({ user }: Leaver, afterMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  user.taps(LABELS.disconnect)
  const until = Date.now() + LONGEST_SECONDS * 1_000
  while (Date.now() < until) {
    const next = await user
      .until({ screen: ['exit-receipt', 'exit-question'] }, { seconds: 60 })
      .catch(() => undefined)
    if (next?.screen === 'exit-receipt') return
  }
  throw new Error(`The exit did not end. The chat:\n${user.text()}`)
}
