import { MS, type Recorded } from './recorded.ts'

const ok = (data: unknown) => ({ code: '00000', msg: 'success', requestTime: MS, data })

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
