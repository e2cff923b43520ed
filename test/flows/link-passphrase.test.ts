import { expect, test } from 'vitest'
import { OKX_RECORDED } from '../exchange/recorded/okx.ts'
import { serve } from '../exchange/support.ts'
import { say, tap } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { expectCalm, latest, untilGone } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

const API_KEY = '1f2e3d4c-5b6a-4798-8c7d-0e1f2a3b4c5d'
const SECRET = '0A1B2C3D4E5F60718293A4B5C6D7E8F9'
const PASSPHRASE = 'Correct.Horse-Battery'

/** A world in which OKX answers as it is documented. */
async function openWithOkx(): Promise<{ world: World; passphrases: string[] }> {
  let world: World | undefined
  const passphrases: string[] = []
  const answers = OKX_RECORDED.answers('open')
  const origin = await serve((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const ts = String(world?.clock.now().getTime())
    const time = { code: '0', msg: '', data: [{ ts }] }
    const answer = path === '/api/v5/public/time' ? time : answers[`${request.method} ${path}`]
    const passphrase = request.headers['ok-access-passphrase']
    if (typeof passphrase === 'string') passphrases.push(passphrase)
    response.end(JSON.stringify(answer))
  })
  world = await openWorld({ exchangeOrigins: { okx: origin } })
  return { world, passphrases }
}

test('a passphrase is asked for last; every part is gone from the chat and stands nowhere', async () => {
  const { world } = await openWithOkx()
  const { alice } = world
  try {
    await say(alice, '/link', 'link-exchange')
    expect((await tap(alice, 'OKX', 'link-credentials')).text).toContain(
      'Then send the API key, the secret key and the passphrase',
    )

    for (const [part, then, words] of [
      [API_KEY, 'link-next-part', 'API key taken. Now send the secret key'],
      [SECRET, 'link-next-part', 'API key and secret key taken. Now send the passphrase'],
      [PASSPHRASE, 'key-linked', 'OKX …4c5d is linked'],
    ] as const) {
      const since = alice.moment()
      const { id } = alice.sends(part)
      await untilGone(alice, id)
      expect((await alice.until({ screen: then, since })).text).toContain(words)
    }

    expect(latest(alice).text).toContain('read')
    for (const part of [API_KEY, SECRET, PASSPHRASE]) {
      expect(alice.text()).not.toContain(part)
      expect(await leaksOf(world, part)).toEqual([])
    }
    await expectCalm(world)
  } finally {
    await world.close()
  }
})

test.each(['Passw0rd! for OKX', '/Xy7!', '/secret', '/help me', '"quoted"'])(
  'the passphrase %s is taken as it was chosen',
  async (passphrase) => {
    const { world, passphrases } = await openWithOkx()
    const { alice } = world
    try {
      await say(alice, '/link', 'link-exchange')
      await tap(alice, 'OKX', 'link-credentials')
      await say(alice, `${API_KEY}\n${SECRET}`, 'link-next-part')

      const { id } = alice.sends(passphrase)
      await untilGone(alice, id)
      await alice.until({ screen: 'key-linked' })

      expect(new Set(passphrases)).toEqual(new Set([passphrase]))
    } finally {
      await world.close()
    }
  },
)

test('a command works where a passphrase is asked for', async () => {
  const { world } = await openWithOkx()
  const { alice } = world
  try {
    await say(alice, '/link', 'link-exchange')
    await tap(alice, 'OKX', 'link-credentials')
    await say(alice, `${API_KEY}\n${SECRET}`, 'link-next-part')

    await say(alice, '/help', 'help')
    await say(alice, PASSPHRASE, 'key-linked')
  } finally {
    await world.close()
  }
})

test('what could not be tried without an account is said before the key is made', async () => {
  const { world } = await openWithOkx()
  const { alice } = world
  try {
    await say(alice, '/link', 'link-exchange')
    expect((await tap(alice, 'OKX', 'link-credentials')).text).toContain(
      'Unverified, for want of a live account at OKX',
    )
  } finally {
    await world.close()
  }
})
