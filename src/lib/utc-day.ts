const DAY_MS = 86_400_000

/** When the UTC day of `at` began. */
export function startOfUtcDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS)
}
