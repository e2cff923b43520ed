import { exchangeContract } from '../../exchange/exchange-contract.ts'
import { HandClock } from '../../exchange/hand-clock.ts'
