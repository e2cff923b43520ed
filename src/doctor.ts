import { systemClock } from './lib/clock.ts'
import { createExchanges } from './exchange/exchanges.ts'
import { diagnose } from './operator/diagnose.ts'
import { settingsLines } from './operator/settings-lines.ts'
import { createReach } from './telegram/reach.ts'
import { ConfigError, environment, readConfig, type Config } from './config.ts'

/** Prints what it found; gives how many findings want a look. */
async function examine(config: Config): Promise<number> {
  const exchanges = createExchanges({ clock: systemClock, origins: config.exchangeOrigins })
  const reach = createReach(systemClock, fetch, new AbortController().signal)
  const diagnosing = diagnose(config, { clock: systemClock, exchanges, reach })
  // Sockets that do not close must not hide what was found, or why nothing could be.
  const findings = await diagnosing.finally(() => void exchanges.close().catch(() => undefined))

  const lines = findings.map(({ part, says, cure }) =>
    cure === undefined ? `  ok   ${part}: ${says}` : `  LOOK ${part}: ${says}\n       → ${cure}`,
  )
  print('Settings', ...settingsLines(config).map((line) => `  ${line}`), '', 'Findings', ...lines)
  return findings.filter(({ cure }) => cure !== undefined).length
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

try {
  const wrong = await examine(readConfig(environment()))
  print('', wrong === 0 ? 'All is well.' : `${wrong} of these want a look.`)
  process.exitCode = wrong === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  print(error.message, ...error.faults.map((fault) => `- ${fault}`))
  process.exitCode = 1
}
