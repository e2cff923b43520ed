import { randomBytes } from 'node:crypto'
import { Secret } from '../../src/lib/secret.ts'
import { choosePasting, say, tap } from '../support/journey.ts'
import { newTrader, type Trader } from '../support/traders.ts'
import { startUndock } from '../support/undock-process.ts'
import { openWorld, type World } from '../support/world.ts'
import { median, print } from './report.ts'

const ROUND_TRIP_MS = 100
const ROUNDS = 7

/** The sending of the last thing that links a key; gives when the chat should show it. */
type Link = (trader: Trader) => Promise<string>

/**
 * From the message with the key until the exchange saw its first probe, and until the chat says that it is linked,
 * against the round trips of the probe. The ways take turns; Undock runs in a process of its own.
 */
export async function benchLink(): Promise<void> {
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({ logLevel: 'error', vaultKey: new Secret(vaultKey) })
  await world.app.stop()
  const undock = await startUndock({ ...world.environment, VAULT_KEY: vaultKey })
  world.exchange.setLatency(ROUND_TRIP_MS)

  const times = new Map(Object.keys(WAYS).map((way) => [way, [] as Times[]]))
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [way, link] of Object.entries(WAYS)) {
      const one = await time(world, link)
      // The first warms it up.
      if (round > 0) times.get(way)?.push(one)
    }
  }
  print(
    `Linking, at round trips of ${ROUND_TRIP_MS} ms`,
    [...times].map(([way, all]) => rowOf(way, all)),
  )

  await undock.kill9()
  await world.close()
}

/** Milliseconds from the message. */
interface Times {
  probed: number
  linked: number
}

async function time(world: World, link: Link): Promise<Times> {
  const { exchange, clock } = world
  const trader = newTrader(world)
  const text = await link(trader)
  const before = exchange.requests().length
  const start = clock.now().getTime()
  await say(trader.alice, text, 'key-linked')
  const linked = clock.now().getTime() - start
  const [first] = exchange.requests().slice(before)
  return { probed: (first?.at.getTime() ?? Number.NaN) - start, linked }
}

const WAYS: Record<string, Link> = {
  async 'pasted secret'({ alice, exchange, account }) {
    const key = exchange.createKey({ account })
    await say(alice, '/link', 'link-exchange')
    await choosePasting(alice, 'Binance')
    return `${key.apiKey}\n${key.secret}`
  },
  async 'key pair'({ alice, exchange, account }) {
    await say(alice, '/link', 'link-exchange')
    const { text } = await tap(alice, 'Binance', 'link-key-pair')
    const [publicKey = ''] = /-----BEGIN[^]+?END PUBLIC KEY-----/.exec(text) ?? []
    return exchange.registerPublicKey(publicKey, { account }).apiKey
  },
}

function rowOf(way: string, times: readonly Times[]): Record<string, string | number> {
  const [probed, linked] = [
    median(times.map((one) => one.probed)),
    median(times.map((one) => one.linked)),
  ]
  return {
    way,
    'first probe arrives after ms': Math.round(probed),
    'linked ms': Math.round(linked),
    'linked / round trip': (linked / ROUND_TRIP_MS).toFixed(2),
  }
}
