import { randomBytes } from 'node:crypto'
import { Secret } from '../../../src/lib/secret.ts'
import type { Random } from '../../../src/playground/paper-exchange/random.ts'
import { prepareLeavers, type Leaver } from '../../support/leavers.ts'
import { openWorld, type World } from '../../support/world.ts'
import { Killer, type Blows } from './killer.ts'
import { between } from './pick.ts'
import { judge, type Verdict } from './verdict.ts'
import { badWeather } from './weather.ts'

const POSITIONS = [1, 2, 3, 1, 2, 3, 1, 2]
/** Taps on `Disconnect now` are spread over so many milliseconds. */
const TAPS_MS = 20_000
const LONGEST_SECONDS = 600

export type RoundResult = Verdict & Blows

/**
 * Eight traders leave while Undock's processes are killed and frozen and the weather is bad. The
 * exchange and Telegram are never killed: they tell what really happened.
 */
export async function playRound(processes: number, random: Random): Promise<RoundResult> {
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({
    logLevel: 'error',
    botTickSeconds: 1,
    vaultKey: new Secret(vaultKey),
  })
  const leavers = await prepareLeavers(world, POSITIONS)
  // So that a second sale would be possible.
  for (const leaver of leavers) depositSpares(world, leaver)
  await world.app.stop()

  const env = { ...world.environment, VAULT_KEY: vaultKey }
  const killer = await Killer.start(processes, { random, env })
  const endOfStorm = badWeather(world, random)
  await Promise.all(leavers.map((leaver) => leave(leaver, between(random, 0, TAPS_MS))))
  endOfStorm()
  await killer.rest()
  const verdict = await judge(world, leavers)
  await killer.stop()
  await world.close()
  return { ...verdict, ...killer.blows }
}

function depositSpares({ exchange }: World, { account }: Leaver): void {
  for (const { base, quote } of exchange.symbols()) {
    if (quote === 'USDT') exchange.deposit(base, '1', account)
  }
}

async function leave({ user }: Leaver, afterMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  user.taps('Disconnect now')
  const until = Date.now() + LONGEST_SECONDS * 1_000
  while (Date.now() < until) {
    const next = await user
      .until(/is disconnected|not sold/, { seconds: 60 })
      .catch(() => undefined)
    if (next?.text.includes('is disconnected')) return
  }
  throw new Error(`The exit did not end. The chat:\n${user.text()}`)
}
