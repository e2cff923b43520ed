import { Big } from 'big.js'
import { z } from 'zod'

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)

/** `GET /api/v3/account`, the parts that we read. */
export const accountAnswer = z.object({
  uid: z.union([z.number(), z.string()]),
  canTrade: z.boolean(),
  commissionRates: z.object({ taker: decimal }),
  updateTime: z.number(),
})

/** `GET /sapi/v1/account/apiRestrictions`, the parts that we read. */
export const rightsAnswer = z
  .object({
    ipRestrict: z.boolean().optional(),
    createTime: z.number().optional(),
    enableReading: z.boolean().optional(),
    enableWithdrawals: z.boolean().optional(),
    enableSpotAndMarginTrading: z.boolean().optional(),
    tradingAuthorityExpirationTime: z.number().optional(),
  })
  // Something that tells nothing of the key at all is some other answer.
  .refine((rights) => Object.keys(rights).length > 0)

const factor = decimal.transform((text) => new Big(text))

/** The filters of a symbol that ccxt leaves as they came. */
export const maxNumOrders = z.object({
  filterType: z.literal('MAX_NUM_ORDERS'),
  maxNumOrders: z.number(),
})
export const percentPriceBySide = z.object({
  filterType: z.literal('PERCENT_PRICE_BY_SIDE'),
  bidMultiplierUp: factor,
  bidMultiplierDown: factor,
  askMultiplierUp: factor,
  askMultiplierDown: factor,
})

const level = z.tuple([decimal, decimal])

/** `GET /api/v3/depth`, best price first. */
export const bookAnswer = z.object({ bids: z.array(level), asks: z.array(level) })
