import type { PlayerStats } from './mse-player.types.js';

/** What a session counts. */
export interface PlaybackCounts {
  received: number;
  catchUps: number;
  jumps: number;
  stalls: number;
  reconnects: number;
}

/** Reads an audio element: what is buffered, played and how late it is. */
interface PlaybackMeter {
  /** End of the newest buffered range; 0 while there is none. */
  edge(): number;
  /** Start of the oldest buffered range; 0 while there is none. */
  start(): number;
  stats(counts: PlaybackCounts, droppedBytes: number): PlayerStats;
}

const totalOf = (ranges: TimeRanges): number => {
  let total = 0;
  for (let index = 0; index < ranges.length; index += 1) {
    total += ranges.end(index) - ranges.start(index);
  }
  return total;
};

/** Makes the meter of one audio element. */
export const createPlaybackMeter = (audio: HTMLAudioElement): PlaybackMeter => {
  const edge = (): number => {
    const { buffered } = audio;
    return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
  };
  const start = (): number => (audio.buffered.length === 0 ? 0 : audio.buffered.start(0));

  return {
    edge,
    start,
    stats: (counts, droppedBytes) => {
      const ahead = Math.max(0, edge() - audio.currentTime);
      return {
        latency: ahead,
        buffered: Math.min(ahead, edge() - start()),
        played: totalOf(audio.played),
        rate: audio.playbackRate,
        ...counts,
        droppedBytes,
      };
    },
  };
};
