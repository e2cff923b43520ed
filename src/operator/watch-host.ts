import { errorFields } from '../lib/log.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import { countBlocked } from '../notices/blocked-repo.ts'
import type { HostNotice } from '../notices/notice.ts'
import { tellOperators } from '../notices/operators.ts'
import type { Core } from '../queue/core.ts'
import { noteFleetRefusals } from '../keys/fleet-repo.ts'
import { listExchangesInUse } from '../keys/key-repo.ts'
import { listParked } from '../sagas/parked-repo.ts'
import { findStuckExit } from '../sagas/stuck-exit-repo.ts'
import { isClockOff } from './clock-off.ts'
import { isDiskLow, type DiskSpace } from './disk-space.ts'

const LOOK_MS = 60_000
/** Hundreds are a story of their own; each power of ten from here on is told once. */
const MANY_BLOCKED = 10

/** What the watch looks at. */
export interface HostWatch extends Core {
  operatorIds: readonly string[]
  exchanges: Exchanges
  /** Undefined for a database that is not on this machine's disk. */
  diskSpace: () => Promise<DiskSpace | undefined>
}

/** Looks every minute at what concerns the host. The returned function ends it. */
export function watchHost(host: HostWatch): () => void {
  let callOff = (): void => undefined
  let stopped = false
  const look = async (): Promise<void> => {
    await lookAtHost(host)
    if (!stopped) callOff = host.clock.after(LOOK_MS, () => void look())
  }
  callOff = host.clock.after(LOOK_MS, () => void look())
  return () => {
    stopped = true
    callOff()
  }
}

/** One look. What is found is told to the operators, once per cause. */
export async function lookAtHost(host: HostWatch): Promise<void> {
  for (const check of CHECKS) await attempt(host, check)
}

/** What is wrong, with the cause that it is told once for. */
type Concern = { notice: HostNotice; cause: string }

/** One that fails must not hide what the others find. */
async function attempt(
  host: HostWatch,
  check: (host: HostWatch) => Promise<Concern | readonly Concern[] | undefined>,
): Promise<void> {
  try {
    for (const { notice, cause } of [(await check(host)) ?? []].flat()) {
      await tellOperators(host, host.operatorIds, notice, cause)
    }
  } catch (error) {
    host.log.warn('host-check-failed', { check: check.name, ...errorFields(error) })
  }
}

const CHECKS = [stuckExit, parkedSagas, manyBlocked, diskLow, clockOff, fleetRefused]

async function stuckExit({ db, clock }: HostWatch): Promise<Concern | undefined> {
  const stuck = await findStuckExit(db, clock.now())
  if (stuck === undefined) return undefined
  return { notice: { kind: 'host-exit-stuck' }, cause: `${stuck.id}:${stuck.since.toISOString()}` }
}

async function parkedSagas({ db }: HostWatch): Promise<Concern[]> {
  return (await listParked(db)).map(({ id, kind, step, since }) => ({
    notice: { kind: 'host-saga-parked', saga: id, sagaKind: kind, step },
    cause: `${id}:${since.toISOString()}`,
  }))
}

async function manyBlocked({ db }: HostWatch): Promise<Concern | undefined> {
  const count = await countBlocked(db)
  if (count < MANY_BLOCKED) return undefined
  return { notice: { kind: 'host-blocked', count }, cause: `${10 ** (String(count).length - 1)}` }
}

async function diskLow(host: HostWatch): Promise<Concern | undefined> {
  const space = await host.diskSpace()
  if (space === undefined || !isDiskLow(space)) return undefined
  return { notice: { kind: 'host-disk-low', freeBytes: space.freeBytes }, cause: today(host) }
}

async function clockOff(host: HostWatch): Promise<Concern | undefined> {
  for (const exchange of await listExchangesInUse(host.db)) {
    const aheadMs = await host.exchanges.clockAhead(exchange)
    if (!isClockOff(aheadMs)) continue
    const notice = { kind: 'host-clock-off', exchange, aheadMs } as const
    return { notice, cause: `${exchange}:${today(host)}` }
  }
  return undefined
}

async function fleetRefused(host: HostWatch): Promise<Concern[]> {
  const refused = await noteFleetRefusals(host.db, host.clock.now())
  return refused.map(({ since, ...facts }) => ({
    notice: { kind: 'host-fleet-refused', ...facts },
    cause: `${facts.exchange}:${since.toISOString()}`,
  }))
}

function today({ clock }: HostWatch): string {
  return clock.now().toISOString().slice(0, 10)
}
