import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startNode } from '../support/process.ts'
import { scratchFolder } from '../support/scratch.ts'

const BACKTEST = fileURLToPath(new URL('../../src/backtest.ts', import.meta.url))
const CANDLES = fileURLToPath(new URL('./btc-usdt-1h.csv', import.meta.url))

test('npm run backtest prints a table and draws a picture next to the candles', async () => {
  const cwd = scratchFolder()
  copyFileSync(CANDLES, join(cwd, 'btc.csv'))
  const args = ['--strategy', 'dca', '--symbol', 'BTC/USDT', '--money', '500', '--candles']

  const { code, stdout, stderr } = await startNode([BACKTEST, ...args, 'btc.csv'], { cwd }).ended()

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^DCA BTC\/USDT: 240 candles[^]*Buy and hold[^]*Picture: btc\.dca\.png\n$/)
  expect(readFileSync(join(cwd, 'btc.dca.png')).subarray(1, 4).toString()).toBe('PNG')
  expect(await startNode([BACKTEST, ...args, 'no.csv'], { cwd }).ended()).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Cannot read no.csv: name a CSV file that is there.\n',
  })
})
