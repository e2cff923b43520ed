import { hex } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** Gate, for people. Sources: Gate's documents of 2025-11-30. */
export const GATE_FACTS: ExchangeFacts = {
  name: 'Gate',
  keyPage: 'https://www.gate.com/myaccount/profile/api-key/manage',
  createKeySteps: (egressIps) => [
    'On the Gate website, open your profile and then API Management.',
    'Create API Key, APIv4, Classic Account.',
    allowAddresses(egressIps),
    'Permissions: Spot Trade with Read and Write, Wallet and Account with Read only. Not Withdraw.',
    'Confirm with fund password and code, and copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On Gate, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '32 letters and digits', pattern: hex(30, 36) },
    { name: 'secret', label: 'secret key', looks: '64 letters and digits', pattern: hex(60, 68) },
  ],
  unboundRule: 'Gate ends a key that is not bound to addresses after 90 days.',
  unboundDays: 90,
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-04-01',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'How long an ended order is found by our own id: after about an hour it is looked for in the list of ended orders.',
    'Which right a key needs to tell of its own rights.',
    'Which rights a key has when the account has several: Gate lists them all and does not name them.',
    'By which name Gate calls the right to withdraw.',
    'Unified accounts: only the spot account is spoken to.',
  ],
}
