import type { Page } from 'playwright-core'
import type { ChatPage } from '../support/chat-page.ts'

const TEXT =
  '<b>Grid BTC/USDT</b> is running.\n\nBought 0.001 BTC at <code>58,046.43</code> USDT. ' +
  'Profit so far: <b>+12.40 USDT</b>, about 0.2 % of what was put in.'
const KEYBOARD = [
  [
    { text: 'Pause', callback_data: 'pause' },
    { text: 'Remove', callback_data: 'remove', style: 'danger' },
  ],
  [{ text: 'All bots', callback_data: 'bots' }],
]

/** Fills the chat by turns: the visitor asks, the bot answers, every fifth time with buttons. */
export async function fillChat({ user, call }: ChatPage, messages: number): Promise<void> {
  for (let turn = 0; turn < messages / 2; turn += 1) {
    user.sends(`What does bot number ${turn} do?`)
    await botSays({ user, call }, `${TEXT} (${turn})`, turn % 5 === 0)
  }
}

/** The bot sends a message, with buttons or without. */
export async function botSays(
  { user, call }: Pick<ChatPage, 'user' | 'call'>,
  text: string,
  buttons = false,
): Promise<void> {
  const markup = buttons ? { reply_markup: { inline_keyboard: KEYBOARD } } : {}
  const message = { chat_id: user.id, text, parse_mode: 'HTML', ...markup }
  const response = await call('sendMessage', message)
  if (!response.ok) throw new Error(`Cannot fill the chat: ${await response.text()}`)
}

/** Scrolls to the oldest message and back to the newest, as a finger does. */
export async function scrollThrough(page: Page): Promise<void> {
  await page.locator('.scroller').hover()
  await wheelUntil(page, -1500, '.messages > .day:first-child + .row:has-text("bot number 0 ")')
  await wheelUntil(page, 1500, '.to-end:not(.shown)')
}

async function wheelUntil(page: Page, step: number, sight: string): Promise<void> {
  while ((await page.locator(sight).count()) === 0) {
    await page.mouse.wheel(0, step)
    await page.evaluate('frame()')
  }
}
