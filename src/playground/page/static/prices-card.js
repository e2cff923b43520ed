import { card } from './card.js'
import { grouped } from './format.js'
import { h } from './h.js'
import { keyedList } from './keyed-list.js'
import { priceLine } from './price-line.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../exchange-state.ts').SymbolState & { line: number[] }} Market */

const LEVERS = [-10, -2, 2, 10]

/** Every market with its price, its day, and levers to move it. */
export function pricesCard() {
  const [main, crosses] = [h('div', { class: 'markets' }), h('div', { class: 'markets' })]
  const how = { key: (/** @type {Market} */ { symbol }) => symbol, create: marketView }
  const [drawMain, drawCrosses] = [keyedList(main, how), keyedList(crosses, how)]
  const more = h('details', {}, h('summary', {}, 'Markets against BTC and ETH'), crosses)
  const note = h('span', { class: 'note' }, 'against USDT')
  return { node: card('Prices', { note }, main, more), show }

  /** @param {ExchangeState} exchange @param {Record<string, number[]>} lines */
  function show({ symbols }, lines) {
    const markets = symbols.map((each) => ({ ...each, line: lines[each.symbol] ?? [] }))
    drawMain(markets.filter(({ quote }) => quote === 'USDT'))
    drawCrosses(markets.filter(({ quote }) => quote !== 'USDT'))
  }
}

/** @returns {import('./keyed-list.js').Row<Market>} */
function marketView() {
  const name = h('span', { class: 'market-name' })
  const price = h('span', { class: 'price' })
  const change = h('span', { class: 'change' })
  const levers = h('span', { class: 'levers' })
  const line = priceLine()
  const money = h('span', { class: 'money' }, price, change)
  const node = h('div', { class: 'market' }, name, line.node, money, levers)
  let before = ''
  return { node, update }

  /** @param {Market} market */
  function update(market) {
    if (levers.childElementCount === 0) {
      name.append(
        h('b', {}, market.base),
        market.quote === 'USDT' ? '' : h('small', {}, `in ${market.quote}`),
      )
      levers.append(...LEVERS.map((percent) => lever(market.symbol, percent)))
    }
    if (market.price !== before) showPrice(market)
    before = market.price
  }

  /** @param {Market} market */
  function showPrice(market) {
    const rose = Number(market.price) > Number(before)
    price.textContent = grouped(toTick(market))
    if (before !== '') {
      const colour = getComputedStyle(node).getPropertyValue(rose ? '--up' : '--down')
      price.animate([{ color: colour }, {}], 900)
    }
    const fell = market.change.startsWith('-')
    const size = Math.abs(Number(market.change))
    change.textContent = `${fell ? '−' : '+'}${size.toFixed(size < 10 ? 2 : 1)} %`
    change.className = `change ${fell ? 'sell' : 'buy'}`
    line.show(market.line)
  }
}

/** The price with all the decimals of its market, so that it does not jump. @param {Market} market */
function toTick({ price, tickSize }) {
  const decimals = tickSize.split('.')[1]?.length ?? 0
  const [whole, rest = ''] = price.split('.')
  return decimals === 0 ? price : `${whole}.${rest.padEnd(decimals, '0')}`
}

/** @param {string} symbol @param {number} percent */
function lever(symbol, percent) {
  const text = percent < 0 ? `−${-percent}` : `+${percent}`
  return h(
    'button',
    {
      type: 'button',
      class: `lever ${percent < 0 ? 'sell' : 'buy'}`,
      'aria-label': `Move ${symbol} by ${text} percent`,
      title: `${text} %`,
      onclick: () => void tell(post('/exchange/price', { symbol, percent })),
    },
    text,
  )
}
