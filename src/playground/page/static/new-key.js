import { smallButton } from './card.js'
import { h } from './h.js'
import { post } from './post.js'
import { copy, tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').KeyState} Key */

/**
 * Makes an API key; it is shown until it is put away, its secret never again.
 *
 * @param {{ paste: (text: string) => void }} actions
 */
export function newKey({ paste }) {
  const trade = box('Spot trading', true)
  const withdraw = box('Withdraw', false)
  const ipRestrict = box('Only fixed addresses', true)
  const form = h(
    'form',
    { class: 'new-key', onsubmit: submit },
    h(
      'fieldset',
      {},
      h('legend', {}, 'Rights of the new key'),
      h(
        'label',
        { class: 'check' },
        h('input', { type: 'checkbox', checked: true, disabled: true }),
        'Read',
      ),
      trade.label,
      withdraw.label,
      ipRestrict.label,
    ),
    h('button', { class: 'primary' }, 'Create an API key'),
  )
  const made = h('div', { class: 'made', role: 'status' })
  /** @type {{ apiKey: string, listed: boolean } | undefined} */
  let current
  return { node: h('div', {}, form, made), show }

  /** After a new beginning the exchange does not know the key any more. @param {readonly Key[]} keys */
  function show(keys) {
    const listed = keys.some(({ apiKey }) => apiKey === current?.apiKey)
    if (current?.listed && !listed) putAway()
    else if (current) current.listed = listed
  }

  function putAway() {
    current = undefined
    made.replaceChildren()
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault()
    void tell(create())
  }

  async function create() {
    const rights = {
      trade: trade.input.checked,
      withdraw: withdraw.input.checked,
      ipRestrict: ipRestrict.input.checked,
    }
    const { apiKey, secret } = await post('/exchange/keys', rights)
    current = { apiKey, listed: false }
    made.replaceChildren(
      h(
        'div',
        { class: 'made-key' },
        line('API key', apiKey),
        line('Secret', secret),
        h('p', { class: 'hint' }, 'The secret is shown only now, as on any exchange.'),
        h(
          'div',
          { class: 'made-buttons' },
          h(
            'button',
            { type: 'button', class: 'primary', onclick: () => paste(`${apiKey}\n${secret}`) },
            'Paste into the chat',
          ),
          smallButton('Put away', putAway),
        ),
      ),
    )
  }
}

/** @param {string} words @param {boolean} checked */
function box(words, checked) {
  const input = h('input', { type: 'checkbox', checked })
  return { input, label: h('label', { class: 'check' }, input, words) }
}

/** @param {string} name @param {string} text */
function line(name, text) {
  const field = h('input', { readonly: true, value: text, onfocus: () => field.select() })
  const button = smallButton('Copy', () => void copy(text))
  button.setAttribute('aria-label', `Copy the ${name}`)
  return h('div', { class: 'made-line' }, h('label', {}, h('span', {}, name), field), button)
}
