import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '../../src/db/transact.ts'
import { changePlan, insertDraft } from '../../src/sagas/exit-plan-repo.ts'
import { removeBots } from '../../src/sagas/exit-finish.ts'
import { listLeftBots, listMovable } from '../../src/sagas/left-bots.ts'
import { createBot } from '../../src/trading-bots/create-bot.ts'
import { moveSettings } from '../../src/trading-bots/move-settings.ts'
import { pauseBot, resumeBot } from '../../src/trading-bots/pause-bot.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { openKeys } from '../keys/support.ts'

/** A bot on one key, and another key of the same trader. */
async function aBotAndAnotherKey() {
  const stage = await openKeys()
  const [key, other] = [await stage.link(), await stage.link({ account: 'other' })]
  const parameters = { money: '100' }
  const request = {
    userId: '7',
    keyId: key.id,
    strategy: 'grid',
    symbol: 'BTC/USDT',
    parameters,
  } as const
  const bot = await createBot(stage, { ...request, id: randomUUID() })
  if (typeof bot === 'string') throw new Error(`Cannot make a bot: ${bot}`)
  const move = { botId: bot.id, keyId: other.id, symbol: 'BTC/USDC', parameters: { money: '90' } }
  return { ...stage, key, bot, other, move }
}

test('moveSettings() makes one paused bot however often it is asked, and the old one can’t run beside it', async () => {
  const { bot, move, ...stage } = await aBotAndAnotherKey()
  expect(await moveSettings(stage, move)).toBe('not-standing')
  await pauseBot(stage, bot.id)

  const made = await moveSettings(stage, move)
  const again = await moveSettings(stage, { ...move, keyId: bot.keyId })

  const { botId: movedFrom, ...settings } = move
  expect(made).toMatchObject({ ...settings, movedFrom, name: 'Grid BTC/USDC', status: 'paused' })
  expect(again).toEqual(made)
  expect(await resumeBot(stage, bot.id)).toBe(false)
  await transact(stage.db, (trx) => removeBots(trx, stage, [made as TradingBot]))
  expect(await resumeBot(stage, bot.id)).toBe(true)
})

test('moveSettings() makes nothing on a key that may only read', async () => {
  const { bot, move, ...stage } = await aBotAndAnotherKey()
  const watchOnly = await stage.link({ account: 'third', trade: false })
  await pauseBot(stage, bot.id)

  expect(await moveSettings(stage, { ...move, keyId: watchOnly.id })).toBe('watch-only')
})

test('listLeftBots() gives what a disconnect removed in the last 30 days, until it moves', async () => {
  const { bot, key, move, ...stage } = await aBotAndAnotherKey()
  const { db, clock } = stage
  const plan = await transact(db, async (trx) => {
    const draft = { userId: '7', keyId: key.id, kind: 'disconnect', botId: undefined } as const
    const made = await insertDraft(trx, draft, clock.now())
    await removeBots(trx, stage, [bot])
    const facts = { botIds: [bot.id] }
    await changePlan(trx, made, { status: 'done', facts, at: clock.now() })
    return made
  })

  expect(await listLeftBots(stage, '7')).toMatchObject([{ id: bot.id }])
  expect(await listLeftBots(stage, '8')).toEqual([])
  expect(await listMovable(db, '8', plan.id)).toEqual([])
  clock.advance(31 * 86_400_000)
  expect(await listLeftBots(stage, '7')).toEqual([])
  expect(await listMovable(db, '7', plan.id)).toMatchObject([{ id: bot.id }])
  await moveSettings(stage, move)
  expect(await listMovable(db, '7', plan.id)).toEqual([])
})
