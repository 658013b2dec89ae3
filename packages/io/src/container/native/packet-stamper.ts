import { readVorbisBlocks } from '@audioflow/codecs/bitstream';
import type { Packet } from '@audioflow/core';
import { alacSamples } from './alac-samples.js';
import { flacDuration } from './flac-frame.js';
import { opusDuration } from './opus-duration.js';

/**
 * A packet as FFmpeg's demuxers give it, out of native memory, times in samples; `pts` and `duration` are NaN where
 * the packets of the stream tell them.
 */
export interface RawPacket {
  readonly data: Uint8Array;
  readonly config: Uint8Array | undefined;
  readonly pts: number;
  /** Without what is to be dropped at the end; may be negative then. */
  readonly duration: number;
  /** Samples to drop: AV_PKT_DATA_SKIP_SAMPLES. */
  readonly skipStart: number;
  readonly skipEnd: number;
}

/** The times of a packet. */
export type PacketTimes = Pick<Packet, 'pts' | 'duration' | 'trimStart' | 'trimEnd'>;

/** What is known of the stream. */
export interface StamperOptions {
  readonly codec: string;
  readonly sampleRate: number;
  /** Samples that each packet decodes to, where they are all alike; else 0. */
  readonly frameSize: number;
  /** Whether the container counts time in samples. */
  readonly exact: boolean;
  /** Samples per channel of the stream, where that is known to the sample. */
  readonly totalSamples?: number | undefined;
  /** The codec's configuration: a Vorbis decoder's block sizes are in it. */
  readonly config?: Uint8Array | undefined;
  /** Where the first packet begins, where that is not the start of the stream. */
  readonly start?: number | undefined;
}

/**
 * More than this at the end is no padding: the length is that of something else, a chained file or a stream that was
 * joined under way.
 */
export const MAX_END_TRIM = 16_384;
const MAX_VORBIS_BLOCK = 8192;

/** Samples that a Vorbis packet decodes to, by what the container says of it and the next one. */
const statedDuration = (raw: RawPacket, next: RawPacket | undefined): number => {
  const stated = raw.duration + raw.skipEnd;
  const distance = next === undefined ? stated : next.pts - raw.pts;
  return distance >= 0 && distance <= MAX_VORBIS_BLOCK ? distance : stated;
};

/** The same by the blocks: a quarter of the one before and a quarter of its own (Vorbis I, 4.3.8). */
const createVorbisDuration = (config: Uint8Array | undefined) => {
  const blocks = config && readVorbisBlocks(config);
  let before: number | undefined;
  return (raw: RawPacket, next: RawPacket | undefined): number => {
    const block = blocks?.blockOf(raw.data);
    const known = block !== undefined && before !== undefined;
    const duration = known ? ((before ?? 0) + block) / 4 : statedDuration(raw, next);
    before = block;
    return duration;
  };
};

/**
 * Makes a function that dates packets by what they decode to, from the start of the audio, and turns
 * what the container says about priming and padding into trims. It needs to see the next packet.
 */
export const createPacketStamper = (
  options: StamperOptions,
): ((raw: RawPacket, next: RawPacket | undefined) => PacketTimes) => {
  const { codec, sampleRate, frameSize, exact, totalSamples } = options;
  const vorbisDuration = createVorbisDuration(options.config);
  let first = options.start === undefined;
  let end = options.start ?? 0;
  let toSkip = 0;

  const durationOf = (raw: RawPacket, next: RawPacket | undefined): number => {
    if (codec === 'opus') return opusDuration(raw.data);
    if (codec === 'alac') return alacSamples(raw.data) ?? raw.duration;
    if (codec === 'vorbis') return vorbisDuration(raw, next);
    if (codec === 'flac') return flacDuration(raw.data) || raw.duration;
    return frameSize > 0 ? frameSize : raw.duration;
  };

  const endTrim = (raw: RawPacket, next: RawPacket | undefined): number => {
    if (totalSamples !== undefined) {
      const beyond = end - totalSamples;
      return next !== undefined || beyond > MAX_END_TRIM ? 0 : beyond;
    }
    const whole = codec === 'opus' ? opusDuration(raw.data) : frameSize;
    const short = exact && whole > 0 ? whole - raw.duration : 0;
    // A last packet that is shorter than it decodes to is cut, as fragmented MP4 without edit lists has it.
    const alone = next === undefined && raw.skipEnd === 0 && raw.duration > 0;
    if (codec === 'alac' && exact) return (alacSamples(raw.data) ?? 0) - raw.duration;
    if (alone) return short;
    // MP4 edit lists are rounded to ms, durations in samples are not.
    const rounding = Math.abs(short - raw.skipEnd) * 1000 <= sampleRate;
    return raw.skipEnd > 0 && short > 0 && rounding ? short : raw.skipEnd;
  };

  return (raw, next) => {
    const duration = durationOf(raw, next);
    toSkip += raw.skipStart;
    // The first packet of Vorbis only primes the decoder (Vorbis I, section 4.3.8).
    if (first && codec === 'vorbis') toSkip = duration;
    // What comes before the start is not heard, whether FFmpeg says so or not (fragmented MP4).
    else if (first && exact && raw.skipStart === 0 && raw.pts < 0) toSkip = -raw.pts;
    if (first) end = 0 - toSkip;
    first = false;
    const pts = end;
    end += duration;
    const trimStart = Math.min(toSkip, duration);
    toSkip -= trimStart;
    const trimEnd = Math.min(Math.max(endTrim(raw, next), 0), duration - trimStart);
    if (trimStart === 0 && trimEnd === 0) return { pts, duration };
    return {
      pts,
      duration,
      ...(trimStart === 0 ? {} : { trimStart }),
      ...(trimEnd === 0 ? {} : { trimEnd }),
    };
  };
};
