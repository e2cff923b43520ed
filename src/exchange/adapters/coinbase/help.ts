import { UUID } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'
import { either, PEM, readPem } from '../../credentials/private-key.ts'

/** An Ed25519 key as Coinbase gives it out: the private and the public half, 32 bytes each. */
const ED25519_BYTES = /(?<![\w+/=-])[A-Za-z0-9+/]{86}==(?![\w+/=-])/

/** ccxt 4.5.84 signs with an EC key only in this form of PEM, and with an Ed25519 key only as bytes. */
function toCoinbaseSecret(found: string): string | undefined {
  if (!found.includes('PRIVATE KEY')) return found
  const key = readPem(found, ['ec', 'ed25519'])
  if (key?.asymmetricKeyType === 'ec') {
    return key.export({ type: 'sec1', format: 'pem' }).toString().trim()
  }
  const { d, x } = key?.export({ format: 'jwk' }) ?? {}
  if (d === undefined || x === undefined) return undefined
  return Buffer.from(
    [d, x].map((half) => Buffer.from(half, 'base64url')).flatMap((half) => [...half]),
  ).toString('base64')
}

/** Coinbase, for people. Sources: docs.cdp.coinbase.com of 2026. */
export const COINBASE_FACTS: ExchangeFacts = {
  name: 'Coinbase',
  keyPage: 'https://portal.cdp.coinbase.com/projects/api-keys',
  createKeySteps: (egressIps) => [
    'In the Coinbase Developer Platform, open your project and then API keys, Secret API Keys.',
    'Create API key. Give it a name.',
    allowAddresses(egressIps),
    'Under API restrictions tick View and Trade. Not Transfer.',
    'Under Advanced choose the algorithm ECDSA if you can. Ed25519 is taken too.',
    'Create, and download the key. The file holds both texts, the name and the private key: you can send it here.',
  ],
  deleteKeySteps: [
    'In the Coinbase Developer Platform, open your project and then API keys.',
    'Open the menu of the key, choose Delete and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'name of the key',
      looks: 'it begins with organizations/, or is five groups of letters and digits',
      pattern: either(/organizations\/[A-Fa-f0-9-]{36}\/apiKeys\/[A-Fa-f0-9-]{36}/, UUID),
    },
    {
      name: 'secret',
      label: 'private key',
      looks:
        'it begins with -----BEGIN EC PRIVATE KEY----- and may have several lines, or is 88 letters, digits and signs',
      pattern: either(PEM, ED25519_BYTES),
      read: toCoinbaseSecret,
    },
  ],
  confirmSeconds: [60, 300, 900],
  makerFeeRate: '0.004',
  takerFeeRate: '0.006',
  verifiedAt: '2026-01-15',
  unverified: [
    'Keys with Ed25519: Coinbase’s own client libraries trade with them since June 2026; its documents advise ECDSA.',
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What a deleted key, or one used from another address, is answered with: Coinbase says only “Unauthorized”.',
    'Coins that are staked: whether they stand apart from those that can be sold.',
    'That fees are taken in the coin that was paid with: Coinbase names no coin beside them.',
    'How Coinbase tells its time.',
  ],
}
