import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

/**
 * Seals a text so that only the instance with the other half of this key can open it, and only for this
 * request.
 *
 * @param {string} text
 * @param {{ publicKey: string, info: string }} to both in base64url
 * @returns {Promise<{ enc: string, ciphertext: string }>} both in base64url
 */
export async function seal(text, { publicKey, info }) {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
  const recipientPublicKey = await suite.kem.deserializePublicKey(fromBase64Url(publicKey))
  const sender = await suite.createSenderContext({ recipientPublicKey, info: fromBase64Url(info) })
  const ciphertext = await sender.seal(new TextEncoder().encode(text))
  return { enc: toBase64Url(sender.enc), ciphertext: toBase64Url(ciphertext) }
}

/** @param {ArrayBuffer} buffer */
function toBase64Url(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @param {string} text */
function fromBase64Url(text) {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)).buffer
}
