const LENGTH = 64
const TOKEN = new RegExp(`(?<![A-Za-z0-9])[A-Za-z0-9]{${LENGTH}}(?![A-Za-z0-9])`, 'g')

/** Whatever in a text has the shape of an API key or a secret, in the order of the text. */
export function listCredentials(text: string): string[] {
  return text.match(TOKEN) ?? []
}

/** True if a text holds something that must not stay in a chat. */
export function looksLikeCredentials(text: string): boolean {
  return listCredentials(text).length > 0
}

/** True if the text is a key or a secret, and nothing else: 64 letters and digits. */
export function isCredential(text: string): boolean {
  return text.length === LENGTH && looksLikeCredentials(text)
}
