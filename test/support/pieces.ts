import { createPrivateKey } from 'node:crypto'

const PIECE = 12

/**
 * Every piece of 12 characters that a private key's secret numbers have in a text, whichever way they are
 * written there: as PEM, DER, JWK, hex or raw bytes. What it shares with the public key is left out.
 */
export function piecesOfPrivateKey(pem: string): Set<string> {
  const jwk = createPrivateKey(pem).export({ format: 'jwk' })
  const numbers = [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].filter((one) => one !== undefined)
  return new Set(
    numbers
      .map((number) => Buffer.from(number, 'base64url'))
      .flatMap((bytes) => spellings(bytes).flatMap(windowsOf)),
  )
}

/** Every piece of 12 characters of a secret text, as it is or in base64 or hex. */
export function piecesOfText(secret: string): Set<string> {
  const bytes = Buffer.from(secret)
  return new Set([secret, ...spellings(bytes)].flatMap(windowsOf))
}

/** The pieces that are in a text; none, one hopes. */
export function findPieces(pieces: ReadonlySet<string>, text: string): string[] {
  const found: string[] = []
  for (let i = 0; i + PIECE <= text.length; i += 1) {
    const piece = text.slice(i, i + PIECE)
    if (pieces.has(piece)) found.push(piece)
  }
  return found
}

/** In base64 it depends on what stands before: one of three ways. */
function spellings(bytes: Buffer): string[] {
  const base64 = [0, 1, 2].map((from) => {
    const whole = bytes.subarray(from)
    return whole.subarray(0, whole.length - (whole.length % 3)).toString('base64')
  })
  return [
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('latin1'),
  ]
}

function windowsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, i) =>
    text.slice(i, i + PIECE),
  )
}
