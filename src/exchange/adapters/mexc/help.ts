import { hex } from '../../credentials/credential-shapes.ts'
import type { ExchangeFacts } from '../../credentials/exchange-facts.ts'
import { allowAddresses } from '../../credentials/key-steps.ts'

/** MEXC, for people. Sources: mexcdevelop/apidocs of 2025-08-08. */
export const MEXC_FACTS: ExchangeFacts = {
  name: 'MEXC',
  keyPage: 'https://www.mexc.com/user/openapi',
  createKeySteps: (egressIps) => [
    'On the MEXC website, open your profile and then API Management.',
    'Tick View account details, View order details and Spot: Trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Create, pass the two-factor check and copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On MEXC, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'access key',
      looks: 'mx0 and about 15 letters and digits',
      pattern: /(?<![\w-])mx0[A-Za-z0-9]{10,24}(?![\w-])/g,
    },
    { name: 'secret', label: 'secret key', looks: '32 letters and digits', pattern: hex(30, 36) },
  ],
  unboundRule: 'MEXC ends a key that is not bound to addresses after 90 days.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0',
  takerFeeRate: '0.0005',
  verifiedAt: '2025-08-08',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Which rights a key has: MEXC tells them of the account only.',
    'The page where keys are made.',
  ],
}
