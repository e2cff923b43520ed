import { failingOf, type Failing } from '../keys/late-work.ts'
import type { LateCause } from '../keys/late-work-repo.ts'
import type { TickResult, TroubleCause } from './tick-trouble.ts'

/** What of a key's tick could not be completed. Bots that have stopped, and pairs that are gone, are told otherwise. */
export function failingOfTick(result: TickResult): Failing[] {
  switch (result.outcome) {
    case 'skipped':
      return []
    case 'put-off':
      return failingOf(result.error)
    case 'done':
      return result.troubles.flatMap(({ symbol, cause }) => {
        const failing = CAUSES[cause]
        return failing === undefined ? [] : [{ symbol, cause: failing }]
      })
  }
}

const CAUSES = {
  unreached: 'unreachable',
  unanswered: 'errors',
  unreadable: 'errors',
  refused: 'errors',
  unlisted: undefined,
  'own-fault': undefined,
} as const satisfies Record<TroubleCause, LateCause | undefined>
