import { describe, expect, onTestFinished, test } from 'vitest'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import { eraseKey, getKey, moveKey } from '../../src/keys/key-repo.ts'
import { replaceKey } from '../../src/keys/link.ts'
import { turnAfter } from '../../src/keys/pace.ts'
import { checkKey, queueCheck, type KeyNews } from '../../src/keys/watch.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { linkKey } from '../support/journey.ts'
import { openWorld } from '../support/world.ts'
import { openKeys, type KeyStage } from './support.ts'

const RIGHTS = '/sapi/v1/account/apiRestrictions'

interface Watched extends KeyStage {
  keyId: string
  apiKey: string
  news: KeyNews[]
  busy: boolean
  /** Checks the key as the queue would. */
  check: () => Promise<void>
  /** Checks it, with something that happens while the exchange is asked. */
  checkWhile: (happens: () => Promise<void>) => Promise<void>
  /** Seconds until the next check that is planned. */
  nextIn: () => Promise<number | undefined>
  probes: () => number
}

/** A linked key, and its checks. */
async function watch(): Promise<Watched> {
  const stage = await openKeys()
  const { id, apiKey } = await stage.link()
  const watched: Watched = {
    ...stage,
    keyId: id,
    apiKey,
    news: [],
    busy: false,
    async check() {
      await stage.db.deleteFrom('wake').execute()
      await checkKey(
        stage,
        id,
        async () => watched.busy,
        async (_, { what }) => void watched.news.push(what),
      )
    },
    async checkWhile(happens) {
      const { arrived, release } = stage.holdNext(RIGHTS)
      const checking = watched.check()
      await arrived
      await happens()
      release()
      await checking
    },
    async nextIn() {
      const row = await stage.db.selectFrom('wake').select('run_at').executeTakeFirst()
      return row && (new Date(row.run_at).getTime() - stage.clock.now().getTime()) / 1000
    },
    probes: () => stage.paper.requests().filter(({ path }) => path === RIGHTS).length - 1,
  }
  return watched
}

