import { readFileSync, writeFileSync } from 'node:fs'
import { BacktestRefused } from './backtest/backtest-refused.ts'
import { backtest } from './backtest/backtest.ts'
import { readCommandLine, USAGE } from './backtest/command-line.ts'
import { draw } from './exports/draw.ts'

/** Tries a strategy on candles of the past: `npm run backtest -- --help` tells how. */
function run(args: string[]): void {
  if (args.length === 0 || args.includes('--help')) return say(USAGE)
  const request = readCommandLine(args)
  const { report, picture } = backtest(request, read(request.candles))
  const path = `${request.candles.replace(/\.csv$/i, '')}.${request.strategy}.png`
  writeFileSync(path, draw(picture))
  say(`${report}\nPicture: ${path}`)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new BacktestRefused(`Cannot read ${path}: name a CSV file that is there.`, {
      cause: error,
    })
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

try {
  run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof BacktestRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
