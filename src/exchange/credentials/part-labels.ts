import { EXCHANGE_IDS } from '../exchange-id.ts'
import type { CredentialName } from './exchange-facts.ts'

/**
 * What exchanges' own pages and files, and people, call the parts of a key in each language. A space stands
 * for any or no space, underscore, dot or hyphen.
 */
const LABELS: Readonly<Record<CredentialName, Readonly<Record<string, string>>>> = {
  apiKey: {
    en: 'api key, key, access key, public key, api access key, api public key, api key id, key id, api key name, key name, name of the key',
    de: 'api schlüssel, api schluessel, schlüssel, zugriffsschlüssel, öffentlicher schlüssel',
    fr: "clé api, clé d’api, clé d'api, clé publique",
    es: 'clave api, clave de api, clave de la api, clave pública, clave de acceso',
    pt: 'chave api, chave de api, chave da api, chave pública, chave de acesso',
    it: 'chiave api, chiave pubblica',
    pl: 'klucz api, klucz publiczny',
    ru: 'api ключ, ключ api, апи ключ, ключ апи, ключ, ключ доступа, публичный ключ, открытый ключ',
    uk: 'ключ доступу, публічний ключ, відкритий ключ',
    tr: 'api anahtarı, anahtar, erişim anahtarı, genel anahtar',
    id: 'kunci api, kunci akses, kunci publik',
    vi: 'khóa api, mã api, khóa truy cập, khóa công khai',
    zh: 'api 密钥, api 密鑰, api 金鑰, api 公钥, 公钥, 访问密钥, api 访问密钥',
    ja: 'api キー, アクセスキー, 公開鍵',
    ko: 'api 키, 액세스 키, 공개 키',
  },
  secret: {
    en: 'secret, secret key, api secret, api secret key, api key secret, key secret, secret api key, secret access key, private key, api private key, private api key',
    de: 'geheimer schlüssel, geheimschlüssel, geheimer api schlüssel, api geheimnis, geheimnis, privater schlüssel',
    fr: 'clé secrète, clé privée, clé api secrète',
    es: 'clave secreta, clave privada, clave secreta de api, clave api secreta, clave de api secreta, secreto, secreto de api, secreto api',
    pt: 'chave secreta, chave privada, chave secreta da api, chave secreta de api, segredo, segredo da api, segredo api',
    it: 'chiave segreta, chiave privata',
    pl: 'tajny klucz, klucz tajny, klucz prywatny, sekret',
    ru: 'секретный ключ, секретный api ключ, секретный ключ api, секрет, api секрет, приватный ключ, закрытый ключ',
    uk: 'секретний ключ, секретний api ключ, секретний ключ api, приватний ключ, закритий ключ',
    tr: 'gizli anahtar, özel anahtar, api gizli anahtarı, gizli api anahtarı, api gizli anahtar',
    id: 'kunci rahasia, kunci rahasia api, rahasia api, kunci pribadi',
    vi: 'khóa bí mật, mã bí mật, khóa bí mật api, khóa api bí mật, khóa riêng, khóa riêng tư',
    zh: '密钥, 密鑰, 金鑰, 秘钥, 私钥, 私鑰, api 私钥, 私密密钥, 私密金鑰, secret 密钥',
    ja: 'シークレット, シークレットキー, api シークレット, api シークレットキー, 秘密鍵, 秘密キー, プライベートキー',
    ko: '시크릿, 시크릿 키, api 시크릿, api 시크릿 키, 비밀 키, api 비밀 키, 개인 키, 프라이빗 키',
  },
  passphrase: {
    en: 'passphrase, pass phrase, password, pass word, pass, pwd, pw, phrase, api passphrase, api password, api pass, api key passphrase, api key password, key passphrase, secret phrase',
    de: 'passwort, kennwort, kennsatz, api passwort, api kennwort',
    fr: 'phrase secrète, phrase de passe, mot de passe',
    es: 'frase de contraseña, frase de acceso, frase de paso, frase clave, contraseña, contraseña de api, contraseña de la api, contraseña api',
    pt: 'frase secreta, frase senha, frase de acesso, senha, senha da api, senha de api, senha api',
    it: 'frase di accesso, frase segreta',
    pl: 'hasło, hasło api, fraza',
    ru: 'парольная фраза, кодовая фраза, секретная фраза, фраза пароль, фраза, пароль, пасфраза, пароль api, api пароль, парольная фраза api',
    uk: 'парольна фраза, кодова фраза, секретна фраза, пароль для api',
    tr: 'parola, şifre, api şifresi, api parolası, parola ifadesi, parola cümlesi, erişim parolası',
    id: 'frasa sandi, kata sandi, sandi, frasa rahasia, kata sandi api, frasa sandi api',
    vi: 'cụm mật khẩu, mật khẩu, cụm từ mật khẩu, mật khẩu api, cụm mật khẩu api',
    zh: '密码, 密碼, 口令, 密码短语, 密碼短語, 通行短语, api 密码, api 密碼, api 口令',
    ja: 'パスフレーズ, パスワード, api パスフレーズ, api パスワード',
    ko: '패스프레이즈, 패스 프레이즈, 비밀번호, 암호, 암호 문구, api 비밀번호, api 패스프레이즈, api 암호',
  },
}

/** May stand before a label without changing what it says. */
const BESIDE =
  `${EXCHANGE_IDS.join('|')}|` +
  'my|your|the|a|new|here|is|and|this|for|api|exchange|export|set|const|let|var|env|trading|bot|' +
  'mein|meine|mon|ma|mi|meu|minha|tu|su|мой|моя|твой|ваш|ваша|мій|benim|saya|cua toi'

const NAMES = new Map<string, CredentialName>()
const folded: string[] = []
for (const [name, languages] of Object.entries(LABELS)) {
  for (const label of Object.values(languages).flatMap((labels) => fold(labels).split(', '))) {
    NAMES.set(compact(label), name as CredentialName)
    folded.push(label)
  }
}

const WORDS = folded
  .toSorted((a, b) => b.length - a.length)
  .map((label) => label.replaceAll(' ', '[\\s_.-]*'))
  .join('|')
const ALONE = new RegExp(`^(?:(?:${BESIDE}|\\p{L}+(?=_))[\\s_.-]+)*?(${WORDS})$`, 'u')
const ANYWHERE = new RegExp(
  `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])(?:${WORDS})(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}])`,
  'gu',
)

/** Which part a text names that says nothing else, such as `2. API Key (HMAC)` or `OKX_PASSPHRASE`. */
export function labelOf(text: string): CredentialName | undefined {
  if (text.length > 80) return undefined
  const bare = fold(text)
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/^[^\p{L}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '')
  return NAMES.get(compact(ALONE.exec(bare)?.[1] ?? ''))
}

/** Which part a text speaks of, if it speaks of one only. */
export function onlyLabelIn(text: string): CredentialName | undefined {
  const found = [...fold(text.slice(-200)).matchAll(ANYWHERE)]
  const names = new Set(found.map(([label]) => NAMES.get(compact(label))))
  return names.size === 1 ? [...names][0] : undefined
}

/** Without accents, wide forms and capitals, in which languages and keyboards differ. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i')
}

function compact(label: string): string {
  return label.replace(/[\s_.-]+/g, '')
}
