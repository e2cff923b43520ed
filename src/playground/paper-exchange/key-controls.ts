import type { Events } from './events.ts'
import { toKeyView, type KeyRights, type KeyRing, type KeyState, type NewKey } from './keys.ts'
import { readPublicKey, type PublicKeyKind } from './public-key.ts'

/** The exchange's page of API keys. */
export function keyControls({
  events,
  keys,
  publicKeys = [],
}: {
  events: Events
  keys: KeyRing
  publicKeys: readonly PublicKeyKind[] | undefined
}) {
  function tell(apiKey: string, what: string): void {
    const { label, account, state } = keys.get(apiKey)
    const text = `${label} ${what}`
    events.after(() => events.add({ kind: 'key', apiKey, account, state, text }))
  }

  return {
    createKey(options: NewKey = {}): { apiKey: string; secret: string } {
      const { apiKey, secret } = keys.create(options)
      tell(apiKey, 'was created')
      return { apiKey, secret }
    },
    registerPublicKey(pem: string, options: NewKey = {}): { apiKey: string } {
      const { apiKey } = keys.create({ ...options, publicKey: readPublicKey(pem, publicKeys) })
      tell(apiKey, 'was created')
      return { apiKey }
    },
    keys: () => keys.list().map(toKeyView),
    setKeyState(apiKey: string, state: KeyState): void {
      keys.get(apiKey).state = state
      tell(apiKey, `is ${state}`)
    },
    setKeyRights(apiKey: string, rights: Partial<KeyRights>): void {
      Object.assign(keys.get(apiKey).rights, rights)
      tell(apiKey, 'has other rights')
    },
  }
}
