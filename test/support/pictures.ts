import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openChromium } from '../browser/chromium.ts'
import { playStory, press, shown } from '../browser/moves.ts'
import { startPlaygroundProcess } from '../browser/playground-process.ts'

/** Makes the README's pictures from the real page: `npm run pictures`. */
const FOLDER = join(import.meta.dirname, '../../.github/pictures')
/** Debian's has the system's fonts, emoji among them. */
const DEBIAN = '/usr/bin/chromium'

const WIDE = { viewport: { width: 1180, height: 670 } }
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 }

mkdirSync(FOLDER, { recursive: true })
if (existsSync(DEBIAN)) process.env['CHROMIUM_PATH'] ??= DEBIAN
const playground = await startPlaygroundProcess()
const browser = await openChromium()
try {
  await takeLeave(browser)
  await playground.post('/reset')
  await takeRevoked(browser)
} finally {
  await browser.close()
  await playground.stop()
}

/** Leave cleanly, on a wide screen and on a phone at once: a bot's card, the truth, the plan, the receipt. */
async function takeLeave(on: Browser): Promise<void> {
  const wide = await open(on, { ...WIDE, colorScheme: 'light' })
  const phone = await open(on, { ...PHONE, colorScheme: 'light' })
  await take(wide, 'welcome')
  await playStory(wide, 'Leave cleanly')
  await take(wide, 'truth')
  await press(wide, 'Continue')
  await press(wide, 'Pause and continue')
  await press(wide, 'Close all')
  await press(wide, 'Realize -')
  await shown(phone, 'exit-plan')
  await take(phone, 'phone-plan')
  await press(wide, 'Disconnect now')
  await shown(wide, 'exit-receipt')
  await shown(phone, 'exit-receipt')
  await phone.getByRole('button', { name: 'End the story' }).click()
  await phone.mouse.move(200, 300)
  await take(phone, 'receipt')
}

/** A dead key, in the dark. */
async function takeRevoked(on: Browser): Promise<void> {
  const wide = await open(on, { ...WIDE, colorScheme: 'dark' })
  const phone = await open(on, { ...PHONE, colorScheme: 'dark' })
  await playStory(wide, 'The exchange revoked my key')
  await press(wide, 'Show the bot')
  await shown(wide, 'bot')
  await press(wide, 'Chart')
  await phone.locator('.picture img').waitFor()
  await phone.getByRole('button', { name: 'End the story' }).click()
  await phone.mouse.move(200, 300)
  await take(phone, 'bot-card')
  await playground.post('/reset')
  await playStory(wide, 'The exchange revoked my key')
  await wide.getByRole('button', { name: 'Delete the key' }).click()
  await shown(wide, 'key-dead')
  await wide.locator('.scene[data-turn=nobody]').waitFor()
  await wide.setViewportSize({ width: 1180, height: 1000 })
  await wide.locator('.chat').screenshot({ path: join(FOLDER, 'key-revoked.png') })
}

async function open(on: Browser, look: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await on.newContext({ ...look, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(playground.origin)
  await page.getByRole('heading', { name: 'Undock' }).waitFor()
  return page
}

/** As it looks once toasts are gone and nothing moves. */
async function take(page: Page, name: string): Promise<void> {
  await page.locator('.toast').waitFor({ state: 'detached' })
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}
