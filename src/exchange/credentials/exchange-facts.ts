import type { KeyPairType } from './key-pair.ts'

/** What a person should know of an exchange and its keys. Pages and labels drift: see `verifiedAt`. */
export interface ExchangeFacts {
  name: string
  /** The page where keys are created and deleted. */
  keyPage: string
  /** How to create a key there, one thing to do at a time. The addresses are those we send from. */
  createKeySteps: (egressIps: readonly string[]) => string[]
  deleteKeySteps: string[]
  /** What a key consists of, in the order in which it is asked for; the API key is the first. */
  fields: readonly CredentialField[]
  /** How a key is made of which the exchange gets only the public half. Undefined: it takes none. */
  keyPair?: KeyPairFacts
  /** The page on which the exchange calls keys with a secret (HMAC) deprecated. */
  secretsDeprecatedBy?: string
  /** Hosts that each know other keys, the usual one first: tried in turn when a key is linked. */
  sites?: readonly string[]
  /** What the exchange does to keys that are not bound to addresses; undefined: no such rule is known. */
  unboundRule?: string
  /** So many days after it was made the exchange ends a key that is not bound to addresses. */
  unboundDays?: number
  /** Waits between the probes that confirm that a key is dead. */
  confirmSeconds: number[]
  /** The same for a key with a running bot, where its trader must know sooner. */
  busyConfirmSeconds?: number[]
  /** Part of the cost, before any discount. */
  makerFeeRate: string
  takerFeeRate: string
  /** Nothing that can be read tells that an account may not trade: only what takes its orders does. */
  hidesFreeze?: true
  /** The day on which somebody last compared this with the exchange or its documents. */
  verifiedAt: string
  /** What could not be tried without a live account there. Empty: all of it was. */
  unverified: readonly string[]
}

/** Registering a public key at an exchange. */
interface KeyPairFacts {
  type: KeyPairType
  /** What to do there, one thing at a time, up to the API key that it shows at the end. */
  steps: (egressIps: readonly string[]) => string[]
  /** Where to paste the public key, drawn in lines of text that fit a phone. */
  sketch: readonly string[]
}

/** One of the texts that make a key, e.g. the secret. */
export interface CredentialField {
  name: CredentialName
  /** As the exchange calls it: `API key`. */
  label: string
  /** What it looks like, for people: `64 letters and digits`. */
  looks: string
  /** Finds it in a text; global. Undefined: any words will do, as for a passphrase. */
  pattern?: RegExp
  /** What is sent of what was found; undefined if it is none after all. Left out: just that. */
  read?: (found: string) => string | undefined
}

/** Our names for the parts of a key. */
export type CredentialName = 'apiKey' | 'secret' | 'passphrase'

/** Some of the parts of a key. */
export type CredentialParts = Partial<Record<CredentialName, string>>
