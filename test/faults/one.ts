import { takeChanceAway } from './world/seeded-process.ts'

takeChanceAway()
const { draw } = await import('./storm/forecast.ts')
const { runSchedule } = await import('./run-schedule.ts')
const { Dice } = await import('./world/dice.ts')
const { ALICE } = await import('./world/scenario.ts')
const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 1),
  verbose = process.argv[4] === 'v'
const kinds = new Map<string, number[]>()
const total = new Map<string, number>()
let t = performance.now(),
  done = 0,
  secs = 0
for (let seed = from; seed < from + n; seed += 1) {
  const schedule = draw(seed, new Dice(seed, 'schedule'))
  const out = await runSchedule(schedule)
  done++
  secs += out.seconds
  if (seed === from + 20) {
    t = performance.now()
    done = 0
  }
  for (const [k, c] of out.tally.counts) total.set(k, (total.get(k) ?? 0) + c)
  for (const v of out.violations) {
    const k = v.slice(0, 140).replace(/\d[\d.]*/g, '#')
    kinds.set(k, [...(kinds.get(k) ?? []), seed])
  }
  if (verbose) {
    console.log(
      JSON.stringify(
        {
          ...schedule,
          forecast: {
            ...schedule.forecast,
            exchange: schedule.forecast.exchange.map((e) => e.fault.name + ' ' + e.rate.toFixed(2)),
            telegram: schedule.forecast.telegram.map((e) => e.fault.name + ' ' + e.rate.toFixed(2)),
          },
          happenings: schedule.happenings.map((h) => h.at + ' ' + h.happening.name),
        },
        null,
        1,
      ),
    )
    console.log(out.log.join('\n'))
    console.log(out.violations, [...out.tally.counts])
    console.log(
      out.world
        .chat(ALICE)
        .messages()
        .slice(-12)
        .map(
          (m) =>
            new Date(m.date * 1000).toISOString().slice(11, 19) +
            ' ' +
            m.id +
            ' ' +
            (m.from.is_bot ? '' : '>> ') +
            m.content.text.slice(0, 600) +
            ' ' +
            m.keyboard
              .flat()
              .map((b) => '[' + b.text + ']')
              .join(''),
        )
        .join('\n---\n'),
    )
    const db = out.world.database
    for (const q of [
      'select step,status,fence,tries,kind from saga',
      'select status,version,kind,data from exit_plan',
      'select client_order_id,plan_id,side,time_in_force,price,amount,status,filled,settled,reason,sent_at from trade_order',
      'select * from exit_position',
      'select status,name from trading_bot',
      'select status,health,cause from exchange_key',
      'select lane,id,run_at,claimed,tries from wake',
    ])
      console.log(q.slice(0, 60), JSON.stringify(db.rows(q)).replace(/\},/g, '},\n   '))
  }
}
console.log(
  'per schedule ms',
  ((process.cpuUsage().user / 1000 - t) / done).toFixed(1),
  'virtual s',
  (secs / n).toFixed(0),
  'rss',
  (process.memoryUsage().rss / 1e6).toFixed(0),
)
for (const [k, s] of [...kinds].sort((a, b) => b[1].length - a[1].length))
  console.log(s.length, k, s.slice(0, 6).join(' '))
if (process.argv[5]) for (const [k, c] of [...total].sort()) console.log(c, k)
