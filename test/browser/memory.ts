import { readFileSync } from 'node:fs'
import type { Browser, CDPSession, Page } from 'playwright-core'

/** What a page holds, once what nobody needs is thrown away. Bytes. */
export interface PageMemory {
  /** JavaScript's own. */
  heap: number
  /** What the browser keeps for it: nodes, styles, layout. */
  nodesHeap: number
  nodes: number
}

/** Looks after a collection of garbage. */
export async function memoryOf(page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize, embedderHeapUsedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  await session.detach()
  return { heap: usedSize, nodesHeap: embedderHeapUsedSize, nodes }
}

/** Megabytes of memory that the processes with the browser's pages have, code that is shared included. Linux. */
export async function residentOfPages(browser: Browser): Promise<number> {
  const session: CDPSession = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return Math.max(
    ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => resident(id)),
  )
}

function resident(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
