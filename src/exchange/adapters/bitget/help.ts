import { hex } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** Bitget, for people. Sources: Bitget's documents of 2025-11-30. */
export const BITGET_FACTS: ExchangeFacts = {
  name: 'Bitget',
  keyPage: 'https://www.bitget.com/account/newapi',
  createKeySteps: (egressIps) => [
    'On the Bitget website, open your profile and then API management.',
    'Create, System-generated API key. Give it a note and a passphrase of your own; you will need that passphrase here.',
    'Permissions: Read/write, and of the kinds only Spot trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Pass the checks, and copy the key and the secret now: it is shown only once.',
  ],
  deleteKeySteps: [
    'On Bitget, open your profile and then API management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: 'bg_ and 32 letters and digits',
      pattern: /(?<![\w-])bg_[A-Fa-f0-9]{30,34}(?![\w-])/g,
    },
    { name: 'secret', label: 'secret key', looks: '64 letters and digits', pattern: hex(60, 68) },
    { name: 'passphrase', label: 'passphrase', looks: 'the one that you chose for this key' },
  ],
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Unified accounts can’t be linked: only the classic spot account is spoken to.',
    'Whether a key may withdraw, where it has rights that are not documented.',
  ],
}
