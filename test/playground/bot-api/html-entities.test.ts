import { describe, expect, test } from 'vitest'
import { entitiesToHtml } from '../../../src/playground/bot-api/entities-html.ts'
import { parseHtml } from '../../../src/playground/bot-api/html-entities.ts'

const PARSED: [html: string, text: string, entities: object[]][] = [
  ['plain', 'plain', []],
  ['😀<b>a</b>', '😀a', [{ type: 'bold', offset: 2, length: 1 }]],
  ['<STRONG>a</strong>', 'a', [{ type: 'bold', offset: 0, length: 1 }]],
  [
    '<em>a</em><ins>b</ins>',
    'ab',
    [
      { type: 'italic', offset: 0, length: 1 },
      { type: 'underline', offset: 1, length: 1 },
    ],
  ],
  ['<del>a</del>', 'a', [{ type: 'strikethrough', offset: 0, length: 1 }]],
  [
    '<b>a<i>b</i></b>',
    'ab',
    [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'italic', offset: 1, length: 1 },
    ],
  ],
  [
    '<b><i>a</i></b>',
    'a',
    [
      { type: 'bold', offset: 0, length: 1 },
      { type: 'italic', offset: 0, length: 1 },
    ],
  ],
  ['<b></b>', '', []],
  ['<b>a</>', 'a', [{ type: 'bold', offset: 0, length: 1 }]],
  ['&lt;&gt;&amp;&quot;&#65;&#x1F600;', '<>&"A😀', []],
  ['&nbsp; & &#0;', '&nbsp; & &#0;', []],
  ['a > b', 'a > b', []],
  [
    '<a href="https://a.b/?x=1&amp;y=2">l</a>',
    'l',
    [{ type: 'text_link', offset: 0, length: 1, url: 'https://a.b/?x=1&y=2' }],
  ],
  [
    "<a href='tg://user?id=1'>l</a>",
    'l',
    [{ type: 'text_link', offset: 0, length: 1, url: 'tg://user?id=1' }],
  ],
  [
    '<a>https://a.b</a>',
    'https://a.b',
    [{ type: 'text_link', offset: 0, length: 11, url: 'https://a.b' }],
  ],
  ['<a href="nowhere">l</a>', 'l', []],
  ['<code>a</code>', 'a', [{ type: 'code', offset: 0, length: 1 }]],
  ['<pre>a</pre>', 'a', [{ type: 'pre', offset: 0, length: 1 }]],
  [
    '<pre><code class="language-js">a</code></pre>',
    'a',
    [{ type: 'pre', offset: 0, length: 1, language: 'js' }],
  ],
  ['<tg-spoiler>a</tg-spoiler>', 'a', [{ type: 'spoiler', offset: 0, length: 1 }]],
  ['<span class="tg-spoiler">a</span>', 'a', [{ type: 'spoiler', offset: 0, length: 1 }]],
  ['<blockquote>a</blockquote>', 'a', [{ type: 'blockquote', offset: 0, length: 1 }]],
  [
    '<blockquote expandable>a</blockquote>',
    'a',
    [{ type: 'expandable_blockquote', offset: 0, length: 1 }],
  ],
  [
    '<tg-time unix="1647531900" format="wDT">t</tg-time>',
    't',
    [
      {
        type: 'date_time',
        offset: 0,
        length: 1,
        unix_time: 1_647_531_900,
        date_time_format: 'wDT',
      },
    ],
  ],
]

describe('parseHtml() gives text and entities', () => {
  for (const [html, text, entities] of PARSED) {
    test(`parses ${html}`, () => {
      expect(parseHtml(html)).toEqual({ text, entities })
    })
  }
})

const REFUSED: [html: string, description: string][] = [
  ['<b>a', 'Can\'t find end tag corresponding to start tag "b"'],
  ['a</b>', 'Unexpected end tag at byte offset 1'],
  ['é<b>a</i>', 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'],
  ['<div>a</div>', 'Unsupported start tag "div" at byte offset 0'],
  ['😀 < 3', 'Unsupported start tag "" at byte offset 5'],
  ['a <b', 'Unclosed start tag at byte offset 2'],
  ['<a href="x', 'Unclosed start tag at byte offset 0'],
  ['<b>a</b', 'Unclosed end tag at byte offset 4'],
  [
    '<a href>x</a>',
    'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
  ],
  ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ['<tg-time>a</tg-time>', 'Tag "tg-time" must have a valid "unix" and "format" at byte offset 0'],
]

describe('parseHtml() refuses broken markup', () => {
  for (const [html, description] of REFUSED) {
    test(`refuses ${html}`, () => {
      expect(() => parseHtml(html)).toThrow(`Bad Request: can't parse entities: ${description}`)
    })
  }
})

test('entitiesToHtml() writes the markup again, escaped', () => {
  const html =
    '<b>a<i>b</i></b> &lt;c&gt; <a href="https://a.b/?x=1&amp;y">l</a> <pre><code class="language-js">d</code></pre> <tg-time unix="5" format="t">e</tg-time>'

  expect(entitiesToHtml(parseHtml(html))).toBe(html)
})

test('entitiesToHtml() makes no link that runs a script', () => {
  const entities = [
    { type: 'text_link' as const, offset: 0, length: 1, url: 'javascript:alert(1)' },
  ]

  expect(entitiesToHtml({ text: '<', entities })).toBe('&lt;')
})
