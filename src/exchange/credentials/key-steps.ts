/** The step of letting our addresses in, as far as the host has named them. */
export function allowAddresses(egressIps: readonly string[]): string {
  return egressIps.length > 0
    ? `Enter these IP addresses: ${egressIps.join(', ')}.`
    : 'Enter the IP address that the host of this bot gives you.'
}
