import type { Browser, Page } from 'playwright-core'
import { systemClock } from '../../src/lib/clock.ts'
import { IN_PAGE } from '../browser/in-page.ts'
import { fillChat, scrollThrough } from '../browser/long-chat.ts'
import { memoryOf, footprintOfPages } from '../browser/memory.ts'
import { openChatPage } from '../support/chat-page.ts'
import { type Figure, figure } from './figure.ts'

const MESSAGES = 2000
const LIMIT = '200 MB'

/** What a tab with a long chat takes: opened, scrolled from end to end, and when all of it comes while it is open. */
export async function longChat(browser: Browser): Promise<Figure[]> {
  const stage = await openChatPage(systemClock)
  const blank = await browser.newPage()
  const empty = await footprintOfPages(browser)
  await blank.close()

  const live = await open(browser, stage.origin)
  await fillChat(stage, MESSAGES)
  await live.getByText(`(${MESSAGES / 2 - 1})`).waitFor()
  const arrived = await footprintOfPages(browser)
  await live.context().close()

  const page = await open(browser, stage.origin)
  const opened = await footprintOfPages(browser)
  await scrollThrough(page)
  const scrolled = await footprintOfPages(browser)
  const { heap, nodesHeap, nodes } = await memoryOf(page)
  const settled = await footprintOfPages(browser)
  await page.context().close()
  await stage.close()

  const mega = (bytes: number) => [bytes / 1024 / 1024]
  return [
    figure('an empty tab of this Chromium', [empty], 'MB', ''),
    figure(`${MESSAGES} messages, all came while open`, [arrived], 'MB', LIMIT),
    figure(`${MESSAGES} messages, opened`, [opened], 'MB', LIMIT),
    figure('… scrolled from end to end', [scrolled], 'MB', LIMIT),
    figure('… after a collection of garbage', [settled], 'MB', LIMIT),
    figure('… of that JavaScript', mega(heap), 'MB', ''),
    figure('… of that nodes and styles', mega(nodesHeap), 'MB', ''),
    figure('… nodes', [nodes], '', ''),
  ]
}

async function open(browser: Browser, origin: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(IN_PAGE)
  await page.goto(origin)
  await page.getByRole('heading', { name: 'Undock' }).waitFor()
  return page
}
