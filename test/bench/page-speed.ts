import type { Browser, Page } from 'playwright-core'
import { systemClock } from '../../src/lib/clock.ts'
import { IN_PAGE } from '../browser/in-page.ts'
import { botSays, fillChat } from '../browser/long-chat.ts'
import { openChatPage } from '../support/chat-page.ts'
import { type Figure, figure } from './figure.ts'

const VISITS = 7
const UPDATES = 60
const EARLIER = 200

/** When the first thing is painted, and when the page is whole; each time in a browser with nothing cached. */
export async function firstPaint(browser: Browser): Promise<Figure[]> {
  const stage = await openChatPage(systemClock)
  const [paints, wholes]: [number[], number[]] = [[], []]
  for (let visit = 0; visit < VISITS; visit += 1) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.addInitScript(IN_PAGE)
    await page.goto(stage.origin)
    await page.getByRole('heading', { name: 'Undock' }).waitFor()
    const { paint, whole } = await timesOf(page)
    paints.push(paint)
    wholes.push(whole)
    await context.close()
  }
  await stage.close()
  return [
    figure('first paint after the page answers', paints, 'ms', '300 ms'),
    figure('whole page after the page answers', wholes, 'ms', ''),
  ]
}

/** From the moment the bot calls until the frame with its message is drawn. */
export async function updateDelay(browser: Browser): Promise<Figure[]> {
  const stage = await openChatPage(systemClock)
  await fillChat(stage, EARLIER)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(IN_PAGE)
  await page.goto(stage.origin)
  await page.getByRole('heading', { name: 'Undock' }).waitFor()
  const delays: number[] = []
  for (let update = 0; update < UPDATES; update += 1) {
    const words = `Update ${update} is here.`
    const drawn: Promise<number> = page.evaluate(`drawn('${words}')`)
    // Once this answers, the page watches.
    await page.evaluate('0')
    const began = Date.now()
    await botSays(stage, words, true)
    delays.push((await drawn) - began)
  }
  await context.close()
  await stage.close()
  return [figure('the bot’s word on the screen', delays, 'ms', '100 ms')]
}

/** Waits until both are known. */
async function timesOf(page: Page): Promise<{ paint: number; whole: number }> {
  const handle = await page.waitForFunction('paintTimes()')
  const times: { paint: number; whole: number } = JSON.parse(
    await handle.evaluate((found) => JSON.stringify(found)),
  )
  return times
}
