import { readFileSync } from 'node:fs'

export type Environment = Readonly<Record<string, string | undefined>>
export type SettingsReader = ReturnType<typeof settingsReader>

const LONGEST_SECONDS = 86_400

/** Reads settings one by one, and gathers every fault with its cure instead of throwing at the first. */
export function settingsReader(env: Environment) {
  const faults: string[] = []
  const text = (name: string): string | undefined => {
    const value = env[name]?.trim()
    return value === undefined || value === '' ? undefined : value
  }
  return {
    faults,
    text,
    isSet: (name: string) => (text(name) ?? text(`${name}_FILE`)) !== undefined,
    /** What the setting says, or the file that `NAME_FILE` names. Empty when that can't be read. */
    fromFile(name: string): string | undefined {
      const path = text(`${name}_FILE`)
      if (path === undefined) return text(name)
      if (text(name) !== undefined) {
        faults.push(`${name}: ${name}_FILE is set as well. Keep one of the two.`)
      }
      try {
        return readFileSync(path, 'utf8').trim()
      } catch {
        faults.push(
          `${name}_FILE: the file can't be read. Give the path of a file that this user may read.`,
        )
        return undefined
      }
    },
    url(name: string): string | undefined {
      const value = text(name)
      if (value === undefined || isAddress(value)) return value?.replace(/\/+$/, '')
      faults.push(`${name}: this is no address. Write it like https://example.org.`)
      return undefined
    },
    list(name: string): string[] {
      return (
        text(name)
          ?.split(/[\s,]+/)
          .filter((part) => part !== '') ?? []
      )
    },
    seconds(name: string): number | undefined {
      const value = text(name)
      if (value === undefined) return undefined
      if (isSeconds(value)) return Number(value)
      faults.push(`${name}: write one number of seconds from 1 to ${LONGEST_SECONDS}, like 60.`)
      return undefined
    },
    waits(name: string): number[] | undefined {
      const parts = text(name)?.split(/\s*,\s*/)
      if (parts === undefined) return undefined
      if (parts.every(isSeconds)) return parts.map(Number)
      faults.push(
        `${name}: write numbers of seconds from 1 to ${LONGEST_SECONDS}, with commas between, like 60,300.`,
      )
      return undefined
    },
    port(name: string): number | undefined {
      const value = text(name)
      if (value === undefined) return undefined
      if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
      faults.push(
        `${name}: "${value}" is no port. Write a whole number from 1 to 65535, like 3000.`,
      )
      return undefined
    },
  }
}

function isSeconds(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) >= 1 && Number(text) <= LONGEST_SECONDS
}

/** An address to which paths can be added. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false
  const { search, hash, username, password } = new URL(text)
  return [search, hash, username, password].every((part) => part === '')
}
