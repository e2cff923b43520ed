import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/lib/secret.ts'
import { eventually } from '../support/exits.ts'
import { startNode, type Child } from '../support/process.ts'
import { scratchFolder } from '../support/scratch.ts'
import { hear, newLinkedTrader, newTrader, runGrid } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

const PROBE = '/sapi/v1/account/apiRestrictions'
const EVERY_SECONDS = 1

let world: World
const vaultKey = randomBytes(32).toString('base64')
beforeAll(async () => {
  world = await openWorld({ vaultKey: new Secret(vaultKey), botTickSeconds: 30 })
})
afterAll(() => world.close())

/** Undock as an operator starts it, once more on the same database. */
async function start(): Promise<Child> {
  const child = startNode([`${process.cwd()}/src/main.ts`], {
    cwd: scratchFolder(),
    env: {
      ...world.environment,
      ALLOWED_USERS: '*',
      VAULT_KEY: vaultKey,
      PORT: '0',
      BOT_TICK_SECONDS: `${EVERY_SECONDS}`,
      KEY_CHECK_SECONDS: `${EVERY_SECONDS}`,
      KEY_CONFIRM_SECONDS: '1,1',
    },
  })
  await child.prints('Undock runs on Telegram')
  return child
}

test('three processes do each thing once, and go on when those that lead are killed', async () => {
  const traders: Awaited<ReturnType<typeof newLinkedTrader>>[] = []
  for (let i = 0; i < 3; i += 1) {
    const trader = await newLinkedTrader(world)
    world.exchange.deposit('USDT', '5000', trader.account)
    await runGrid(trader)
    traders.push(trader)
  }
  await world.app.stop()
  const startedAt = world.clock.now()
  const children = await Promise.all([start(), start(), start()])

  // Updates: each is answered once, in the order of its chat.
  const people = Array.from({ length: 6 }, () => newTrader(world).alice)
  for (const alice of people) {
    for (let i = 0; i < 3; i += 1) alice.sends('/bots')
    alice.sends('/settings')
  }
  for (const alice of people) {
    await alice.until({ screen: 'settings' })
    const answers = alice.messages().filter(({ from }) => from === 'bot')
    expect(answers.map(({ text }) => text.slice(0, 7))).toEqual([
      'No bots',
      'No bots',
      'No bots',
      'Setting',
    ])
  }

  // Ticks and probes: as often as one process would.
  const timesOf = (apiKey: string, path: string) =>
    world.exchange
      .requests()
      .filter((request) => request.apiKey === apiKey && request.path === path)
      .filter(({ at }) => at > startedAt)
      .map(({ at }) => at.getTime())
  await eventually(() => traders.every(({ apiKey }) => timesOf(apiKey, PROBE).length >= 6))
  for (const { apiKey } of traders) {
    const between = (path: string) => {
      const times = timesOf(apiKey, path).slice(1)
      return times.slice(1).map((at, i) => at - (times[i] ?? 0))
    }
    expect(Math.min(...between('/api/v3/openOrders'))).toBeGreaterThan(EVERY_SECONDS * 1_000 - 50)
    // A key's probe has a moment of its own in each interval: one that is late makes the next wait
    // shorter. Were each done by two processes, half an interval would lie between them.
    const probes = between(PROBE)
    expect(sum(probes) / probes.length).toBeGreaterThan(EVERY_SECONDS * 600)
  }

  // A notice: told once.
  const [first] = traders
  if (first === undefined) throw new Error('There is no trader')
  world.exchange.setKeyState(first.apiKey, 'deleted')
  expect((await first.alice.until({ screen: 'key-dead' })).text).toContain(
    'Binance refuses the key',
  )
  await hear(first.alice, '/bots', 'bots')
  expect(first.alice.messages().filter(({ screen }) => screen === 'key-dead')).toHaveLength(1)

  // Whoever leads is killed: another polls within two seconds, and what was asked meanwhile is answered.
  for (const child of children.slice(0, 2)) {
    const { alice } = newTrader(world)
    await child.kill9()
    alice.sends('/bots')
    await alice.until({ screen: 'no-bots' }, { seconds: 4 })
  }
}, 180_000)

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
