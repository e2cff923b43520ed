import { describe, expect, test } from 'vitest'
import { toCsv } from '../../src/exports/csv.ts'

describe('toCsv()', () => {
  test('writes a header and rows, each line ended', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['1', '2'],
          ['3', ''],
        ],
      ),
    ).toBe('a,b\r\n1,2\r\n3,\r\n')
  })

  test('writes the header when there are no rows', () => {
    expect(toCsv(['a', 'b'], [])).toBe('a,b\r\n')
  })

  test.each([
    ['plain', 'plain'],
    ['with space', 'with space'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['naïve ✓', 'naïve ✓'],
  ])('writes the text %j as %j', (text, cell) => {
    expect(toCsv(['x'], [[text]])).toBe(`x\r\n${cell}\r\n`)
  })

  test.each([
    ['-212.40'],
    ['0'],
    ['-1'],
    ['12345678901234567890.123456789'],
    ['2026-03-02T12:00:00.000Z'],
  ])('leaves the number or date %s as it is', (text) => {
    expect(toCsv(['x'], [[text]])).toBe(`x\r\n${text}\r\n`)
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+SUM(A1)', "'+SUM(A1)"],
    ['+5', "'+5"],
    ['-1+1', "'-1+1"],
    ['-1.5.2', "'-1.5.2"],
    ['@cmd', "'@cmd"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['＝1+1', "'＝1+1"],
  ])('lets no spreadsheet run %j', (text, cell) => {
    expect(toCsv(['x'], [[text]])).toBe(`x\r\n${cell}\r\n`)
  })
})
