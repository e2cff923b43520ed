import { createHash } from 'node:crypto'

/** A text as Coinbase names things, always the same for the same thing: `2f6c…-…`. */
export function uuidOf(kind: string, id: number | string): string {
  const hex = createHash('sha256').update(`${kind} ${id}`).digest('hex')
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ]
  return [...groups, hex.slice(20, 32)].join('-')
}
