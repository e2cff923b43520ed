import type { KeyCore } from './key-core.ts'
import { deleteExpiredPairs } from './key-pair-repo.ts'
import { scrubFiles } from './key-repo.ts'
import { eraseExpiredPages } from './page-request-repo.ts'

/**
 * Shreds private keys that nobody used in time, of key pairs and of sealed pages: row and write-ahead
 * log. False when a reader was open: then it has to be tried `again`.
 */
export async function shredExpired(
  { db, clock }: Pick<KeyCore, 'db' | 'clock'>,
  { again }: { again: boolean },
): Promise<boolean> {
  const now = clock.now()
  const expired = (await deleteExpiredPairs(db, now)) + (await eraseExpiredPages(db, now))
  return expired === 0 && !again ? true : scrubFiles(db)
}
