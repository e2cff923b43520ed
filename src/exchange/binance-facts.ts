import { isCredential } from './credentials-in-text.ts'
import type { ExchangeFacts } from './exchange-facts.ts'

/** Binance, for people. Sources: facts/exchanges.md §1.3, §2 and §3. */
export const BINANCE_FACTS: ExchangeFacts = {
  name: 'Binance',
  keyPage: 'https://www.binance.com/en/my/settings/api-management',
  createKeySteps: (egressIps) => [
    'On the Binance website, open your profile and then API Management.',
    'Create API, System generated. Give it a label and pass the two-factor check.',
    'Copy the API key and the secret key now: Binance shows the secret only once.',
    'Edit restrictions, Restrict access to trusted IPs only.',
    egressIps.length > 0
      ? `Enter these IP addresses: ${egressIps.join(', ')}.`
      : 'Enter the IP address that the host of this bot gives you.',
    'Tick Enable Spot & Margin Trading. Do not tick Enable Withdrawals.',
    'Save.',
  ],
  deleteKeySteps: [
    'On Binance, open your profile and then API Management.',
    'Find the key by its label and press Delete next to it.',
    'Pass the two-factor check.',
  ],
  keyShape: 'Two texts of 64 letters and digits: the API key and the secret key.',
  isApiKey: isCredential,
  isSecret: isCredential,
  // -2008 was seen for a moment on living keys, and -2015 while an address is blocked: ccxt#11045.
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-07-21',
}
