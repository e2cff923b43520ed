import type { Key } from '../../src/keys/key.ts'
import { aKey as aHealthyKey } from '../support/a-key.ts'

/** When the screens of the tests are looked at. */
export const NOW = new Date('2026-11-22T12:00:00Z')

/** A key that was made two days before and checked two minutes before. */
export function aKey(overrides: Partial<Key> = {}): Key {
  const createdAt = new Date('2026-11-20T12:00:00Z')
  return aHealthyKey({
    userId: '42',
    rights: { ...aHealthyKey().rights, createdAt },
    tail: 'aB3d',
    checkedAt: new Date('2026-11-22T11:58:00Z'),
    createdAt,
    ...overrides,
  })
}
