import { takeChanceAway } from '/work/wt/sim/test/faults/world/seeded-process.ts'
takeChanceAway()
const { prepare, resume, ALICE } = await import('/work/wt/sim/test/faults/world/scenario.ts')
const { CALM } = await import('/work/wt/sim/test/faults/world/script.ts')
let t = performance.now()
for (const s of [{kind:'disconnect',positions:1,decision:'all',from:'plan',bob:false},{kind:'disconnect',positions:3,decision:'all',from:'plan',bob:true},{kind:'remove',positions:1,decision:'all',from:'plan',bob:false}]) {
const snap = await prepare(s as any)
console.log(JSON.stringify(s), (performance.now()-t).toFixed(0)+' ms', snap.bytes.length, snap.orders.length, snap.trades.length)
console.log(snap.chats.get(ALICE)!.at(-1)!.content.text, JSON.stringify(snap.chats.get(ALICE)!.at(-1)!.keyboard.flat().map(b=>b.text)))
for (let i=0;i<200;i++){
 if (i===20) t = performance.now()
const w = resume(snap, CALM, {seed: 5, tickSeconds: 60})
w.begin()
await w.pass(1)
const u = w.user(ALICE,'x'); u.taps(s.kind==='remove'?'Remove the bot':'Disconnect now')
await w.pass(60)
if (i===0) console.log(w.chat(ALICE).messages().slice(-4).map(m=>m.content.text).join('\n---\n'), w.log, w.violations)
w.close()
}
console.log('per run', ((performance.now()-t)/180).toFixed(2)); t = performance.now()
}
