import type { Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { findChromium } from './chromium.ts'
import { IN_PAGE } from './in-page.ts'
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
  playground: () => PlaygroundProcess
  /** Opens the page; the test fails if anything goes wrong inside of it. */
  open: (look?: Look) => Promise<Page>
}

/** One for all files that a test process runs; it ends with the process. */
const found = await findChromium()

/** True where no browser can be started: the tests of the page are then skipped, and loudly so. */
export const NO_CHROMIUM = typeof found === 'string'

if (typeof found === 'string') {
  process.stderr.write(
    `\n!!! SKIPPED: tests of the page. No Chromium can be started here (${found}). Set CHROMIUM_PATH to one.\n\n`,
  )
}

/** Opens the playground in the browser of all tests. The test fails if anything goes wrong inside of it. */
export async function openPage(origin: string, look = DESKTOP): Promise<Page> {
  const page = await openAddress(origin, look)
  await page.getByRole('heading', { name: 'Undock' }).waitFor()
  return page
}

/** Opens any page of ours. The test fails if anything goes wrong inside of it. */
export async function openAddress(url: string, look = DESKTOP): Promise<Page> {
  if (typeof found === 'string') throw new Error('Cannot open the page: there is no browser')
  const { width, height, colorScheme } = look
  const context = await found.newContext({ viewport: { width, height }, colorScheme })
  const page = await context.newPage()
  const faults = watch(page)
  onTestFinished(async () => {
    await context.close()
    if (faults.length > 0) throw new Error(`The page reported: ${faults.join('; ')}`)
  })
  await page.addInitScript(IN_PAGE)
  await page.goto(url)
  return page
}

/** Collects what goes wrong inside of a page: exceptions, and complaints of the browser such as of a policy. */
export function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => {
    // The browser complains of a stream that was cut; the page itself goes on.
    if (line.location().url.endsWith('/page/events')) return
    if (line.type() === 'error') faults.push(line.text())
  })
  return faults
}

/** A playground for the tests of one file. */
export function useVisit(): Visit {
  let playground: PlaygroundProcess | undefined
  beforeAll(async () => {
    playground = await startPlaygroundProcess(QUICK)
  }, 60_000)
  afterAll(() => playground?.stop())
  const ready = (): PlaygroundProcess => {
    if (playground === undefined) throw new Error('Cannot visit the playground: it has not started')
    return playground
  }
  return { playground: ready, open: (look) => openPage(ready().origin, look) }
}
