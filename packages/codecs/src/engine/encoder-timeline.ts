import type { Packet } from '@audioflow/core';
import type { PcmFormat } from '@audioflow/core/codec';

/** What an {@link EncoderTimeline} is made for. */
export interface EncoderTimelineInit<C extends string> {
  readonly codec: C;
  readonly format: PcmFormat;
  /** Samples per packet. */
  readonly frameSize: number;
  /** Samples that a decoder puts out before sample 0 of the input. */
  readonly priming: number;
  readonly config?: Uint8Array;
}

/** Dates and trims the packets of one encoder. */
export interface EncoderTimeline<C extends string> {
  /** The pts of the first input sample: packets begin `priming` before it. */
  start(pts: number): void;
  /** The input has ended after `samples` samples: what comes beyond is padding. */
  end(samples: number): void;
  /**
   * The next packet, of `frameSize` samples or as many as told; undefined where it holds nothing but
   * padding after the end.
   */
  stamp(data: Uint8Array, duration?: number): Packet<C> | undefined;
}

const clamp = (value: number, high: number): number => Math.min(Math.max(value, 0), high);

/**
 * Makes the timeline of an encoder. The packets' trims leave exactly the samples that went in.
 *
 * @example
 * import { createEncoderTimeline } from '@audioflow/codecs/engine';
 * const format = { sampleRate: 48000, channelCount: 2 };
 * const line = createEncoderTimeline({ codec: 'mp3', format, frameSize: 1152, priming: 1105 });
 * line.start(0);
 * line.end(100);
 * const first = line.stamp(new Uint8Array(4));
 * const second = line.stamp(new Uint8Array(4));
 * console.log(first?.pts, first?.trimStart, second?.trimEnd); // -1105 1105 1099
 */
export const createEncoderTimeline = <C extends string>(
  init: EncoderTimelineInit<C>,
): EncoderTimeline<C> => {
  const { codec, format, frameSize, priming, config } = init;
  const { sampleRate, channelCount } = format;
  let origin = 0;
  let stop = Number.POSITIVE_INFINITY;
  /** Samples of the packets so far. */
  let coded = 0;
  return {
    start: (pts) => {
      origin = pts;
    },
    end: (samples) => {
      stop = origin + samples;
    },
    stamp: (data, duration = frameSize) => {
      const pts = origin - priming + coded;
      if (pts >= stop) return undefined;
      coded += duration;
      const trimStart = clamp(origin - pts, duration);
      const trimEnd = clamp(pts + duration - stop, duration - trimStart);
      return {
        kind: 'packet',
        codec,
        data,
        sampleRate,
        channelCount,
        pts,
        duration,
        ...(config === undefined ? {} : { config }),
        ...(trimStart === 0 ? {} : { trimStart }),
        ...(trimEnd === 0 ? {} : { trimEnd }),
      };
    },
  };
};
