import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Credentials, ExchangeId } from '../../src/exchange/exchange.ts'

const UUID = '1f2e3d4c-5b6a-4798-8c7d-0e1f2a3b4c5d'

/** A key of each exchange in the form in which it gives them out; the values are made up. */
const BINANCE = { apiKey: 'aB3'.repeat(21) + 'x', secret: 'Zz9'.repeat(21) + 'y' }
const BYBIT = {
  apiKey: 'vQ8Z0m3Yb1nX7kLp2D',
  secret: 'hJ5sT9wQ2eR4tY6uI8oP0aS1dF3gH5jK7lZ9',
}
export const OKX = { apiKey: UUID, secret: '0A1B2C3D4E5F60718293A4B5C6D7E8F9' }
export const KUCOIN = { apiKey: '6705f5c311545b000157d3eb', secret: UUID }
const BITGET = {
  apiKey: 'bg_0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  secret: '0a1b2c3d'.repeat(8),
}
const KRAKEN = { apiKey: 'aB3/+'.repeat(11) + 'x', secret: `${'aB3/'.repeat(21)}xy==` }
const BITFINEX = { apiKey: 'aB3d'.repeat(10) + 'xyz', secret: 'Zy9x'.repeat(10) + 'abc' }
const BINGX = { apiKey: 'aB3d'.repeat(21), secret: 'Zy9x'.repeat(21) }
const HTX = {
  apiKey: 'bewr5drtmh-d19b9dda-a10baf02-91c8e',
  secret: '0a1b2c3d-4e5f6071-8293a4b5-c6d7e',
}
const GATE = { apiKey: '0a1b2c3d4e5f60718293a4b5c6d7e8f9', secret: '0a1b2c3d'.repeat(8) }
const MEXC = { apiKey: 'mx0vglTXs2bBnX5EqR', secret: '0a1b2c3d4e5f60718293a4b5c6d7e8f9' }
const CRYPTOCOM = {
  apiKey: 'aB3dE5gH7jK9mN1pQ3sT5v',
  secret: 'cxakp_aB3dE5gH7jK9mN1pQ3sT5v',
}

const EC = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
const EC_384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey
const EDWARDS = generateKeyPairSync('ed25519').privateKey
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8') =>
  key.export({ type, format: 'pem' } as { type: 'pkcs8'; format: 'pem' }).toString()
const half = (name: 'd' | 'x') =>
  Buffer.from(EDWARDS.export({ format: 'jwk' })[name] ?? '', 'base64url')

export const EC_PEM = pem(EC, 'sec1').trim()
const EC_PKCS8 = pem(EC).trim()
const EC_384_PEM = pem(EC_384, 'sec1').trim()
const ED_BYTES = Buffer.concat([half('d'), half('x')]).toString('base64')
const ED_PEM = pem(EDWARDS).trim()
const RSA_PEM = pem(RSA).trim()
const LOCKED_PEM = EC.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
}).toString()

const CDP_NAME = `organizations/${UUID}/apiKeys/9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b`
const COINBASE = { apiKey: CDP_NAME, secret: EC_PEM }
const escaped = (text: string) => text.replaceAll('\n', '\\n')
const crlf = (text: string) => text.replaceAll('\n', '\r\n')
const dashes = (text: string) => text.replaceAll('-----', '—–')

/** What is sent, in one message or in several, and what has to be read of it. */
export interface Pasted {
  form: string
  exchange: ExchangeId
  sent: string | readonly string[]
  read: Credentials
}

const okx = (passphrase: string) => ({ ...OKX, passphrase })
const kucoin = (passphrase: string) => ({ ...KUCOIN, passphrase })
const bitget = (passphrase: string) => ({ ...BITGET, passphrase })

const { apiKey: A, secret: S } = BINANCE
const [K, Z] = [OKX.apiKey, OKX.secret]

const LABELLED: readonly [string, string, string][] = [
  ['English', 'API Key', 'Secret Key'],
  ['German', 'API-Schlüssel', 'Geheimer Schlüssel'],
  ['Spanish', 'Clave de API', 'Clave secreta'],
  ['Portuguese', 'Chave de API', 'Chave secreta'],
  ['Russian', 'API-ключ', 'Секретный ключ'],
  ['Turkish', 'API Anahtarı', 'Gizli Anahtar'],
  ['Ukrainian', 'Ключ API', 'Секретний ключ'],
  ['Indonesian', 'Kunci API', 'Kunci Rahasia'],
  ['Vietnamese', 'Khóa API', 'Khóa bí mật'],
  ['Chinese', 'API 密钥', '密钥'],
  ['Japanese', 'APIキー', 'シークレットキー'],
  ['Korean', 'API 키', '시크릿 키'],
  ['French', 'Clé API', 'Clé secrète'],
]

