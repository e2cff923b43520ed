import { expect, test } from 'vitest'
import { closeAll } from '../../src/lib/close-all.ts'

function closers(...ends: readonly (Error | undefined)[]) {
  const closed: number[] = []
  const all = ends.map((end, i) => async () => {
    closed.push(i)
    if (end !== undefined) throw end
  })
  return { closed, all }
}

test('closeAll() closes in order', async () => {
  const { closed, all } = closers(undefined, undefined)

  await closeAll(all)

  expect(closed).toEqual([0, 1])
})

test('closeAll() closes what stands behind a failure, and throws that failure', async () => {
  const fault = new Error('The socket is gone')
  const { closed, all } = closers(undefined, fault, undefined)

  await expect(closeAll(all)).rejects.toBe(fault)
  expect(closed).toEqual([0, 1, 2])
})

test('closeAll() throws all failures when there are several, those of plain functions too', async () => {
  const faults = [new Error('one'), new Error('two')]
  const { all } = closers(faults[0], undefined)
  const plain = () => {
    throw faults[1]
  }

  const closing = closeAll([...all, plain])

  await expect(closing).rejects.toMatchObject({ errors: faults })
})
