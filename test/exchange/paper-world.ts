import type { KeyPair } from '../../src/exchange/credentials/key-pair.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import type { Exchanges } from '../../src/exchange/exchanges.ts'
import type { Lane } from '../../src/exchange/rate-limit/rate-window.ts'
import type { PaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import type { World } from './exchange-contract.ts'
import type { HandClock } from './hand-clock.ts'

/** A paper exchange, whoever's REST it speaks, and the real ccxt in front of it. */
interface Paper {
  id: ExchangeId
  clock: HandClock
  paper: PaperExchange
  exchanges: Exchanges
  /** Where orders are sent to. */
  orderPath: string
  /** A key pair, if keys are such: only its public half is registered. */
  pair?: KeyPair
  /** `routine`, if not said; that of exits where half of an exchange's limit is too little for a test. */
  lane?: Lane
}

/** The world of the contract over a paper exchange. */
export function paperWorld(world: Paper): World {
  const { id, clock, paper, exchanges, orderPath: path, pair, lane = 'routine' } = world
  return {
    now: () => clock.now(),
    createKey: (account) =>
      pair === undefined
        ? paper.createKey({ account })
        : { ...paper.registerPublicKey(pair.publicKey, { account }), secret: pair.privateKey },
    connect: (credentials) => exchanges.connect(id, credentials)[lane],
    markets: exchanges.markets(id),
    setPrice: (symbol, price) => paper.setPrice(symbol, price),
    placeByHand: (order) => void paper.placeByHand({ ...order, side: 'buy' }),
    fillPartly({ account, clientOrderId, amount }) {
      const order = paper.openOrders(account).find((one) => one.clientOrderId === clientOrderId)
      paper.fillPartly(order?.id ?? 0, amount)
    },
    changeKey(apiKey, change) {
      if (change === 'trade-removed') paper.setKeyRights(apiKey, { trade: false })
      else paper.setKeyState(apiKey, change)
    },
    loseNextPlacement: () => paper.fault({ method: 'POST', path, effect: { kind: 'drop-after' } }),
    setDown: (down) => paper.setMaintenance(down),
  }
}
