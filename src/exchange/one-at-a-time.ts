/** Runs what it is given one after the other, in the order in which it came. */
export function oneAtATime(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(run: () => Promise<T>): Promise<T> => {
    const turn = last.then(run)
    // A failure is its own caller's, not the next one's.
    last = turn.catch(() => undefined)
    return turn
  }
}
