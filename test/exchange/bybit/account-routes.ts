import { addSeconds } from '../../../src/lib/clock.ts'
import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { FEE_RATE, MARKETS } from '../../../src/playground/paper-exchange/markets.ts'
import { hashText } from '../../../src/playground/paper-exchange/random.ts'
import type { AnswerDeps } from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { Fields } from './fields.ts'
import { BybitRefusal } from './refusal.ts'

const UNBOUND_DAYS = 90
const DAY_MS = 86_400_000

/** The key's own facts and the account's money. */
export function queryApi({ clock }: AnswerDeps, _fields: Fields, key: ApiKey) {
  const { apiKey, label, account, rights, createdAt } = key
  const expiresAt = addSeconds(createdAt, (UNBOUND_DAYS * DAY_MS) / 1000)
  const daysLeft = Math.ceil((expiresAt.getTime() - clock.now().getTime()) / DAY_MS)
  return {
    id: String(hashText(apiKey)),
    note: label,
    apiKey,
    readOnly: 0,
    secret: '',
    permissions: {
      ContractTrade: [],
      Spot: rights.trade ? ['SpotTrade'] : [],
      Wallet: rights.withdraw ? ['AccountTransfer', 'Withdraw'] : [],
      Options: [],
      Derivatives: [],
      CopyTrading: [],
      BlockTrade: [],
      Exchange: [],
      NFT: [],
      Affiliate: [],
      Earn: [],
    },
    ips: rights.ipRestrict ? ['203.0.113.7'] : ['*'],
    type: 1,
    deadlineDay: rights.ipRestrict ? -2 : daysLeft,
    expiredAt: rights.ipRestrict ? '1970-01-01T00:00:00Z' : withoutMs(expiresAt),
    createdAt: withoutMs(createdAt),
    unified: 0,
    uta: 1,
    userID: uidOf(account),
    inviterID: 0,
    vipLevel: 'No VIP',
    mktMakerLevel: '0',
    affiliateID: 0,
    rsaPublicKey: '',
    isMaster: true,
    parentUid: '0',
    kycLevel: 'LEVEL_1',
    kycRegion: 'CHE',
  }
}

/** `free` is empty on a Unified Trading Account. */
export function walletBalance({ spot }: AnswerDeps, fields: Fields, { account }: ApiKey) {
  if (fields.get('accountType') !== 'UNIFIED') {
    throw new BybitRefusal(10001, 'accountType only support UNIFIED.')
  }
  const wanted = fields.find('coin')?.split(',')
  const balances = spot.ledger.list(account).map(({ asset, free, locked }) => ({
    asset,
    locked,
    all: free.plus(locked),
  }))
  return {
    list: [
      {
        accountType: 'UNIFIED',
        totalEquity: '0',
        totalWalletBalance: '0',
        totalAvailableBalance: '0',
        accountIMRate: '',
        accountMMRate: '',
        coin: balances
          .filter(({ asset, all }) => (wanted ? wanted.includes(asset) : all.gt(0)))
          .map(({ asset, all, locked }) => ({
            coin: asset,
            equity: all.toFixed(),
            usdValue: '',
            walletBalance: all.toFixed(),
            free: '',
            locked: locked.toFixed(),
            spotHedgingQty: '0',
            borrowAmount: '0',
            availableToWithdraw: '',
            accruedInterest: '0',
            totalOrderIM: '0',
            totalPositionIM: '0',
            totalPositionMM: '0',
            unrealisedPnl: '0',
            cumRealisedPnl: '0',
            bonus: '0',
            marginCollateral: true,
            collateralSwitch: true,
          })),
      },
    ],
  }
}

export function feeRate(_deps: AnswerDeps, fields: Fields) {
  fields.assertSpot()
  const one = fields.findMarket()
  const [makerFeeRate, takerFeeRate] = [FEE_RATE.toFixed(), FEE_RATE.toFixed()]
  const list = (one ? [one] : MARKETS).map(({ id }) => ({ symbol: id, makerFeeRate, takerFeeRate }))
  return { list }
}

function uidOf(account: string): number {
  return 10_000_000 + (hashText(account) % 80_000_000)
}

function withoutMs(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
