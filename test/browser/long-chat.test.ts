import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { type ChatPage, openChatPage } from '../support/chat-page.ts'
import { botSays, fillChat, scrollThrough } from './long-chat.ts'
import { memoryOf } from './memory.ts'
import { NO_CHROMIUM, openPage } from './visit.ts'

const MESSAGES = 2000
const MEGABYTE = 1024 * 1024

describe.skipIf(NO_CHROMIUM)('a chat with 2,000 messages', { timeout: 90_000 }, () => {
  let stage: ChatPage
  beforeAll(async () => {
    stage = await openChatPage(systemClock)
    await fillChat(stage, MESSAGES)
  }, 60_000)
  afterAll(() => stage.close())

  test('takes little, however far it is scrolled', async () => {
    const page = await openPage(stage.origin)
    const opened = await memoryOf(page)

    await scrollThrough(page)

    const scrolled = await memoryOf(page)
    expect(opened.nodes).toBeLessThan(4000)
    expect(scrolled.nodes).toBeLessThan(6000)
    expect(scrolled.heap).toBeLessThan(8 * MEGABYTE)
    expect(scrolled.nodesHeap).toBeLessThan(16 * MEGABYTE)
  })

  test('keeps in place what is read when older messages come above it', async () => {
    const page = await openPage(stage.origin)
    for (let batch = 0; batch < 3; batch += 1) {
      const moved = await page.evaluate('movedByOlder()')
      expect(moved).toBeLessThan(2)
    }
  })

  test('stays where it is read while messages come below, and counts them', async () => {
    const page = await openPage(stage.origin)
    await page.locator('.scroller').hover()
    await page.mouse.wheel(0, -900)
    await page.locator('.to-end.shown').waitFor()
    const before = await page.evaluate('topRow()')

    await botSays(stage, 'One that came later.')
    await botSays(stage, 'Another one.')

    await page.locator('.to-end .unread', { hasText: '2' }).waitFor()
    expect(await page.evaluate('topRow()')).toEqual(before)
    await page.getByRole('button', { name: 'To the newest message' }).click()
    await page.locator('.to-end:not(.shown)').waitFor({ state: 'attached' })
    await page.getByText('Another one.').waitFor()
  })
})
