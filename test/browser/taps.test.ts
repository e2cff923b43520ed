import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { type ChatPage, openChatPage } from '../support/chat-page.ts'
import { botSays } from './long-chat.ts'
import { NO_CHROMIUM, openPage } from './visit.ts'

describe.skipIf(NO_CHROMIUM)('the chat', { timeout: 60_000 }, () => {
  test('sends a tap once however often it is pressed, and again after the answer', async () => {
    const stage = await aStage()
    const taps: string[] = []
    stage.botApi.onEvent((event) => event.type === 'tapped' && taps.push(event.tapId))
    const page = await openPage(stage.origin)
    stage.user.sends('/bots')
    await botSays(stage, 'Your bot.', true)
    const pause = page.getByRole('button', { name: 'Pause' })

    await pause.dblclick()
    await page.locator('.key[aria-busy=true]').waitFor()
    await pause.click()
    await stage.call('answerCallbackQuery', { callback_query_id: taps[0], text: 'Paused.' })
    await page.locator('.toast', { hasText: 'Paused.' }).waitFor()
    expect(taps).toHaveLength(1)

    await pause.click()
    await expect.poll(() => taps.length).toBe(2)
  })

  test('goes on by itself after a lost connection, with what was missed', async () => {
    const stage = await aStage()
    const page = await openPage(stage.origin)
    stage.user.sends('Before.')
    await page.getByText('Before.').waitFor()

    const reconnect = await stage.disconnect()
    await page.getByText('waiting for the playground…').waitFor()
    stage.user.sends('Missed.')
    await reconnect()

    await page.getByText('Missed.').waitFor()
    expect(await page.locator('.status').textContent()).toBe('bot')
  })
})

async function aStage(): Promise<ChatPage> {
  const stage = await openChatPage(systemClock)
  onTestFinished(stage.close)
  return stage
}
