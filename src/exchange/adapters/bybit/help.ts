import { letters } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'
import { either, PEM, pemOr } from '../../credentials/private-key.ts'

/** Bybit, for people. Sources: bybit-exchange/docs of 2026-07-24. */
export const BYBIT_FACTS: ExchangeFacts = {
  name: 'Bybit',
  keyPage: 'https://www.bybit.com/app/user/api-management',
  createKeySteps: (egressIps) => [
    'On the Bybit website, open your profile and then API.',
    'Create New Key, System-generated API Keys, API Transaction.',
    'Choose Read-Write and “Only IPs with permissions granted are allowed to access the OpenAPI”.',
    allowAddresses(egressIps),
    'Under Unified Trading tick Spot: Trade. Tick nothing under Wallet, above all not Withdrawal.',
    'Submit, pass the two-factor check and copy both texts now: the secret is shown only once.',
  ],
  // A key could delete itself (POST /v5/user/delete-api), but only with a right to transfer or withdraw, which
  // none of ours may have: https://bybit-exchange.github.io/docs/v5/user/rm-master-apikey
  deleteKeySteps: [
    'On Bybit, open your profile and then API.',
    'Press the bin next to the key and pass the two-factor check.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: '18 letters and digits',
      pattern: letters(16, 24),
    },
    {
      name: 'secret',
      label: 'API secret',
      looks: '36 letters and digits',
      // A trader who registered a public key of their own has its private key instead.
      pattern: either(PEM, letters(30, 48)),
      read: pemOr('rsa'),
    },
  ],
  // https://www.bybit.com/en/help-center/article/How-to-Create-an-RSA-Key-on-Bybit, of 2025-11-25. Its
  // documents name RSA alone for keys that are not its own: https://bybit-exchange.github.io/docs/v5/guide
  keyPair: {
    type: 'rsa-4096',
    steps: (egressIps) => [
      'On the Bybit website, open your profile and then API.',
      'Create New Key, Self-generated API Keys.',
      'Paste the public key below into the box, with its first and last line.',
      'Choose Read-Write and “Only IPs with permissions granted are allowed to access the OpenAPI”.',
      allowAddresses(egressIps),
      'Under Unified Trading tick Spot: Trade. Tick nothing under Wallet, above all not Withdrawal.',
      'Submit, pass the two-factor check and copy the API key that Bybit shows now.',
    ],
    sketch: [
      '┌ Create New Key ────────────┐',
      '│ ( ) System-generated       │',
      '│ (•) Self-generated         │',
      '│ ┌ Your Public Key ───────┐ │',
      '│ │ >> paste it here <<    │ │',
      '│ └────────────────────────┘ │',
      '│                 [ Submit ] │',
      '└────────────────────────────┘',
    ],
  },
  sites: ['bybit.com', 'bybit.eu'],
  unboundRule:
    'Bybit ends a key that is not bound to addresses after 90 days, and 7 days after a change of your password.',
  confirmSeconds: [60, 300],
  hidesFreeze: true,
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-07-24',
  unverified: [
    'Classic accounts can’t be linked: balances are read from the Unified Trading Account only.',
    'The site for Europe (bybit.eu).',
    'Fills of one order that are older than a week.',
    'What Bybit answers when an account that may not trade cancels an order.',
  ],
}
