import { readFileSync } from 'node:fs'
import type { CredentialName, ExchangeFacts } from '../exchange/credentials/exchange-facts.ts'
import type { Credentials } from '../exchange/exchange.ts'
import type { Environment } from '../lib/settings-reader.ts'
import type { Hiding } from './hiding.ts'
import { TryRefused } from './refused.ts'
import type { Terminal } from './terminal.ts'

/** Where each part of a key comes from when nobody sits at a terminal. */
const SETTINGS: Readonly<Record<CredentialName, string>> = {
  apiKey: 'TRY_EXCHANGE_KEY',
  secret: 'TRY_EXCHANGE_SECRET',
  passphrase: 'TRY_EXCHANGE_PASSPHRASE',
}

interface Sources {
  env: Environment
  terminal: Terminal
  /** Learns each part before anything else does. */
  hiding: Hiding
}

/** The key: from the files that settings name, or typed unseen. @throws {TryRefused} with the way out. */
export async function readKey(
  { fields, name }: Pick<ExchangeFacts, 'fields' | 'name'>,
  { env, terminal, hiding }: Sources,
): Promise<Credentials> {
  assertNotInEnvironment(env)
  const files = fields.filter(({ name: part }) => fileOf(env, part) !== undefined)
  if (files.length === 0 && !terminal.isThere()) {
    const named = fields.map(({ name: part }) => `${SETTINGS[part]}_FILE`).join(', ')
    throw new TryRefused(
      `There is no terminal to type a key on. Put each part of it into a file of its own, and name the files: ${named}.`,
    )
  }
  const parts: Partial<Record<CredentialName, string>> = {}
  for (const { name: part, label } of fields) {
    const path = fileOf(env, part)
    if (path === undefined && files.length > 0) {
      throw new TryRefused(`${SETTINGS[part]}_FILE is missing: it names a file with the ${label}.`)
    }
    const text =
      path === undefined
        ? await terminal.askHidden(`${name} ${label} (not shown): `)
        : readFile(path, SETTINGS[part])
    // As files and clipboards have it: a PEM out of JSON has its line ends as two characters.
    const clean = text.trim().replaceAll('\\n', '\n').replaceAll('\r\n', '\n')
    hiding.add(clean)
    if (clean === '') throw new TryRefused(`The ${label} is empty.`)
    parts[part] = clean
  }
  const { apiKey = '', secret = '', passphrase } = parts
  return { apiKey, secret, ...(passphrase !== undefined && { passphrase }) }
}

/** Every program of this user can read the environment, and shells keep what was typed into it. */
function assertNotInEnvironment(env: Environment): void {
  const given = Object.values(SETTINGS).filter((name) => (env[name] ?? '') !== '')
  if (given.length === 0) return
  throw new TryRefused(
    `${given.join(', ')}: a key does not belong into the environment. Put it into a file, and name that in ${given[0]}_FILE.`,
  )
}

function fileOf(env: Environment, part: CredentialName): string | undefined {
  const path = env[`${SETTINGS[part]}_FILE`]?.trim()
  return path === '' ? undefined : path
}

function readFile(path: string, setting: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new TryRefused(
      `${setting}_FILE: the file can't be read. Give the path of a file that this user may read.`,
    )
  }
}
