import { letters } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

const TOKEN = letters(70, 110)

/** BingX, for people. Sources: BingX's documents of 2025-11-30. */
export const BINGX_FACTS: ExchangeFacts = {
  name: 'BingX',
  keyPage: 'https://bingx.com/en/accounts/api',
  createKeySteps: (egressIps) => [
    'On the BingX website, open your profile and then API Management.',
    'Create API. Give it a label and pass the check.',
    'Edit the key: tick Read and Spot trading. Not Withdraw.',
    allowAddresses(egressIps),
    'Copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On BingX, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: 'about 86 letters and digits', pattern: TOKEN },
    { name: 'secret', label: 'secret key', looks: 'about 86 letters and digits', pattern: TOKEN },
  ],
  unboundRule:
    'BingX deletes a key that may trade and is not bound to addresses after 14 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Which rights a key has.',
    'Wallets besides the spot account: coins in them are not counted.',
  ],
}
