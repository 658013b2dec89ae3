import type { ClockMessage } from './messages.js';

/** Milliseconds since the epoch, the same in all threads of a page. */
export const epochNow = (): number => performance.timeOrigin + performance.now();

/** What ties the time line of a context to the clock just now: to be sent to who draws. */
export const readClock = (context: AudioContext, follow: ClockMessage['follow']): ClockMessage => {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  const running = context.state === 'running';
  const { sampleRate } = context;
  // Before the first sound is out there is no timestamp: what is rendered now comes out later by the latency.
  if (performanceTime === 0 || contextTime === 0) {
    const late = (context.outputLatency || 0) + context.baseLatency;
    const audible = context.currentTime - late;
    return { contextTime: audible, epochMs: epochNow(), running, sampleRate, follow };
  }
  const epochMs = performance.timeOrigin + performanceTime;
  return { contextTime, epochMs, running, sampleRate, follow };
};

/** What is audible at a moment, in seconds on the time line of the context. */
export const audibleAt = (clock: ClockMessage, epochMs: number): number =>
  clock.contextTime + (clock.running ? (epochMs - clock.epochMs) / 1000 : 0);
