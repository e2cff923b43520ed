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

/**
 * Megabytes that the process with the browser's largest page has for itself, as Chrome's own task
 * manager counts them (private memory footprint: anonymous pages and what was swapped out). Linux.
 */
export async function footprintOfPages(browser: Browser): Promise<number> {
  const session: CDPSession = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return Math.max(
    ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => footprint(id)),
  )
}

function footprint(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  return (kilobytes('RssAnon') + kilobytes('VmSwap')) / 1024
}
