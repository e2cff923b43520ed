import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

const FOUR_GROUPS =
  /(?<![\w-])[A-Za-z0-9]{6,12}(?:-[A-Za-z0-9]{6,10}){2}-[A-Za-z0-9]{4,6}(?![\w-])/g

/** HTX, for people. Sources: HTX's documents of 2025-11-30. */
export const HTX_FACTS: ExchangeFacts = {
  name: 'HTX',
  keyPage: 'https://www.htx.com/en-us/apikey',
  createKeySteps: (egressIps) => [
    'On the HTX website, open your profile and then API Management.',
    'Enter a note, and tick Read-only and Trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Create, pass the check and copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On HTX, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'access key',
      looks: 'four groups of letters and digits',
      pattern: FOUR_GROUPS,
    },
    {
      name: 'secret',
      label: 'secret key',
      looks: 'four groups of letters and digits',
      pattern: FOUR_GROUPS,
    },
  ],
  unboundRule:
    'HTX turns a key that may trade and is not bound to addresses off after 90 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.002',
  takerFeeRate: '0.002',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key is answered with on spot.',
    'Orders that ended over a day ago are not found by our own id.',
    'The list of pairs: HTX documents a newer one than is read.',
  ],
}
