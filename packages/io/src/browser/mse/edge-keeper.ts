import { liveControl } from '../live-control.js';
import type { createPlaybackMeter } from './playback-meter.js';

interface EdgeKeeperOptions {
  readonly audio: HTMLAudioElement;
  readonly meter: ReturnType<typeof createPlaybackMeter>;
  readonly counts: { catchUps: number; jumps: number };
  readonly targetLatency: number;
  readonly jumpAbove: number;
}

/** Keeps an element that plays a live stream near the live edge. */
interface EdgeKeeper {
  /** Once at the start: puts the position at the target, so that a burst is no lasting latency. */
  align(): void;
  /** Sets the rate, or jumps. Call it a few times a second. */
  tick(): void;
  /** The stream has ended: what is left plays at its own rate. */
  release(): void;
}

/** Makes the keeper of one session. */
export const createEdgeKeeper = (options: EdgeKeeperOptions): EdgeKeeper => {
  const { audio, meter, counts, targetLatency, jumpAbove } = options;
  let isAligned = false;
  let isReleased = false;

  const goToTarget = (): void => {
    audio.currentTime = Math.max(meter.start(), meter.edge() - targetLatency);
  };

  return {
    align: () => {
      const latency = meter.edge() - audio.currentTime;
      if (isAligned || latency < targetLatency) return;
      isAligned = true;
      if (latency > 1.2 * targetLatency) goToTarget();
    },
    tick: () => {
      if (!isAligned || isReleased || audio.paused || audio.seeking) return;
      // What was kept may be gone: a player that was paused finds its position removed.
      const isOutside = audio.currentTime < meter.start();
      const latency = isOutside ? Number.POSITIVE_INFINITY : meter.edge() - audio.currentTime;
      const before = audio.playbackRate;
      const action = liveControl(latency, before, { target: targetLatency, jumpAbove });
      if (action.rate !== before) audio.playbackRate = action.rate;
      if (action.rate > 1 && before <= 1) counts.catchUps += 1;
      if (!action.jump) return;
      counts.jumps += 1;
      goToTarget();
    },
    release: () => {
      isReleased = true;
      audio.playbackRate = 1;
    },
  };
};
