import { html } from '../view.ts'
import { REVIEW_EN } from './review-words.en.ts'

/** English for help, settings and the review. */
export const HELP_EN = {
  review: REVIEW_EN,
  start: {
    what: html`<b>Undock</b> runs trading bots on your exchange account, watches your exchange keys, and gets you off an exchange cleanly.`,
    disconnect: html`/disconnect is the heart of it: bots paused, our orders cancelled, each position closed or knowingly kept, a backup in your hands, the key erased, and the truth told at every step. Orders and coins that are not ours are never touched, and a loss is never made real without your worded yes.`,
    revoked: html`When an exchange revokes a key, you get one notice, with the list of what must then be done by hand.`,
    playground: html`\nThis is the playground: the exchange is made of paper, no real money moves.`,
    linkKey: 'Link a key',
    newBot: 'New bot',
    yourBots: 'Your bots',
    disconnectButton: 'Disconnect',
    keys: 'Keys',
  },
  command: (name: string, about: string) => html`/${name}: ${about}`,
  settings: {
    title: html`<b>Settings</b>`,
    ring: html`Notices about keys, bots and exits <b>ring</b>. They are never left out: they are about your money.`,
    silent: html`Notices about keys, bots and exits come <b>silently</b>. They are never left out: they are about your money.`,
    language: html`Language: English.`,
    makeSilent: 'Make notices silent',
    letRing: 'Let notices ring',
  },
  cancelled: {
    exit: html`You left before anything was sold or removed. Bots that were paused stay paused.`,
    dialogue: html`Left. Nothing was changed.`,
    nothing: html`No dialogue is open.`,
    resume: 'Resume the bots',
  },
  export: {
    empty: html`There is nothing to export yet: you have had no bot.`,
    caption: 'All your trades, orders, positions and bots.',
  },
  unknown: {
    text: (sentence: string) => html`${sentence} These work at any time:`,
    keys: 'Keys',
    disconnect: 'Disconnect',
    help: 'Help',
  },
  commands: {
    bots: 'Your bots: state, profit, pause, resume, remove',
    disconnect: 'Leave an exchange cleanly, step by step',
    positions: 'Open positions, with the profit if sold now',
    keys: 'Your exchange keys: health, rights, age',
    link: 'Link an exchange key',
    newbot: 'Create a bot',
    review: 'What to mend about your keys',
    export: 'Trades, orders and bots as files',
    settings: 'Which notices ring',
    cancel: 'Leave the dialogue that is open',
    help: 'What Undock is, and the next step',
  },
}
