import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'

/** What the owner of an account can do to an API key, and what time does to it. */
export const KEY_ACTIONS = [
  'delete',
  'expire',
  'block-address',
  'restore',
  'trade-on',
  'trade-off',
  'withdraw-on',
  'withdraw-off',
] as const

export type KeyAction = (typeof KEY_ACTIONS)[number]

/** `restore` brings a key back to work with the rights it has. */
export function moveKey(exchange: PaperExchange, apiKey: string, action: KeyAction): void {
  switch (action) {
    case 'delete':
      return exchange.setKeyState(apiKey, 'deleted')
    case 'expire':
      return exchange.setKeyState(apiKey, 'expired')
    case 'block-address':
      return exchange.setKeyState(apiKey, 'ip-blocked')
    case 'restore':
      return exchange.setKeyState(apiKey, 'active')
    case 'trade-on':
    case 'trade-off':
      return exchange.setKeyRights(apiKey, { trade: action === 'trade-on' })
    case 'withdraw-on':
    case 'withdraw-off':
      return exchange.setKeyRights(apiKey, { withdraw: action === 'withdraw-on' })
  }
}
