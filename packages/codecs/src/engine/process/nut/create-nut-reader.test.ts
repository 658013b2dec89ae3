import { isAudioFlowError } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { createNutReader, type NutFrame } from './create-nut-reader.js';
import { createNutWriter } from './create-nut-writer.js';
import type { NutStream } from './nut-headers.js';
import { NUT_FILE_ID } from './nut-syntax.js';

const writer = createNutWriter();
const config = Uint8Array.from({ length: 5000 }, (_, i) => i);
const sizes = [1, 127, 128, 5000, 70_000];
const packets = sizes.map((size, k) => Uint8Array.from({ length: size }, (_, i) => i * (k + 1)));
const whole = Buffer.concat([
  writer.head({ sampleRate: 44_100, channelCount: 6, config }),
  ...packets.map((packet, i) => writer.packet(packet, i * 1024)),
]);

const readAll = (cut: number): { frames: NutFrame[]; stream: NutStream | undefined } => {
  const frames: NutFrame[] = [];
  let stream: NutStream | undefined;
  const reader = createNutReader({
    stream: (told) => {
      stream = told;
    },
    frame: (frame) => {
      frames.push(frame);
    },
  });
  for (let at = 0; at < whole.length; at += cut) reader.push(whole.subarray(at, at + cut));
  return { frames, stream };
};

describe('a NUT stream', () => {
  it.each([1, 13, 4096, whole.length])('is read as it was written, %i bytes at a time', (cut) => {
    const { frames, stream } = readAll(cut);
    expect(stream).toMatchObject({ rate: 1, sampleRate: 44_100, channelCount: 6, config });
    expect(frames.map(({ pts }) => pts)).toEqual(sizes.map((_, i) => i * 1024));
    for (const [i, { data }] of frames.entries()) {
      expect(Buffer.compare(data, packets[i] ?? new Uint8Array())).toBe(0);
    }
  });

  it('that is none fails', () => {
    const reader = createNutReader({ frame: () => {} });
    let error: unknown;
    try {
      reader.push(new TextEncoder().encode(NUT_FILE_ID));
      reader.push(Uint8Array.of(0, 1, 2, 3));
    } catch (reason) {
      error = reason;
    }
    expect(isAudioFlowError(error, 'io')).toBe(true);
  });
});
