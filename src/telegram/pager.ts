import type { InlineKeyboardButton } from 'grammy/types'
import { button } from './view.ts'
import type { Words } from './words.ts'

/** A part of a list that is too long for one screen. */
export interface Page<T> {
  shown: readonly T[]
  /** From 1. */
  number: number
  count: number
}

/** The page of that number, or the last when there are not so many (any more). */
export function pageOf<T>(all: readonly T[], wanted: number, perPage: number): Page<T> {
  const count = Math.max(1, Math.ceil(all.length / perPage))
  const number = Math.min(Math.max(1, wanted), count)
  return { shown: all.slice((number - 1) * perPage, number * perPage), number, count }
}

/** The row that turns pages; empty when there is one only. */
export function pagerRow(
  { general }: Words,
  { number, count }: Pick<Page<unknown>, 'number' | 'count'>,
  dataOf: (number: number) => string,
): InlineKeyboardButton[] {
  if (count === 1) return []
  return [
    ...(number > 1 ? [button(`‹ ${number - 1}`, dataOf(number - 1))] : []),
    button(general.page(number, count), dataOf(number)),
    ...(number < count ? [button(`${number + 1} ›`, dataOf(number + 1))] : []),
  ]
}
