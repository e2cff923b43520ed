import { describe, expect, test } from 'vitest'
import { KeyErased } from '../../src/keys/connections.ts'
import { eraseKey } from '../../src/keys/key-repo.ts'
import { openKeys } from './support.ts'

describe('Connections', () => {
  test('opens no key that is erased', async () => {
    const { db, clock, connections, link } = await openKeys()
    const { id } = await link()
    await db.transaction().execute((trx) => eraseKey(trx, id, clock.now()))

    await expect(connections.open(id, 'routine')).rejects.toThrow(KeyErased)
  })

  test('leaves a connection open that somebody came to use while the key was probed over it', async () => {
    const { connections, holdNext, link } = await openKeys()
    const { id } = await link()
    const { arrived, release } = holdNext('/sapi/v1/account/apiRestrictions')
    const probing = connections.probe(id)
    await arrived
    const exchange = await connections.open(id, 'exit')
    release()
    await probing

    await connections.probe(id)

    expect((await exchange.fetchAccount()).canTrade).toBe(true)
  })

  test('sends nothing more over a connection that was dropped', async () => {
    const { connections, link, paper } = await openKeys()
    const { id } = await link()
    const exchange = await connections.open(id, 'exit')
    connections.drop(id)
    await connections.open(id, 'routine')
    const before = paper.requests().length

    await expect(exchange.fetchOpenOrders()).rejects.toThrow(TypeError)

    expect(paper.requests()).toHaveLength(before)
  })
})
