import { randomBytes } from 'node:crypto'
import { Secret } from '../../src/lib/secret.ts'
import { LABELS } from '../support/labels.ts'
import { prepareLeavers, type Leaver } from '../support/leavers.ts'
import { openWorld, type World } from '../support/world.ts'
import { startUndock } from '../support/undock-process.ts'

/** Milliseconds from the tap on `Disconnect now`. */
export interface ExitTimes {
  /** Until the exchange was seen flat: the answer to the last look. */
  flat: number
  /** Until the receipt is in the chat. */
  receipt: number
}

/**
 * Times the exits of traders with so many positions, one trader after the other. Undock runs in a
 * process of its own, as it does in life. The first exit warms it up and is not counted.
 */
export async function undockExits(
  positions: number,
  roundTripMs: number,
  rounds: number,
): Promise<ExitTimes[]> {
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({
    logLevel: 'error',
    botTickSeconds: 1,
    vaultKey: new Secret(vaultKey),
  })
  const leavers = await prepareLeavers(world, Array<number>(rounds + 1).fill(positions))
  await world.app.stop()

  const undock = await startUndock({ ...world.environment, VAULT_KEY: vaultKey })
  world.exchange.setLatency(roundTripMs)
  const times: ExitTimes[] = []
  for (const leaver of leavers) times.push(await leave(world, leaver))

  await undock.kill9()
  await world.close()
  return times.slice(1)
}

async function leave({ exchange, clock }: World, { user, account }: Leaver): Promise<ExitTimes> {
  const before = exchange.requests().length
  user.taps(LABELS.disconnect)
  const start = clock.now().getTime()
  await user.until({ screen: 'exit-receipt' })
  const receipt = clock.now().getTime() - start
  // What follows the receipt must not meet the next exit.
  user.sends('/keys')
  await user.until({ screen: 'no-keys' })
  if (exchange.openOrders(account).length > 0) throw new Error('The exit left orders behind')

  const looks = exchange
    .requests()
    .slice(before)
    .filter(({ path }) => LOOKS.has(path))
  return { flat: (looks.at(-1)?.at.getTime() ?? Number.NaN) - start, receipt }
}

const LOOKS = new Set(['/api/v3/openOrders', '/api/v3/account'])
