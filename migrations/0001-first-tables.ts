import { PostgresAdapter, sql, type CreateTableBuilder, type Expression, type Kysely } from 'kysely'

type Columns = Readonly<Record<string, 'text' | 'text?' | 'integer' | 'integer?'>>

/** SQLite's integers have 64 bits and its texts sort by their bytes: PostgreSQL has to be told so. */
function typesOf(db: Kysely<unknown>): Record<'text' | 'integer', Expression<unknown>> {
  return db.getExecutor().adapter instanceof PostgresAdapter
    ? { text: sql`text collate "C"`, integer: sql`bigint` }
    : { text: sql`text`, integer: sql`integer` }
}

/** Creates a table from a list of columns; a question mark allows null. */
function table(db: Kysely<unknown>, name: string, columns: Columns) {
  const types = typesOf(db)
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, type] of Object.entries(columns)) {
    const optional = type.endsWith('?')
    const columnType = types[type.startsWith('text') ? 'text' : 'integer']
    builder = builder.addColumn(column, columnType as Expression<string>, (col) =>
      optional ? col : col.notNull(),
    )
  }
  return builder
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await table(db, 'meta', { name: 'text', value: 'text' })
    .addPrimaryKeyConstraint('meta_pk', ['name'])
    .execute()

  await table(db, 'exchange_key', {
    id: 'text',
    user_id: 'text',
    exchange: 'text',
    label: 'text',
    status: 'text',
    health: 'text',
    cause: 'text?',
    refusals: 'integer',
    refused_at: 'text?',
    watch_only: 'integer',
    rights: 'text',
    account_uid: 'text',
    taker_fee_rate: 'text',
    tail: 'text',
    wrapped_data_key: 'text?',
    sealed_credentials: 'text?',
    checked_at: 'text',
    created_at: 'text',
    updated_at: 'text',
    unlinked_at: 'text?',
  })
    .addPrimaryKeyConstraint('exchange_key_pk', ['id'])
    .execute()
  await index(db, 'exchange_key', ['user_id'])

  await table(db, 'trading_bot', {
    id: 'text',
    user_id: 'text',
    key_id: 'text',
    name: 'text',
    strategy: 'text',
    symbol: 'text',
    parameters: 'text',
    status: 'text',
    resting: 'text',
    reason: 'text?',
    created_at: 'text',
    updated_at: 'text',
  })
    .addPrimaryKeyConstraint('trading_bot_pk', ['id'])
    .addForeignKeyConstraint('trading_bot_key_fk', ['key_id'], 'exchange_key', ['id'])
    .execute()
  await index(db, 'trading_bot', ['user_id'])
  await index(db, 'trading_bot', ['key_id'])

  await table(db, 'trade_order', {
    id: 'text',
    client_order_id: 'text',
    user_id: 'text',
    key_id: 'text',
    bot_id: 'text',
    plan_id: 'text?',
    slot: 'text',
    symbol: 'text',
    side: 'text',
    time_in_force: 'text',
    price: 'text',
    amount: 'text',
    status: 'text',
    exchange_order_id: 'text?',
    filled: 'text',
    cost: 'text',
    settled: 'integer',
    reason: 'text?',
    sent_at: 'text?',
    created_at: 'text',
    updated_at: 'text',
  })
    .addPrimaryKeyConstraint('trade_order_pk', ['id'])
    .addUniqueConstraint('trade_order_client_order_id_unique', ['client_order_id'])
    .addForeignKeyConstraint('trade_order_bot_fk', ['bot_id'], 'trading_bot', ['id'])
    .execute()
  await index(db, 'trade_order', ['key_id', 'settled'])
  await index(db, 'trade_order', ['bot_id', 'status'])
  await index(db, 'trade_order', ['plan_id'])

  await table(db, 'fill', {
    id: 'text',
    key_id: 'text',
    bot_id: 'text',
    order_id: 'text',
    trade_id: 'text',
    symbol: 'text',
    slot: 'text',
    side: 'text',
    price: 'text',
    amount: 'text',
    cost: 'text',
    fee: 'text',
    fee_currency: 'text',
    filled_at: 'text',
  })
    .addPrimaryKeyConstraint('fill_pk', ['id'])
    .addUniqueConstraint('fill_trade_unique', ['key_id', 'symbol', 'trade_id'])
    .addForeignKeyConstraint('fill_order_fk', ['order_id'], 'trade_order', ['id'])
    .execute()
  await index(db, 'fill', ['bot_id', 'filled_at'])
  await index(db, 'fill', ['order_id'])

  await table(db, 'exit_plan', {
    id: 'text',
    user_id: 'text',
    key_id: 'text',
    kind: 'text',
    bot_id: 'text?',
    status: 'text',
    version: 'integer',
    check_dead: 'integer',
    data: 'text',
    created_at: 'text',
    updated_at: 'text',
  })
    .addPrimaryKeyConstraint('exit_plan_pk', ['id'])
    .execute()
  await index(db, 'exit_plan', ['user_id', 'status'])

  await table(db, 'exit_position', {
    plan_id: 'text',
    bot_id: 'text',
    symbol: 'text',
    amount: 'text',
    average_cost: 'text',
    price_shown: 'text',
    worst_price: 'text',
    profit_shown: 'text',
    floor: 'text',
    decision: 'text?',
    outcome: 'text?',
    round: 'integer',
  })
    .addPrimaryKeyConstraint('exit_position_pk', ['plan_id', 'bot_id'])
    .execute()

  await table(db, 'kept_position', {
    id: 'text',
    user_id: 'text',
    exchange: 'text',
    account_uid: 'text',
    plan_id: 'text',
    symbol: 'text',
    amount: 'text',
    average_cost: 'text',
    created_at: 'text',
  })
    .addPrimaryKeyConstraint('kept_position_pk', ['id'])
    .execute()

  await table(db, 'hand_work', {
    id: 'text',
    user_id: 'text',
    key_id: 'text',
    kind: 'text',
    symbol: 'text',
    side: 'text',
    price: 'text?',
    amount: 'text',
    seen_at: 'text',
    done_at: 'text?',
    created_at: 'text',
  })
    .addPrimaryKeyConstraint('hand_work_pk', ['id'])
    .execute()
  await index(db, 'hand_work', ['key_id'])

  await table(db, 'saga', {
    id: 'text',
    kind: 'text',
    user_id: 'text',
    key_id: 'text',
    subject_id: 'text',
    step: 'text',
    status: 'text',
    version: 'integer',
    fence: 'integer',
    run_at: 'text',
    tries: 'integer',
    data: 'text',
    created_at: 'text',
    updated_at: 'text',
  })
    .addPrimaryKeyConstraint('saga_pk', ['id'])
    .execute()
  // One saga per key at a time.
  await db.schema
    .createIndex('saga_one_per_key')
    .unique()
    .on('saga')
    .column('key_id')
    .where('status' as never, '!=', 'done')
    .execute()

  await table(db, 'saga_answer', {
    id: 'text',
    saga_id: 'text',
    name: 'text',
    value: 'text',
    created_at: 'text',
  })
    .addPrimaryKeyConstraint('saga_answer_pk', ['id'])
    .execute()
  await index(db, 'saga_answer', ['saga_id'])

  await table(db, 'notice', {
    id: 'text',
    user_id: 'text',
    body: 'text',
    status: 'text',
    version: 'integer',
    message_id: 'integer?',
    tries: 'integer',
    created_at: 'text',
    sent_at: 'text?',
  })
    .addPrimaryKeyConstraint('notice_pk', ['id'])
    .execute()
  await index(db, 'notice', ['user_id', 'status'])

  await table(db, 'button', {
    token: 'text',
    user_id: 'text',
    action: 'text',
    subject_id: 'text',
    subject_version: 'integer',
    expires_at: 'text',
    used_at: 'text?',
  })
    .addPrimaryKeyConstraint('button_pk', ['token'])
    .execute()

  await table(db, 'conversation_state', {
    chat_id: 'text',
    user_id: 'text',
    version: 'text',
    state: 'text',
    updated_at: 'text',
  })
    .addPrimaryKeyConstraint('conversation_state_pk', ['chat_id', 'user_id'])
    .execute()

  await table(db, 'awaiting_secret', {
    user_id: 'text',
    exchange: 'text',
    key_id: 'text?',
    expires_at: 'text',
  })
    .addPrimaryKeyConstraint('awaiting_secret_pk', ['user_id'])
    .execute()

  await table(db, 'inbox', {
    update_id: 'integer',
    user_id: 'text',
    body: 'text',
    received_at: 'text',
  })
    .addPrimaryKeyConstraint('inbox_pk', ['update_id'])
    .execute()

  await table(db, 'user_setting', { user_id: 'text', name: 'text', value: 'text' })
    .addPrimaryKeyConstraint('user_setting_pk', ['user_id', 'name'])
    .execute()

  await table(db, 'wake', {
    lane: 'text',
    id: 'text',
    serial_key: 'text',
    run_at: 'text',
    seq: 'integer',
    claimed: 'integer',
    tries: 'integer',
  })
    .addPrimaryKeyConstraint('wake_pk', ['lane', 'id'])
    .execute()
  await index(db, 'wake', ['lane', 'run_at'])
}

async function index(db: Kysely<unknown>, on: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex(`${on}_${columns.join('_')}_index`)
    .on(on)
    .columns(columns)
    .execute()
}
