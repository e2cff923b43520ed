import { afterAll, describe, expect, test } from 'vitest'
import type { Exchange, OpenOrder } from '../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { answersOf, FOREIGN } from './foreign/all.ts'
import { ABSENT, KINDS, type Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'
import { ORDER } from './recorded/recorded.ts'

const { symbol, clientOrderId } = ORDER
const IDS = Object.keys(FOREIGN) as ExchangeId[]
/** Rows that are no orders at all. */
const GARBAGE = [null, 'row', 7, true, [], {}, [null], { id: {}, symbol: [] }, { status: '?' }]

/** What was seen, printed at the end: exchange by kind of row. */
const table = new Map<ExchangeId, string[]>()
const note = (id: ExchangeId, cell: string) => table.set(id, [...(table.get(id) ?? []), cell])

/** The exchange with these rows beside our order. */
async function openWith(id: ExchangeId, rows: readonly unknown[]) {
  const answers = answersOf(id)
  for (const at of FOREIGN[id].at) FOREIGN[id].add(answers[at], structuredClone(rows))
  return (await openWithAnswers(id, answers)).exchange
}

/** Both lists, of all symbols where there is one, and of ours. */
async function listsOf(exchange: Exchange) {
  // Bitfinex's short form of our id is only known once we have used it.
  await exchange.findOrder({ symbol, clientOrderId })
  const some = await exchange.fetchOpenOrders([symbol])
  expect([...some.failed]).toEqual([])
  return exchange.listsAllOrders ? [await exchange.fetchOpenOrders(), some] : [some]
}

const isRead = ({ order }: OpenOrder) => order !== 'unreadable'
const isOurs = (row: OpenOrder) => row.clientOrderId === clientOrderId

/** An order in plain text. */
function plain({ order }: OpenOrder): string {
  if (order === 'unreadable') return order
  const { side, status, amount, price, filled, cost, createdAt } = order
  const [money] = [[amount, price, filled, cost].map((part) => part.toFixed())]
  return `${side} ${status} ${money.join(' ')} ${createdAt.toISOString()}`
}

const STRANGE = [undefined, null, '', '+0.5%', -1, {}, 'NEW_WORD']
const FEWER_THAN_A_PAGE = 40
const OURS = 'buy open 0.01 50000 0.004 200 2026-03-02T12:00:00.000Z'

describe.each(IDS)('%s', (id) => {
  test('our order is read whole', async () => {
    const lists = await listsOf(await openWith(id, []))

    for (const { rows } of lists) {
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ symbol, clientOrderId })
      expect(rows.map(plain)).toEqual([OURS])
    }
    note(id, 'exact')
  })

  test.each(KINDS)('a %s order of the trader is listed beside it', async (kind) => {
    const answers = answersOf(id)
    const of = FOREIGN[id].rows(oursIn(id, answers))[kind]
    if (ABSENT.has(of)) {
      note(id, of)
      return
    }
    const foreign = Array.isArray(of) ? of : [of]

    const lists = await listsOf(await openWith(id, foreign))

    for (const { rows } of lists) {
      expect(rows.filter(isOurs).map(plain)).toEqual([OURS])
      const theirs = rows.filter((one) => !isOurs(one))
      expect(theirs).toHaveLength(foreign.length)
      expect(theirs.filter((row) => row.symbol === undefined && isRead(row))).toEqual([])
      for (const row of theirs) {
        expect(row.id).toBeDefined()
        expect(row.symbol).toBe(kind === 'perpetual, margin' ? undefined : symbol)
      }
    }
    const read = lists[0]?.rows.some((one) => !isOurs(one) && isRead(one))
    note(id, read ? 'counted, read' : 'counted')
  })

  test('rows of garbage are counted', async () => {
    const lists = await listsOf(await openWith(id, GARBAGE))

    for (const { rows } of lists) {
      expect(rows).toHaveLength(1 + GARBAGE.length)
      expect(rows.filter(isOurs).map(plain)).toEqual([OURS])
      for (const row of rows.filter((one) => !isOurs(one))) expect(row.order).toBe('unreadable')
    }
    note(id, 'counted')
  })

  test('any part of a row may be missing or in a form of its own', async () => {
    const ours = oursIn(id, answersOf(id))
    // A minus is how Bitfinex writes a sale, and Gate a future's.
    const strange = STRANGE.filter((value) => value !== -1 || !['bitfinex', 'gate'].includes(id))
    const rows = partsOf(ours).flatMap((part) => strange.map((value) => changed(ours, part, value)))

    for (let from = 0; from < rows.length; from += FEWER_THAN_A_PAGE) {
      const some = rows.slice(from, from + FEWER_THAN_A_PAGE)
      for (const list of await listsOf(await openWith(id, some))) {
        expect(list.rows).toHaveLength(1 + some.length)
        // Where what tells our order is still there, it is read as it is or not at all: nothing is made up.
        const found = list.rows.filter(isOurs).map(plain)
        expect(found).toContain(OURS)
        expect(found.filter((order) => order !== 'unreadable' && order !== OURS)).toEqual([])
      }
    }
  })
})

function oursIn(id: ExchangeId, answers: Record<string, Json>): Json {
  return FOREIGN[id].ours(answers[FOREIGN[id].at[0] ?? ''])
}

/** The path of each part of a row, those of parts within parts too. */
function partsOf(row: Json): string[][] {
  return Object.entries(row as object).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null
      ? [[name], ...partsOf(part).map((rest) => [name, ...rest])]
      : [[name]],
  )
}

function changed(row: Json, [name = '', ...rest]: readonly string[], value: unknown): Json {
  const copy = Array.isArray(row) ? [...row] : { ...row }
  copy[name] = rest.length === 0 ? value : changed(copy[name], rest, value)
  return copy
}

afterAll(() => {
  const head = ['', 'ours', ...KINDS, 'garbage']
  const lines = [head, ...[...table].map(([id, cells]) => [id, ...cells])]
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)))
  const text = lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
  process.stdout.write(`\n${text.join('\n')}\n`)
})
