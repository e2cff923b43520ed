import type { DecimalRefusal } from '../../lib/decimal-input.ts'

/** Why a typed number is not taken, and what to type instead. */
export const NUMBER_REFUSALS = {
  empty: 'Send a number, for example 1.5.',
  'too-long': 'That is too long for a number. Send digits with a point, for example 1.5.',
  negative: 'It must be more than zero. Send it without the minus.',
  ambiguous:
    'A comma with three digits after it means a thousand to some and a fraction to others. Send it without the comma, for example 1000 or 1.5.',
  'not-a-number': 'I can’t read that as a number. Send digits with a point, for example 1.5.',
} as const satisfies Record<DecimalRefusal, string>
