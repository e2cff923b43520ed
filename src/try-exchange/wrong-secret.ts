import type { Credentials } from '../exchange/exchange.ts'

/** In a private key of any kind that exchanges take, this letter belongs to the secret number. */
const IN_PEM = 50

/** The same key, with one letter of its secret changed so that it still looks like one. */
export function withWrongSecret(credentials: Credentials): Credentials {
  const { secret } = credentials
  const heading = /^-----BEGIN [A-Z ]+-----\n/.exec(secret)?.[0].length
  const [from, to] =
    heading === undefined ? [0, secret.length] : [heading + IN_PEM, heading + IN_PEM + 1]
  const middle = Math.floor((from + to) / 2)
  const at = middle + Math.max(0, secret.slice(middle).search(/[A-Za-z0-9]/))
  const changed = otherLetter(secret[at] ?? '')
  return { ...credentials, secret: secret.slice(0, at) + changed + secret.slice(at + 1) }
}

/** A letter that may stand wherever that one may, in numbers of base 16 too. */
function otherLetter(letter: string): string {
  if (/\d/.test(letter)) return letter === '7' ? '3' : '7'
  if (/[a-z]/.test(letter)) return letter === 'c' ? 'e' : 'c'
  return letter === 'C' ? 'E' : 'C'
}
