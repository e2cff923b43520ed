import { ExchangeError } from '../exchange/exchange-error.ts'
import { faultsOf, wordsOf } from './faults-of.ts'
import type { Question } from './question.ts'

const WEEK_MS = 7 * 24 * 3_600_000

/** What only reads an account. The first tells whether the key works at all. */
export const PRIVATE_QUESTIONS: readonly Question[] = [
  {
    name: 'permissions of the key',
    async ask({ exchange }) {
      const { read } = await exchange.fetchRights()
      return faultsOf([read === false, 'the key reads as one that may not read'])
    },
  },
  {
    name: 'balances',
    async ask({ exchange }) {
      const { uid } = await exchange.fetchAccount()
      return faultsOf([uid === '', 'the account has no number of its own'])
    },
  },
  {
    name: 'open orders on a symbol',
    async ask({ exchange, symbol }) {
      const { failed } = await exchange.fetchOpenOrders([symbol])
      return [...failed.values()].map(({ message }) => message)
    },
  },
  {
    name: 'all open orders',
    skip: ({ exchange }) =>
      exchange.listsAllOrders ? undefined : 'this exchange lists those of one symbol at a time',
    async ask({ exchange }) {
      await exchange.fetchOpenOrders()
      return []
    },
  },
  {
    name: 'an order that does not exist, by our id',
    refused: true,
    async ask({ exchange, symbol, nowhere: { clientOrderId } }) {
      const found = await exchange.findOrder({ symbol, clientOrderId })
      return faultsOf([found !== undefined, 'an order was found under an id that was never used'])
    },
  },
  {
    name: "an order that does not exist, by the exchange's id",
    refused: true,
    async ask({ exchange, symbol, nowhere: { id } }) {
      const found = await exchange.findOrderById(symbol, id)
      return faultsOf([found !== undefined, 'an order was found under an id that was never given'])
    },
  },
  {
    name: 'fills of an order that does not exist',
    refused: true,
    async ask({ exchange, symbol, nowhere: { id } }) {
      try {
        const fills = await exchange.fetchOrderFills(symbol, id)
        return faultsOf([fills.length > 0, 'fills were found of an order that was never there'])
      } catch (error) {
        if (error instanceof ExchangeError && error.code === 'order-not-found') return []
        throw error
      }
    },
  },
  {
    name: 'fills of the last week on a symbol',
    async ask({ exchange, symbol, now }) {
      const { fills } = await exchange.fetchFills(symbol, new Date(now().getTime() - WEEK_MS))
      const unknown = fills.filter(({ fees }) => fees === 'unknown').length
      return faultsOf([unknown > 0, `the fee of ${unknown} of ${fills.length} fills can't be read`])
    },
  },
  {
    name: 'a wrong secret',
    refused: true,
    async ask({ wrong }) {
      const told = await wrong.fetchRights().then(
        () => 'an answer',
        (error: unknown) => {
          if (error instanceof ExchangeError) return wordsOf(error)
          throw error
        },
      )
      // Some exchanges refuse it without saying why.
      const isSo = /^(bad-secret|not-permitted) /.test(told)
      return faultsOf([!isSo, `it reads as ${told} instead of bad-secret`])
    },
  },
]
