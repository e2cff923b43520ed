import { h } from './h.js'

const SVG = 'http://www.w3.org/2000/svg'
const WIDTH = 60
const HEIGHT = 22

/** The way a price has lately gone, as a small line; the numbers beside it say the same. */
export function priceLine() {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`)
  svg.setAttribute('class', 'price-line')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('preserveAspectRatio', 'none')
  const path = document.createElementNS(SVG, 'path')
  svg.append(path)
  return { node: h('span', { class: 'line-box' }, svg), show }

  /** @param {readonly number[]} prices */
  function show(prices) {
    const [low, high] = [Math.min(...prices), Math.max(...prices)]
    // A price that hardly moves is a calm line, not a mountain.
    const span = Math.max(high - low, high * 0.004)
    const middle = (low + high) / 2
    const points = prices.map((price, index) => {
      const x = (index / Math.max(1, prices.length - 1)) * WIDTH
      const y = HEIGHT / 2 - ((price - middle) / span) * (HEIGHT - 3)
      return `${x.toFixed(1)} ${y.toFixed(1)}`
    })
    path.setAttribute('d', points.length > 1 ? `M${points.join('L')}` : '')
  }
}
