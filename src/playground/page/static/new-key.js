import { smallButton } from './card.js'
import { h } from './h.js'
import { post } from './post.js'
import { copy, tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').KeyState} Key */

const OF_SECRET = 'The secret is shown only now, as on any exchange.'
const OF_PUBLIC_KEY = 'There is no secret: only who has the private key can use it.'

/**
 * Makes an API key, with a secret or for a public key; it is shown until it is put away, its secret never again.
 *
 * @param {{ paste: (text: string) => void }} actions
 */
export function newKey({ paste }) {
  const trade = box('Spot trading', true)
  const withdraw = box('Withdraw', false)
  const ipRestrict = box('Only fixed addresses', true)
  const kind = keyKind()
  const form = h(
    'form',
    { class: 'new-key', onsubmit: submit },
    ...kind.nodes,
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
    const { apiKey, secret } = await post('/exchange/keys', { ...rights, ...kind.read() })
    kind.clear()
    current = { apiKey, listed: false }
    const texts = secret === undefined ? [apiKey] : [apiKey, secret]
    made.replaceChildren(
      h(
        'div',
        { class: 'made-key' },
        line('API key', apiKey),
        secret !== undefined && line('Secret', secret),
        h('p', { class: 'hint' }, secret === undefined ? OF_PUBLIC_KEY : OF_SECRET),
        h(
          'div',
          { class: 'made-buttons' },
          h(
            'button',
            { type: 'button', class: 'primary', onclick: () => paste(texts.join('\n')) },
            'Paste into the chat',
          ),
          smallButton('Put away', putAway),
        ),
      ),
    )
  }
}

/** Which kind of key: the public key is wanted only for one of them. */
function keyKind() {
  const secret = h('input', { type: 'radio', name: 'key-kind', checked: true, onchange: show })
  const open = h('input', { type: 'radio', name: 'key-kind', onchange: show })
  const text = h('textarea', { rows: 3, spellcheck: 'false' })
  const field = h('label', { hidden: true }, h('span', {}, 'Public key'), text)
  const kinds = h(
    'fieldset',
    {},
    h('legend', {}, 'Kind of key'),
    h('label', { class: 'check' }, secret, 'With a secret'),
    h('label', { class: 'check' }, open, 'Register a public key'),
  )
  return {
    nodes: [kinds, field],
    read: () => (open.checked ? { publicKey: text.value } : {}),
    clear,
  }

  function show() {
    field.hidden = !open.checked
    if (open.checked) text.focus()
  }

  function clear() {
    text.value = ''
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