const PASSPHRASE_LABELS: readonly [string, string][] = [
  ['English', 'Passphrase: '],
  ['German', 'Kennwort: '],
  ['Spanish', 'Frase de contraseña: '],
  ['Portuguese', 'Frase secreta: '],
  ['Russian', 'Кодовая фраза: '],
  ['Turkish', 'Şifre: '],
  ['Ukrainian', 'Парольна фраза: '],
  ['Indonesian', 'Frasa sandi: '],
  ['Vietnamese', 'Cụm mật khẩu: '],
  ['Chinese', '密码：'],
  ['Japanese', 'パスフレーズ：'],
  ['Korean', '패스프레이즈: '],
]

export const PASTED: readonly Pasted[] = [
  // Labels, in the other order than asked for: without them the secret would be sent as the API key.
  ...LABELLED.map(([language, key, secret]): Pasted => ({
    form: `labels in ${language}, secret first`,
    exchange: 'binance',
    sent: `${secret}: ${S}\n${key}: ${A}`,
    read: BINANCE,
  })),
  ...LABELLED.map(([language, key, secret]): Pasted => ({
    form: `labels in ${language} on lines of their own, secret first, two messages`,
    exchange: 'bitfinex',
    sent: [`${secret}\n${BITFINEX.secret}`, `${key}\n${BITFINEX.apiKey}`],
    read: BITFINEX,
  })),
  ...PASSPHRASE_LABELS.map(([language, label]): Pasted => ({
    form: `passphrase with a label in ${language}, first of three`,
    exchange: 'okx',
    sent: `${label}Correct Horse-9!\nSecret: ${Z}\nAPI Key: ${K}`,
    read: okx('Correct Horse-9!'),
  })),

  // Passphrases.
  ...[
    'Passw0rd!',
    'Password123!',
    'API2024key!',
    'pass',
    'password',
    'Secret-Garden',
    'a b  c',
    '"quoted"',
  ].flatMap((chosen): Pasted[] => [
    {
      form: `passphrase ${chosen} below the others`,
      exchange: 'okx',
      sent: `${K}\n${Z}\n${chosen}`,
      read: okx(chosen),
    },
    {
      form: `passphrase ${chosen} in a message of its own`,
      exchange: 'kucoin',
      sent: [KUCOIN.apiKey, KUCOIN.secret, chosen],
      read: kucoin(chosen),
    },
    {
      form: `passphrase ${chosen} in quotes behind a label`,
      exchange: 'bitget',
      sent: `Passphrase = "${chosen}"\nSecretKey = "${BITGET.secret}"\nApiKey = "${BITGET.apiKey}"`,
      read: bitget(chosen),
    },
  ]),
  {
    form: 'passphrase with a colon in it',
    exchange: 'okx',
    sent: [K, Z, 'note: 12:30!'],
    read: okx('note: 12:30!'),
  },
  {
    form: 'passphrase that reads like a label in it',
    exchange: 'okx',
    sent: `API key: ${K}\nSecret: ${Z}\nPassphrase: secret: no`,
    read: okx('secret: no'),
  },
  {
    form: 'passphrase with the shape of a secret',
    exchange: 'okx',
    sent: `${K}\n${Z}\n${'Qw3'.repeat(10)}Rt`,
    read: okx(`${'Qw3'.repeat(10)}Rt`),
  },
  {
    form: 'passphrase with the shape of an API key, alone',
    exchange: 'okx',
    sent: [K, Z, 'a0b1c2d3-5b6a-4798-8c7d-0e1f2a3b4c5d'],
    read: okx('a0b1c2d3-5b6a-4798-8c7d-0e1f2a3b4c5d'),
  },
  {
    form: 'passphrase first, without a label',
    exchange: 'okx',
    sent: `my horse\n${K}\n${Z}`,
    read: okx('my horse'),
  },
  {
    form: 'passphrase in quotes of a book',
    exchange: 'kucoin',
    sent: [`${KUCOIN.apiKey}\n${KUCOIN.secret}`, 'Passphrase: “Abc 1”'],
    read: kucoin('Abc 1'),
  },
  {
    form: 'a passphrase with its label, asked for alone',
    exchange: 'okx',
    sent: [K, Z, 'my okx passphrase = Hi there'],
    read: okx('Hi there'),
  },
  {
    form: 'a passphrase below its label',
    exchange: 'okx',
    sent: [K, Z, 'Passphrase\nHi there'],
    read: okx('Hi there'),
  },
  {
    form: 'API passphrase in camel case',
    exchange: 'bitget',
    sent: `apiKey=${BITGET.apiKey}\nsecretKey=${BITGET.secret}\napiPassphrase=aB 3`,
    read: bitget('aB 3'),
  },

  // Layouts.
  {
    form: 'one line, labelled, with commas',
    exchange: 'okx',
    sent: `API Key: ${K}, Secret Key: ${Z}, Passphrase: X y`,
    read: okx('X y'),
  },
  {
    form: 'one line, labelled, passphrase in the middle',
    exchange: 'okx',
    sent: `API Key: ${K}, Passphrase: X y, Secret Key: ${Z}`,
    read: okx('X y'),
  },
  {
    form: 'one line, nothing but spaces',
    exchange: 'okx',
    sent: `${K} ${Z} Xy-9`,
    read: okx('Xy-9'),
  },
  {
    form: 'one line, secret first, labels with spaces',
    exchange: 'binance',
    sent: `Secret ${S} Key ${A}`,
    read: BINANCE,
  },
  {
    form: 'labels in brackets behind',
    exchange: 'binance',
    sent: `${S} (secret)\n${A} (API key)`,
    read: BINANCE,
  },
  {
    form: 'labels in brackets behind, one line',
    exchange: 'binance',
    sent: `${S} (secret) ${A} (API key)`,
    read: BINANCE,
  },
  {
    form: 'arrows behind',
    exchange: 'binance',
    sent: `${S} <- secret\n${A} <- api key`,
    read: BINANCE,
  },
  {
    form: 'values in quotes',
    exchange: 'binance',
    sent: `secret = '${S}'\nkey = '${A}'`,
    read: BINANCE,
  },
  {
    form: 'a numbered list',
    exchange: 'binance',
    sent: `1. Secret Key: ${S}\n2. API Key: ${A}`,
    read: BINANCE,
  },
  {
    form: 'bold labels',
    exchange: 'okx',
    sent: `**API Key:** ${K}\n**Secret Key:** ${Z}\n**Passphrase:** Xy 9`,
    read: okx('Xy 9'),
  },
  {
    form: 'emojis',
    exchange: 'binance',
    sent: `🔒 Secret Key ➜ ${S}\n🔑 API Key ➜ ${A}`,
    read: BINANCE,
  },
  {
    form: 'both labels, then both values',
    exchange: 'binance',
    sent: `Secret Key\nAPI Key\n${S}\n${A}`,
    read: BINANCE,
  },
  {
    form: 'labels with a colon, values below',
    exchange: 'okx',
    sent: `Passphrase:\nXy 9\n\nSecret Key:\n${Z}\n\nAPI Key:\n${K}`,
    read: okx('Xy 9'),
  },
  {
    form: 'a sentence above each',
    exchange: 'binance',
    sent: `Here is my secret for the bot:\n${S}\nand this is the api key:\n${A}`,
    read: BINANCE,
  },
  {
    form: 'a table with tabs',
    exchange: 'okx',
    sent: `Passphrase\tSecret Key\tAPI Key\nXy 9\t${Z}\t${K}`,
    read: okx('Xy 9'),
  },
  {
    form: 'a CSV file',
    exchange: 'binance',
    sent: `Label,Secret Key,API Key\r\nbot 1,${S},${A}\r\n`,
    read: BINANCE,
  },
  {
    form: 'a page copied whole',
    exchange: 'bybit',
    sent: `Name\nmy bot\nAPI Secret\n${BYBIT.secret}\nAPI Key\n${BYBIT.apiKey}\nPermissions\nOrders, Positions\nIP address\n203.0.113.7`,
    read: BYBIT,
  },
  {
    form: 'an .env file',
    exchange: 'okx',
    sent: `OKX_SECRET="${Z}"\nOKX_API_KEY="${K}"\nOKX_PASSPHRASE="it's 1"`,
    read: okx("it's 1"),
  },
  {
    form: 'a shell script with CRLF',
    exchange: 'binance',
    sent: `export BINANCE_API_SECRET=${S}\r\nexport BINANCE_API_KEY=${A}\r\n`,
    read: BINANCE,
  },
  {
    form: 'settings of a program',
    exchange: 'kucoin',
    sent: JSON.stringify({
      exchange: {
        name: 'kucoin',
        key: KUCOIN.apiKey,
        secret: KUCOIN.secret,
        password: 'a "b" \\c',
      },
    }),
    read: kucoin('a "b" \\c'),
  },
  {
    form: 'a Python dictionary',
    exchange: 'okx',
    sent: `{'apiKey': '${K}', 'secret': '${Z}', 'password': 'X y',}`,
    read: okx('X y'),
  },
  {
    form: 'lines out of a JSON file',
    exchange: 'okx',
    sent: `"passphrase": "X \\"y\\"",\n"secret": "${Z}",\n"apiKey": "${K}"`,
    read: okx('X "y"'),
  },
  {
    form: 'YAML',
    exchange: 'gate',
    sent: `exchange:\n  secret: ${GATE.secret}\n  key: ${GATE.apiKey}\n`,
    read: GATE,
  },
  {
    form: 'bare, three messages in another order',
    exchange: 'okx',
    sent: [Z, K, 'X y'],
    read: okx('X y'),
  },
  {
    form: 'the same part twice, then the other',
    exchange: 'binance',
    sent: [A, A, S],
    read: BINANCE,
  },
  {
    form: 'with an invisible mark at its beginning',
    exchange: 'mexc',
    sent: `\uFEFF${MEXC.apiKey}\n${MEXC.secret}`,
    read: MEXC,
  },
  { form: 'both bare', exchange: 'htx', sent: `${HTX.apiKey}\n${HTX.secret}`, read: HTX },
  {
    form: 'Access Key and Secret Key, secret first',
    exchange: 'htx',
    sent: `Secret Key：${HTX.secret}\nAccess Key：${HTX.apiKey}`,
    read: HTX,
  },
  {
    form: 'labels, secret first',
    exchange: 'bingx',
    sent: `Secret Key\n${BINGX.secret}\n\nAPI Key\n${BINGX.apiKey}`,
    read: BINGX,
  },
  {
    form: 'Private key first',
    exchange: 'kraken',
    sent: `Private key: ${KRAKEN.secret}\nAPI key: ${KRAKEN.apiKey}`,
    read: KRAKEN,
  },
  {
    form: 'secret first, by their shapes',
    exchange: 'cryptocom',
    sent: `${CRYPTOCOM.secret} ${CRYPTOCOM.apiKey}`,
    read: CRYPTOCOM,
  },

  // Coinbase's keys.
  {
    form: 'the file, ECDSA',
    exchange: 'coinbase',
    sent: JSON.stringify({ name: CDP_NAME, privateKey: `${EC_PEM}\n` }, null, 3),
    read: COINBASE,
  },
  {
    form: 'the file, ECDSA, with CRLF in it',
    exchange: 'coinbase',
    sent: JSON.stringify({ name: CDP_NAME, privateKey: crlf(`${EC_PEM}\n`) }),
    read: COINBASE,
  },
  {
    form: 'the older file with more in it',
    exchange: 'coinbase',
    sent: JSON.stringify({
      name: CDP_NAME,
      principal: UUID,
      principalType: 'USER',
      publicKey: '-----BEGIN EC PUBLIC KEY-----',
      privateKey: EC_PEM,
      nickname: 'bot',
    }),
    read: COINBASE,
  },
  {
    form: 'the file, Ed25519',
    exchange: 'coinbase',
    sent: JSON.stringify({ id: UUID, privateKey: ED_BYTES }),
    read: { apiKey: UUID, secret: ED_BYTES },
  },
  {
    form: 'Ed25519, bare',
    exchange: 'coinbase',
    sent: `${UUID}\n${ED_BYTES}`,
    read: { apiKey: UUID, secret: ED_BYTES },
  },
  {
    form: 'Ed25519 as PKCS8',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n${ED_PEM}`,
    read: { apiKey: CDP_NAME, secret: ED_BYTES },
  },
  {
    form: 'PEM below the name',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n${EC_PEM}`,
    read: COINBASE,
  },
  {
    form: 'PEM above the name, CRLF',
    exchange: 'coinbase',
    sent: crlf(`${EC_PEM}\n${CDP_NAME}\n`),
    read: COINBASE,
  },
  { form: 'PKCS8', exchange: 'coinbase', sent: `${CDP_NAME}\n${EC_PKCS8}`, read: COINBASE },
  {
    form: 'PKCS8 with CRLF',
    exchange: 'coinbase',
    sent: crlf(`${CDP_NAME}\n${EC_PKCS8}\n`),
    read: COINBASE,
  },
  {
    form: 'PEM with \\n for its lines',
    exchange: 'coinbase',
    sent: `key: ${CDP_NAME}\nsecret: "${escaped(EC_PEM)}\\n"`,
    read: COINBASE,
  },
  {
    form: 'PEM on one line with spaces',
    exchange: 'coinbase',
    sent: `${CDP_NAME} ${EC_PEM.replaceAll('\n', ' ')}`,
    read: COINBASE,
  },
  {
    form: 'PEM with long dashes',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n${dashes(EC_PEM)}`,
    read: COINBASE,
  },
  {
    form: 'labels, private key first',
    exchange: 'coinbase',
    sent: `Private Key:\n${EC_PEM}\nAPI Key Name:\n${CDP_NAME}`,
    read: COINBASE,
  },
  {
    form: 'two messages, private key first',
    exchange: 'coinbase',
    sent: [EC_PEM, CDP_NAME],
    read: COINBASE,
  },

  // Keys of which the trader made the pair.
  {
    form: 'a private key of one’s own, Ed25519, CRLF',
    exchange: 'binance',
    sent: `${A}\n${crlf(ED_PEM)}`,
    read: { apiKey: A, secret: ED_PEM },
  },
  {
    form: 'a private key of one’s own, RSA',
    exchange: 'binance',
    sent: [RSA_PEM, A],
    read: { apiKey: A, secret: RSA_PEM },
  },
  {
    form: 'a private key of one’s own, RSA as PKCS1',
    exchange: 'bybit',
    sent: `${BYBIT.apiKey}\n${pem(RSA, 'pkcs1')}`,
    read: { apiKey: BYBIT.apiKey, secret: RSA_PEM },
  },
]

/** What must not be taken for a key, and of which nothing is kept. */
export const NOT_TAKEN: readonly { form: string; exchange: ExchangeId; sent: string }[] = [
  { form: 'a question', exchange: 'okx', sent: 'Where do I find that?' },
  { form: 'a word', exchange: 'okx', sent: 'hello' },
  { form: 'an API key with a piece missing', exchange: 'okx', sent: K.slice(0, -1) },
  { form: 'labels without values', exchange: 'okx', sent: 'API Key:\nSecret Key:\nPassphrase:' },
  { form: 'an empty label', exchange: 'kucoin', sent: 'Passphrase:' },
  { form: 'one too many', exchange: 'binance', sent: `${A}\n${S}\n${S}` },
  {
    form: 'a key of another exchange',
    exchange: 'binance',
    sent: `${KRAKEN.apiKey}\n${KRAKEN.secret}`,
  },
  {
    form: 'a public key',
    exchange: 'coinbase',
    sent: `${CDP_NAME.slice(0, 40)}\n-----BEGIN PUBLIC KEY-----\n${'Ab1+'.repeat(20)}\n-----END PUBLIC KEY-----`,
  },
  {
    form: 'a private key on another curve',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n${EC_384_PEM}`,
  },
  { form: 'an RSA key', exchange: 'coinbase', sent: `${CDP_NAME}\n${RSA_PEM}` },
  {
    form: 'a private key that is locked',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n${LOCKED_PEM}`,
  },
  {
    form: 'a private key that is cut off',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n${EC_PEM.slice(0, -40)}`,
  },
  {
    form: 'a broken private key',
    exchange: 'coinbase',
    sent: `${CDP_NAME}\n-----BEGIN EC PRIVATE KEY-----\n${'Ab1+'.repeat(30)}\n-----END EC PRIVATE KEY-----`,
  },
  { form: 'an Ed25519 key', exchange: 'bybit', sent: `${BYBIT.apiKey}\n${ED_PEM}` },
  { form: 'a private key where there is none', exchange: 'okx', sent: EC_PEM },
  {
    form: 'JSON with nothing in it',
    exchange: 'kucoin',
    sent: '{"key": "", "secret": "", "passphrase": ""}',
  },
  {
    form: 'an address and a date',
    exchange: 'gate',
    sent: 'https://www.gate.com/myaccount 2026-03-02T12:00:00.000Z',
  },
]
