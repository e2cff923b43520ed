import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

/** A key pair that texts can be sealed for; both halves in base64url. */
export interface SealingPair {
  /** The uncompressed point. */
  publicKey: string
  privateKey: string
}

/** What a sender made of a text; both in base64url. */
export interface SealedText {
  /** The sender's key for this one message. */
  enc: string
  ciphertext: string
}

/** HPKE (RFC 9180), base mode. Of its curves only P-256 is in the WebCrypto of every browser. */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})

/** A new key pair. */
export async function newSealingPair(): Promise<SealingPair> {
  const { publicKey, privateKey } = await suite.kem.generateKeyPair()
  return {
    publicKey: toBase64Url(await suite.kem.serializePublicKey(publicKey)),
    privateKey: toBase64Url(await suite.kem.serializePrivateKey(privateKey)),
  }
}

/** The text; undefined unless it was sealed for just this key and `info`, and is whole. */
export async function openSealed(
  { enc, ciphertext }: SealedText,
  { privateKey, info }: { privateKey: string; info: Uint8Array<ArrayBuffer> },
): Promise<string | undefined> {
  const recipientKey = await suite.kem.deserializePrivateKey(fromBase64Url(privateKey))
  try {
    const context = { recipientKey, enc: fromBase64Url(enc), info }
    const recipient = await suite.createRecipientContext(context)
    const text = await recipient.open(fromBase64Url(ciphertext))
    return new TextDecoder('utf-8', { fatal: true }).decode(text)
  } catch {
    // Whatever is wrong with it came from outside: there is nothing to find out but that it does not open.
    return undefined
  }
}

function toBase64Url(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('base64url')
}

function fromBase64Url(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64url')).buffer
}
