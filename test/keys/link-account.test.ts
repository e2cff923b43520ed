import { expect, onTestFinished, test } from 'vitest'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { linkKey } from '../../src/keys/link.ts'
import { answersOf } from '../exchange/foreign/all.ts'
import type { Json } from '../exchange/foreign/foreign.ts'
import { serve } from '../exchange/support.ts'
import { openKeys } from './support.ts'

const credentials = {
  apiKey: 'a-key',
  secret: Buffer.from('a-secret').toString('base64'),
  passphrase: 'a-pass',
}

/** A trader, and an exchange that answers as recorded, with a few answers of its own. */
async function openWith(id: ExchangeId, own: Record<string, Json>) {
  const stage = await openKeys()
  const answers = { ...answersOf(id), ...own }
  const origin = await serve(({ method = '', url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    response.end(JSON.stringify(answers[`${method} ${pathname}`] ?? {}))
  })
  const exchanges = createExchanges({ clock: stage.clock, origins: { [id]: origin } })
  onTestFinished(() => exchanges.close())
  return { ...stage, exchanges }
}

test('linkKey() asks its owner for the rights of a Kraken key that Kraken tells nothing of', async () => {
  const stage = await openWith('kraken', {
    'GET /0/public/Time': { error: [], result: { unixtime: 1772452800 } },
    'POST /0/private/GetApiKeyInfo': { error: ['EGeneral:Unknown method'] },
  })
  const request = { userId: '7', exchange: 'kraken', credentials } as const

  const asked = await linkKey(stage, request)
  // Kraken lets a key ask so much in a minute.
  stage.clock.advance(60_000)
  const kept = await linkKey(stage, { ...request, knowing: true })

  expect(asked).toMatchObject({ ok: false, reason: 'rights-unknown' })
  expect(kept).toMatchObject({ ok: true, key: { exchange: 'kraken', watchOnly: false } })
})

test('linkKey() says of a Bitget account that is a unified one just that', async () => {
  const unified = { code: '40085', msg: 'You are in Unified Account mode' }
  const stage = await openWith('bitget', {
    'GET /api/v2/public/time': { code: '00000', data: { serverTime: '1772452800000' } },
    'GET /api/v2/spot/account/info': unified,
    'GET /api/v2/spot/account/assets': unified,
  })

  const outcome = await linkKey(stage, { userId: '7', exchange: 'bitget', credentials })

  expect(outcome).toEqual({ ok: false, reason: 'unsupported-account' })
})
