import { html, raw } from 'hono/html'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { infoOf } from '../../keys/page-request.ts'
import type { PageRequest } from '../../keys/page-request-repo.ts'
import type { Language, Words } from '../words.ts'

/** Why a page no longer accepts anything. */
export type Over = keyof Words['keys']['sealed']['page']['over']

/** A document, with the language of its words. */
interface Reader {
  words: Words
  language: Language
}

/** The page that seals credentials. It shows what is asked for, and nothing about the user. */
export function openPageHtml(
  reader: Reader,
  request: PageRequest,
  modules: readonly string[],
): Markup {
  const { page: w } = reader.words.keys.sealed
  const { name, fields } = EXCHANGE_FACTS[request.exchange]
  const info = Buffer.from(infoOf(request)).toString('base64url')
  const says = [...Object.entries(w.says), ...Object.entries(w.over)]
  const head = [
    ...modules.map((path) => html`<link rel="modulepreload" href="page/${path}">`),
    html`<script type="module" src="page/page.js"></script>`,
  ]
  const body = html`<main data-state="loading" data-public-key="${request.publicKey}" data-info="${info}">
<h1>${w.heading(name, request.keyId !== undefined)}</h1>
<p>${w.why}</p>
<noscript><p class="bad">${w.noScript}</p></noscript>
${says.map(sayHtml)}
<p class="bad late">${w.notLoaded}</p>
<form method="post" autocomplete="off" hidden>
<label for="key">${w.paste(name)}</label>
<ul class="soft" id="looks">${fields.map((field) => html`<li>${w.looks(field)}</li>`)}</ul>
<textarea id="key" rows="6" aria-describedby="looks" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" translate="no" data-gramm="false" data-1p-ignore data-lpignore="true"></textarea>
<label for="file">${w.file}</label>
<input id="file" type="file">
<button type="submit">${w.send}</button>
<p class="soft">${w.until(request.expiresAt)}</p>
</form>
</main>`
  return documentHtml(reader, head, body)
}

/** A message that the script shows when it applies. */
function sayHtml([what, text]: [string, string]): Markup {
  const tone = what === 'taken' ? 'good' : CALM.has(what) ? 'soft' : 'bad'
  const role = tone === 'bad' ? 'alert' : 'status'
  return html`<p id="says-${what}" data-says="${what}" class="${tone}" role="${role}" tabindex="-1" hidden>${text}</p>`
}

const CALM: ReadonlySet<string> = new Set(['sending', 'file-taken'])

/** The page behind a link that no longer works, or can't be looked up just now. */
export function overHtml(reader: Reader, over: Over | 'unreachable'): Markup {
  const { page: w } = reader.words.keys.sealed
  const why = over === 'unreachable' ? w.failed : w.over[over]
  return documentHtml(
    reader,
    [],
    html`<main data-state="${over}"><h1>${w.title}</h1><p>${why}</p></main>`,
  )
}

function documentHtml({ words, language }: Reader, head: readonly Markup[], body: Markup): Markup {
  return html`${raw('<!doctype html>')}
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${words.keys.sealed.page.title}</title>
<link rel="stylesheet" href="page/page.css">
${[...head]}
</head>
<body>
${body}
</body>
</html>
`
}

type Markup = ReturnType<typeof html>
