import type { Browser } from 'playwright-core'
import { playStory, press, shown } from '../browser/moves.ts'
import { startPlaygroundProcess } from '../browser/playground-process.ts'
import { type Figure, figure } from './figure.ts'

/** Seconds in which a stranger reads a screen and finds the button. */
const READING_SECONDS = 5

/** From `npm start`, at its own pace, to the receipt of *Leave cleanly*; with no other help than the page's words. */
export async function cleanLeave(browser: Browser): Promise<Figure[]> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const playground = await startPlaygroundProcess()
  const page = await browser.newPage()
  await page.goto(playground.origin)
  await page.getByRole('heading', { name: 'What can this bot do?' }).waitFor()
  const opened = seconds()
  await page.waitForTimeout(READING_SECONDS * 1000)
  await playStory(page, 'Leave cleanly')
  const handedOver = seconds()
  for (const label of [
    'Continue',
    'Pause and continue',
    'Close all',
    'Realize -',
    'Disconnect now',
  ]) {
    await page.waitForTimeout(READING_SECONDS * 1000)
    await press(page, label)
  }
  await shown(page, 'exit-receipt')
  const left = seconds()
  await page.close()
  await playground.stop()
  return [
    figure('npm start until the page is there', [opened], 's', ''),
    figure('… until it is the visitor’s turn', [handedOver], 's', ''),
    figure(`… until the receipt, ${READING_SECONDS} s for each screen`, [left], 's', '90 s'),
  ]
}
