import { EXCHANGE_FACTS } from './exchange/adapters/registry.ts'
import { ExchangeError } from './exchange/exchange-error.ts'
import { systemClock } from './lib/clock.ts'
import { errorFields } from './lib/log.ts'
import { readCommandLine, USAGE } from './try-exchange/command-line.ts'
import { Hiding } from './try-exchange/hiding.ts'
import { readKey } from './try-exchange/read-key.ts'
import { TryRefused } from './try-exchange/refused.ts'
import { Terminal } from './try-exchange/terminal.ts'
import { tryExchange } from './try-exchange/try-exchange.ts'
import { ConfigError, environment, readExchangeOrigins } from './config.ts'

const CANNOT_BEGIN = 78

const hiding = new Hiding()
const say = (...lines: string[]) => show(`${lines.join('\n')}\n`)
const show = (text: string) => void process.stdout.write(hiding.hide(text))

/** Checks a real exchange with a key of the operator's: `npm run try-exchange -- --help` tells how. */
async function run(args: string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    say(USAGE)
    return args.length === 0 ? CANNOT_BEGIN : 0
  }
  const request = readCommandLine(args)
  const env = environment()
  const origins = readExchangeOrigins(env)
  const stop = new AbortController()
  const onInterrupt = () => stop.abort()
  const terminal = new Terminal({ input: process.stdin, show, onInterrupt })
  terminal.open()
  if (request.trade !== undefined && !terminal.isThere()) {
    throw new TryRefused('--trade needs a terminal: you are asked twice before an order is placed.')
  }
  // What waits for a rate limit does not keep the process alive by itself.
  const alive = setInterval(() => undefined, 1_000)
  try {
    const facts = EXCHANGE_FACTS[request.exchange]
    const credentials = await readKey(facts, { env, terminal, hiding })
    // What was placed is cancelled before the process ends.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, onInterrupt)
    }
    const isClean = await tryExchange({
      request,
      credentials,
      clock: systemClock,
      origins,
      say,
      askLine: (question) => terminal.askLine(question),
      stop: stop.signal,
    })
    return isClean ? 0 : 1
  } finally {
    clearInterval(alive)
    terminal.close()
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof TryRefused) say(error.message)
  else if (error instanceof ConfigError)
    say(error.message, ...error.faults.map((fault) => `- ${fault}`))
  else if (error instanceof ExchangeError) say(error.message)
  else say(`It failed: ${JSON.stringify(errorFields(error))}`)
  const cannotBegin = error instanceof TryRefused || error instanceof ConfigError
  process.exitCode = cannotBegin ? CANNOT_BEGIN : 1
}
