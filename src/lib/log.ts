export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** Facts of an event: codes, ids and counts. Never payloads, texts or errors' raw causes. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** One line of JSON per event, scrubbed of whatever looks like a secret. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** Where a log goes when nobody says otherwise. */
export function writeToStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** A log that writes lines at or above `level`; `now` stamps them. */
export function createLog(level: LogLevel, now: () => Date, write: (line: string) => void): Log {
  const at =
    (of: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(of) < LEVELS.indexOf(level)) return
      const line = { at: now().toISOString(), level: of, event, ...fields }
      write(JSON.stringify(line, (_, value: unknown) => printable(value)))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function printable(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value)
  return typeof value === 'bigint' ? String(value) : value
}

/** Class, code and scrubbed message of whatever was thrown: all that a log line may hold of it. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { error: error.name, code, message: scrub(error.message) }
}

// API keys and secrets of the exchanges are long runs of letters and digits; a bot token is id:text.
const SECRETS = [
  /\b\d{6,12}:[\w-]{30,}/g,
  /(signature|api-?key|secret|token)["']?[=:]["']?[^&\s"',}]+/gi,
  /[\w+/-]{40,}={0,2}/g,
  // Some are as short as this; ids of ours are shorter, or have dashes.
  /\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{30,}\b/g,
]

/** `text` with everything that looks like a key, a token or a signature taken out. */
export function scrub(text: string): string {
  return SECRETS.reduce((clean, pattern) => clean.replaceAll(pattern, '[secret]'), text)
}
