import { createByteQueue } from '../../bitstream/byte-queue.js';

/** What one packet decoded to, as FFmpeg dates it. */
export interface DecodedBlock {
  readonly sampleRate: number;
  /** In samples since the start of this ffmpeg's input. */
  readonly pts: number;
  readonly length: number;
  readonly channels: readonly Float32Array[];
}

/** Joins ffmpeg's two outputs, samples and their times, to blocks. */
export interface DecodedBlocks {
  samples(bytes: Uint8Array): void;
  /** Text of the framecrc muxer. */
  times(bytes: Uint8Array): void;
}

interface Line {
  readonly pts: number;
  readonly length: number;
  readonly bytes: number;
}

const FLOAT_BYTES = 4;

const toPlanes = (bytes: Uint8Array, channelCount: number, length: number): Float32Array[] => {
  // A copy, at a border that floats can be read from.
  const floats = new Float32Array(bytes.slice().buffer);
  return Array.from({ length: channelCount }, (_, channel) => {
    const plane = new Float32Array(length);
    for (let i = 0, at = channel; i < length; i++, at += channelCount) plane[i] = floats[at] ?? 0;
    return plane;
  });
};

/** Makes the {@link DecodedBlocks} of one ffmpeg; `out` gets each block that is whole. */
export const createDecodedBlocks = (out: (block: DecodedBlock) => void): DecodedBlocks => {
  const queue = createByteQueue();
  const lines: Line[] = [];
  const decoder = new TextDecoder();
  let text = '';
  let sampleRate = 0;

  const join = (): void => {
    for (let line = lines[0]; line !== undefined; line = lines[0]) {
      if (queue.length < line.bytes) return;
      lines.shift();
      const { pts, length, bytes } = line;
      const channelCount = Math.round(bytes / FLOAT_BYTES / length);
      const channels = toPlanes(queue.view.subarray(0, bytes), channelCount, length);
      queue.drop(bytes);
      out({ sampleRate, pts, length, channels });
    }
  };
  const read = (line: string): void => {
    // "#tb 0: 1/48000", then for each frame "0, dts, pts, duration, bytes, checksum".
    const rate = /^#tb 0: 1\/(\d+)/.exec(line)?.[1];
    if (rate !== undefined) sampleRate = Number(rate);
    if (line.startsWith('#')) return;
    const [, , pts = Number.NaN, length = 0, bytes = 0] = line.split(',').map(Number);
    if (length > 0) lines.push({ pts, length, bytes });
  };
  return {
    samples: (bytes) => {
      queue.push(bytes);
      join();
    },
    times: (bytes) => {
      text += decoder.decode(bytes, { stream: true });
      const ends = text.split('\n');
      text = ends.pop() ?? '';
      for (const line of ends) read(line);
      join();
    },
  };
};
