import { letters } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** Crypto.com Exchange, for people. Sources: its documents of 2025-11-30. */
export const CRYPTOCOM_FACTS: ExchangeFacts = {
  name: 'Crypto.com',
  keyPage: 'https://crypto.com/exchange/user/settings/api-management',
  createKeySteps: (egressIps) => [
    'On the Crypto.com Exchange (not in the app), open Settings and then API Keys.',
    'Create a new API key. Give it a label and pass the two-factor check.',
    'Tick Enable Trading. Do not tick Enable Withdrawal.',
    allowAddresses(egressIps),
    'Copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On the Crypto.com Exchange, open Settings and then API Keys.',
    'Press Delete next to the key and pass the two-factor check.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: 'about 22 letters and digits',
      pattern: letters(18, 30),
    },
    {
      name: 'secret',
      label: 'secret key',
      looks: 'cxakp_ and about 22 letters and digits',
      pattern: /(?<![\w-])cx[a-z]{2,4}_[A-Za-z0-9]{18,40}(?![\w-])/g,
    },
  ],
  confirmSeconds: [60, 300, 900],
  makerFeeRate: '0.0025',
  takerFeeRate: '0.005',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Which rights a key has: Crypto.com does not tell.',
    'Sub-accounts: keys of two of them look like keys of one account.',
  ],
}
