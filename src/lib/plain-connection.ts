import { BlockList, isIP } from 'node:net'
import type { SettingsReader } from './settings-reader.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/** Cloud metadata services, which hand out a machine's own secrets, and self-assigned addresses. */
const LINK_LOCAL = new BlockList()
LINK_LOCAL.addSubnet('169.254.0.0', 16)
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6')
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6')
LINK_LOCAL.addAddress('100.100.100.200')
const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal', 'instance-data'])

/** Refuses plain http, which anyone on the network path can read. */
export function requireEncrypted(read: SettingsReader, name: string, address: string): void {
  const { hostname, protocol } = new URL(address)
  demand(read, { name, host: hostname, isEncrypted: protocol === 'https:', cure: 'Write https://' })
}

/** Refuses a PostgreSQL on another machine without TLS. One behind a socket of this machine needs none. */
export function requireEncryptedDatabase(read: SettingsReader, url: string): void {
  const { hostname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? hostname
  if (host.startsWith('/')) return
  const mode = searchParams.get('sslmode') ?? read.text('PGSSLMODE') ?? 'disable'
  const isEncrypted = mode !== 'disable' || searchParams.get('ssl') === 'true'
  demand(read, { name: 'DATABASE_URL', host, isEncrypted, cure: 'Add ?sslmode=verify-full' })
}

interface Connection {
  /** The setting that names it. */
  name: string
  host: string
  isEncrypted: boolean
  cure: string
}

function demand(read: SettingsReader, { name, host, isEncrypted, cure }: Connection): void {
  if (METADATA_NAMES.has(host.toLowerCase()) || isIn(LINK_LOCAL, host)) {
    read.faults.push(
      `${name}: ${host} is a link-local or metadata address, which no service of yours has. Use another one.`,
    )
    return
  }
  const staysHere = /(^|\.)localhost$/i.test(host) || isIn(LOOPBACK, host)
  if (isEncrypted || staysHere || read.list('PLAIN_HOSTS').includes(host)) return
  read.faults.push(
    `${name}: anyone on the network path to ${host} could read your secrets. ${cure}, or, on a network that only you can listen to, set PLAIN_HOSTS=${host}.`,
  )
}

/** IPv6 as URLs write it, or bare. */
function isIn(list: BlockList, host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
