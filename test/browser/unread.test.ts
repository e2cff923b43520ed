import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { type ChatPage, openChatPage } from '../support/chat-page.ts'
import { botSays, fillChat } from './long-chat.ts'
import { NO_CHROMIUM, PHONE, openPage } from './visit.ts'

describe.skipIf(NO_CHROMIUM)('what is unread', { timeout: 60_000 }, () => {
  test('has a line above it and a number on the button that leads there', async () => {
    const stage = await aChat(60)
    const page = await openPage(stage.origin)
    await page.locator('.scroller').hover()
    await page.mouse.wheel(0, -900)
    await page.locator('.to-end.shown').waitFor()

    await botSays(stage, 'First of two.')
    await botSays(stage, 'Second of two.')

    await page.locator('.to-end .unread', { hasText: '2' }).waitFor()
    await page.getByRole('button', { name: 'To the newest message' }).click()
    await page.locator('.unread-line + .row', { hasText: 'First of two.' }).waitFor()
    stage.user.sends('I answer.')
    await page.getByText('I answer.').waitFor()
    await expect.poll(() => page.locator('.unread-line').count()).toBe(0)
  })

  test('is counted on the tab of a phone, and the chat opens at its line', async () => {
    const stage = await aChat(20)
    const page = await openPage(stage.origin, PHONE)
    await page.getByRole('button', { name: 'Exchange', exact: true }).click()

    for (let count = 0; count < 12; count += 1) await botSays(stage, `While away ${count}.`, true)

    await page.getByRole('button', { name: 'Chat 12 unread' }).click()
    await page.getByText('While away 0.').waitFor()
    const line = await page.locator('.unread-line').boundingBox()
    const scroller = await page.locator('.scroller').boundingBox()
    expect(line?.y).toBeGreaterThanOrEqual(scroller?.y ?? Infinity)
    expect(line?.y).toBeLessThan((scroller?.y ?? 0) + 100)
    expect(await page.locator('.to-end .unread').textContent()).toBe('12')
  })
})

/** A chat of its own, closed when the test ends. */
async function aChat(messages: number): Promise<ChatPage> {
  const stage = await openChatPage(systemClock)
  onTestFinished(stage.close)
  await fillChat(stage, messages)
  return stage
}
