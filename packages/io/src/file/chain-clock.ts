import type { Packet } from '@audioflow/core';

/** Dates the packets of files that follow each other as those of one stream. */
export interface ChainClock {
  /** Where the next file begins, in samples at its rate. */
  begin(sampleRate: number): number;
  /** The packet, later by where its file begins. */
  date(packet: Packet): Packet;
  /** A file of a known length that is passed over. */
  skip(samples: number, sampleRate: number): void;
}

/** Makes a clock that stands at 0; what is trimmed does not count. */
export const createChainClock = (): ChainClock => {
  let start = 0;
  let end = 0;
  let rate = 0;
  return {
    begin: (sampleRate) => {
      start = rate === 0 || rate === sampleRate ? end : Math.round((end / rate) * sampleRate);
      end = start;
      rate = sampleRate;
      return start;
    },
    date: (packet) => {
      const pts = start + packet.pts;
      end = pts + packet.duration - (packet.trimEnd ?? 0);
      return start === 0 ? packet : { ...packet, pts };
    },
    skip: (samples, sampleRate) => {
      end = start + samples;
      rate = sampleRate;
    },
  };
};
