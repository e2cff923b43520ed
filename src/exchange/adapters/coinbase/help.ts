import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** Coinbase, for people. Sources: facts/exchanges.md §2 and §3, docs.cdp.coinbase.com of 2026. */
export const COINBASE_FACTS: ExchangeFacts = {
  name: 'Coinbase',
  keyPage: 'https://portal.cdp.coinbase.com/projects/api-keys',
  createKeySteps: (egressIps) => [
    'In the Coinbase Developer Platform, open your project and then API keys, Secret API Keys.',
    'Create API key. Give it a name.',
    allowAddresses(egressIps),
    'Under API restrictions tick View and Trade. Not Transfer.',
    'Under Advanced choose the algorithm ECDSA: with Ed25519 nothing can be traded.',
    'Create, and download the key. Both texts stand in that file: the name and the private key.',
  ],
  deleteKeySteps: [
    'In the Coinbase Developer Platform, open your project and then API keys.',
    'Open the menu of the key, choose Delete and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'name of the key',
      looks: 'it begins with organizations/',
      pattern: /organizations\/[A-Fa-f0-9-]{36}\/apiKeys\/[A-Fa-f0-9-]{36}/g,
    },
    {
      name: 'secret',
      label: 'private key',
      looks: 'it begins with -----BEGIN EC PRIVATE KEY-----, and may have several lines',
      pattern:
        /-----BEGIN EC PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{40,400}-----END EC PRIVATE KEY-----/g,
    },
  ],
  confirmSeconds: [60, 300, 900],
  makerFeeRate: '0.004',
  takerFeeRate: '0.006',
  verifiedAt: '2026-01-15',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What a deleted key, or one used from another address, is answered with: Coinbase says only “Unauthorized”.',
  ],
}
