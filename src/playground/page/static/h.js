/**
 * Builds an element. Children are text or nodes, never markup, so what the bot says stays text.
 *
 * A property that is a function listens (`onclick`), `true` sets an empty attribute, `false` and undefined set none.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [props]
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value)
    else if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value))
    }
  }
  node.append(...children.filter((child) => child !== undefined && child !== false))
  return node
}

/** True if the visitor asked for little motion. */
export function prefersStillness() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
