import type { Page } from 'playwright-core';
import type { VisualizerTrace } from '../examples/visualizer/page/visualizer/audio-visualizer.types.js';

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

/** What the page's own thread did from one drawing to the next, in ms. */
export interface PageThreadFrame {
  /** From the beginnings of tasks to their ends: with all the time in which other threads had the core. */
  readonly wall: number;
  readonly cpu: number;
}

/** What ties the clock of the page to that of the trace. */
const MARK = 'audioflow-trace';

/**
 * The work of the page's own thread for each drawing, from Chromium's trace: all tasks of this thread, whatever they are for, put down to the drawing after which they began.
 * Nothing is put into the page that would ask for frames: a page that asks for an animation frame is given a whole turn of styles, layout, paint and commit, which the
 * visualizer, whose worker draws, does not need.
 */
export const pageThread = async (page: Page, milliseconds: number): Promise<PageThreadFrame[]> => {
  const browser = page.context().browser();
  if (browser === null) throw new Error('expected a page of a browser');
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  const { epochMs, draws } = await page.evaluate<
    Pick<VisualizerTrace, 'draws'> & { epochMs: number }
  >(
    `(async () => {
      const { startTime } = performance.mark('${MARK}');
      const { draws } = await __visualizer.panels[0].visualizer.trace(${milliseconds});
      return { epochMs: performance.timeOrigin + startTime, draws };
    })()`,
  );
  const trace = await browser.stopTracing();
  const { traceEvents: all }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(
    trace.toString(),
  );
  const mark = all.find(({ name }) => name === MARK);
  if (mark === undefined) throw new Error('expected a mark in the trace');
  const { pid, tid, ts: origin } = mark;
  const starts = draws.map(({ at }) => origin + 1000 * (at - epochMs));
  const frames = starts.map(() => ({ wall: 0, cpu: 0 }));
  const tasks = all
    .filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid)
    .sort((a, b) => a.ts - b.ts);
  let index = -1;
  let end = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    // What lies within a task is counted with it.
    if (ts < end) continue;
    end = ts + dur;
    while ((starts[index + 1] ?? Number.POSITIVE_INFINITY) <= ts) index += 1;
    const frame = frames[index];
    if (frame === undefined) continue;
    frame.wall += dur / 1000;
    frame.cpu += tdur / 1000;
  }
  // After the last drawing come the answer to the trace, and whatever followed it.
  return frames.slice(0, -1);
};
