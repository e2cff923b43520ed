import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { canTrade } from '../../../src/playground/paper-exchange/keys.ts'
import type { Balance } from '../../../src/playground/paper-exchange/ledger.ts'
import { FEE_RATE } from '../../../src/playground/paper-exchange/markets.ts'
import { hashText } from '../../../src/playground/paper-exchange/random.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { badParameter } from './refusal.ts'
import type { Params, Routes } from './route.ts'
import { timeOf } from './wire.ts'

/** What a key may do and what its account has. */
export const accountRoutes: Routes = {
  'GET /api/v5/account/config': {
    permission: 'read',
    limit: 5,
    rule: 'User ID',
    answer: (_, params, key) => [config(key)],
  },
  'GET /api/v5/account/balance': {
    permission: 'read',
    limit: 10,
    rule: 'User ID',
    answer: (deps, params, key) => [balance(deps, params, key)],
  },
  'GET /api/v5/account/trade-fee': {
    permission: 'read',
    limit: 5,
    rule: 'User ID',
    answer: (deps, params) => [tradeFee(deps, params)],
  },
}

function tradeFee({ clock }: RouteDeps, { instType }: Params) {
  if (instType !== 'SPOT') throw badParameter('instType')
  const rate = FEE_RATE.neg().toFixed()
  return {
    category: '1',
    delivery: '',
    exercise: '',
    fiat: [],
    instType,
    level: 'Lv1',
    maker: rate,
    makerU: '',
    makerUSDC: rate,
    ruleType: 'normal',
    taker: rate,
    takerU: '',
    takerUSDC: rate,
    ts: timeOf(clock.now()),
  }
}

/** The account's number, the same for the same name. */
function uidOf(account: string): string {
  return `447${String(hashText(account)).padStart(12, '0')}`
}

function config(key: ApiKey) {
  const { label, account, rights } = key
  const permissions = ['read_only']
  if (rights.withdraw) permissions.push('withdraw')
  if (canTrade(key)) permissions.push('trade')
  return {
    acctLv: '1',
    acctStpMode: 'cancel_maker',
    autoLoan: false,
    ctIsoMode: 'automatic',
    enableSpotBorrow: false,
    greeksType: 'PA',
    ip: rights.ipRestrict ? '203.0.113.7' : '',
    kycLv: '3',
    label,
    level: 'Lv1',
    levelTmp: '',
    liquidationGear: '-1',
    mainUid: uidOf(account),
    mgnIsoMode: 'automatic',
    opAuth: '0',
    perm: permissions.join(','),
    posMode: 'net_mode',
    roleType: '0',
    settleCcy: '',
    spotBorrowAutoRepay: false,
    spotOffsetType: '',
    spotRoleType: '0',
    spotTraderInsts: [],
    traderInsts: [],
    type: '0',
    uid: uidOf(account),
  }
}

function balance({ spot }: RouteDeps, { ccy }: Params, { account }: ApiKey) {
  const uTime = timeOf(spot.ledger.changedAt(account))
  const wanted = ccy?.split(',')
  const details = spot.ledger
    .list(account)
    .filter(({ free, locked }) => free.plus(locked).gt(0))
    .filter(({ asset }) => wanted === undefined || wanted.includes(asset))
    .map((one) => ({ ...coinOnWire(one), uTime }))
  return {
    adjEq: '',
    details,
    imr: '',
    isoEq: '0',
    mgnRatio: '',
    mmr: '',
    ordFroz: '',
    totalEq: '0',
    uTime,
  }
}

function coinOnWire({ asset, free, locked }: Balance) {
  const whole = free.plus(locked).toFixed()
  return {
    availBal: free.toFixed(),
    availEq: '',
    cashBal: whole,
    ccy: asset,
    crossLiab: '',
    disEq: '0',
    eq: whole,
    eqUsd: '0',
    fixedBal: '0',
    frozenBal: locked.toFixed(),
    interest: '',
    isoEq: '0',
    liab: '',
    maxLoan: '',
    ordFrozen: locked.toFixed(),
    spotBal: whole,
    stgyEq: '0',
    upl: '0',
  }
}
