import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { CheckTimes } from './key-core.ts'
import type { Key } from './key.ts'

/** Waits between the refusals that confirm one another: as set by the operator, or the exchange's own. */
export function confirmWaits(
  { confirmSeconds: set }: Pick<CheckTimes, 'confirmSeconds'>,
  { exchange }: Pick<Key, 'exchange'>,
  busy: boolean,
): readonly number[] {
  const { confirmSeconds, busyConfirmSeconds = confirmSeconds } = EXCHANGE_FACTS[exchange]
  return set ?? (busy ? busyConfirmSeconds : confirmSeconds)
}
