import { errorFields } from '../lib/log.ts'
import type { Core } from '../queue/core.ts'
import type { TickTrouble, TickTroubles } from './tick-trouble.ts'

/** Does what concerns the books of one bot alone: a failure is logged and returned, and holds up nothing else. */
export async function apart(
  core: Core,
  { botId, symbol }: Pick<TickTrouble, 'botId' | 'symbol'>,
  work: () => Promise<unknown>,
): Promise<TickTroubles> {
  try {
    await work()
    return []
  } catch (error) {
    core.log.error('books-fail', { bot: botId, ...errorFields(error) })
    return [{ botId, symbol, cause: 'own-fault' }]
  }
}
