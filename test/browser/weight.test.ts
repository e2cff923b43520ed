import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { openChatPage } from '../support/chat-page.ts'
import { NO_CHROMIUM, openPage } from './visit.ts'

const MOST_BYTES = 150 * 1024

/** Something the page asked for. */
interface Asked {
  url: string
  /** Bytes on the wire, headers included. */
  bytes: number
  blocks: boolean
}

describe.skipIf(NO_CHROMIUM)('the weight of the page', { timeout: 60_000 }, () => {
  test('is under 150 KB on the wire, with one thing to wait for before the first paint', async () => {
    const stage = await openChatPage(systemClock)
    onTestFinished(stage.close)

    const page = await openPage(stage.origin)

    const asked: Asked[] = await page.evaluate('whatWasAsked()')
    const foreign = asked.filter(({ url }) => !url.startsWith(stage.origin))
    expect(foreign).toEqual([])
    expect(asked.filter(({ blocks }) => blocks).map(({ url }) => url)).toEqual([
      `${stage.origin}/page/style.css`,
    ])
    // What begins the event stream comes on top: it never ends, so the browser does not count it.
    const state = await (await fetch(`${stage.origin}/page/state`)).arrayBuffer()
    const bytes = asked.reduce((sum, each) => sum + each.bytes, state.byteLength)
    expect(bytes).toBeGreaterThan(30_000)
    expect(bytes).toBeLessThan(MOST_BYTES)
  })
})
