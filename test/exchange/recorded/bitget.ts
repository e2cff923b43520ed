import { jkorf, MS, page, type Recorded } from './recorded.ts'

const ok = (data: unknown) => ({ code: '00000', msg: 'success', requestTime: MS, data })

const theirs = jkorf('Bitget.Net', 'ed0db8f', '2026-08-06')
const recorded = (name: string) => theirs(`Bitget.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://www.bitget.com/api-doc/spot */
export const BITGET_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      userId: '7865403123',
      symbol: 'BTCUSDT',
      orderId: '1111461743123927040',
      clientOid: 'u00000000000000001',
      price: '50000',
      size: '0.01',
      orderType: 'limit',
      side: 'buy',
      status: state === 'open' ? 'partially_filled' : 'cancelled',
      priceAvg: '50000',
      baseVolume: '0.004',
      quoteVolume: '200',
      enterPointSource: 'API',
      orderSource: 'normal',
      cancelReason: '',
      feeDetail:
        '{"BTC":{"deduction":false,"feeCoinCode":"BTC","totalDeductionFee":0,"totalFee":-0.000004},"newFees":{"c":0,"d":0,"deduction":false,"r":-0.000004,"t":-0.000004,"totalDeductionFee":0}}',
      cTime: String(MS),
      uTime: String(MS),
    }
    return {
      'GET /api/v2/spot/public/symbols': ok([
        {
          symbol: 'BTCUSDT',
          baseCoin: 'BTC',
          quoteCoin: 'USDT',
          minTradeAmount: '0',
          maxTradeAmount: '10000000000',
          takerFeeRate: '0.001',
          makerFeeRate: '0.001',
          pricePrecision: '2',
          quantityPrecision: '6',
          quotePrecision: '8',
          status: 'online',
          minTradeUSDT: '1',
          buyLimitPriceRatio: '0.05',
          sellLimitPriceRatio: '0.05',
        },
      ]),
      'GET /api/v2/margin/currencies': ok([]),
      'POST /api/v2/spot/trade/place-order': ok({
        orderId: '1111461743123927040',
        clientOid: 'u00000000000000001',
      }),
      'POST /api/v2/spot/trade/cancel-order': ok({
        orderId: '1111461743123927040',
        clientOid: 'u00000000000000001',
      }),
      'GET /api/v2/spot/trade/orderInfo': ok([order]),
      // In this list what is called the average is the price of the order, and the base price its average.
      'GET /api/v2/spot/trade/unfilled-orders': ok([
        {
          ...order,
          price: undefined,
          priceAvg: '50000',
          basePrice: '0',
          feeDetail: undefined,
          triggerPrice: null,
        },
      ]),
      'GET /api/v2/spot/trade/fills': ok([
        {
          userId: '7865403123',
          symbol: 'BTCUSDT',
          orderId: '1111461743123927040',
          tradeId: '1111461743123927041',
          orderType: 'limit',
          side: 'buy',
          priceAvg: '50000',
          size: '0.004',
          amount: '200',
          feeDetail: {
            deduction: 'no',
            feeCoin: 'BTC',
            totalDeductionFee: '',
            totalFee: '-0.000004',
          },
          tradeScope: 'maker',
          cTime: String(MS),
          uTime: String(MS),
        },
      ]),
      'GET /api/v2/spot/account/assets': ok([
        {
          coin: 'USDT',
          available: '9500',
          frozen: '300',
          locked: '0',
          limitAvailable: '0',
          uTime: String(MS),
        },
      ]),
      'GET /api/v2/spot/account/info': ok({
        userId: '7865403123',
        inviterId: '1',
        ips: '203.0.113.7',
        authorities: ['stor', 'stow'],
        parentId: 1,
        traderType: 'not_trader',
        channelCode: 'x',
        channel: 'x',
        regisTime: '1246566789345',
      }),
      'GET /api/v2/spot/market/tickers': ok([
        { symbol: 'BTCUSDT', lastPr: '50000.5', bidPr: '50000' },
      ]),
      'GET /api/v2/spot/market/orderbook': ok({
        asks: [
          ['50001', '0.5'],
          ['100000', '3'],
        ],
        bids: [
          ['50000', '1.5'],
          ['9999', '2'],
        ],
        ts: String(MS),
      }),
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /api/v2/spot/account/info'],
      by: [
        recorded('Account/GetAccountInfo'),
        page('https://www.bitget.com/api-doc/spot/account/Get-Account-Info'),
      ],
    },
    balances: {
      bodies: ['GET /api/v2/spot/account/assets'],
      by: [recorded('Account/GetSpotBalances')],
    },
    'other wallets': {
      by: {
        assumed: 'Unified accounts can’t be linked: only the classic spot account is spoken to.',
      },
    },
    markets: {
      bodies: [
        'GET /api/v2/spot/public/symbols',
        'GET /api/v2/margin/currencies',
        'GET /api/v2/spot/market/tickers',
        'GET /api/v2/spot/market/orderbook',
      ],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('Margin/GetMarginSymbols'),
        recorded('ExchangeData/GetTickers'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': { by: [page('https://www.bitget.com/api-doc/spot/market/Get-Symbols')] },
    place: {
      bodies: ['POST /api/v2/spot/trade/place-order'],
      by: [
        recorded('Trading/PlaceOrder'),
        page('https://www.bitget.com/api-doc/spot/trade/Place-Order'),
      ],
    },
    'place IOC': { by: [page('https://www.bitget.com/api-doc/spot/trade/Place-Order')] },
    cancel: {
      bodies: ['POST /api/v2/spot/trade/cancel-order'],
      by: [recorded('Trading/CancelOrder')],
    },
    'open orders': {
      bodies: ['GET /api/v2/spot/trade/unfilled-orders'],
      by: [
        recorded('Trading/GetOpenOrders'),
        page('https://www.bitget.com/api-doc/spot/trade/Get-Unfilled-Orders'),
      ],
    },
    pages: { by: [page('https://www.bitget.com/api-doc/spot/trade/Get-Unfilled-Orders')] },
    find: {
      bodies: ['GET /api/v2/spot/trade/orderInfo'],
      by: [recorded('Trading/GetOrder'), theirs('Bitget.Net/Enums/V2/OrderStatus.cs')],
    },
    fills: { bodies: ['GET /api/v2/spot/trade/fills'], by: [recorded('Trading/GetUserTrades')] },
    'kinds of fees': {
      by: [
        page('https://www.bitget.com/api-doc/spot/trade/Get-Fills'),
        page('https://www.bitget.com/api-doc/spot/trade/Get-Order-Info'),
      ],
    },
    refusals: {
      by: [
        page('https://www.bitget.com/api-doc/spot/error-code/restapi'),
        theirs('Bitget.Net/BitgetErrors.cs'),
      ],
    },
    time: { by: [recorded('ExchangeData/GetServerTime')] },
  },
  unknown: {
    'GET /api/v2/spot/trade/orderInfo': { body: ok([]) },
  },
  sent: {
    place: {
      at: 'POST /api/v2/spot/trade/place-order',
      with: {
        symbol: 'BTCUSDT',
        side: 'buy',
        orderType: 'limit',
        force: 'gtc',
        price: '50000',
        size: '0.01',
        clientOid: 'u00000000000000001',
        requestTime: String(MS),
        receiveWindow: '5000',
      },
    },
    ioc: { force: 'ioc' },
    cancel: {
      at: 'POST /api/v2/spot/trade/cancel-order',
      with: { symbol: 'BTCUSDT', clientOid: 'u00000000000000001' },
    },
    find: { at: 'GET /api/v2/spot/trade/orderInfo', with: { clientOid: 'u00000000000000001' } },
  },
  orderId: '1111461743123927040',
  uid: '7865403123',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.000001',
}
