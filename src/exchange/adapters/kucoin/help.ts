import { hex, UUID } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** KuCoin, for people. Sources: KuCoin's documents of 2025-11-04. */
export const KUCOIN_FACTS: ExchangeFacts = {
  name: 'KuCoin',
  keyPage: 'https://www.kucoin.com/account/api',
  createKeySteps: (egressIps) => [
    'On the KuCoin website, open your avatar and then API Management.',
    'Create API, API Trading. Give it a name and a passphrase of your own; you will need that passphrase here.',
    'Tick General and Spot. Do not tick Transfer: that right also withdraws.',
    allowAddresses(egressIps),
    'Confirm with trading password and codes, and copy the key and the secret now: it is shown only once.',
  ],
  deleteKeySteps: [
    'On KuCoin, open your avatar and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '24 letters and digits', pattern: hex(22, 28) },
    {
      name: 'secret',
      label: 'API secret',
      looks: 'five groups of letters and digits',
      pattern: UUID,
    },
    { name: 'passphrase', label: 'passphrase', looks: 'the one that you chose for this key' },
  ],
  unboundRule:
    'KuCoin deletes a key that may trade and is not bound to addresses, or takes that right, after 30 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-04-01',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key is answered with.',
    'Coins in the funding account are not seen: only the trading account is.',
  ],
}
