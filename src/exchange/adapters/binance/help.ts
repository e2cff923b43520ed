import { letters } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'
import { either, PEM, pemOr } from '../../credentials/private-key.ts'

const TOKEN = letters(64, 64)

/** Binance, for people. Sources: its documents of 2026-07-21. */
export const BINANCE_FACTS: ExchangeFacts = {
  name: 'Binance',
  keyPage: 'https://www.binance.com/en/my/settings/api-management',
  createKeySteps: (egressIps) => [
    'On the Binance website, open your profile and then API Management.',
    'Create API, System generated. Give it a label and pass the two-factor check.',
    'Copy the API key and the secret key now: Binance shows the secret only once.',
    'Edit restrictions, Restrict access to trusted IPs only.',
    allowAddresses(egressIps),
    'Tick Enable Spot & Margin Trading. Do not tick Enable Withdrawals.',
    'Save.',
  ],
  deleteKeySteps: [
    'On Binance, open your profile and then API Management.',
    'Find the key by its label and press Delete next to it.',
    'Pass the two-factor check.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '64 letters and digits', pattern: TOKEN },
    {
      name: 'secret',
      label: 'secret key',
      looks: '64 letters and digits',
      // A trader who registered a public key of their own has its private key instead.
      pattern: either(PEM, TOKEN),
      read: pemOr('ed25519', 'rsa'),
    },
  ],
  // https://www.binance.com/en/support/faq/detail/6b9a63f1e3384cf48a2eedb82767a69a, read 2026-11-30
  keyPair: {
    type: 'ed25519',
    steps: (egressIps) => [
      'On the Binance website, open your profile and then API Management.',
      'Create API, Self-generated, Next.',
      'Paste the public key below into the box, with its first and last line. Next.',
      'Give it a label and pass the two-factor check.',
      'Edit restrictions, Restrict access to trusted IPs only.',
      allowAddresses(egressIps),
      'Tick Enable Spot & Margin Trading. Do not tick Enable Withdrawals. Save.',
      'Copy the API key that Binance shows now.',
    ],
    sketch: [
      '┌ Create API ────────────────┐',
      '│ ( ) System generated       │',
      '│ (•) Self-generated         │',
      '│ ┌ public key ────────────┐ │',
      '│ │ >> paste it here <<    │ │',
      '│ └────────────────────────┘ │',
      '│                   [ Next ] │',
      '└────────────────────────────┘',
    ],
  },
  secretsDeprecatedBy:
    'https://github.com/binance/binance-spot-api-docs/blob/master/faqs/api_key_types.md',
  unboundRule:
    'Binance takes the trading right from a key that is not bound to addresses, 30 days after it was given.',
  // -2008 was seen for a moment on living keys, and -2015 while an address is blocked: ccxt#11045.
  // The end of an idle key is noticed within 10 minutes, that of a key with a running bot within 3.
  confirmSeconds: [60, 240],
  busyConfirmSeconds: [30, 60],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-07-21',
  unverified: [],
}
