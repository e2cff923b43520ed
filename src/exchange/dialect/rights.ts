import type { KeyRights } from '../exchange.ts'

/** The permissions of a key whose exchange only confirms that it works. */
export const RIGHTS_UNREPORTED: KeyRights = {
  read: true,
  trade: undefined,
  withdraw: undefined,
  ipBound: undefined,
  createdAt: undefined,
  expiresAt: undefined,
}
