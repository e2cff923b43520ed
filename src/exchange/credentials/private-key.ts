import { createPrivateKey, type KeyObject } from 'node:crypto'

/** Kinds of private keys that an exchange may take. `ec`: on the curve P-256. */
export type PrivateKeyType = 'ec' | 'ed25519' | 'rsa'

const EDGE = String.raw`[-\u2010-\u2015\u2212]{2,10}`
const NAME = String.raw`((?:EC |RSA )?PRIVATE KEY)`

/**
 * A private key in PEM, however it was copied: on one line, with the two characters `\n` for each line's
 * end as in a JSON file, or with the long dashes that some keyboards put for several short ones.
 */
export const PEM = new RegExp(
  String.raw`${EDGE}\s{0,9}BEGIN ${NAME}\s{0,9}${EDGE}([A-Za-z0-9+/=\s\\]{40,6000}?)${EDGE}\s{0,9}END ${NAME}\s{0,9}${EDGE}`,
  'g',
)

/** The beginning of any private key, also of one that is cut off or locked by a password. */
export const PRIVATE_KEY_BEGINS = /BEGIN [A-Z ]{0,20}PRIVATE KEY/

/** Gives the key in a PEM as it was found by {@link PEM}; undefined if it is broken, or of another type. */
export function readPem(found: string, types: readonly PrivateKeyType[]): KeyObject | undefined {
  const [, name = '', content = ''] = new RegExp(PEM.source).exec(found) ?? []
  const body = content.replaceAll(/\\r|\\n|[\s\\]/g, '')
  const lines = body.match(/.{1,64}/g) ?? []
  const pem = [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`].join('\n')
  const key = parsed(pem)
  return key !== undefined && types.some((type) => type === typeOf(key)) ? key : undefined
}

/** The reader of a secret that may be a private key, which is kept as PKCS8 in PEM. */
export function pemOr(...types: PrivateKeyType[]): (found: string) => string | undefined {
  return (found) =>
    PRIVATE_KEY_BEGINS.test(found)
      ? readPem(found, types)?.export({ type: 'pkcs8', format: 'pem' }).toString().trim()
      : found
}

/** Either pattern, global. */
export function either(one: RegExp, other: RegExp): RegExp {
  return new RegExp(`${one.source}|${other.source}`, 'g')
}

function typeOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  return type === 'ec' && details?.namedCurve === 'prime256v1'
    ? 'ec'
    : `${type} ${details?.namedCurve ?? ''}`.trim()
}

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    // The error may hold a piece of the key.
    return undefined
  }
}
