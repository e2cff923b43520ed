import { networkInterfaces } from 'node:os'
import { BlockList } from 'node:net'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { EXCHANGE_IDS, type ExchangeId } from '../exchange/exchange-id.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { Config } from '../config.ts'
import { isClockOff } from './clock-off.ts'
import { finding, type Finding } from './finding.ts'

/** Whether each exchange that is used answers, and how far our clock is from its. */
export async function exchangeFindings(
  { exchangeOrigins }: Pick<Config, 'exchangeOrigins'>,
  exchanges: Exchanges,
  inUse: readonly ExchangeId[],
): Promise<Finding[]> {
  const ids = EXCHANGE_IDS.filter((id) => inUse.includes(id) || exchangeOrigins[id] !== undefined)
  return Promise.all(ids.map((id) => clockOf(id, exchangeOrigins[id], exchanges)))
}

async function clockOf(
  id: ExchangeId,
  origin: string | undefined,
  exchanges: Exchanges,
): Promise<Finding> {
  const part = `clock against ${EXCHANGE_FACTS[id].name}`
  try {
    const ms = Math.round(await exchanges.clockAhead(id))
    const says = `${Math.abs(ms)} ms ${ms < 0 ? 'behind' : 'ahead'}, the way of the answer included`
    return finding(
      part,
      says,
      isClockOff(ms),
      'Turn on time synchronisation (NTP) on this machine.',
    )
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    const through = origin === undefined ? 'this machine reaches it' : `${origin} passes it on`
    return finding(
      part,
      error.message,
      true,
      `Look whether ${through}, and whether the exchange is in maintenance.`,
    )
  }
}

/** The addresses that exchanges see, as far as it can be told without asking a stranger. */
export function egressFindings({
  egressIps,
  exchangeOrigins,
  botToken,
}: Pick<Config, 'egressIps' | 'exchangeOrigins' | 'botToken'>): Finding[] {
  const part = 'egress address'
  const own = publicAddresses()
  const relayed = Object.keys(exchangeOrigins).length > 0
  if (egressIps.length === 0) {
    const seen =
      own.length === 0
        ? 'this machine has no public one of its own'
        : `this machine has ${own.join(', ')}`
    const cure =
      'Put the addresses that exchanges see into EGRESS_IPS, so that traders can bind their keys to them. An exchange names it when it refuses a key bound to another.'
    // The playground needs none.
    return [finding(part, `EGRESS_IPS is not set; ${seen}`, botToken !== undefined, cure)]
  }
  const missing = relayed ? [] : own.filter((ip) => !egressIps.includes(ip))
  const says = `EGRESS_IPS says ${egressIps.join(', ')}${relayed ? '; EXCHANGE_ORIGINS sends through a relay' : ''}`
  if (missing.length === 0) return [finding(part, says)]
  const cure =
    'If requests leave by it, add it to EGRESS_IPS: keys that traders bound to the others are refused from it.'
  return [finding(part, `${says}; this machine also has ${missing.join(', ')}`, true, cure)]
}

function publicAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ internal, family, address }) => !internal && family === 'IPv4' && !PRIVATE.check(address),
    )
    .map(({ address }) => address)
}

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, prefix)
}
