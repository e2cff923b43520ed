import { Big } from 'big.js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { PageState } from '../../src/playground/page/page-state.ts'
import { playStory, press, sceneOf, shown } from './moves.ts'
import { NO_CHROMIUM, PHONE, useVisit } from './visit.ts'

describe.skipIf(NO_CHROMIUM)('the stories', { timeout: 90_000 }, () => {
  const visit = useVisit()
  beforeEach(async () => {
    await visit.playground().post('/reset')
  })

  test('Leave cleanly ends flat, with the order by hand untouched', async () => {
    const page = await visit.open()

    await playStory(page, 'Leave cleanly')
    await press(page, 'Continue')
    await press(page, 'Pause and continue')
    await press(page, 'Close all')
    await press(page, 'Realize -')
    await press(page, 'Disconnect now')
    await shown(page, 'exit-receipt')

    await sceneOf(page, 'nobody').waitFor()
    const state = await visit.playground().state()
    expect(state.exchange.openOrders).toMatchObject([{ ours: false, symbol: 'ETH/USDT' }])
    expect(heldOf(state, 'BTC').minus('0.1').lt('0.00002')).toBe(true)
    expect(heldOf(state, 'SOL').lt('0.002')).toBe(true)
    expect(await page.locator('.chip.ours').count()).toBeGreaterThan(0)
  })

  test('Keep the loser sells what wins and keeps the rest, on a phone', async () => {
    const page = await visit.open(PHONE)
    const strip = page.locator('.scene')

    await playStory(page, 'Keep the loser')
    const before = await strip.boundingBox()
    await press(page, 'Close winners only')
    await press(page, 'Disconnect now')
    await shown(page, 'exit-receipt')
    await sceneOf(page, 'nobody').waitFor()

    // The words of the story change; the chat under them must not move.
    expect(await strip.boundingBox()).toEqual(before)

    const state = await visit.playground().state()
    expect(state.exchange.openOrders).toEqual([])
    expect(heldOf(state, 'BTC').gt('0.12')).toBe(true)
    expect(heldOf(state, 'SOL').lt('0.002')).toBe(true)
  })

  test('The exchange revoked my key: one click deletes it, one notice tells what to do', async () => {
    const page = await visit.open()

    await playStory(page, 'The exchange revoked my key')
    await page.getByRole('button', { name: 'Delete the key' }).click()
    await shown(page, 'key-dead')

    await sceneOf(page, 'nobody').waitFor()
    await press(page, '☐')
    await page.locator('.key').filter({ hasText: '☑' }).waitFor()
    const { exchange, chat } = await visit.playground().state()
    expect(exchange.keys[0]?.state).toBe('deleted')
    expect(chat.messages.filter(({ screen }) => screen === 'key-dead')).toHaveLength(1)
  })

  test('Start over in the middle of a story begins anew within a second', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'Leave cleanly' }).click()
    await shown(page, 'key-linked')

    const began = performance.now()
    await page.getByRole('button', { name: 'Start over' }).click()
    await page.getByRole('heading', { name: 'What can this bot do?' }).waitFor()
    await page.getByRole('button', { name: 'Start over', disabled: false }).waitFor()

    expect(performance.now() - began).toBeLessThan(3000)
    const { chat, exchange, scene } = await visit.playground().state()
    expect([chat.messages, exchange.keys, exchange.openOrders, scene]).toEqual([[], [], [], null])
    expect(chat.commands.length).toBeGreaterThan(5)
  })
})

/** Free and locked. */
function heldOf({ exchange }: PageState, asset: string): Big {
  const balance = exchange.balances.find((each) => each.asset === asset)
  return new Big(balance?.free ?? 0).plus(balance?.locked ?? 0)
}
