import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** Kraken, for people. Sources: docs.kraken.com. */
export const KRAKEN_FACTS: ExchangeFacts = {
  name: 'Kraken',
  keyPage: 'https://pro.kraken.com/app/settings/api',
  createKeySteps: (egressIps) => [
    'On Kraken Pro, open Settings and then API.',
    'Create API key. Give it a name.',
    'Tick Query funds, Query open orders & trades, Query closed orders & trades, Create & modify orders, Cancel & close orders. Not Withdraw.',
    `Turn the IP address restriction on. ${allowAddresses(egressIps)}`,
    'Generate, and copy the API key and the private key now: it is shown only once.',
  ],
  deleteKeySteps: [
    'On Kraken Pro, open Settings and then API.',
    'Open the menu of the key, choose Delete and pass the two-factor check.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: '56 letters, digits and signs',
      pattern: /(?<![\w+/=-])[A-Za-z0-9+/]{50,64}(?![\w+/=-])/g,
    },
    {
      name: 'secret',
      label: 'private key',
      looks: '88 letters, digits and signs, with == at its end',
      pattern: /(?<![\w+/=-])[A-Za-z0-9+/]{84,90}={0,2}(?![\w+/=-])/g,
    },
  ],
  unboundRule:
    'Kraken ends a key on the day that you set for it, and may take rights from keys that were not used for months.',
  // "Temporary lockout" comes of a refused key that is tried again and again.
  confirmSeconds: [900, 900],
  makerFeeRate: '0.0025',
  takerFeeRate: '0.004',
  verifiedAt: '2026-07-21',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key, or one used from another address, is answered with.',
    'The steps to delete a key.',
    'Accounts for which Kraken tells nothing of a key: each of their keys counts as an account of its own.',
    'Which of the names with a dot, such as XBT.F and DOT.S, can be sold as they are.',
    'That fees are taken in the quote coin: Kraken names no coin beside them.',
  ],
}
