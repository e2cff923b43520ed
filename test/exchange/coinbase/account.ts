import { canTrade, type ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import type { Balance } from '../../../src/playground/paper-exchange/ledger.ts'
import { pageOf } from './fields.ts'
import { uuidOf } from './ids.ts'
import { productIdOf, type Asked, type CoinbaseDeps, type Routes } from './route.ts'
import { fillRow, orderIdOf } from './rows.ts'

/** What a key may do, what its portfolio has, and what its orders filled. */
export const accountRoutes: Routes = {
  'GET /api/v3/brokerage/key_permissions': {
    scope: 'view',
    answer: (_, _asked, key) => permissions(key),
  },
  'GET /api/v3/brokerage/accounts': { scope: 'view', answer: accounts },
  'GET /api/v3/brokerage/orders/historical/fills': { scope: 'view', answer: fills },
}

/** A key belongs to one portfolio. */
function permissions(key: ApiKey) {
  return {
    can_view: true,
    can_trade: canTrade(key),
    can_transfer: key.rights.withdraw,
    portfolio_uuid: uuidOf('portfolio', key.account),
    portfolio_type: 'DEFAULT',
  }
}

/** One for each coin, 49 at a time if nothing else is asked for. */
function accounts({ spot }: CoinbaseDeps, { fields }: Asked, { account }: ApiKey) {
  const { rows, ...page } = pageOf(spot.ledger.list(account), fields, { usual: 49, most: 250 })
  return { accounts: rows.map((coin) => accountRow(account, coin)), ...page, size: rows.length }
}

function accountRow(account: string, { asset, free, locked }: Balance) {
  return {
    uuid: uuidOf('account', `${account} ${asset}`),
    name: `${asset} Wallet`,
    currency: asset,
    available_balance: { value: free.toFixed(), currency: asset },
    default: false,
    active: true,
    created_at: '2024-05-31T09:59:59.000Z',
    updated_at: '2024-05-31T09:59:59.000Z',
    deleted_at: null,
    type: 'ACCOUNT_TYPE_CRYPTO',
    ready: true,
    hold: { value: locked.toFixed(), currency: asset },
    retail_portfolio_id: uuidOf('portfolio', account),
    platform: 'ACCOUNT_PLATFORM_CONSUMER',
  }
}

/**
 * The newest first; whether there are more, only the cursor tells.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/list-fills
 */
function fills({ spot }: CoinbaseDeps, { fields }: Asked, { account }: ApiKey) {
  const [from, until] = ['start', 'end'].map((name) =>
    fields.findTime(`${name}_sequence_timestamp`),
  )
  const all = spot.store
    .listTrades(account)
    .toReversed()
    .filter(({ order }) => fields.allows('product_ids', productIdOf(order.market)))
    .filter(({ order }) => fields.allows('order_ids', orderIdOf(order)))
    .filter(({ at }) => at.getTime() >= (from ?? 0) && at.getTime() <= (until ?? Infinity))
  const { rows, cursor } = pageOf(all, fields, { usual: 100, most: 1_000 })
  return { fills: rows.map(fillRow), cursor }
}
