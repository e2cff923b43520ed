import { holdLosingBitcoin, holdWinningSolana, linkKey } from './steps.ts'
import type { Story } from './story.ts'

/** What an empty chat offers. */
export const STORIES: readonly Story[] = [
  {
    id: 'leave-cleanly',
    title: 'Leave cleanly',
    about: 'Two bots, a winner, a loser and an order of your own. Then get off the exchange.',
    async play(hands) {
      await linkKey(hands)
      await holdLosingBitcoin(hands)
      await holdWinningSolana(hands)
      hands.tells('Placing an order by hand, which Undock must leave alone…')
      const order = { symbol: 'ETH/USDT', side: 'sell', amount: '0.5', price: '3600' } as const
      hands.exchange.placeByHand(order)
      await hands.says('/disconnect', 'the whole truth')
      await hands.handsOver(
        'Your turn: press Continue, and leave as you like. Nothing is sold before “Disconnect now”.',
        { says: 'is disconnected' },
      )
      hands.concludes(
        'You are off the exchange. Your own order still rests there, and Undock’s key is erased.',
      )
    },
  },
  {
    id: 'keep-the-loser',
    title: 'Keep the loser',
    about: 'Sell what wins, keep what loses: a loss is never made real without your word.',
    async play(hands) {
      await linkKey(hands)
      await holdLosingBitcoin(hands)
      await holdWinningSolana(hands)
      await hands.says('/disconnect', 'the whole truth')
      await hands.taps('Continue', 'stops all buying')
      await hands.taps('Pause and continue', 'the positions')
      await hands.handsOver(
        'Your turn: press “Close winners only”, read the plan, then “Disconnect now”.',
        { says: 'is disconnected' },
      )
      hands.concludes(
        'The Bitcoin is still yours, at the exchange. Link a new key later, and Undock offers it to a new bot.',
      )
    },
  },
  {
    id: 'key-revoked',
    title: 'The exchange revoked my key',
    about: 'A key dies while a bot holds coins. See who tells you, and what.',
    async play(hands) {
      const apiKey = await linkKey(hands)
      await holdLosingBitcoin(hands)
      const works = () =>
        hands.exchange.keys().some((key) => key.apiKey === apiKey && key.state === 'active')
      await hands.handsOver(
        'Your turn: press “Delete the key” on the exchange’s side, and see what Undock does.',
        () => !works(),
      )
      hands.tells('Undock asks the exchange again before it believes that: a few seconds…')
      await hands.sees('refuses the key')
      hands.concludes(
        'One notice, and the list of what only you can do now. Tap a line to tick it off.',
      )
    },
  },
]
