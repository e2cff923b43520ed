/** How many requests are built before what is built leaves. */
const ABREAST = 4

/**
 * Lets callers through a few at a time, in the order in which they came. A hundred requests that were
 * built in one go would leave only when the last is ready, and nothing else would be heard meanwhile.
 */
export function inFile(): () => Promise<void> {
  const waiting: (() => void)[] = []
  let room = ABREAST
  let opening = false
  const open = (): void => {
    room = ABREAST
    opening = waiting.length > 0
    for (const pass of waiting.splice(0, ABREAST)) {
      room -= 1
      pass()
    }
    if (opening) setImmediate(open)
  }
  return async () => {
    if (!opening) {
      opening = true
      setImmediate(open)
    }
    if (room === 0) return new Promise<void>((resolve) => waiting.push(resolve))
    room -= 1
  }
}
