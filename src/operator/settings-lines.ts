import type { Config } from '../config.ts'

/** Every setting as it is in force. Of secrets only whether they are set. */
export function settingsLines(config: Config): string[] {
  const { allowedUsers, keyCheckSeconds, exchangeOrigins } = config
  const values: Record<string, string> = {
    BOT_TOKEN: isSet(config.botToken),
    VAULT_KEY: isSet(config.vaultKey),
    TELEGRAM_API_ROOT: config.telegramApiRoot,
    ALLOWED_USERS: allowedUsers === 'everyone' ? 'everyone' : listed(allowedUsers),
    OPERATOR_IDS: listed(config.operatorIds),
    DATABASE_URL: placeOf(config.database),
    EXCHANGE_ORIGINS: JSON.stringify(exchangeOrigins),
    PLAIN_HOSTS: listed(config.plainHosts),
    EGRESS_IPS: listed(config.egressIps),
    KEY_CHECK_SECONDS: `${keyCheckSeconds.idle} (${keyCheckSeconds.busy} with a running bot)`,
    KEY_CONFIRM_SECONDS: config.keyConfirmSeconds?.join(',') ?? 'what each exchange needs',
    BOT_TICK_SECONDS: String(config.botTickSeconds),
    HOST: config.host,
    PORT: String(config.port),
    PUBLIC_URL: config.publicUrl ?? 'not set: updates come by polling',
    LOG_LEVEL: config.logLevel,
  }
  return Object.entries(values).map(([name, value]) => `${name.padEnd(20)} ${value}`)
}

/** The address of PostgreSQL holds a password. */
function placeOf(database: Config['database']): string {
  return database.kind === 'sqlite' ? `sqlite:${database.path}` : 'PostgreSQL'
}

function isSet(secret: object | undefined): string {
  return secret === undefined ? 'not set' : 'set'
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ')
}
