import { EXCHANGE_FACTS } from '../exchange/known-exchanges.ts'
import type { Probe } from './health.ts'
import type { CheckTimes } from './key-core.ts'
import type { Key } from './key.ts'

/** Waits between the refusals that confirm one another: as set by the operator, or the exchange's own. */
export function confirmWaits(
  { confirmSeconds: set }: Pick<CheckTimes, 'confirmSeconds'>,
  { exchange }: Pick<Key, 'exchange'>,
  probe: Probe,
  busy: boolean,
): readonly number[] {
  if (set !== undefined) return set
  const { confirmSeconds, busyConfirmSeconds, sureCodes = [] } = EXCHANGE_FACTS[exchange]
  const waits = busy ? (busyConfirmSeconds ?? confirmSeconds) : confirmSeconds
  const isSure =
    probe.kind === 'refused' && probe.error.raw !== undefined && sureCodes.includes(probe.error.raw)
  return isSure ? waits.slice(0, 1) : waits
}