describe('checkKey()', () => {
  test.each([
    ['a key with a running bot', true, 60],
    ['any other key', false, 240],
  ])('asks again about %s, at the moment that is its own', async (_, busy, seconds) => {
    const watched = await watch()
    watched.busy = busy
    const turn = turnAfter(watched.keyId, watched.clock.now(), seconds)

    await watched.check()
    expect(await watched.nextIn()).toBe((turn.getTime() - NOON.getTime()) / 1000)

    watched.clock.advance(turn.getTime() - NOON.getTime())
    await watched.check()
    expect(await watched.nextIn()).toBeCloseTo(seconds, 2)
    expect(watched.probes()).toBe(2)
  })

  test('calls a frozen account dead, of which the rights tell nothing, until it may trade again', async () => {
    const watched = await watch()
    const { paper, apiKey, keyId, clock, connections } = watched
    paper.setKeyState(apiKey, 'frozen')
    await watched.check()
    expect(await getKey(watched.db, keyId)).toMatchObject({ health: 'healthy' })

    const exchange = await connections.open(keyId, 'routine')
    const cancel = exchange.cancelOrder({ symbol: 'BTC/USDT', clientOrderId: 'u1' })
    await expect(cancel).rejects.toMatchObject({ verdict: 'frozen' })
    for (const seconds of [0, 60, 300]) {
      clock.advance(seconds * 1_000)
      await watched.check()
    }
    expect(await getKey(watched.db, keyId)).toMatchObject({ health: 'dead', cause: 'frozen' })

    clock.advance(60_000)
    await watched.check()
    paper.setKeyState(apiKey, 'active')
    clock.advance(60_000)
    await watched.check()
    expect(watched.news).toEqual(['died', 'came-back'])
  })

  test('records a death once, after both waits, and a return once', async () => {
    const watched = await watch()
    const { paper, apiKey, clock } = watched
    const waits: (number | undefined)[] = []
    const step = async () => {
      await watched.check()
      waits.push(await watched.nextIn())
      clock.advance((waits.at(-1) ?? 0) * 1000)
    }

    paper.setKeyState(apiKey, 'deleted')
    for (let i = 0; i < 5; i += 1) await step()
    expect(waits.slice(0, 2)).toEqual([60, 300])
    expect(waits[2]).toBeLessThanOrEqual(720)
    expect(waits.slice(3)).toEqual([720, 720])
    expect(watched.news).toEqual(['died'])
    expect(await getKey(watched.db, watched.keyId)).toMatchObject({
      health: 'dead',
      cause: 'revoked',
      refusals: 3,
    })

    paper.setKeyState(apiKey, 'active')
    await step()
    await step()
    expect(watched.news).toEqual(['died', 'came-back'])
    expect(await getKey(watched.db, watched.keyId)).toMatchObject({ health: 'healthy' })
  })

  test('is not misled by its own probe: one refusal brings one probe, not a storm', async () => {
    const watched = await watch()
    watched.paper.setKeyState(watched.apiKey, 'deleted')

    await watched.check()

    expect(watched.refused).toEqual([])
    expect(await watched.nextIn()).toBe(60)
  })

  test('hears of a refusal that any other call meets', async () => {
    const watched = await watch()
    watched.paper.setKeyState(watched.apiKey, 'deleted')
    const exchange = await watched.connections.open(watched.keyId, 'exit')

    await expect(exchange.fetchAccount()).rejects.toThrow(ExchangeError)

    expect(watched.refused).toEqual([watched.keyId])
  })

  test('does not count checks that others ask for before their time', async () => {
    const watched = await watch()
    const { clock } = watched
    watched.paper.setKeyState(watched.apiKey, 'deleted')
    for (let i = 0; i < 6; i += 1) {
      await watched.check()
      clock.advance(9_000)
    }

    expect(await getKey(watched.db, watched.keyId)).toMatchObject({
      health: 'suspect',
      refusals: 1,
    })
    expect(await watched.nextIn()).toBe(15 - 9)
  })

  test.each<[string, (stage: Watched) => void]>([
    ['maintenance', ({ paper }) => paper.setMaintenance(true)],
    ['a cut connection', ({ paper }) => paper.fault({ path: RIGHTS, effect: { kind: 'drop' } })],
    [
      'a clock problem',
      ({ paper }) =>
        paper.fault({
          path: RIGHTS,
          effect: { kind: 'status', status: 400, body: '{"code":-1021,"msg":"Timestamp"}' },
        }),
    ],
    [
      'a page of a firewall',
      ({ paper }) =>
        paper.fault({ path: RIGHTS, effect: { kind: 'status', status: 403, body: '<html>' } }),
    ],
  ])('says nothing of the key at %s, and asks a suspect again soon', async (_, trouble) => {
    const watched = await watch()
    watched.paper.setKeyState(watched.apiKey, 'deleted')
    await watched.check()
    watched.clock.advance(60_000)
    const before = await getKey(watched.db, watched.keyId)

    trouble(watched)
    await watched.check()

    expect(await getKey(watched.db, watched.keyId)).toEqual(before)
    expect(await watched.nextIn()).toBe(15)
    expect(watched.news).toEqual([])
  })

  test('records one death when two checks meet', async () => {
    const watched = await watch()
    watched.paper.setKeyState(watched.apiKey, 'deleted')
    await watched.check()
    watched.clock.advance(60_000)
    await watched.check()
    watched.clock.advance(300_000)

    await Promise.all([watched.check(), watched.check(), watched.check()])

    expect(watched.news).toEqual(['died'])
  })

  test('does not hold a refusal of the old key against the one that replaced it meanwhile', async () => {
    const watched = await watch()
    const { paper, keyId } = watched
    paper.setKeyState(watched.apiKey, 'deleted')
    watched.clock.advance(1_000)

    const credentials = paper.createKey()
    await watched.checkWhile(async () => {
      await replaceKey(watched, { keyId, credentials })
    })

    expect(await getKey(watched.db, keyId)).toMatchObject({
      health: 'healthy',
      refusals: 0,
      tail: credentials.apiKey.slice(-4),
    })
    expect(await watched.nextIn()).toBe(0)
  })

  test('declares nothing about a key that was erased while it was asked', async () => {
    const watched = await watch()
    const { db, keyId, clock } = watched
    const doubts = { health: 'suspect', cause: 'revoked', refusals: 2 } as const
    await db
      .updateTable('exchange_key')
      .set({ ...doubts, refused_at: NOON.toISOString() })
      .execute()
    watched.paper.setKeyState(watched.apiKey, 'deleted')
    clock.advance(300_000)

    await watched.checkWhile(() =>
      db.transaction().execute((trx) => eraseKey(trx, keyId, clock.now())),
    )

    expect(watched.news).toEqual([])
  })

  test('goes on watching a key whose exit began while it was asked', async () => {
    const watched = await watch()
    const { db, keyId, clock } = watched
    const move = { from: 'linked', to: 'disconnecting', at: clock.now() } as const

    await watched.checkWhile(async () => {
      await db.transaction().execute((trx) => moveKey(trx, keyId, move))
    })

    expect(await watched.nextIn()).toBe(0)
  })

  test.each<['sealed' | 'unlinked']>([['sealed'], ['unlinked']])(
    'asks nothing about a key that is %s',
    async (status) => {
      const watched = await watch()
      await watched.db.updateTable('exchange_key').set({ status }).execute()

      await watched.check()

      expect(watched.probes()).toBe(0)
      expect(await watched.nextIn()).toBeUndefined()
    },
  )
})

describe('queueCheck()', () => {
  test('leaves a check that is planned for earlier', async () => {
    const watched = await watch()
    await watched.check()
    const planned = await watched.nextIn()
    const at = new Date(watched.clock.now().getTime() + 3_600_000)

    await watched.db.transaction().execute((trx) => queueCheck(trx, watched, watched.keyId, at))

    expect(await watched.nextIn()).toBe(planned)
  })
})

test('the app asks a refused key three times with the waits between, and no more, before it says so', async () => {
  const world = await openWorld({
    keyCheckSeconds: { idle: 0.3, busy: 0.3 },
    keyConfirmSeconds: [0.2, 0.4],
  })
  onTestFinished(() => world.close())
  const { apiKey } = await linkKey(world)

  world.exchange.setKeyState(apiKey, 'deleted')
  expect((await world.alice.until({ screen: 'key-dead' })).text).toContain(
    'does not exist any more',
  )

  const refusals = world.exchange
    .requests()
    .filter((request) => request.apiKey === apiKey && request.status !== 200)
  const waits = refusals
    .slice(1)
    .map(({ at }, i) => at.getTime() - (refusals[i]?.at.getTime() ?? 0))
  expect(waits).toEqual([expect.toSatisfy((ms) => ms >= 190), expect.toSatisfy((ms) => ms >= 390)])
})
