import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually, holdBitcoin, rows } from '../support/exits.ts'
import { linkKey, onExchange } from '../support/journey.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let key: { apiKey: string; secret: string }
beforeEach(async () => {
  world = await openWorld({ keyCheckSeconds: { idle: 0.3, busy: 0.3 }, keyConfirmSeconds: [0.2] })
  key = await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

async function noticeStates(): Promise<string[]> {
  const notices = await rows<{ body: string; status: string }>(
    world,
    'select body, status from notice order by created_at',
  )
  return notices.map(({ body, status }) => {
    const { kind } = JSON.parse(body) as { kind: string }
    return `${kind} ${status}`
  })
}

function sends(): number {
  return world.telegram.calls().filter(({ method }) => /^(send|edit)/.test(method)).length
}

async function blockAndDie(): Promise<void> {
  world.alice.blocks()
  await eventually(
    async () => (await rows(world, "select 1 from user_setting where name = 'blocked'")).length > 0,
  )
  world.exchange.setKeyState(key.apiKey, 'deleted')
  await eventually(async () => (await noticeStates()).includes('key-dead held'))
}

test('somebody who blocked the bot is sent nothing, and their bots trade on', async () => {
  const { alice, exchange, telegram } = world
  alice.blocks()
  await eventually(
    async () => (await rows(world, "select 1 from user_setting where name = 'blocked'")).length > 0,
  )
  const before = sends()

  const orders = exchange.orders().length
  exchange.setPrice('BTC/USDT', '56500')
  await onExchange(world, () => exchange.orders().length > orders)

  expect(await rows(world, 'select status from trading_bot')).toEqual([{ status: 'running' }])
  expect(sends()).toBe(before)
  expect(telegram.unansweredTaps()).toEqual([])
})

test('what is still true is told when they unblock the bot', async () => {
  await blockAndDie()
  const before = sends()

  world.alice.unblocks()

  await world.alice.until({ screen: 'key-dead' })
  expect(sends()).toBe(before + 1)
  await eventually(async () => (await noticeStates()).join() === 'key-dead sent')
})

test('what is over by then is not told', async () => {
  await blockAndDie()
  world.exchange.setKeyState(key.apiKey, 'active')
  await eventually(async () => (await noticeStates()).includes('key-back held'))

  world.alice.unblocks()

  expect((await world.alice.until({ screen: 'key-back' })).text).toContain('works again')
  expect(world.alice.shows({ screen: 'key-dead' })).toBe(false)
  const states = 'key-dead dropped,key-back sent,key-compared sent'
  await eventually(async () => (await noticeStates()).join() === states)
})

test('a block that nobody told of is found by the first send', async () => {
  world.telegram.fault({ method: 'sendMessage', kind: 'blocked' })
  world.exchange.setKeyState(key.apiKey, 'deleted')
  await eventually(async () => (await noticeStates()).includes('key-dead held'))
  expect(world.log.some((line) => line.includes('notices-held'))).toBe(true)

  world.alice.sends('/keys')

  await world.alice.until({ screen: 'key-dead' })
})
