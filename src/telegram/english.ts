/** `3 bots`, `1 bot`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** How long ago, e.g. `2 min ago`. */
export function ago(then: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h ago`
  return `${Math.floor(seconds / 86_400)} days ago`
}

/** How far away, e.g. `in 3 days`. */
export function inDays(then: Date, now: Date): string {
  const days = Math.floor((then.getTime() - now.getTime()) / 86_400_000)
  if (days < 0) return 'already over'
  return days === 0 ? 'within a day' : `in ${count(days, 'day')}`
}
