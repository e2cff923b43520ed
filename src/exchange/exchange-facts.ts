/** What a person should know of an exchange and its keys. Pages and labels drift: see `verifiedAt`. */
export interface ExchangeFacts {
  name: string
  /** The page where keys are created and deleted. */
  keyPage: string
  /** How to create a key there, one thing to do at a time. The addresses are those we send from. */
  createKeySteps: (egressIps: readonly string[]) => string[]
  deleteKeySteps: string[]
  /** What an API key and a secret look like, for people. */
  keyShape: string
  isApiKey: (text: string) => boolean
  isSecret: (text: string) => boolean
  /** Waits between the probes that confirm that a key is dead. */
  confirmSeconds: number[]
  /** Part of the cost, before any discount. */
  makerFeeRate: string
  takerFeeRate: string
  /** The day on which somebody last compared this with the exchange or its documents. */
  verifiedAt: string
}
