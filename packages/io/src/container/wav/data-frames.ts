import { type AudioFrame, type ChannelLayout, createFrame, defaultLayout } from '@audioflow/core';
import { decodeSamples } from './decode-samples.js';
import type { WavInfo } from './wav-format.types.js';

/** Cuts the bytes of a data chunk into frames of a fixed length. */
export interface DataFrames {
  /** Takes bytes; false when nobody listens any more. */
  push(bytes: Uint8Array, emit: (frame: AudioFrame) => boolean): boolean;
  /** Emits the last, shorter frame; answers the bytes that are no whole sample of every channel. */
  end(emit: (frame: AudioFrame) => boolean): number;
}

const layoutOf = ({ channelMask, channelCount }: WavInfo): ChannelLayout | undefined =>
  channelMask === 0 || channelMask === defaultLayout(channelCount).mask
    ? undefined
    : { channelCount, mask: channelMask };

/** @param from The pts of the first sample. */
export const createDataFrames = (info: WavInfo, frameLength: number, from = 0): DataFrames => {
  const pending = new Uint8Array(frameLength * info.blockAlign);
  const layout = layoutOf(info);
  let filled = 0;
  let pts = from;
  const put = (bytes: Uint8Array, emit: (frame: AudioFrame) => boolean): boolean => {
    const frame = createFrame(decodeSamples(bytes, info), {
      sampleRate: info.sampleRate,
      pts,
      ...(layout === undefined ? {} : { layout }),
    });
    pts += frame.length;
    return emit(frame);
  };
  return {
    push(bytes, emit) {
      let at = 0;
      while (at < bytes.length) {
        if (filled === 0 && bytes.length - at >= pending.length) {
          if (!put(bytes.subarray(at, at + pending.length), emit)) return false;
          at += pending.length;
          continue;
        }
        const count = Math.min(pending.length - filled, bytes.length - at);
        pending.set(bytes.subarray(at, at + count), filled);
        filled += count;
        at += count;
        if (filled < pending.length) break;
        filled = 0;
        if (!put(pending, emit)) return false;
      }
      return true;
    },
    end(emit) {
      const rest = filled % info.blockAlign;
      if (filled > rest) put(pending.subarray(0, filled - rest), emit);
      filled = 0;
      return rest;
    },
  };
};
