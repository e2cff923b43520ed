import { expect, test } from 'vitest'
import type { RestDialect } from '../../src/playground/paper-exchange/rest-dialect.ts'
import { PASSPHRASE } from '../exchange/okx/auth.ts'
import { okxRest } from '../exchange/okx/rest.ts'
import { say, startGrid, tap } from '../support/journey.ts'
import { BTC_GRID, expectCalm, labels } from '../support/traders.ts'
import { openWorld } from '../support/world.ts'

const DAY = 86_400_000

/** OKX, which announces that it ends trading of BTC/USDT then. */
function announcing(endsAt: Date): RestDialect {
  const okx = okxRest()
  const announced = `"expTime":"${endsAt.getTime()}"`
  return {
    ...okx,
    answer(deps, request) {
      const answer = okx.answer(deps, request)
      if (request.path !== '/api/v5/public/instruments') return answer
      return {
        ...answer,
        body: answer.body.replace(/\{[^{}]*"instId":"BTC-USDT"[^{}]*\}/, (market) =>
          market.replace('"expTime":""', announced),
        ),
      }
    },
  }
}

test('a trader is told once, ahead, that the exchange ends trading of a bot’s pair', async () => {
  const endsAt = new Date(Math.floor(Date.now() / DAY) * DAY + 20 * DAY)
  const world = await openWorld({ botTickSeconds: 0.3 }, () => ({
    id: 'okx',
    dialect: announcing(endsAt),
  }))
  const { alice, exchange, clock } = world
  try {
    const { apiKey, secret } = exchange.createKey()
    await say(alice, '/link', 'link-exchange')
    await tap(alice, 'OKX', 'link-credentials')
    await say(alice, [apiKey, secret, PASSPHRASE].join('\n'), 'key-linked')
    clock.advance(3)
    const since = alice.moment()
    await startGrid(world, BTC_GRID)

    const notice = await alice.until({ screen: 'pair-ends', since })

    const day = endsAt.toISOString().slice(0, 10)
    expect(notice.text).toContain(`OKX ends trading of BTC/USDT on ${day} 00:00 UTC.`)
    expect(notice.text).toContain('Grid BTC/USDT holds no coins and has')
    expect(notice.text).toContain('The bot keeps trading until then.')
    expect(labels(notice)).toEqual([['Remove', 'Show the bot']])
    await world.restart()
    clock.advance(3_700)
    await say(alice, '/bots', 'bots')
    const told = alice.messages().filter(({ screen }) => screen === 'pair-ends')
    expect(told).toHaveLength(1)
    expect(exchange.openOrders()).toHaveLength(5)
    await tap(alice, 'Remove', 'exit-bots')
    await expectCalm(world)
  } finally {
    await world.close()
  }
})
