import { BlockList, isIP } from 'node:net'
import type { SettingsReader } from './settings-reader.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/** Where clouds tell a machine its own secrets, and what a machine without an address calls itself. */
const LINK_LOCAL = new BlockList()
LINK_LOCAL.addSubnet('169.254.0.0', 16)
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6')
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6')
LINK_LOCAL.addAddress('100.100.100.200')
const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal', 'instance-data'])

/** Refuses plain http, over which whoever is on the way could read what is sent. */
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
      `${name}: ${host} belongs to the network itself. Nothing of Undock’s can be there.`,
    )
    return
  }
  const staysHere = /(^|\.)localhost$/i.test(host) || isIn(LOOPBACK, host)
  if (isEncrypted || staysHere || read.list('PLAIN_HOSTS').includes(host)) return
  read.faults.push(
    `${name}: whoever is on the way to ${host} could read the secrets in it. ${cure}, or, where nobody else can listen, set PLAIN_HOSTS=${host}.`,
  )
}

/** IPv6 as URLs write it, or bare. */
function isIn(list: BlockList, host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
