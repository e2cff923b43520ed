// Shapes of keys and secrets, apart from what stands around them. Exchanges change their lengths now
// and then: each is a little wider than what they give out today.

/** As many letters and digits in a row. */
export function letters(fewest: number, most: number): RegExp {
  return new RegExp(`(?<![\\w-])[A-Za-z0-9]{${fewest},${most}}(?![\\w-])`, 'g')
}

/** As many digits of a number in base 16, in a row. */
export function hex(fewest: number, most: number): RegExp {
  return new RegExp(`(?<![\\w-])[A-Fa-f0-9]{${fewest},${most}}(?![\\w-])`, 'g')
}

/** 8-4-4-4-12 digits in base 16. */
export const UUID = /(?<![\w-])[A-Fa-f0-9]{8}(?:-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}(?![\w-])/g
