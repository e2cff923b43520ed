import Chromium from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

/** Works as root and without a graphics card. The pages it opens are our own. */
const ARGS = ['--no-sandbox', '--disable-gpu']

/** The browser of the tests: the one at `CHROMIUM_PATH`, or else the one from npm (Linux, x64). */
export async function openChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await Chromium.executablePath())
  return chromium.launch({ executablePath, args: ARGS, headless: true })
}

/** The browser, or the reason why there is none. */
export async function findChromium(): Promise<Browser | string> {
  try {
    return await openChromium()
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return reason
  }
}
