/** Ends something that was opened. */
export type Closer = () => Promise<void> | void

/**
 * Closes one after the other, each of them even if one before it failed.
 *
 * @throws what the only failure threw; for several, an AggregateError with all of them.
 */
export async function closeAll(closers: readonly Closer[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closers) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length === 1) throw failures[0]
  if (failures.length > 1)
    throw new AggregateError(failures, `Cannot close ${failures.length} parts`)
}
