import { letters, UUID } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** OKX, for people. Sources: OKX's documents of 2025-11-30. */
export const OKX_FACTS: ExchangeFacts = {
  name: 'OKX',
  keyPage: 'https://www.okx.com/account/my-api',
  createKeySteps: (egressIps) => [
    'On the OKX website (my.okx.com in Europe, app.okx.com in the US), open your profile and then API.',
    'Create API key. Give it a name and a passphrase of your own; you will need that passphrase here.',
    'Permissions: Read and Trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Confirm, and copy the API key and the secret key now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On OKX, open your profile and then API.',
    'Open the key, press Delete and pass the two-factor check.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: 'five groups of letters and digits', pattern: UUID },
    {
      name: 'secret',
      label: 'secret key',
      looks: '32 letters and digits',
      pattern: letters(30, 48),
    },
    { name: 'passphrase', label: 'passphrase', looks: 'the one that you chose for this key' },
  ],
  // One and the same key is unknown on the other two: freqtrade#10967, python-okx#118.
  sites: ['www.okx.com', 'eea.okx.com', 'us.okx.com'],
  unboundRule:
    'OKX deletes a key that may trade and is not bound to addresses after 14 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.0008',
  takerFeeRate: '0.001',
  verifiedAt: '2026-06-05',
  unverified: [
    'Accounts in the multi-currency and the portfolio margin mode: orders are sent as cash.',
    'The sites for Europe and the US (eea.okx.com, us.okx.com): markets are read from www.okx.com.',
  ],
}
