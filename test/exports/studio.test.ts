import { onTestFinished, expect, test } from 'vitest'
import type { ProfitPicture } from '../../src/exports/picture.ts'
import { openStudio } from '../../src/exports/studio.ts'
import { createLog } from '../../src/lib/log.ts'
import { TestClock } from '../support/test-clock.ts'

const PICTURE: ProfitPicture = {
  kind: 'profit',
  heading: { title: 'Grid', subtitle: '', figure: '', change: '', trend: 'flat' },
  days: [{ at: 0, realized: 1, total: 1 }],
  quote: 'USDT',
}

function aStudio(code?: string) {
  const clock = new TestClock()
  const lines: string[] = []
  const log = createLog('debug', clock.now, (line) => lines.push(line))
  const thread = code === undefined ? {} : { thread: new URL(`data:text/javascript,${code}`) }
  const studio = openStudio({ clock, log, ...thread })
  onTestFinished(() => studio.close())
  return { studio, clock, lines }
}

test('draw() gives a PNG, and again after the thread went to rest', async () => {
  const { studio, clock, lines } = aStudio()

  const first = await studio.draw(PICTURE)
  clock.advance(31)
  const second = await studio.draw(PICTURE)

  expect([...(first ?? [])].slice(1, 4).map((code) => String.fromCodePoint(code))).toEqual([
    'P',
    'N',
    'G',
  ])
  expect(second).toEqual(first)
  expect(lines).toEqual([])
})

test('a thread that hangs is let go: whoever waits gets no picture, and the log tells', async () => {
  const { studio, clock, lines } = aStudio('setInterval(() => {}, 1000)')

  const both = Promise.all([studio.draw(PICTURE), studio.draw(PICTURE)])
  clock.advance(11)

  expect(await both).toEqual([undefined, undefined])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('"event":"pictures-not-drawn","error":"too slow","pictures":2')
})

test.each([
  ['throws at once', 'throw new Error("no canvas here")', 'no canvas here'],
  ['ends by itself', 'process.exit(3)', 'exit 3'],
])(
  'a thread that %s gives no picture, and the next picture gets a new thread',
  async (_, code, words) => {
    const { studio, lines } = aStudio(code)

    expect(await studio.draw(PICTURE)).toBeUndefined()
    expect(await studio.draw(PICTURE)).toBeUndefined()

    expect(lines.map((line) => line.includes(words))).toEqual([true, true])
  },
)

test('close() leaves nobody waiting', async () => {
  const { studio } = aStudio('setInterval(() => {}, 1000)')

  const drawn = studio.draw(PICTURE)
  await studio.close()

  expect(await drawn).toBeUndefined()
})
