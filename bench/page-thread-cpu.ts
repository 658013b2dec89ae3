import type { Page } from 'playwright-core';

/** An event of Chromium's trace; times in microseconds, `tdur` of the thread's own clock. */
interface TraceEvent {
  readonly ph: string;
  readonly cat: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** What a page has to mark at the beginning of each frame, by `performance.mark`. */
export const FRAME_MARK = 'audioflow-frame';

/**
 * The CPU time of the page's own thread for each frame, in ms, from Chromium's trace: all its tasks from one mark to the next, whatever they are for. Time in which
 * the system had taken the core away is not in it.
 */
export const pageThreadCpu = async (page: Page, milliseconds: number): Promise<number[]> => {
  const browser = page.context().browser();
  if (browser === null) throw new Error('expected a page of a browser');
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await page.waitForTimeout(milliseconds);
  const trace = await browser.stopTracing();
  const { traceEvents: all }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(
    trace.toString(),
  );
  const marks = all.filter(({ name }) => name === FRAME_MARK).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  const tasks = all
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === first?.pid && tid === first.tid)
    .sort((a, b) => a.ts - b.ts);
  const frames = new Array<number>(marks.length).fill(0);
  let frame = -1;
  let end = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    // What lies within a task is counted with it.
    if (ts < end) continue;
    end = ts + dur;
    while ((marks[frame + 1]?.ts ?? Number.POSITIVE_INFINITY) <= end) frame += 1;
    if (frame >= 0) frames[frame] = (frames[frame] ?? 0) + tdur / 1000;
  }
  return frames.slice(0, -1);
};
