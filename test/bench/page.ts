import { cleanLeave } from './clean-leave.ts'
import { longChat } from './long-chat-memory.ts'
import { firstPaint, updateDelay } from './page-speed.ts'
import { openChromium } from '../browser/chromium.ts'

/**
 * How the page feels, in a real Chromium: how soon it is there, how soon the bot's word is on the screen, what a
 * long chat costs, and how long a stranger needs from `npm start` until they have left cleanly.
 */
const browser = await openChromium()
try {
  const rows = [
    ...(await firstPaint(browser)),
    ...(await updateDelay(browser)),
    ...(await longChat(browser)),
    ...(await cleanLeave(browser)),
  ]
  // oxlint-disable-next-line no-console
  console.table(Object.fromEntries(rows))
} finally {
  await browser.close()
}
