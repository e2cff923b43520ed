import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { wasSent } from '../../notices/outbox.ts'
import type { Notice } from '../../notices/notice.ts'
import { countAtWork, isOpen } from '../../sagas/standstill-repo.ts'
import type { Deps } from '../deps.ts'
import { button, lines, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Due work stands still; undefined when it comes so late that it is over. */
export async function standstillOf(
  deps: Deps,
  { notices: { standstill: words } }: Words,
  userId: string,
  notice: Extract<Notice, { kind: 'standstill' }>,
): Promise<View | undefined> {
  const { exchange, scope, cause } = notice
  const since = new Date(notice.since)
  if (!(await isOpen(deps.db, { userId, exchange, scope, cause, since }))) return undefined
  const { name } = EXCHANGE_FACTS[exchange]
  const until = notice.until === undefined ? undefined : new Date(notice.until)
  const { bots, exits } = await countAtWork(deps.db, { userId, exchange, scope })
  return {
    kind: 'standstill',
    text: lines(
      words.headline[cause](name, scope, since, until),
      bots > 0 ? words.bots(bots) : undefined,
      exits > 0 ? words.exit : undefined,
      bots + exits === 0 ? words.check : undefined,
      words.next,
    ),
    keyboard: [[button(words.showBots, 'bots'), button(words.disconnect, 'disconnect')]],
  }
}

/** It works again; undefined where its trader was never told that it did not. */
export async function standstillOverOf(
  deps: Deps,
  { notices: { standstill: words } }: Words,
  userId: string,
  { exchange, scope, since, told }: Extract<Notice, { kind: 'standstill-over' }>,
): Promise<View | undefined> {
  if (!(await wasSent(deps.db, told))) return undefined
  const { name } = EXCHANGE_FACTS[exchange]
  const { bots } = await countAtWork(deps.db, { userId, exchange, scope })
  return {
    kind: 'standstill-over',
    text: lines(words.over(name, scope, new Date(since)), words.overNext(bots)),
    keyboard: [[button(words.showBots, 'bots')]],
  }
}
