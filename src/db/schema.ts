import type { Kysely, Transaction } from 'kysely'

/** The whole database. Money is decimal text, times UTC ISO text, flags 0 or 1, ids UUIDs. */
export interface Schema {
  /** What the database itself must remember: its mode, the vault's canary. */
  meta: { name: string; value: string }

  exchange_key: {
    id: string
    user_id: string
    exchange: string
    label: string
    status: 'linked' | 'disconnecting' | 'sealed' | 'unlinked'
    health: 'healthy' | 'suspect' | 'dead'
    /** Why it is suspect or dead: a KeyCause. */
    cause: string | null
    /** Same refusals in a row, and when the latest was counted. */
    refusals: number
    refused_at: string | null
    /** Since when it has been refused for its cause, without an answer between; null while healthy. */
    refused_since: string | null
    /** It would be called dead by now, were others on its exchange not refused alike. */
    held: number
    /** What a dead key is refused for now, where that is not its cause. */
    other_cause: string | null
    /** The end of the key that its trader was last told of, and how many days before. */
    end_told: string | null
    end_told_days: number | null
    watch_only: number
    /** What signs its requests. */
    key_kind: 'secret' | 'key-pair'
    rights: string
    account_uid: string
    taker_fee_rate: string
    /** Last four characters of the API key: all that outlives the erase. */
    tail: string
    wrapped_data_key: string | null
    sealed_credentials: string | null
    checked_at: string
    created_at: string
    updated_at: string
    unlinked_at: string | null
  }

  trading_bot: {
    id: string
    user_id: string
    key_id: string
    name: string
    strategy: string
    symbol: string
    parameters: string
    status: 'running' | 'paused' | 'failed' | 'removing' | 'removed'
    /** What becomes of its resting orders while it does not run. */
    resting: 'keep' | 'cancel-buys' | 'cancel'
    reason: string | null
    /** What was missing when it failed, as JSON. */
    shortage: string | null
    /** The bot whose settings it goes on with. */
    moved_from: string | null
    created_at: string
    updated_at: string
  }

  trade_order: {
    id: string
    client_order_id: string
    user_id: string
    key_id: string
    bot_id: string
    /** The exit that sells; null for a strategy's own order. */
    plan_id: string | null
    slot: string
    symbol: string
    side: 'buy' | 'sell'
    time_in_force: 'GTC' | 'IOC'
    price: string
    amount: string
    status: 'sent' | 'open' | 'filled' | 'cancelled' | 'rejected' | 'void'
    exchange_order_id: string | null
    filled: string
    cost: string
    /** Whether the fills on record add up to `filled` and nothing more can come. */
    settled: number
    reason: string | null
    /** Whether a cancel of ours may have been sent: without one, somebody else ended it. */
    cancel_asked: number
    /** Since when the exchange has not known it, although it was open. */
    missing_since: string | null
    /** What befell it without us and is still to be told. */
    untold: 'filled' | 'cancelled' | 'vanished' | null
    sent_at: string | null
    created_at: string
    updated_at: string
  }

  fill: {
    id: string
    key_id: string
    bot_id: string
    order_id: string
    trade_id: string
    symbol: string
    slot: string
    side: 'buy' | 'sell'
    price: string
    amount: string
    cost: string
    /** Amounts and coins, as JSON; or `unknown`. */
    fees: string
    /** Quote that all fees in third coins were worth; 0 where there is none, null while unknown. */
    fee_value: string | null
    /** Third coins whose fees have no value yet, with commas between; null when nothing is to be valued. */
    unvalued_coins: string | null
    filled_at: string
  }

  /** What all fills of a bot before the start of a day came to, so that they need not be read again. */
  closed_book: {
    bot_id: string
    before: string
    amount: string
    cost: string
    realized: string
    bought_amount: string
    /** Amounts by coin, as JSON. */
    fees: string
    unvalued_fees: string
    /** Fills whose fees are unknown, and the base that was bought by them. */
    unknown_fees: number
    unclear_amount: string
  }

  /** One walk through Disconnect or Remove, from the first look to the receipt. */
  exit_plan: {
    id: string
    user_id: string
    key_id: string
    kind: 'disconnect' | 'remove'
    bot_id: string | null
    status: 'draft' | 'running' | 'stopped' | 'done' | 'left'
    version: number
    check_dead: number
    data: string
    created_at: string
    updated_at: string
  }

  /** What the trader decided about one position of a plan, and what came of it. */
  exit_position: {
    plan_id: string
    bot_id: string
    symbol: string
    amount: string
    average_cost: string
    price_shown: string
    worst_price: string
    profit_shown: string
    floor: string
    decision: 'close' | 'keep' | null
    outcome: 'sold' | 'kept' | 'dust' | 'unlisted' | 'missing' | 'asked' | 'left' | null
    /** How often it came back as a question. */
    round: number
    /** What keeps it from being sold; what the exchange said, if it refused. */
    cause: string | null
    said: string | null
    /** Base that is neither free nor in an order of ours. */
    not_free: string | null
  }

  /** Coins that a trader knowingly kept when leaving. */
  kept_position: {
    id: string
    user_id: string
    exchange: string
    account_uid: string
    plan_id: string
    symbol: string
    amount: string
    average_cost: string
    created_at: string
    /** The bot that goes on with them. */
    adopted_by: string | null
  }

