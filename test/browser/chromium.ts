import Chromium from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

/** The browser of the tests: the one at `CHROMIUM_PATH`, or else the one from npm (Linux, x64). */
export async function openChromium(): Promise<Browser> {
  const path = process.env['CHROMIUM_PATH']
  const executablePath = path ?? (await Chromium.executablePath())
  // The one from npm brings flags for a machine without a graphics card. As root there is no sandbox.
  const args = ['--no-sandbox', ...(path === undefined ? quiet(Chromium.args) : [])]
  return chromium.launch({ executablePath, args, headless: true })
}

/** Its flags, without those that make pages share a process or look alike to no one. */
function quiet(args: readonly string[]): string[] {
  return args.filter((arg) => !/^--(single-process|headless|no-zygote|window-size)/.test(arg))
}

/** A browser, or the reason why there is none. */
export type Found = { browser: Browser } | { reason: string }

/** Tries to open the browser. */
export async function findChromium(): Promise<Found> {
  try {
    return { browser: await openChromium() }
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return { reason }
  }
}
