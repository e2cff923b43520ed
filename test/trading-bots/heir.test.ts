import { expect, test } from 'vitest'
import { heirOf } from '../../src/trading-bots/heir.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'

function aBot(id: string, movedFrom?: string, status: TradingBot['status'] = 'paused'): TradingBot {
  return { id, movedFrom, status } as TradingBot
}

test('heirOf() gives the bot with which the settings go on', () => {
  expect(heirOf({ id: 'a' }, [aBot('a'), aBot('b', 'a')])).toMatchObject({ id: 'b' })
})

test('heirOf() gives one that they went on to from a bot that is removed', () => {
  const bots = [aBot('a'), aBot('b', 'a', 'removed'), aBot('c', 'b')]

  expect(heirOf({ id: 'a' }, bots)).toMatchObject({ id: 'c' })
})

test('heirOf() gives none once all are removed, or where none ever was', () => {
  expect(
    heirOf({ id: 'a' }, [aBot('a'), aBot('b', 'a', 'removed'), aBot('d', 'c')]),
  ).toBeUndefined()
})
