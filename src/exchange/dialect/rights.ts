import type { KeyRights } from '../exchange.ts'

/** Of a key of which its exchange reports nothing but that it works. */
export const RIGHTS_UNREPORTED: KeyRights = {
  read: true,
  trade: undefined,
  withdraw: undefined,
  ipBound: undefined,
  createdAt: undefined,
  expiresAt: undefined,
}
