import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { Secret } from '../../src/lib/secret.ts'
import { SecretDesk } from '../../src/telegram/secret-desk.ts'
import { HandClock } from '../exchange/hand-clock.ts'

const MINUTE_MS = 60_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Lays a secret down where a key's texts wait; gives a reference that does not keep it alive. */
const PLACES = {
  'a text that is not handled yet'(desk: SecretDesk) {
    const text = new Secret('the secret of a text')
    desk.put(1, { text, deleted: Promise.resolve(true) })
    return new WeakRef(text)
  },
  'the parts of a key that wait for the others'(desk: SecretDesk, until: Date) {
    const parts = new Secret('{"apiKey":"the secret of parts"}')
    desk.keepParts('7', parts, until)
    return new WeakRef(parts)
  },
  'a key that was tried and is not kept yet'(desk: SecretDesk, until: Date) {
    const credentials = new Secret('{"apiKey":"the secret of an offer"}')
    desk.keepOffer('7', { tokens: ['t'], credentials }, until)
    return new WeakRef(credentials)
  },
}

/** Whether anything in this process still holds it. */
async function isHeld(ref: WeakRef<Secret>): Promise<boolean> {
  // What a reference has given out lives to the end of its turn.
  await new Promise(setImmediate)
  collectGarbage()
  return ref.deref() !== undefined
}

function open() {
  const clock = new HandClock()
  return { clock, desk: new SecretDesk(clock), until: addSeconds(clock.now(), 15 * 60) }
}

test.each(Object.entries(PLACES))(
  'the memory holds %s for its time, and then nothing of it',
  async (_, put) => {
    const { clock, desk, until } = open()
    const ref = put(desk, until)
    expect(await isHeld(ref)).toBe(true)

    clock.advance(14 * MINUTE_MS)
    expect(await isHeld(ref)).toBe(true)
    clock.advance(MINUTE_MS)

    expect(await isHeld(ref)).toBe(false)
  },
)

test.each(Object.entries(PLACES))('a stop leaves nothing of %s in memory', async (_, put) => {
  const { desk, until } = open()
  const ref = put(desk, until)

  desk.clear()

  expect(await isHeld(ref)).toBe(false)
})

test('what replaces it keeps its own time', async () => {
  const { clock, desk, until } = open()
  desk.keepParts('7', new Secret('first'), until)
  clock.advance(10 * MINUTE_MS)
  desk.keepParts('7', new Secret('second'), addSeconds(clock.now(), 15 * 60))

  clock.advance(10 * MINUTE_MS)

  expect(desk.takeParts('7')?.reveal()).toBe('second')
  expect(desk.takeParts('7')).toBe(undefined)
})

test('parts and offers are given out once, each to its own', () => {
  const { desk, until } = open()
  desk.keepParts('7', new Secret('seven'), until)
  desk.keepOffer('7', { tokens: ['a', 'b'], credentials: new Secret('offer') }, until)

  expect(desk.takeParts('8')).toBe(undefined)
  expect(desk.takeParts('7')?.reveal()).toBe('seven')
  expect(desk.takeOffer('7', 'c')).toBe(undefined)
  expect(desk.takeOffer('7', 'b')?.credentials.reveal()).toBe('offer')
  expect(desk.takeOffer('7', 'a')).toBe(undefined)
})
