import { type AudioFrame, createFrame, isAudioFlowError, SAMPLE_TYPES } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { from, lastValueFrom, take, toArray } from 'rxjs';
import { demuxWav } from './demux-wav.js';
import { muxWav } from './mux-wav.js';

const ramp = (length: number, pts = 0): AudioFrame =>
  createFrame(
    [1, -1].map((sign) => Float32Array.from({ length }, (_, i) => (sign * (pts + i + 1)) / 32768)),
    { sampleRate: 8000, pts },
  );
const samples = (frames: readonly AudioFrame[]): number[] =>
  frames.flatMap((frame) => [...(frame.channels[1] ?? [])]);

describe('muxWav and demuxWav', () => {
  const frames = [ramp(100), ramp(1, 100), ramp(700, 101)];

  it.each(
    SAMPLE_TYPES.filter((type) => type !== 'u8'),
  )('give samples back as %s', async (sampleType) => {
    const read = await lastValueFrom(
      from(frames).pipe(muxWav({ sampleType }), demuxWav({ frameLength: 256 }), toArray()),
    );
    expect(samples(read)).toEqual(samples(frames));
    expect(read.map(({ pts, length }) => [pts, length])).toEqual([
      [0, 256],
      [256, 256],
      [512, 256],
      [768, 33],
    ]);
  });

  it('write a header of 44 bytes and then one piece per frame', async () => {
    const pieces = await lastValueFrom(from(frames).pipe(muxWav(), toArray()));
    expect(pieces.map(({ length }) => length)).toEqual([44, 400, 4, 2800]);
  });

  it('start anew on each subscription', async () => {
    const stream = from(frames).pipe(muxWav(), demuxWav());
    const first = await lastValueFrom(stream.pipe(toArray()));
    expect(await lastValueFrom(stream.pipe(toArray()))).toEqual(first);
  });

  it('stop early', async () => {
    const stream = from(frames).pipe(muxWav(), demuxWav({ frameLength: 10 }), take(2), toArray());
    expect(await lastValueFrom(stream)).toHaveLength(2);
  });

  it('refuse another format in the middle', async () => {
    const other = createFrame([new Float32Array(4)], { sampleRate: 8000, pts: 100 });
    const stream = from([ramp(100), other]).pipe(muxWav(), toArray());
    await expect(lastValueFrom(stream)).rejects.toMatchObject({ code: 'format-changed' });
  });

  it('refuse what is no WAVE through the stream', async () => {
    const stream = from([Uint8Array.from(Buffer.from('OggS, surely'))]).pipe(demuxWav(), toArray());
    await expect(lastValueFrom(stream)).rejects.toMatchObject({ code: 'malformed-data' });
  });

  it('refuse wrong options at once', () => {
    const isOption = (make: () => unknown): boolean => {
      try {
        make();
        return false;
      } catch (error) {
        return isAudioFlowError(error, 'invalid-option');
      }
    };
    expect(isOption(() => demuxWav({ frameLength: 0 }))).toBe(true);
    expect(isOption(() => muxWav(Object({ sampleTyp: 's16' })))).toBe(true);
  });
});

describe('demuxWav', () => {
  it('survives a thousand broken files with frames or an AudioFlowError', async () => {
    const pieces = await lastValueFrom(from([ramp(200)]).pipe(muxWav(), toArray()));
    const good = Buffer.concat(pieces);
    let seed = 12345;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    let refused = 0;
    for (let round = 0; round < 1000; round++) {
      const bytes = Uint8Array.from(good.subarray(0, 1 + random(good.length)));
      for (let i = 0; i < 4; i++) bytes[random(Math.min(60, bytes.length))] = random(256);
      await lastValueFrom(from([bytes]).pipe(demuxWav(), toArray())).catch((error: unknown) => {
        if (!isAudioFlowError(error)) throw error;
        refused += 1;
      });
    }
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(1000);
  });
});
