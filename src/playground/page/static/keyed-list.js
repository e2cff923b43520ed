/**
 * A node that shows an item, and how to show a newer one in it.
 *
 * @template T
 * @typedef {{ node: HTMLElement, update: (item: T) => void }} Row
 */

/**
 * Keeps the children of `parent` in step with a list: one node for each key, made once and moved only when it must,
 * so that focus, selection and scrolling survive. `leave` takes a node out; it may do so later.
 *
 * @template T
 * @param {HTMLElement} parent
 * @param {{ key: (item: T) => string, create: (item: T) => Row<T>, leave?: (node: HTMLElement) => void }} how
 * @returns {(items: readonly T[]) => void}
 */
export function keyedList(parent, { key, create, leave = (node) => node.remove() }) {
  /** @type {Map<string, Row<T>>} */
  const rows = new Map()
  /** @type {WeakSet<Node>} */
  const leaving = new WeakSet()

  return (items) => {
    const keys = new Set(items.map(key))
    for (const [id, { node }] of rows) {
      if (keys.has(id)) continue
      rows.delete(id)
      leaving.add(node)
      leave(node)
    }
    let next = parent.firstChild
    for (const item of items) {
      while (next && leaving.has(next)) next = next.nextSibling
      const row = rows.get(key(item)) ?? create(item)
      rows.set(key(item), row)
      row.update(item)
      if (row.node === next) next = next.nextSibling
      else parent.insertBefore(row.node, next)
    }
  }
}
