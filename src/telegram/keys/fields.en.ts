import type { CredentialField } from '../../exchange/credentials/exchange-facts.ts'
import { html, type Html } from '../view.ts'

type Fields = readonly CredentialField[]

/** `the API key and the secret key`. */
export function partsOf(fields: Fields): Html {
  return fields
    .map(({ label }) => html`the <b>${label}</b>`)
    .reduce((all, part, i) => html`${all}${i === fields.length - 1 ? ' and ' : ', '}${part}`)
}

/** What each part looks like. */
export function looksOf(fields: Fields): string {
  return fields.map(({ label, looks }) => `${capital(label)}: ${looks}.`).join(' ')
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
