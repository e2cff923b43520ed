import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { findChromium } from './chromium.ts'
import { QUICK, startPlaygroundProcess, type PlaygroundProcess } from './playground-process.ts'

/** A browser window and the visitor's taste. */
export interface Look {
  width: number
  height: number
  colorScheme: 'light' | 'dark'
}

export const DESKTOP: Look = { width: 1280, height: 800, colorScheme: 'light' }
export const PHONE: Look = { width: 390, height: 844, colorScheme: 'light' }

/** A real browser on a real playground. */
export interface Visit {
  playground: PlaygroundProcess
  /** Opens the page; the test fails if anything goes wrong inside of it. */
  open: (look?: Look) => Promise<Page>
}

const found = await findChromium()

/** Tests of the page in a real Chromium; skipped, and loudly so, where none can be started. */
export function describeInChromium(name: string, tests: (visit: Visit) => void): void {
  if (typeof found === 'string') {
    process.stderr.write(
      `\n!!! SKIPPED: ${name}. No Chromium can be started here (${found}). Set CHROMIUM_PATH to one.\n\n`,
    )
    describe.skip(`${name}, for want of a Chromium`, () => tests(NOWHERE))
    return
  }
  const browser = found
  describe(name, { timeout: 90_000 }, () => {
    let playground: PlaygroundProcess
    beforeAll(async () => {
      playground = await startPlaygroundProcess(QUICK)
    }, 60_000)
    afterAll(async () => {
      await browser.close()
      await playground.stop()
    })
    tests({
      get playground() {
        return playground
      },
      open: (look = DESKTOP) => openPage(browser, playground.origin, look),
    })
  })
}

/** Where skipped tests never go. */
const NOWHERE: Visit = {
  get playground(): never {
    throw new Error('Cannot visit the playground: there is no browser')
  },
  open: () => Promise.reject(new Error('Cannot open the page: there is no browser')),
}

async function openPage(browser: Browser, origin: string, look: Look): Promise<Page> {
  const { width, height, colorScheme } = look
  const context = await browser.newContext({ viewport: { width, height }, colorScheme })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  onTestFinished(async () => {
    await context.close()
    if (faults.length > 0) throw new Error(`The page reported: ${faults.join('; ')}`)
  })
  await page.goto(origin)
  await page.getByRole('heading', { name: 'Undock' }).waitFor()
  return page
}