  /** Since when a key's account may have changed without us. Compared: its bots may go on. */
  absence: {
    key_id: string
    since: string
    compared_at: string | null
    /** Raised by each comparison and each answer. */
    version: number
  }

  /** Coins of a bot that are thought to have gone by hand, until its trader says what became of them. */
  missing_coins: {
    bot_id: string
    key_id: string
    amount: string
    /** The part that is gone for certain: the account has too little. */
    least: string
    /** Quote per base that they were sold at by hand, fees taken off; null when no sale was found. */
    price: string | null
  }

  /** What must be done by hand at the exchange, one line each. */
  hand_work: {
    id: string
    user_id: string
    key_id: string
    kind: 'cancel' | 'sell'
    symbol: string
    side: 'buy' | 'sell'
    price: string | null
    amount: string
    seen_at: string
    done_at: string | null
    created_at: string
  }

  saga: {
    id: string
    kind: string
    user_id: string
    key_id: string
    /** The plan or key that it works on. */
    subject_id: string
    step: string
    status: 'active' | 'waiting' | 'parked' | 'done'
    version: number
    fence: number
    run_at: string
    tries: number
    data: string
    created_at: string
    updated_at: string
    /** Since when it stands at its step, when it has left its first. */
    stepped_at: string | null
  }

  /** What a trader answered to a saga's question; read once. */
  saga_answer: { id: string; saga_id: string; name: string; value: string; created_at: string }

  notice: {
    id: string
    user_id: string
    body: string
    /** Held: its reader has blocked the bot; due again when they are back. */
    status: 'due' | 'sent' | 'dropped' | 'held'
    version: number
    message_id: number | null
    /** Failed deliveries in a row. */
    tries: number
    created_at: string
    sent_at: string | null
  }

  /** One-time tokens behind buttons that move money or keys. */
  button: {
    token: string
    user_id: string
    action: string
    subject_id: string
    subject_version: number
    expires_at: string
    used_at: string | null
    /** The update that used it. */
    used_by: number | null
  }

  conversation_state: {
    chat_id: string
    user_id: string
    version: string
    state: string
    updated_at: string
  }

  /** Chats whose next message is a secret. The secret itself is never here. */
  awaiting_secret: {
    user_id: string
    exchange: string
    /** The key to replace; null when a new one is linked. */
    key_id: string | null
    expires_at: string
    /** The memory in which an API key waits for its secret. */
    held_by: string | null
    /** The key pair that only wants its API key; null: credentials are wanted. */
    pair_id: string | null
  }

  /** Key pairs that Undock made and whose public half no linked key has yet; one per user and exchange. */
  key_pair: {
    id: string
    user_id: string
    exchange: string
    /** PEM. */
    public_key: string
    wrapped_data_key: string
    sealed_credentials: string
    expires_at: string
  }

  /** One-time pages on which a browser seals credentials. Neither the link nor what was sealed is here. */
  page_request: {
    id: string
    /** SHA-256 of what stands in the link. */
    token_hash: string
    user_id: string
    exchange: string
    /** The key to replace; null when a new one is linked. */
    key_id: string | null
    /** HPKE, P-256: the uncompressed point in base64url. */
    public_key: string
    /** The private half. Null once the page was used or left, or has expired. */
    wrapped_data_key: string | null
    sealed_credentials: string | null
    /** Left: linking was cancelled, or a newer page was asked for. */
    status: 'open' | 'used' | 'left'
    created_at: string
    expires_at: string
  }

  /** Telegram's updates, secrets blanked, each handled once. */
  inbox: { update_id: number; user_id: string; body: string; received_at: string }

  user_setting: { user_id: string; name: string; value: string }

  /** Parts of the exchanges' budgets, each held by one process, or spent. */
  rate_part: {
    id: string
    /** Exchange and budget: `binance:api`. */
    pool: string
    lane: 'routine' | 'exit'
    weight: number
    /** Nothing of it is spent later. */
    spent_by: string
  }

  /** Until when nothing may be sent to an exchange, or of a key, which is named by its hash. */
  rate_pause: { name: string; until: string }

  /** Work on a key that was due and could not be completed; no row: all goes well. */
  late_work: {
    kind: 'tick' | 'check'
    key_id: string
    /** The pair that is the trouble; empty when all of the work is. */
    symbol: string
    cause: string
    until: string | null
    since: string
    cause_since: string
  }

  /** Standstills that were told, to a trader or, without a user, to the operators. */
  standstill: {
    user_id: string
    exchange: string
    /** The pair that it is about; empty: the exchange. */
    scope: string
    cause: string
    since: string
    told_at: string
    ended_at: string | null
  }

  /** An exchange that refuses many keys alike at once: its fault or ours, and not theirs. */
  fleet_refusal: { exchange: string; since: string }

  /** What is to be done, and when. */
  wake: {
    lane: string
    id: string
    serial_key: string
    run_at: string
    /** Raised by each wake: work that was woken meanwhile is done once more. */
    seq: number
    /** SQLite: it is worked on. PostgreSQL: it is handed over to whoever is free. */
    claimed: number
    tries: number
    /** The process that alone may do it; 0 for any. */
    home: number
    /** The process that works on it; 0 for none. */
    owner: number
    /** The delivery that its owner holds: job and attempt. */
    job: string | null
  }
}

export type Db = Kysely<Schema>
export type Trx = Transaction<Schema>
