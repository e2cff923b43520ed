import { takeChanceAway } from './world/seeded-process.ts'
takeChanceAway()
const { prepare, resume, ALICE } = await import('./world/scenario.ts')
const { CALM } = await import('./world/script.ts')
const snap = await prepare({kind:'disconnect',positions:1,decision:'all',from:'plan',bob:false} as any)
let t = performance.now()
for (let i=0;i<300;i++){
const w = resume(snap, CALM, {seed: 5, tickSeconds: 60})
w.begin()
await w.pass(1)
const u = w.user(ALICE,'x'); u.taps('Disconnect now')
await w.pass(60)
w.close()
}
console.log('per run', ((performance.now()-t)/300).toFixed(2)); t = performance.now()
const m=(globalThis as any).SQLS
if (m) { let n=0; for (const [,e] of m) n+=e[0]; console.log('stmts/run', n/300); for (const [sql,e] of [...m].sort((a:any,b:any)=>b[1][1]-a[1][1]).slice(0,25)) console.log((e[1]/300*1000).toFixed(0)+'us', (e[0]/300).toFixed(1), sql.slice(0,150)) }
