import { expect, test } from 'vitest'
import { EXCHANGE_IDS, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import { compare } from '../../src/try-exchange/compare.ts'
import { endpointOf, readExpected } from '../../src/try-exchange/expected.ts'
import { RECORDED } from '../exchange/recorded/all.ts'

const recorded = Object.entries(RECORDED) as [keyof typeof RECORDED, (typeof RECORDED)['kraken']][]

test.each(recorded)('what is recorded of %s is as expected', (id, { answers }) => {
  const expected = readExpected(id)
  for (const state of ['open', 'cancelled'] as const) {
    for (const [line, body] of Object.entries(answers(state))) {
      const [method = '', path = ''] = line.split('?')[0]?.split(' ') ?? []
      const promised = expected.answers.get(endpointOf({ method, path }))
      if (promised === undefined) throw new RangeError(`Nothing is expected of ${line}`)

      const differences = compare(body, promised).filter(({ matters }) => matters)

      expect(differences, `${line}: run npm run write-expected`).toEqual([])
    }
  }
})

const NEEDED_EVERYWHERE = 25

test.each([...EXCHANGE_IDS])(
  'of %s it is known which fields our parsers need',
  (id: ExchangeId) => {
    const { answers } = readExpected(id)

    const parts = [...answers.values()].flatMap((of) => [...of.values()])

    expect(parts.filter(({ needed }) => needed).length).toBeGreaterThan(NEEDED_EVERYWHERE)
  },
)
