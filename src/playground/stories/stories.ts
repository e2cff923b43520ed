import { languageOf, wordsOf } from '../../telegram/words.ts'
import { holdLosingBitcoin, holdWinningSolana, linkKey } from './steps.ts'
import type { Story } from './story.ts'

const { disconnect } = wordsOf(languageOf())

/** What an empty chat offers. */
export const STORIES: readonly Story[] = [
  {
    id: 'leave-cleanly',
    title: 'Leave cleanly',
    about:
      'Two bots, a winner, a loser and an order of your own: get off, and lose nothing by accident.',
    async play(hands) {
      await linkKey(hands)
      await holdLosingBitcoin(hands)
      await holdWinningSolana(hands)
      hands.tells('Placing an order by hand, which Undock must leave alone…')
      const order = { symbol: 'ETH/USDT', side: 'sell', amount: '0.5', price: '3600' } as const
      hands.exchange.placeByHand(order)
      await hands.says('/disconnect', 'exit-state')
      await hands.guides(LEAVING, 'exit-receipt')
      hands.concludes(
        'You are off. Your own order still rests. The last step is yours: “Delete the key” at the exchange.',
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
      await hands.says('/disconnect', 'exit-state')
      await hands.taps(disconnect.state.buttons.goOn, 'exit-bots')
      await hands.taps(disconnect.bots.pause, 'exit-positions')
      await hands.guides(KEEPING, 'exit-receipt')
      hands.concludes(
        'You are off. What you kept is still yours: no loss became real without your word.',
      )
    },
  },
  {
    id: 'no-secret',
    title: 'A key without a secret',
    about:
      'Undock makes a key pair, the exchange gets the public half: no secret ever passes through the chat.',
    async play(hands) {
      hands.tells('Undock makes a key pair, and seals the private key…')
      await hands.says('/start', 'start')
      await hands.says('/link', 'link-exchange')
      await hands.taps('Binance', 'link-key-pair')
      await hands.handsOver(
        'Your turn. Press “Copy the public key”. Beside the chat: “Register a public key”, paste it, create the key.',
        () => hands.exchange.keys().length > 0,
      )
      await hands.guides(
        {
          'link-key-pair':
            'Your turn. Send the bot the API key that you got for it: it is no secret.',
        },
        'key-linked',
      )
      hands.concludes(
        'Linked. Each request is signed with a private key that neither you, nor Telegram, nor the exchange has seen.',
      )
    },
  },
  {
    id: 'key-revoked',
    title: 'The exchange revoked my key',
    about:
      'A key dies while a bot holds coins. Elsewhere that is a line in a log: see who tells you here.',
    async play(hands) {
      const apiKey = await linkKey(hands)
      await holdLosingBitcoin(hands)
      const works = () =>
        hands.exchange.keys().some((key) => key.apiKey === apiKey && key.state === 'active')
      await hands.handsOver(
        'Your turn: be the exchange. Press “Delete the key” among the API keys, and see what happens.',
        () => !works(),
      )
      hands.tells('Undock asks the exchange again before it believes that: a few seconds…')
      await hands.sees('key-dead')
      hands.concludes(
        'One notice. The bots are paused; tick off each line when you have done it at the exchange.',
      )
    },
  },
]

/** What to say at each screen of the exit, by its kind. Three lines on a phone, so that nothing moves. */
const LEAVING = {
  'exit-state':
    'Your turn. Before anything happens, one screen tells what you would win and lose. Press Continue.',
  'exit-bots':
    'Your turn. Nothing is sold yet. “Pause and continue”: the bots stop buying while you think.',
  'exit-positions':
    'Your turn. Your backup has come. Press “Close all”: what would lose is asked again.',
  'exit-loss':
    'Your turn. The loss is on the button: without this second yes, nothing is sold at a loss.',
  'exit-plan':
    'Your turn. Each sale has a floor. “Disconnect now” goes through to the end, even over a crash.',
}

const KEEPING = {
  ...LEAVING,
  'exit-positions':
    'Your turn. Bitcoin is down, Solana up. Press “Close winners only”: the loss stays on paper.',
  'exit-plan': 'Your turn. Read what is sold and what is kept, then press “Disconnect now”.',
}
