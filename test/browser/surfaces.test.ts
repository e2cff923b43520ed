import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { type ChatPage, openChatPage } from '../support/chat-page.ts'
import { botSays } from './long-chat.ts'
import { DESKTOP, type Look, NO_CHROMIUM, PHONE, openPage } from './visit.ts'

const LOOKS: [name: string, look: Look][] = [
  ['wide and light', DESKTOP],
  ['wide and dark', { ...DESKTOP, colorScheme: 'dark' }],
  ['a phone, light', PHONE],
  ['a phone, dark', { ...PHONE, colorScheme: 'dark' }],
]

const EVERYTHING =
  'A <b>bold</b>, <i>slanted</i>, <u>lined</u>, <s>struck</s> word, <code>code</code>, a ' +
  '<a href="https://example.com">link</a>, /help and <tg-spoiler>a spoiler</tg-spoiler>.' +
  '<pre>block of code</pre><blockquote>A quote</blockquote>'

describe.skipIf(NO_CHROMIUM)('axe finds no fault', { timeout: 90_000 }, () => {
  test.each(LOOKS)('on %s, whatever is open', async (_name, look) => {
    const stage = await aStage()
    const page = await openPage(stage.origin, look)
    const faults: string[] = []
    const ask = async (where: string) => faults.push(...(await askAxe(page, where)))
    await ask('the welcome')
    stage.user.sends('What is this?')
    await botSays(stage, EVERYTHING, true)
    await sendPicture(stage, page)
    await page.locator('.picture img').waitFor()
    await ask('the chat')

    await page.getByRole('button', { name: 'Menu of commands' }).click()
    await page.getByRole('option', { name: '/start' }).waitFor()
    await ask('the menu of commands')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Show the picture large' }).click()
    await page.getByRole('dialog', { name: 'Picture' }).waitFor()
    await ask('a picture, large')
    await page.getByRole('button', { name: 'Close' }).click()

    await page.getByRole('button', { name: 'Pause' }).click()
    await page.locator('.key[aria-busy=true]').waitFor()
    await ask('a tap that waits')
    await answerTap(stage, { text: 'It cannot be paused now.', show_alert: true })
    await page.getByRole('dialog').waitFor()
    await ask('an alert')
    await page.getByRole('button', { name: 'OK' }).click()

    await page.getByRole('button', { name: 'All bots' }).click()
    await page.locator('.key[aria-busy=true]').waitFor()
    await answerTap(stage, { text: 'Nothing changed.' })
    await page.locator('.toast').waitFor()
    await ask('a toast')

    const tab = page.getByRole('button', { name: 'Exchange', exact: true })
    if (await tab.isVisible()) await tab.click()
    await page.getByText('Markets against BTC and ETH').click()
    await page.getByRole('button', { name: 'Create an API key' }).click()
    await page.getByRole('button', { name: 'Put away' }).waitFor()
    await page.getByRole('button', { name: 'Place the order' }).click()
    await page.getByRole('button', { name: 'Cancel the order' }).waitFor()
    await ask('the exchange')
    await page.getByRole('button', { name: 'Delete the key' }).click()
    await page.getByRole('button', { name: 'Restore' }).waitFor()
    await ask('a key that was deleted')
    expect(faults).toEqual([])
  })
})

/** A chat with a bot whose commands are known. */
async function aStage(): Promise<ChatPage & { lastTap: () => string }> {
  const stage = await openChatPage(systemClock)
  onTestFinished(stage.close)
  let tapId = ''
  stage.botApi.onEvent((event) => {
    if (event.type === 'tapped') ({ tapId } = event)
  })
  const commands = [
    { command: 'start', description: 'What this is' },
    { command: 'help', description: 'What to do next' },
  ]
  await stage.call('setMyCommands', { commands })
  return { ...stage, lastTap: () => tapId }
}

async function sendPicture({ apiRoot, token, user }: ChatPage, page: Page): Promise<void> {
  const form = new FormData()
  form.set('chat_id', String(user.id))
  form.set('photo', new Blob([Uint8Array.from(await page.screenshot())]), 'page.png')
  const response = await fetch(`${apiRoot}/bot${token}/sendPhoto`, { method: 'POST', body: form })
  expect(response.ok).toBe(true)
}

async function answerTap(
  { call, lastTap }: ChatPage & { lastTap: () => string },
  answer: { text: string; show_alert?: boolean },
): Promise<void> {
  await call('answerCallbackQuery', { callback_query_id: lastTap(), ...answer })
}

/** What bars anyone's way, once nothing moves. */
async function askAxe(page: Page, where: string): Promise<string[]> {
  await page.evaluate('settled()')
  await page.evaluate(axe.source)
  const faults: string[] = await page.evaluate('axeFaults()')
  return faults.map((fault) => `${where}: ${fault}`)
}
