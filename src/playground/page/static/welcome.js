import { h } from './h.js'
import { keyedList } from './keyed-list.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('../page-state.ts').StoryOffer} StoryOffer */

/** What an empty chat says, and the stories it offers. */
export function welcome() {
  const offers = h('div', { class: 'offers' })
  const how = { key: (/** @type {StoryOffer} */ { id }) => id, create: offerView }
  const draw = keyedList(offers, how)
  const node = h(
    'div',
    { class: 'welcome' },
    h('h2', {}, 'What can this bot do?'),
    h(
      'p',
      {},
      'It runs trading bots on your exchange account, and gets you off it cleanly: orders cancelled, coins sold or ' +
        'knowingly kept, a backup in your hand, the key erased.',
    ),
    h(
      'p',
      { class: 'note' },
      'Here it is play money, on an exchange that you hold in your hand. ' +
        'Each of these stories takes a minute; the boring parts are done for you:',
    ),
    offers,
    h('p', { class: 'note' }, 'Or press Start and find your own way.'),
  )
  return { node, show }

  /** @param {{ stories: StoryOffer[], chat: { messages: unknown[] } }} state */
  function show({ stories, chat }) {
    node.hidden = chat.messages.length > 0
    draw(stories)
  }
}

function offerView() {
  const [title, about] = [h('b', {}), h('span', {})]
  let id = ''
  const begin = () => void tell(post('/story/begin', { id }))
  const node = h('button', { type: 'button', class: 'offer', onclick: begin }, title, about)
  return { node, update }

  /** @param {StoryOffer} story */
  function update(story) {
    id = story.id
    title.textContent = story.title
    about.textContent = story.about
  }
}
