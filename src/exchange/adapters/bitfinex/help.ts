import { letters } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

const TOKEN = letters(40, 50)

/** Bitfinex, for people. Sources: docs.bitfinex.com of 2025-11-30. */
export const BITFINEX_FACTS: ExchangeFacts = {
  name: 'Bitfinex',
  keyPage: 'https://setting.bitfinex.com/api',
  createKeySteps: (egressIps) => [
    'On the Bitfinex website, open your profile and then API keys.',
    'Create New Key. Give it a name.',
    'Account Info and Account History: Get. Orders: Get and Create. Wallets: Get. Not Withdraw.',
    allowAddresses(egressIps),
    'Generate, pass the two-factor check and confirm the mail in this same browser; then copy both texts.',
  ],
  deleteKeySteps: [
    'On Bitfinex, open your profile and then API keys.',
    'Press Revoke next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '43 letters and digits', pattern: TOKEN },
    { name: 'secret', label: 'API key secret', looks: '43 letters and digits', pattern: TOKEN },
  ],
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.002',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key, or one used from another address, is answered with.',
    'Bitfinex knows orders by numbers of its own form: after a database is restored from a backup, orders placed since are not recognised.',
    'Bitfinex tells no time: the clock of the machine that Undock runs on is used.',
  ],
}
