import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { reasonOf } from '../../src/telegram/trading-bots/reason-words.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const BOT: TradingBot = {
  id: 'bot-1',
  userId: '42',
  keyId: 'key-1',
  name: 'Grid ETH/USDT',
  strategy: 'grid',
  symbol: 'ETH/USDT',
  parameters: {},
  status: 'failed',
  resting: 'keep',
  reason: undefined,
  createdAt: new Date(0),
}

test('reasonOf(EN, ) says which coins are missing, how many, and what to do', () => {
  const shortage = { coin: 'ETH', needed: new Big('0.5'), present: new Big('0.2') }

  expect(reasonOf(EN, { ...BOT, reason: 'coins-missing', shortage })).toMatchInlineSnapshot(
    `"by their fills your bots hold 0.5 ETH, and the account has 0.2 ETH, with what rests in orders. 0.3 ETH went away by hand. Bring them back and resume the bot, or take them off its books: /keys, then the key, then “Compare”"`,
  )
})

test('reasonOf(EN, ) says how much money the next orders need', () => {
  const shortage = { coin: 'USDT', needed: new Big('498.45'), present: new Big(50) }

  expect(reasonOf(EN, { ...BOT, reason: 'insufficient-funds', shortage })).toMatchInlineSnapshot(
    `"its next orders need 498.45 USDT, and the account has 50 USDT free, so the exchange refused them. Bring in USDT, or free some that other orders lock, then resume the bot"`,
  )
})

test('reasonOf(EN, ) has nothing to say of a bot that just runs', () => {
  expect(reasonOf(EN, { ...BOT, status: 'running' })).toBeUndefined()
})
