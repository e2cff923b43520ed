import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { HostNotice } from '../../notices/notice.ts'
import { findStuckExit } from '../../sagas/stuck-exit-repo.ts'
import type { Deps } from '../deps.ts'
import { note, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** What an operator reads; undefined when it comes so late that it is over. */
export async function hostNoticeOf(
  deps: Deps,
  { notices: { host: words } }: Words,
  notice: HostNotice,
): Promise<View | undefined> {
  const { kind } = notice
  const now = deps.clock.now()
  switch (kind) {
    case 'host-exit-stuck': {
      const saga = await findStuckExit(deps.db, now)
      if (saga === undefined) return undefined
      return note(kind, ...words[kind](saga.since, now, saga.step, saga.id))
    }
    case 'host-standstill':
    case 'host-standstill-over': {
      const { name } = EXCHANGE_FACTS[notice.exchange]
      return note(kind, ...words[kind](name, notice.cause))
    }
    case 'host-fleet-refused': {
      const { name } = EXCHANGE_FACTS[notice.exchange]
      return note(kind, ...words[kind](name, notice.cause, notice.count))
    }
    case 'host-restored':
      return note(kind, ...words[kind](new Date(notice.backupMadeAt)))
    case 'host-crashed':
      return note(kind, ...words[kind](new Date(notice.startedAt)))
    case 'host-two-pollers':
      return note(kind, ...words[kind](notice.byWebhook))
    case 'host-saga-parked':
      return note(kind, ...words[kind](notice.saga, notice.sagaKind, notice.step))
    case 'host-blocked':
      return note(kind, ...words[kind](notice.count))
    case 'host-disk-low':
      return note(kind, ...words[kind](notice.freeBytes))
    case 'host-clock-off':
      return note(kind, ...words[kind](notice.exchange, notice.aheadMs))
  }
}
