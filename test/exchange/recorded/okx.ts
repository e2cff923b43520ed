import { jkorf, MS, page, type Recorded } from './recorded.ts'

const ok = (data: unknown) => ({ code: '0', msg: '', data })

const theirs = jkorf('OKX.Net', '8861159', '2026-08-21')
const recorded = (name: string) => theirs(`OKX.Net.UnitTests/Endpoints/UnifiedApi/${name}.txt`)

/** https://www.okx.com/docs-v5/en/ */
export const OKX_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      instType: 'SPOT',
      instId: 'BTC-USDT',
      tgtCcy: '',
      ccy: '',
      ordId: '590908157585625111',
      clOrdId: 'u00000000000000001',
      tag: '',
      px: '50000',
      sz: '0.01',
      ordType: 'limit',
      side: 'buy',
      posSide: 'net',
      tdMode: 'cash',
      accFillSz: '0.004',
      fillPx: '50000',
      fillSz: '0.004',
      avgPx: '50000',
      state: state === 'open' ? 'partially_filled' : 'canceled',
      feeCcy: 'BTC',
      fee: '-0.000004',
      rebateCcy: 'USDT',
      rebate: '0',
      category: 'normal',
      cTime: String(MS),
      uTime: String(MS),
    }
    return {
      'GET /api/v5/public/instruments': ok([
        {
          instType: 'SPOT',
          instId: 'BTC-USDT',
          baseCcy: 'BTC',
          quoteCcy: 'USDT',
          tickSz: '0.1',
          lotSz: '0.00000001',
          minSz: '0.00001',
          maxLmtSz: '9999999999',
          maxMktSz: '1000000',
          state: 'live',
          ctVal: '',
          listTime: '1548133413000',
        },
      ]),
      'POST /api/v5/trade/order': ok([
        {
          clOrdId: 'u00000000000000001',
          ordId: '590908157585625111',
          tag: '',
          sCode: '0',
          sMsg: '',
        },
      ]),
      'POST /api/v5/trade/cancel-order': ok([
        { clOrdId: 'u00000000000000001', ordId: '590908157585625111', sCode: '0', sMsg: '' },
      ]),
      'GET /api/v5/trade/order': ok([order]),
      'GET /api/v5/trade/orders-pending': ok([order]),
      'GET /api/v5/trade/fills-history': ok([
        {
          instType: 'SPOT',
          instId: 'BTC-USDT',
          tradeId: '123',
          ordId: '590908157585625111',
          clOrdId: 'u00000000000000001',
          billId: '1111',
          tag: '',
          fillPx: '50000',
          fillSz: '0.004',
          side: 'buy',
          posSide: 'net',
          execType: 'M',
          feeCcy: 'BTC',
          fee: '-0.000004',
          ts: String(MS),
          fillTime: String(MS),
        },
      ]),
      'GET /api/v5/account/balance': ok([
        {
          totalEq: '9800',
          uTime: String(MS),
          details: [
            {
              ccy: 'USDT',
              cashBal: '9800',
              availBal: '9500',
              frozenBal: '300',
              ordFrozen: '300',
              uTime: String(MS),
            },
          ],
        },
      ]),
      'GET /api/v5/account/trade-fee': ok([
        {
          level: 'Lv1',
          taker: '-0.0035',
          maker: '-0.002',
          takerU: '',
          makerU: '',
          takerUSDC: '-0.003',
          makerUSDC: '-0.002',
          delivery: '',
          exercise: '',
          instType: 'SPOT',
          ruleType: 'normal',
          category: '1',
          fiat: [],
          ts: String(MS),
        },
      ]),
      'GET /api/v5/account/config': ok([
        {
          uid: '43812345678',
          mainUid: '43812345678',
          acctLv: '1',
          posMode: 'net_mode',
          label: 'undock',
          perm: 'read_only,trade',
          ip: '203.0.113.7',
          roleType: '0',
        },
      ]),
      'GET /api/v5/market/tickers': ok([{ instType: 'SPOT', instId: 'BTC-USDT', last: '50000.5' }]),
      'GET /api/v5/market/books': ok([
        {
          asks: [
            ['50001', '0.5', '0', '4'],
            ['100000', '3', '0', '1'],
          ],
          bids: [
            ['50000', '1.5', '0', '2'],
            ['9999', '2', '0', '1'],
          ],
          ts: String(MS),
        },
      ]),
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /api/v5/account/config'],
      by: [recorded('Account/GetAccountConfiguration')],
    },
    balances: {
      bodies: ['GET /api/v5/account/balance', 'GET /api/v5/account/trade-fee'],
      by: [recorded('Account/GetAccountBalance'), recorded('Account/GetFeeRates')],
    },
    'other wallets': { by: [recorded('Account/GetFundingBalance')] },
    markets: {
      bodies: [
        'GET /api/v5/public/instruments',
        'GET /api/v5/market/tickers',
        'GET /api/v5/market/books',
      ],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('ExchangeData/GetTickers'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': {
      by: [page('https://www.okx.com/docs-v5/en/#public-data-rest-api-get-instruments')],
    },
    place: { bodies: ['POST /api/v5/trade/order'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': {
      by: [page('https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order')],
    },
    cancel: { bodies: ['POST /api/v5/trade/cancel-order'], by: [recorded('Trading/CancelOrder')] },
    'open orders': {
      bodies: ['GET /api/v5/trade/orders-pending'],
      by: [recorded('Trading/GetOrders')],
    },
    pages: {
      by: [page('https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-order-list')],
    },
    find: { bodies: ['GET /api/v5/trade/order'], by: [recorded('Trading/GetOrderDetails')] },
    fills: {
      bodies: ['GET /api/v5/trade/fills-history'],
      by: [recorded('Trading/GetUserTradesArchive')],
    },
    'kinds of fees': {
      by: [
        page(
          'https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-transaction-details-last-3-months',
        ),
      ],
    },
    refusals: {
      by: [page('https://www.okx.com/docs-v5/en/#error-code'), theirs('OKX.Net/OKXErrors.cs')],
    },
    time: { by: [recorded('ExchangeData/GetServerTime')] },
  },
  unknown: {
    'GET /api/v5/trade/order': { body: { code: '51603', msg: 'Order does not exist', data: [] } },
  },
  sent: {
    place: {
      at: 'POST /api/v5/trade/order',
      with: {
        instId: 'BTC-USDT',
        tdMode: 'cash',
        clOrdId: 'u00000000000000001',
        side: 'buy',
        ordType: 'limit',
        sz: '0.01',
        px: '50000',
      },
    },
    ioc: { ordType: 'ioc' },
    cancel: {
      at: 'POST /api/v5/trade/cancel-order',
      with: { instId: 'BTC-USDT', clOrdId: 'u00000000000000001' },
    },
    find: {
      at: 'GET /api/v5/trade/order',
      with: { instId: 'BTC-USDT', clOrdId: 'u00000000000000001' },
    },
  },
  orderId: '590908157585625111',
  uid: '43812345678',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.1',
  stepSize: '0.00000001',
}
