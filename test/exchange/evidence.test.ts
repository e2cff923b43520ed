import { afterAll, describe, expect, test } from 'vitest'
import { EXCHANGE_FACTS } from '../../src/exchange/adapters/registry.ts'
import { EXCHANGE_IDS, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import { BINANCE_ANSWERS, BINANCE_EVIDENCE } from './foreign/binance.ts'
import { RECORDED } from './recorded/all.ts'
import { QUESTIONS, type Evidence, type EvidenceOf } from './recorded/recorded.ts'

const evidenceOf = (id: ExchangeId): EvidenceOf =>
  id === 'binance' ? BINANCE_EVIDENCE : RECORDED[id].evidence

const bodiesOf = (id: ExchangeId): readonly string[] =>
  Object.keys(id === 'binance' ? BINANCE_ANSWERS : RECORDED[id].answers('open'))

/** In one word: what the table says of a question. */
const wordOf = ({ by }: Evidence) => ('assumed' in by ? 'assumed' : 'checked')

describe.each(EXCHANGE_IDS)('%s', (id) => {
  const evidence = evidenceOf(id)

  test('every recorded answer says where its format comes from', () => {
    const told = Object.values(evidence).flatMap(({ bodies = [] }) => bodies)

    expect([...new Set(told)].toSorted()).toEqual([...bodiesOf(id)].toSorted())
    expect(Object.keys(evidence)).toEqual([...QUESTIONS])
  })

  test('a source is a page and its date; what none shows is owned up to in the help', () => {
    const all = Object.values(evidence).map(({ by }) => by)
    const sources = all.flatMap((by) => ('assumed' in by ? [] : by))
    const assumed = all.flatMap((by) => ('assumed' in by ? [by.assumed] : []))

    expect(all.filter((by) => !('assumed' in by) && by.length === 0)).toEqual([])
    for (const { url, version, readAt } of sources) {
      expect(new URL(url).protocol).toBe('https:')
      expect(version).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(readAt >= version).toBe(true)
    }
    expect(assumed.filter((what) => !EXCHANGE_FACTS[id].unverified.includes(what))).toEqual([])
  })
})

afterAll(() => {
  const rows = EXCHANGE_IDS.map((id) => [id, ...QUESTIONS.map((q) => wordOf(evidenceOf(id)[q]))])
  const table = [['', ...QUESTIONS], ...rows]
  const widths = table[0]?.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)))
  const lines = table.map((row) => row.map((cell, i) => cell.padEnd(widths?.[i] ?? 0)).join('  '))
  const checked = rows.flat().filter((cell) => cell === 'checked').length
  const all = EXCHANGE_IDS.length * QUESTIONS.length
  process.stdout.write(`\n${lines.join('\n')}\n${checked} of ${all} checked\n`)
})
