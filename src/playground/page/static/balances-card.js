import { card } from './card.js'
import { grouped } from './format.js'
import { h } from './h.js'
import { keyedList } from './keyed-list.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../exchange-state.ts').BalanceState} Balance */

/** What the account holds. */
export function balancesCard() {
  const total = h('span', { class: 'note' })
  const body = h('tbody', {})
  const draw = keyedList(body, {
    key: (/** @type {Balance} */ { asset }) => asset,
    create: balanceView,
  })
  const head = ['Asset', 'Free', 'In orders', 'In USDT'].map((name) =>
    h('th', { scope: 'col' }, name),
  )
  const table = h('table', {}, h('thead', {}, h('tr', {}, ...head)), body)
  return { node: card('Balances', { note: total }, table), show }

  /** @param {ExchangeState} exchange */
  function show({ balances }) {
    const held = balances.filter(({ free, locked }) => Number(free) + Number(locked) > 0)
    draw(held)
    const sum = held.reduce((all, { worthUsdt = '0' }) => all + Number(worthUsdt), 0)
    total.textContent = `about ${grouped(sum.toFixed(0))} USDT`
  }
}

function balanceView() {
  const asset = h('th', { scope: 'row' })
  const cells = [h('td', {}), h('td', {}), h('td', {})]
  const node = h('tr', {}, asset, ...cells)
  return { node, update }

  /** @param {Balance} balance */
  function update({ asset: name, free, locked, worthUsdt }) {
    asset.textContent = name
    const worth = worthUsdt === undefined ? '' : grouped(worthUsdt)
    const texts = [grouped(free), Number(locked) === 0 ? '–' : grouped(locked), worth]
    for (const [index, cell] of cells.entries()) cell.textContent = texts[index] ?? ''
  }
}
