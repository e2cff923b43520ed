import { expect, test } from 'vitest'
import { blank } from '../../src/try-exchange/blank.ts'

test('blank() keeps the names of fields, kinds and lengths, and no value', () => {
  const answer = {
    error: [],
    result: {
      'OAAAAA-BBBBB-CCCCCC': { vol: '0.0100', userref: null, maker: true, opentm: 1772452800.5 },
      'ODDDDD-EEEEE-FFFFFF': { vol: '2' },
      XXBT: '1.5',
    },
    rows: [
      ['50000.1', 7, 'x'],
      ['50000.2', 7, 'x'],
    ],
    price_percentage_change_24h: '1',
    f3b9c1d2e4a5968778: 'an id as a key',
    note: 'my savings',
  }

  const text = blank(answer)

  expect(text).toMatchInlineSnapshot(`
    "{
      error: []
      result: {
        {id}: {
          vol: decimal text(6)
          userref: null
          maker: yes or no
          opentm: number(12)
        }
        … 2 more
      }
      rows: [
        [decimal text(7), number(1), text(1)]
        … 1 more
      ]
      price_percentage_change_24h: decimal text(1)
      note: text(10)
      {id}: text(14)
    }"
  `)
})
