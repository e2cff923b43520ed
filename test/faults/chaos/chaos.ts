import { Dice } from '../world/dice.ts'
import { readOptions } from './options.ts'
import { playRound, type RoundResult } from './round.ts'

/**
 * `npm run chaos -- --database postgres --processes 3 --kills 200 --seed 1`: exits go on while
 * processes are killed with SIGKILL and frozen with SIGSTOP. Ends with 1 if a sale was doubled or
 * left out, or a notice lost.
 */
const options = readOptions(process.argv.slice(2))
const dice = new Dice(options.seed, 'chaos')
say(`chaos: ${JSON.stringify(options)}`)

const results: RoundResult[] = []
const total = (of: (result: RoundResult) => number) =>
  results.reduce((sum, result) => sum + of(result), 0)
while (total(({ kills }) => kills) < options.kills) {
  const result = await playRound(options, dice)
  results.push(result)
  say(`round ${results.length}: ${JSON.stringify(result)}`)
}
say(
  `${total(({ exits }) => exits)} exits, ${total(({ kills }) => kills)} kills, ` +
    `${total(({ freezes }) => freezes)} freezes: ${total(({ violations }) => violations.length)} ` +
    `violations, ${total(({ doubled }) => doubled)} receipts twice`,
)
process.exitCode = total(({ violations }) => violations.length) > 0 ? 1 : 0

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
