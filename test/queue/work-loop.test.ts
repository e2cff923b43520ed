import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import type { Lane } from '../../src/queue/queue.ts'
import { WorkLoop, type Claim, type Shelf } from '../../src/queue/work-loop.ts'
import { HandClock } from '../exchange/hand-clock.ts'

/** A shelf with one piece of work in each of two lanes; the first lane can't be read for a while. */
function openShelf() {
  const left = new Map<Lane, Claim[]>([
    ['update', [{ id: 'u', tries: 0 }]],
    ['tick', [{ id: 't', tries: 0 }]],
  ])
  let isBroken = true
  const nothing = async (): Promise<void> => undefined
  const shelf: Shelf<Claim> = {
    lanesDue: async () => [...left].filter(([, of]) => of.length > 0).map(([lane]) => lane),
    async take(lane) {
      if (lane === 'update' && isBroken) throw new Error('This lane can’t be read')
      return left.get(lane)?.splice(0) ?? []
    },
    finish: nothing,
    release: nothing,
    putBack: nothing,
    nextDue: async () => undefined,
  }
  return { shelf, repair: () => (isBroken = false) }
}

async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await Promise.resolve()
}

test('a lane that can’t be served leaves the others theirs, and is looked at again a second later', async () => {
  const clock = new HandClock()
  const logged: string[] = []
  const log = createLog(
    'error',
    () => clock.now(),
    (line) => logged.push(line),
  )
  const { shelf, repair } = openShelf()
  const loop = new WorkLoop(shelf, { clock, log })
  const done: string[] = []
  for (const lane of ['update', 'tick'] as const) {
    loop.work(lane, { concurrency: 1 }, async (id) => void done.push(id))
  }
  onTestFinished(() => loop.stop(0))

  loop.start()
  await settle()
  expect(done).toEqual(['t'])
  expect(logged.join('\n')).toMatch(/lane-not-served.*update/)

  repair()
  clock.advance(1_000)
  await settle()
  expect(done).toEqual(['t', 'u'])
})
