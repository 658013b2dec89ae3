import type { PlaybackFigures } from '../playback.js';

/** Reads an audio element: what is buffered, played and how late it is. */
interface PlaybackMeter {
  /** End of the newest buffered range; 0 while there is none. */
  edge(): number;
  /** Start of the oldest buffered range; 0 while there is none. */
  start(): number;
  figures(): Pick<PlaybackFigures, 'latency' | 'buffered' | 'played' | 'rate'>;
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
    figures: () => {
      const ahead = Math.max(0, edge() - audio.currentTime);
      return {
        latency: ahead,
        buffered: Math.min(ahead, edge() - start()),
        played: totalOf(audio.played),
        rate: audio.playbackRate,
      };
    },
  };
};
